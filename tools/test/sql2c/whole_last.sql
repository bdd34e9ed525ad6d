-- note_whole: many, needs nothing
-- gives person.id
-- gives note.*
select note.*, person.id from note join person on person.id = note.pupil;
