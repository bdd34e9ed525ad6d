# Hours that were due and that nobody signed are listed, with the way to the
# exact day and hour. REG-26

school    small
now       2026-11-24 08:05
as bianchi  GET  / -> 200 shows "Still to sign" has "/lessons/{3B}/2026-11-23/1" "/lessons/{4A}/2026-11-23/3"
as bianchi  POST /lessons/{3B}/2026-11-23/1  all=present topic="Sets" -> 303
as bianchi  GET  / -> 200 lacks "/lessons/{3B}/2026-11-23/1" has "/lessons/{4A}/2026-11-23/3"
# no closed day, no day to come, no hour of somebody else
as bianchi  GET  / -> 200 lacks "/2026-11-22/" "/2026-11-25/" "/lessons/{3B}/2026-11-23/3"
as bianchi  GET  /days/2026-11-23 -> 200 has "/lessons/{3B}/2026-11-23/2" lacks "/lessons/{3B}/2026-11-23/3"
# taken back, it is due again
as bianchi  POST /lessons/{3B}/2026-11-23/1  unsign=1 -> 303
as bianchi  GET  / -> 200 has "/lessons/{3B}/2026-11-23/1"
rows        lesson 0
