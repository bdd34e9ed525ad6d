-- a: many, needs READ ATTENDANCE(status) of school
-- gives attendance.status
select status from attendance where class = :subject;
