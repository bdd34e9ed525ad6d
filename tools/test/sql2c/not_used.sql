-- a: many, needs nothing
-- takes day day
-- gives attendance.status
select status from attendance;
