-- a: many, needs LOOK ATTENDANCE of class
-- gives attendance.status
select status from attendance where class = :subject;
