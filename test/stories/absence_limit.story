# One function tells family, teacher and office the same number. REG-38 to
# REG-45, EX-7, EX-13

school    small
now       2026-11-23 15:00

# Luca comes at 08:35 and leaves at 12:20; Anna is not there at all; all six hours are held (EX-13)
as bianchi  POST /lessons/{3B}/2026-11-23/1  all=present state_{anna}=A state_{luca}=U time_{luca}=08:35 exit_{luca}=12:20 topic="Sets" -> 303
as bianchi  POST /lessons/{3B}/2026-11-23/2  topic="Sets" -> 303
as verdi    POST /lessons/{3B}/2026-11-23/3  topic="Dante" -> 303
as conti    POST /lessons/{3B}/2026-11-23/4  topic="Forces" -> 303
as verdi    POST /lessons/{3B}/2026-11-23/5  topic="Dante" -> 303
# REG-40: an hour that nobody signed counts for nobody
as rosa     GET  /pupils/{luca}/days/2026-11-23 -> 200 shows "Absences: 1 of 247.5 hours"
as mara     GET  /pupils/{anna}/days/2026-11-23 -> 200 shows "Absences: 5 of 247.5 hours"
as bianchi  POST /lessons/{3B}/2026-11-23/6  topic="Sets" -> 303
as rosa     GET  /pupils/{luca}/days/2026-11-23 -> 200 shows "Absences: 2 of 247.5 hours"
as mara     GET  /pupils/{anna}/days/2026-11-23 -> 200 shows "Absences: 6 of 247.5 hours"
as mara     GET  /pupils/{anna}/absences -> 200 shows "Absences: 6 of 247.5 hours"

# REG-45: the teacher's page, the head's and the office's say the same
as bianchi  GET  /classes/{3B}/absences -> 200 shows "6 of 247.5" "2 of 247.5"
as helena   GET  /classes/{3B}/absences -> 200 shows "6 of 247.5" "2 of 247.5"
as ufficio  GET  /classes/{3B}/absences -> 200 shows "6 of 247.5" "2 of 247.5"
as ufficio  GET  /classes/{3B}/absences?format=csv -> 200 header content-type "text/csv" header content-disposition "attachment" shows "247"
as bianchi  GET  /classes/{3B}/absences?format=csv -> 403

# REG-40: rounding is the school's choice, and only on the page it is made
as helena   POST /settings  limit.quantum=100 -> 303
as rosa     GET  /pupils/{luca}/days/2026-11-23 -> 200 shows "Absences: 1 of 247.5 hours"
as helena   POST /settings  limit.quantum=0 -> 303
as rosa     GET  /pupils/{luca}/days/2026-11-23 -> 200 shows "Absences: 2.25 of 247.5 hours"
