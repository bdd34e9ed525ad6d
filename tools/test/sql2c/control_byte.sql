-- a: many, needs nothing
-- gives session.token
select token from session where token = '';
