-- a: many, needs READ ATTENDANCE(day, status) of class
-- gives attendance.status, attendance.event_at
select status, event_at from attendance where class = :subject;
