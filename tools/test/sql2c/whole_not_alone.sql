-- note_whole: many, needs nothing
-- gives note.*
-- gives person.id
select note.*, person.id from note join person on person.id = note.pupil;
