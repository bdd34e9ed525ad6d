-- a: many, needs nothing
-- takes person.family_name
-- gives person.id
select id from person where family_name = :family_name;
