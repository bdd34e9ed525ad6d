# A Monday in 3B, from the bell to the families: the thinnest whole.
# REG-1, REG-20, REG-27, REG-28, REG-46, REG-47

school    small
now       2026-11-23 08:05

# The teacher: one page, one save
as bianchi  GET  /                                   -> 200 shows "3B" "Mathematics"
as bianchi  GET  /lessons/{3B}/2026-11-23/1          -> 200 shows "Roll call" "Nobody has signed this hour yet." "Not called 3"
as bianchi  POST /lessons/{3B}/2026-11-23/1
            state_{anna}=A state_{luca}=P state_{dario}=P
            topic="Equations of the second degree" homework="Page 12, exercises 1 to 4" homework_due=2026-11-25
            -> 303 to /lessons/{3B}/2026-11-23/1
as bianchi  GET  /lessons/{3B}/2026-11-23/1          -> 200 shows "Present 2" "Absent 1" "Equations of the second degree" "Bianchi"
rows        attendance 3
rows        lesson 1
rows        signature 1
rows        homework 1

# The family, at once
as mara     GET  /                                   -> 200 shows "Anna"
as mara     GET  /pupils/{anna}/days/2026-11-23      -> 200 shows "absent" "Equations of the second degree" "Page 12, exercises 1 to 4" not "Luca"
as rosa     GET  /pupils/{luca}/days/2026-11-23      -> 200 shows "present" not "Anna"
as mara     GET  /pupils/{luca}/days/2026-11-23      -> 403
trail       mara refused attendance of luca
as anna     GET  /                                   -> 200 shows "absent"

# The family justifies, the teacher validates
now         2026-11-24 08:02
as mara     GET  /pupils/{anna}/justifications       -> 200 shows "23 Nov"
as mara     POST /pupils/{anna}/justifications  day=2026-11-23 reason=health explanation="A cold" -> 303 to /pupils/{anna}/justifications
as mara     GET  /pupils/{anna}/justifications       -> 200 shows "waits for a teacher" "A cold"
as bianchi  GET  /lessons/{3B}/2026-11-24/1          -> 200 shows "A cold"
take        waiting "select id from justification where pupil = {anna}"
as bianchi  POST /lessons/{3B}/2026-11-24/1  all=present validate_{waiting}=1 topic="More equations" -> 303
as mara     GET  /pupils/{anna}/justifications       -> 200 shows "accepted" not "waits for a teacher"
rows        justification 1 where state = 1

# The head sees the morning; everybody's look is on record
as helena   GET  /                                   -> 200 shows "3B" "4A"
trail       bianchi saw attendance of 3B
as mara     GET  /pupils/{anna}/looks               -> 200 shows "Teacher"
verify      the copies agree
