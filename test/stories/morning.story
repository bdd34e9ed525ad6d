# The head's morning, live: which classes have called, who is missing, which
# hours nobody signed.

school    small
now       2026-11-23 08:03
as helena   GET  / -> 200 shows "0 of 2" "classes have called the roll" "Not called yet" "3B" "4A"
as bianchi  POST /lessons/{3B}/2026-11-23/1  all=present state_{anna}=A state_{luca}=R time_{luca}=08:02 topic="Sets" -> 303
as helena   GET  / -> 200 shows "1 of 2" "{anna.given}"
now         2026-11-23 10:30
as neri     POST /lessons/{4A}/2026-11-23/1  all=present topic="Rome" -> 303
as helena   GET  / -> 200 shows "2 of 2" "hour 2"
as helena   GET  /morning/2026-11-23 -> 200 shows "2 of 2"
# the day before was a Sunday
as helena   GET  /morning/2026-11-22 -> 200 shows "no lessons"
# the head opens a class and puts a roll call right, and signs nothing by it
as helena   GET  /lessons/{3B}/2026-11-23/1 -> 200 shows "Roll call" "Sets"
as helena   POST /lessons/{3B}/2026-11-23/1  state_{anna}=P -> 303
rows        attendance 1 where pupil = {anna} and status = 0 and author = {helena}
rows        signature 1 where lesson = (select id from lesson where class = {3B})

# It is nobody else's page
as bianchi  GET  /morning/2026-11-23 -> 403
as ufficio  GET  /morning/2026-11-23 -> 403
as mara     GET  /morning/2026-11-23 -> 403
as tecla    GET  /morning/2026-11-23 -> 403
# and the technician sees no register at all
as tecla    GET  /lessons/{3B}/2026-11-23/1 -> 403
as tecla    GET  /pupils/{anna}/days/2026-11-23 -> 403
as tecla    GET  /classes/{3B}/absences -> 403
as tecla    GET  /settings -> 200
# the office reads totals, no single day and no topic
as ufficio  GET  /classes/{3B}/absences -> 200 shows "{anna.given}"
as ufficio  GET  /lessons/{3B}/2026-11-23/1 -> 403
as ufficio  GET  /pupils/{anna}/days/2026-11-23 -> 403
verify      the copies agree
