-- note_whole: one, needs READ ROSTER of person
-- takes note.id
-- gives note.*
select note.* from note where note.pupil = :subject and note.id = :id;

-- attendance_whole: many, needs nothing
-- gives attendance.*
select attendance.* from attendance;
