-- Terms are the school's own; no person stands in them.

-- term_hours_held: one, needs MANAGE CALENDAR of school
-- How many hours of these days are signed.
-- takes since day, until day
-- gives held int
select count(*)
  from lesson
 where lesson.day between :since and :until;

-- term_keep: put term, needs MANAGE CALENDAR of school

-- term_remove: drop term, needs MANAGE CALENDAR of school
