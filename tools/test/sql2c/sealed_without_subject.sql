-- a: many, needs nothing
-- gives note.id, note.words
select id, words from note;
