-- a: many, needs nothing
-- gives session.token
;
