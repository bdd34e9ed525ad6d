-- a: many, needs READ ATTENDANCE(status) of class
-- gives attendance.statu
select status from attendance where class = :subject;
