# A double click, a lost line: the save is taken once. REG-28

school    small
now       2026-11-23 08:05

as bianchi  POST  /lessons/{3B}/2026-11-23/1  all=present topic="Sets" -> 303 to /lessons/{3B}/2026-11-23/1
as bianchi  AGAIN /lessons/{3B}/2026-11-23/1 -> 303 to /lessons/{3B}/2026-11-23/1
as bianchi  AGAIN /lessons/{3B}/2026-11-23/1 -> 303
rows        lesson 1
rows        signature 1
rows        attendance 3
rows        posted 1 where account = (select id from account where person = {bianchi}) and status = 303 and location like '/lessons/%'

# The line is lost after the save was sent; the page sends it again
as bianchi  LOST  /lessons/{3B}/2026-11-23/2  state_{anna}=A topic="Subsets"
after       20 seconds
as bianchi  AGAIN /lessons/{3B}/2026-11-23/2 -> 303
rows        lesson 1 where ordinal = 2
rows        attendance 1 where pupil = {anna} and status = 1

# A save that waited for the line for an hour: pressed at 09:10, recorded at 10:06
now         2026-11-23 10:06
as bianchi  POST  /lessons/{3B}/2026-11-23/2  state_{luca}=R time_{luca}=09:10 event_time={09:10} -> 303
rows        attendance 1 where pupil = {luca} and event_at = {09:10} and recorded_at = {10:06}
as bianchi  GET   /lessons/{3B}/2026-11-23/2 -> 200

# An older press does not undo a newer one of somebody else
as verdi    POST  /lessons/{3B}/2026-11-23/3  state_{anna}=P topic="Dante" event_time={10:05} -> 303
rows        attendance 1 where pupil = {anna} and status = 0
as bianchi  POST  /lessons/{3B}/2026-11-23/2  state_{anna}=A event_time={09:20} -> 303
rows        attendance 1 where pupil = {anna} and status = 0

# A form of somebody else, or without its token, is nobody's save
as bianchi  BLIND /lessons/{3B}/2026-11-23/1  topic="Sets" -> 401
as bianchi  POST  /lessons/{3B}/2026-11-23/1  token=wrong topic="Forged" -> 401
as bianchi  POST  /lessons/{3B}/2026-11-23/1  topic="Forged" with origin https://elsewhere.example -> 403
rows        lesson 1 where ordinal = 1

# The web process dies in the middle of the day: what was answered stands
kill        web
as bianchi  GET   /lessons/{3B}/2026-11-23/1 -> 200 shows "Sets"
as bianchi  POST  /lessons/{3B}/2026-11-23/6  state_{anna}=P topic="After the accident" -> 303
kill        keys
as bianchi  GET   /lessons/{3B}/2026-11-23/1 -> 200 shows "Sets" "Anna"
verify      the copies agree
