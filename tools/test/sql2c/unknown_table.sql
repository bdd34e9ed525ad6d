-- a: many, needs READ ATTENDANCE(status) of class
-- gives attendence.status
select status from attendance where class = :subject;
