-- a: many, needs nothing
-- gives count stauts
select 1;
