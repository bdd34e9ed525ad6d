# The record of the lessons goes ten years after its school year, of every table,
# and both copies agree on it. retention.policy

school    small
now       2026-11-23 08:05
as bianchi  POST /lessons/{3B}/2026-11-23/1  all=present state_{anna}=A topic="Equations" homework="Page 84" homework_due=2026-11-25 -> 303
as mara     POST /pupils/{anna}/justifications  day=2026-11-23 reason=health -> 303
soon        rows retention_run 3
stop        -> 0
now         2037-06-08 08:05
start
soon        rows retention_run 3 where day = 24630
rows        lesson 1
stop        -> 0
# The last day is still kept; on the next it goes
now         2037-06-09 08:05
start
soon        rows lesson 0
rows        attendance 0
rows        homework 0
rows        justification 0
rows        class_member 0
rows        post 0
soon        rows retention_run 1 where class = 'register' and erased = 1
verify      the copies agree
tool        doctor -> 0 shows "register (years 10 after_year): 0 due" "last run 2037-06-09, 1 erased"
