-- a: many
-- gives attendance.status
select status from attendance;
