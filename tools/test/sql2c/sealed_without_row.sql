-- a: many, needs nothing
-- gives person.family_name
select family_name from person;
