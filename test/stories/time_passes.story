# What has had its time is cleared away without anybody asking. R37, retention.policy

school    small
now       2026-11-23 08:05
as bianchi  POST /lessons/{3B}/2026-11-23/1  all=present topic="Sets" -> 303
sign in mara password "Wrong1!tried words" -> 422
rows        posted 1 where location like '/lessons/%'
rows        attempt 1 where outcome = 2
stop        -> 0

# The next day both are still there
now         2026-11-24 08:05
start
as bianchi  POST /lessons/{3B}/2026-11-24/1  all=present topic="Sets" -> 303
stop        -> 0

# After three days the forms and sessions are gone; attempts stay for the school year
now         2026-11-28 08:05
start
soon        rows posted 0
soon        rows session 0
rows        attempt 1 where outcome = 2
rows        lesson 2
rows        attendance 6
verify      the copies agree
