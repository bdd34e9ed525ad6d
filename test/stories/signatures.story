# Who signs an hour, and as what. REG-20 to REG-26

school    small
now       2026-11-23 08:05

# REG-22: another subject for the same pupils is refused, with the reason
as bianchi  POST /lessons/{3B}/2026-11-23/1  all=present topic="Sets" -> 303
as verdi    POST /lessons/{3B}/2026-11-23/1  topic="Dante" -> 422 shows "signed already: Mathematics" "Dante"
rows        signature 1
# who chooses to call the roll only may save
as verdi    POST /lessons/{3B}/2026-11-23/1  sign_as=none state_{anna}=A -> 303
rows        signature 1
rows        attendance 1 where pupil = {anna} and status = 1

# Support joins any lesson, with a text and a pupil of its own
as sala     POST /lessons/{3B}/2026-11-23/1  support_text="Concept map" -> 303
rows        signature 2
rows        signature 1 where pupil = {anna}
as bianchi  GET  /lessons/{3B}/2026-11-23/1  -> 200 shows "support" "Sala"

# REG-21: no signature twice on the same lesson
as bianchi  POST /lessons/{3B}/2026-11-23/1  topic="Sets and subsets" -> 303
rows        signature 2
rows        lesson 1

# REG-21: one teacher, one class at a time
as bianchi  POST /lessons/{4A}/2026-11-23/1  topic="Limits" -> 422 shows "You have signed class 3B at this time"
rows        lesson 1

# REG-22: support signed first; the subject comes with the first curricular signature, the support stays
now         2026-11-23 11:05
as sala     POST /lessons/{3B}/2026-11-23/4  support_text="Reading aloud" -> 303
as conti    POST /lessons/{3B}/2026-11-23/4  topic="Forces" -> 303
as bianchi  GET  /lessons/{3B}/2026-11-23/4  -> 200 shows "Physics" "Forces" "Sala"
rows        signature 1 where pupil = {anna} and lesson = (select id from lesson where ordinal = 4)

# Copresence: the lab teacher of the same subject joins
as lodi     POST /lessons/{3B}/2026-11-23/4  -> 303
rows        lesson 1 where ordinal = 4
rows        signature 3 where lesson = (select id from lesson where ordinal = 4)
as conti    GET  /lessons/{3B}/2026-11-23/4  -> 200 shows "lab"

# REG-26: only the own signature can be taken back; the lesson goes with its last one
as lodi     POST /lessons/{3B}/2026-11-23/4  unsign=1 -> 303
rows        signature 2 where lesson = (select id from lesson where ordinal = 4)
as conti    POST /lessons/{3B}/2026-11-23/4  unsign=1 -> 303
as sala     POST /lessons/{3B}/2026-11-23/4  unsign=1 -> 303
rows        lesson 0 where ordinal = 4
# who has not signed has nothing to take back
as lodi     POST /lessons/{3B}/2026-11-23/1  unsign=1 -> 303
rows        signature 2 where lesson = (select id from lesson where ordinal = 1)

# A teacher without any post in the class is at the wrong door
as neri     GET  /lessons/{3B}/2026-11-23/1  -> 403
as neri     SEND /lessons/{3B}/2026-11-23/1  topic="History" -> 403
trail       neri refused attendance of 3B
verify      the copies agree
