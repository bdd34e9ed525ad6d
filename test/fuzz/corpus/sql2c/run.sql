-- sessions_end: run, needs nothing
-- takes before instant
delete from session where seen_at < :before;
-- on postgres
delete from session where seen_at < :before and true;

-- sessions: many, needs nothing
-- gives session.token as id, session.seen_at
select token, seen_at from session;
