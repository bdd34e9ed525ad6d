-- note_of_pupil: one, needs READ ROSTER of person
-- takes note.id
-- gives note.id, note.pupil, note.words
select note.id, note.pupil, note.words from note where note.pupil = :subject and note.id = :id;
