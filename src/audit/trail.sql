-- look_put: put look, needs nothing

-- looks_end_older: run, needs nothing
-- Last year's looks go when a new school year begins, but never before six
-- months have passed (R37, C7). Ids grow with time, so no other index is needed.
-- takes before look_id
delete from look
 where look.id < :before;
