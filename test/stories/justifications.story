# Proposed, validated, refused, withdrawn; and every refusal says why.
# REG-46 to REG-49

school    small
now       2026-11-19 08:05
as bianchi  POST /lessons/{3B}/2026-11-19/1  all=present state_{anna}=A state_{luca}=A state_{dario}=A topic="Sets" -> 303
now         2026-11-20 08:05
as bianchi  POST /lessons/{3B}/2026-11-20/1  all=present state_{anna}=A state_{luca}=A topic="Sets" -> 303

# A minor cannot, somebody else's parent cannot, the pupil's own parents can
now         2026-11-20 16:00
as anna     GET  /pupils/{anna}/justifications -> 200 shows "Until you are 18, a guardian justifies for you."
as anna     SEND /pupils/{anna}/justifications  day=2026-11-19 -> 403
as rosa     GET  /pupils/{anna}/justifications -> 403
trail       rosa refused justification of anna
as mara     POST /pupils/{anna}/justifications  day=2026-11-19 reason=family explanation="A journey" -> 303
rows        justification 1 where state = 0

# Each day by itself: the neighbour stays open (REG-46)
as mara     GET  /pupils/{anna}/justifications -> 200 shows "20 Nov" "waits for a teacher"

# Nothing where there is nothing
as mara     POST /pupils/{anna}/justifications  day=2026-11-18 -> 422 shows "nothing to justify"
as mara     POST /pupils/{anna}/justifications  reason=family explanation="Kept as typed" -> 422 shows "Choose at least one day." has "Kept as typed"
as mara     POST /pupils/{anna}/justifications  day=2026-11-20 reason=99 -> 422 shows "Choose one of the reasons."
rows        justification 1

# The other parent sees that it is done, not the words; and cannot change it (REG-50)
as piero    GET  /pupils/{anna}/justifications -> 200 shows "waits for a teacher" not "A journey"
as piero    POST /pupils/{anna}/justifications  day=2026-11-19 reason=health -> 422 shows "Somebody else has sent"
take        first "select id from justification where pupil = {anna}"
as piero    POST /pupils/{anna}/justifications  cancel={first} -> 422 shows "only who sent it can withdraw it"

# REG-47: the family changes and withdraws until a teacher has decided
as mara     POST /pupils/{anna}/justifications  on /pupils/{anna}/justifications?edit={first}  day=2026-11-19 reason=health explanation="A cold after all" -> 303
as mara     GET  /pupils/{anna}/justifications -> 200 shows "A cold after all" not "A journey"
as mara     POST /pupils/{anna}/justifications  cancel={first} -> 303
rows        justification 1 where state = 3
as mara     POST /pupils/{anna}/justifications  day=2026-11-19 reason=health explanation="A cold" -> 303

# The teacher refuses with a reason, and only with one
now         2026-11-23 08:02
as bianchi  GET  /classes/{3B}/justifications -> 200 shows "Anna" "A cold"
as bianchi  POST /classes/{3B}/justifications  refuse={first} -> 422 shows "Say why"
as bianchi  POST /classes/{3B}/justifications  refuse={first} answer_{first}="Please bring the doctor's paper" -> 303
as mara     GET  /pupils/{anna}/justifications -> 200 shows "not accepted" "Please bring the doctor's paper"
as mara     POST /pupils/{anna}/justifications  day=2026-11-19 reason=health explanation="The paper is in the office" -> 303
as bianchi  POST /classes/{3B}/justifications  validate={first} -> 303
rows        justification 1 where pupil = {anna} and state = 1
as mara     POST /pupils/{anna}/justifications  day=2026-11-19 reason=family -> 422 shows "accepted this already"
as mara     GET  /pupils/{anna}/justifications?edit={first} -> 200 not "Save the change"

# A new absence beside it never opens the validated one again (REG-46)
as bianchi  POST /lessons/{3B}/2026-11-23/1  all=present state_{anna}=A topic="Sets" -> 303
rows        justification 1 where pupil = {anna} and day = (select min(day) from attendance) and state = 1
as bianchi  POST /classes/{3B}/justifications -> 422 shows "Choose what to validate."
as bianchi  POST /classes/{3B}/justifications  validate={first} -> 422 shows "decided this meanwhile"

# REG-49: of age, alone
as dario    POST /pupils/{dario}/justifications  day=2026-11-19 reason=transport explanation="The train stood" -> 303
as ugo      SEND /pupils/{dario}/justifications  day=2026-11-19 -> 403
as ugo      GET  /pupils/{dario}/justifications -> 200 shows "from 18 on pupils do it themselves"
as bianchi  GET  /classes/{3B}/justifications -> 200 shows "sent by the pupil, of age"

# Who has no post in the class decides nothing there
as neri     GET  /classes/{3B}/justifications -> 403
as neri     SEND /classes/{3B}/justifications  validate={first} -> 403
as mara     GET  /classes/{3B}/justifications -> 403
verify      the copies agree
