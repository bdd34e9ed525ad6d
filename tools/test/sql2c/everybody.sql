-- a: many, needs READ ATTENDANCE(status) of class
-- gives attendance.status
select status from attendance;
