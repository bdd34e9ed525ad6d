# The head closes the school for a day; the calendar, the roll call and the
# counts follow at once. REG-15, REG-17, REG-35

school    small
now       2026-11-20 08:05
as bianchi  POST /lessons/{3B}/2026-11-20/1  all=present state_{anna}=A topic="Sets" -> 303

as helena   GET  /calendar -> 200
as helena   POST /calendar  label="Snow" first_day=2026-11-23 last_day=2026-11-24 kind=0 -> 303
as helena   POST /calendar  label="Assembly" first_day=2026-11-25 kind=1 -> 303
rows        closure 2 where label in ('Snow', 'Assembly', 'Wrong', 'Holiday', '')
as bianchi  GET  /calendar -> 200 shows "Snow"
as mara     GET  /pupils/{anna}/days/2026-11-23 -> 200 shows "Snow"

now         2026-11-25 08:05
as bianchi  SEND /lessons/{3B}/2026-11-23/1  state_{anna}=A -> 422 shows "closed on this day: Snow"
# an assembly is a school day
as bianchi  POST /lessons/{3B}/2026-11-25/1  all=present state_{anna}=A topic="Sets" -> 303
# REG-35, like EX-3: two days of absence, whatever lay between
as mara     GET  /pupils/{anna}/absences -> 200 shows "2 days absent"

# Days that are none, ends before beginnings
as helena   POST /calendar  label="Wrong" first_day=2026-12-24 last_day=2026-12-23 kind=0 -> 422 has "2026-12-23" "Wrong"
as helena   POST /calendar  label="Wrong" first_day=soon kind=0 -> 422 has "soon"
as helena   POST /calendar  label="" first_day=2026-12-24 kind=0 -> 422
rows        closure 2 where label in ('Snow', 'Assembly', 'Wrong', 'Holiday', '')

# Only who answers for it changes it
as bianchi  SEND /calendar  label="Holiday" first_day=2026-12-01 kind=0 -> 403
as mara     SEND /calendar  label="Holiday" first_day=2026-12-01 kind=0 -> 403
as ufficio  SEND /calendar  label="Holiday" first_day=2026-12-01 kind=0 -> 403
rows        closure 2 where label in ('Snow', 'Assembly', 'Wrong', 'Holiday', '')
take        snow "select id from closure where label = 'Snow'"
as helena   POST /calendar  remove={snow} -> 303
rows        closure 1 where label in ('Snow', 'Assembly', 'Wrong', 'Holiday', '')
verify      the copies agree
