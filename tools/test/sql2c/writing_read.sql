-- a: many, needs nothing
-- gives attendance.status
delete from attendance returning status;
