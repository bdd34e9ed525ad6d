# Out of class with the school's knowledge; days that the council does not
# count. REG-34, REG-43

school    small
now       2026-11-20 08:05
as bianchi  POST /classes/{3B}/away  pupil={anna} kind=0 first_day=2026-11-23 last_day=2026-11-24 -> 303
as bianchi  POST /classes/{3B}/away  kind=0 first_day=2026-11-23 -> 422 shows "Choose at least one pupil."
as bianchi  POST /classes/{3B}/away  pupil={anna} kind=0 first_day=2026-11-24 last_day=2026-11-23 -> 422 shows "ends before it begins" has "2026-11-23"
as bianchi  POST /classes/{3B}/away  pupil={elsa} kind=0 first_day=2026-11-23 -> 422
as neri     SEND /classes/{3B}/away  pupil={anna} kind=0 first_day=2026-11-23 -> 403
rows        away 1

# The roll call of the day knows it; it costs no hours
now         2026-11-23 08:05
as bianchi  GET  /lessons/{3B}/2026-11-23/1 -> 200 shows "Out of class 1"
as bianchi  POST /lessons/{3B}/2026-11-23/1  all=present state_{luca}=A topic="Sets" -> 303
as mara     GET  /pupils/{anna}/days/2026-11-23 -> 200 shows "out of class"
as mara     GET  /pupils/{anna}/absences -> 200 shows "Absences: 0 of"
as rosa     GET  /pupils/{luca}/absences -> 200 shows "Absences: 1 of"

# The head enters what the council has decided; every page shows it beside the total
as helena   POST /pupils/{luca}/derogations  first_day=2026-11-23 reason=1 -> 303
as helena   GET  /pupils/{luca}/derogations -> 200 shows "Hours of absence: 1; derogated: 1; counting: 0."
as rosa     GET  /pupils/{luca}/absences -> 200 shows "Absences: 1 of" "1 hour of these is derogated"
as bianchi  GET  /classes/{3B}/absences -> 200 shows "1 of 247.5 0.1 % 1 derogated"
as helena   POST /pupils/{luca}/derogations  first_day=2026-11-24 last_day=2026-11-23 reason=1 -> 422
as helena   POST /pupils/{luca}/derogations  first_day=2026-11-23 reason=99 -> 422
as bianchi  SEND /pupils/{luca}/derogations  first_day=2026-11-23 reason=1 -> 403
as rosa     SEND /pupils/{luca}/derogations  first_day=2026-11-23 reason=1 -> 403
take        mercy "select id from derogation"
as helena   POST /pupils/{luca}/derogations  remove={mercy} -> 303
as rosa     GET  /pupils/{luca}/absences -> 200 not "derogated"
verify      the copies agree
