# REG-17: what cannot be recorded, and which of the reasons it is.

school    small ; closed 2026-12-07 2026-12-08 Immacolata
now       2026-12-09 08:05

as bianchi  POST /lessons/{3B}/2026-12-08/1  topic="Sets" state_{anna}=A -> 422 shows "closed on this day: Immacolata" "Sets"
as bianchi  POST /lessons/{3B}/2026-12-06/1  topic="Sets" -> 422 shows "no lessons on this day of the week"
as bianchi  POST /lessons/{3B}/2026-12-10/1  topic="Sets" -> 422 shows "This day is still to come."
as bianchi  SEND /lessons/{3B}/2026-09-01/1  topic="Sets" -> 422 shows "outside the school year"
as helena   SEND /lessons/{3B}/2027-07-01/1  state_{anna}=A -> 422 shows "outside the school year"
as bianchi  GET  /lessons/{3B}/2026-12-09/9  -> 404
as bianchi  GET  /lessons/{3B}/2026-13-01/1  -> 404
rows        lesson 0
rows        attendance 0

# Homework is for later, and not for a day without school
as bianchi  POST /lessons/{3B}/2026-12-09/1  topic="Sets" homework="Page 3" homework_due=2026-12-13 -> 422 shows "no lessons on this day of the week" has "2026-12-13"
as bianchi  POST /lessons/{3B}/2026-12-09/1  topic="Sets" homework="Page 3" homework_due=2026-12-09 -> 422 shows "after the lesson"
as bianchi  POST /lessons/{3B}/2026-12-09/1  topic="Sets" homework="Page 3" homework_due=tomorrow -> 422 shows "tomorrow is not a day"
rows        homework 0
as bianchi  POST /lessons/{3B}/2026-12-09/1  topic="Sets" homework="Page 3" homework_due=2026-12-11 -> 303
rows        homework 1
as mara     GET  /pupils/{anna}/days/2026-12-08 -> 200 shows "Immacolata"
