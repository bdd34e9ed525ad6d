-- statuses: many, needs READ ATTENDANCE(day, status) of class
-- takes attendance.day
-- gives attendance.pupil, attendance.note by pupil, attendance.status
select pupil, note, status from attendance where pupil = :subject and day = :day;
