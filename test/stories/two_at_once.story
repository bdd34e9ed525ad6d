# Two teachers have the same class open. Nobody undoes what the other has just
# done without being told. REG-27, REG-28

school    small
now       2026-11-23 08:05
as bianchi  POST /lessons/{3B}/2026-11-23/1  all=present topic="Sets" -> 303

now         2026-11-23 10:02
as verdi    OPEN  /lessons/{3B}/2026-11-23/3 -> 200 shows "Present 3"
now         2026-11-23 10:03
as bianchi  POST  /lessons/{3B}/2026-11-23/1  state_{anna}=A -> 303
# Verdi's page still says present for Anna; it does not undo the absence silently
now         2026-11-23 10:04
as verdi    PRESS /lessons/{3B}/2026-11-23/3  topic="Dante" -> 422 shows "Somebody else has changed this meanwhile" "Dante"
rows        attendance 1 where pupil = {anna} and status = 1
rows        lesson 1
# having seen it, Verdi saves once more
as verdi    POST  /lessons/{3B}/2026-11-23/3  topic="Dante" -> 303
rows        attendance 1 where pupil = {anna} and status = 1
as verdi    POST  /lessons/{3B}/2026-11-23/3  state_{anna}=R time_{anna}=10:00 -> 303
rows        attendance 1 where pupil = {anna} and status = 0

# Two who write about different pupils do not disturb each other
as verdi    OPEN  /lessons/{3B}/2026-11-23/3 -> 200
as bianchi  POST  /lessons/{3B}/2026-11-23/1  state_{luca}=U exit_{luca}=10:00 -> 303
as verdi    PRESS /lessons/{3B}/2026-11-23/3  topic="Dante, canto I" state_{luca}! -> 303
rows        passage 1 where pupil = {luca} and kind = 1
verify      the copies agree
