# At the start of the school year last year's attempts to sign in go, and the looks
# that are at least six months old; not a day earlier. R37, C7

school    small ; init --passwords nist
now       2027-02-10 08:05
as bianchi  GET  /lessons/{3B}/2027-02-10/1 -> 200
now       2027-05-20 08:05
as bianchi  GET  /lessons/{3B}/2027-05-20/1 -> 200
sign in mara password "Wrong1!tried words" -> 422
as helena   SEND /calendar/years  act=open label=2027/28 opens=2027-09-13 ends=2028-06-07 -> 303
stop        -> 0

# The evening before: the jobs have been there, and both days' looks and the attempt are too
now         2027-09-12 23:00
start
soon        rows session 0
rows        attempt 1 where outcome = 2
rows        school_year 2 where exists (select 1 from look where day = 20859)
rows        school_year 2 where exists (select 1 from look where day = 20958)
stop        -> 0

# The first day of the new year
now         2027-09-13 00:10
start
soon        rows attempt 0
rows        look 0 where day = 20859
rows        school_year 2 where exists (select 1 from look where day = 20958)
stop        -> 0
# Six months after the younger ones
now         2027-11-20 08:00
start
rows        school_year 2 where exists (select 1 from look where day = 20958)
stop        -> 0
now         2027-11-21 08:00
start
soon        rows look 0 where day = 20958
verify      the copies agree
