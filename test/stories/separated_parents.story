# Two parents who do not speak with each other: each sees the children, none
# sees the other; and whoever is barred sees no trace from that day on. REG-50

school    3B: anna, beppe
          teacher bianchi mathematics 3B
          guardian mara of anna, beppe
          guardian piero of anna, beppe
          head helena
now       2026-11-23 08:05
as bianchi  POST /lessons/{3B}/2026-11-23/1  state_{anna}=A state_{beppe}=P topic="Sets" -> 303

as mara     POST /pupils/{anna}/justifications  day=2026-11-23 reason=other explanation="At the lawyer's" -> 303
as piero    GET  /pupils/{anna}/justifications -> 200 shows "waits for a teacher" not "lawyer"
as piero    GET  /pupils/{anna}/looks -> 200 not "Parent or guardian"
as piero    GET  / -> 200 shows "{anna.given}" "{beppe.given}"
trail       mara never saw attendance of anna

# The court's order is in the office's file from the 24th on
roster      piero no guardian of anna from 2026-11-24 -> 0
still piero GET  /pupils/{anna}/days/2026-11-23 -> 200
now         2026-11-24 00:00:05
as piero    GET  /pupils/{anna}/days/2026-11-23 -> 403
still piero GET  /pupils/{anna}/justifications -> 403
still piero GET  /pupils/{anna}/absences -> 403
still piero GET  /pupils/{anna}/looks -> 403
still piero GET  / -> 200 shows "{beppe.given}" lacks "{anna.given}" "{anna}"
still piero GET  /pupils/{beppe}/days/2026-11-23 -> 200 lacks "{anna.given}" "{anna}"
trail       piero refused attendance of anna
as mara     GET  /pupils/{anna}/days/2026-11-23 -> 200 shows "absent"

# With the last child goes the account
roster      piero no guardian of anna ; piero no guardian of beppe from 2026-11-24 -> 0
still piero GET  / -> 303 to /sign-in
sign in piero -> 422
verify      the copies agree
