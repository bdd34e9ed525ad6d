-- note_whole: many, needs nothing
-- gives paper.*
select paper.* from paper;
