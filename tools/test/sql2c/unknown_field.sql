-- a: many, needs READ ATTENDANCE(mark) of class
-- gives attendance.status
select status from attendance where class = :subject;
