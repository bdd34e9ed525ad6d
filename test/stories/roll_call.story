# States of the roll call: late entries, exits, absences, not called.
# REG-27 to REG-33

school    small
now       2026-11-23 08:12

# REG-28: who is not called is not present
as bianchi  POST /lessons/{3B}/2026-11-23/1  state_{anna}=P topic="Sets" -> 303
as bianchi  GET  /lessons/{3B}/2026-11-23/1  -> 200 shows "Not called 2" "Present 1"
as rosa     GET  /pupils/{luca}/days/2026-11-23 -> 200 lacks "badge P" "badge A"
rows        attendance 1

# REG-31, EX-2: 08:10 is a short delay, 08:11 is late
as bianchi  POST /lessons/{3B}/2026-11-23/1  state_{luca}=R time_{luca}=08:10 state_{dario}=R time_{dario}=08:11 -> 303
rows        passage 1 where pupil = {luca} and short = 1
rows        passage 1 where pupil = {dario} and short = 0
as rosa     GET  /pupils/{luca}/justifications -> 200 not "late entry"
as dario    GET  /pupils/{dario}/justifications -> 200 shows "late entry"

# ... and what was decided stays so when the school decides otherwise later
as helena   POST /settings  attendance.short_delay=0 -> 303
as bianchi  POST /lessons/{3B}/2026-11-23/1  topic="Sets again" state_{luca}=R time_{luca}=08:10 -> 303
rows        passage 1 where pupil = {luca} and short = 1
as helena   POST /settings  attendance.short_delay=10 -> 303

# REG-29: any number of entries and exits
as bianchi  POST /lessons/{3B}/2026-11-23/1  state_{luca}=R time_{luca}=08:10 exit_{luca}=09:30 time_{luca}=10:05 exit_{luca}=12:20 -> 303
rows        passage 4 where pupil = {luca}
as rosa     GET  /pupils/{luca}/days/2026-11-23 -> 200 shows "early exit"
# ... and the roll can be called whatever is there (REG-27)
as verdi    GET  /lessons/{3B}/2026-11-23/3  -> 200 shows "Roll call"

# REG-30: an absence takes the entries and exits away, an entry takes the absence away
as bianchi  POST /lessons/{3B}/2026-11-23/1  state_{luca}=A -> 303
rows        passage 0 where pupil = {luca}
rows        attendance 1 where pupil = {luca} and status = 1
as bianchi  POST /lessons/{3B}/2026-11-23/1  state_{luca}=R time_{luca}=08:30 -> 303
rows        passage 1 where pupil = {luca}
rows        attendance 1 where pupil = {luca} and status = 0

# REG-30: only between the first bell and the last
as bianchi  POST /lessons/{3B}/2026-11-23/1  state_{luca}=R time_{luca}=07:30 -> 422 shows "between the first lesson" "08:00–14:00" has "07:30"
as bianchi  POST /lessons/{3B}/2026-11-23/1  state_{luca}=U time_{luca}= exit_{luca}=14:10 -> 422 shows "between the first lesson" has "14:10"
as bianchi  POST /lessons/{3B}/2026-11-23/1  state_{luca}=R time_{luca}=08:30 time_{luca}=09:30 -> 422 shows "already in"
rows        passage 1 where pupil = {luca}

# REG-32: a bus that was late does not count towards the school's maximum
as bianchi  POST /lessons/{3B}/2026-11-23/1  state_{luca}=R time_{luca}=08:30 outside_{luca}=1 -> 303
rows        passage 1 where pupil = {luca} and counts = 0

# REG-34: out of class, and present
as bianchi  POST /lessons/{3B}/2026-11-23/1  state_{anna}=F away_{anna}=3 away_from_{anna}=09:00 away_to_{anna}=11:00 -> 303
rows        away 1 where pupil = {anna} and kind = 3
as mara     GET  /pupils/{anna}/days/2026-11-23 -> 200 shows "out of class"
as mara     GET  /pupils/{anna}/justifications -> 200 not "absent"

# Somebody of another class is not called here, whoever it may be (REG-1)
as bianchi  POST /lessons/{3B}/2026-11-23/1  state_{elsa}=A -> 422 shows "not in the class"
as bianchi  POST /lessons/{3B}/2026-11-23/1  state_999=A -> 422 shows "not in the class"
rows        attendance 0 where pupil = {elsa}
verify      the copies agree
