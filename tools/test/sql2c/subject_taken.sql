-- a: many, needs READ ATTENDANCE(status) of class
-- takes subject class_id
-- gives attendance.status
select status from attendance where class = :subject;
