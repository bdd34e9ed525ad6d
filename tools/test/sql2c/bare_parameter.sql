-- a: many, needs nothing
-- gives attendance.status
select status from attendance where day = ?1;
