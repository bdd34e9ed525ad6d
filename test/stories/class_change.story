# A pupil changes class, another one leaves: what was recorded follows. REG-37, REG-2

school    small
now       2026-11-23 08:05
as bianchi  POST /lessons/{3B}/2026-11-23/1  state_{anna}=P state_{luca}=A state_{dario}=P topic="Sets" -> 303
roster      luca in 4A ; without tino from 2026-11-24 -> 0
still bianchi GET /lessons/{3B}/2026-11-23/1 -> 200 shows "{luca.given}"

now         2026-11-24 08:05
as bianchi  GET  /lessons/{3B}/2026-11-24/1 -> 200 not "{luca.given}"
as bianchi  POST /lessons/{3B}/2026-11-24/1  state_{luca}=A -> 422 shows "not in the class"
as neri     GET  /lessons/{4A}/2026-11-24/1 -> 200 shows "{luca.given}" not "{tino.given}"
as neri     POST /lessons/{4A}/2026-11-24/1  all=present topic="Rome" -> 303
rows        attendance 2 where pupil = {luca}
as rosa     GET  /pupils/{luca}/days/2026-11-23 -> 200 shows "absent"
as rosa     GET  /pupils/{luca}/days/2026-11-24 -> 200 shows "4A" "present"
as rosa     POST /pupils/{luca}/justifications  day=2026-11-23 reason=health -> 303

# The new class's teacher sees the whole year, the old one's no more
as neri     GET  /pupils/{luca}/absences -> 200
as verdi    GET  /pupils/{luca}/absences -> 403
as conti    GET  /pupils/{luca}/justifications -> 403

# Who has left is out, and stays in the past's records
sign in tino -> 422 shows "do not open an account"
as nina     GET  /pupils/{elsa}/days/2026-11-24 -> 200
as nina     GET  /pupils/{tino}/days/2026-11-24 -> 403
verify      the copies agree
