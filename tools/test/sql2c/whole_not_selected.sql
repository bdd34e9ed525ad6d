-- note_whole: many, needs nothing
-- gives note.*
select note.id from note;
