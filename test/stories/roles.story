# One person, two roles: one at a time, and rights are never added. ID-14

school    small
now       2026-11-23 08:05
tool        user appoint {conti.user} --role deputy --approved-by {helena.user} -> 0
sign in conti -> 303
still conti GET  / -> 200 shows "classes have called the roll"
still conti GET  /role -> 200 shows "Teacher" "Deputy head"
# as deputy: the whole school, and no signature
still conti GET  /lessons/{4A}/2026-11-23/1 -> 200
still conti SEND /lessons/{3B}/2026-11-23/4  topic="Forces" -> 4xx
rows        signature 0
# as teacher: the own class only
still conti POST /role  role=teacher -> 303 to /
still conti GET  / -> 200 not "classes have called the roll"
still conti GET  /lessons/{4A}/2026-11-23/1 -> 403
still conti GET  /morning/2026-11-23 -> 403
still conti POST /lessons/{3B}/2026-11-23/4  topic="Forces" -> 303
rows        signature 1
# nobody takes a role that is not theirs
still conti POST /role  role=head -> 403
still conti POST /role  role=guardian -> 403
still conti POST /role  role=emperor -> 422
as mara     POST /role  role=office -> 403
# nobody approves the own account
tool        user appoint {conti.user} --role head --approved-by {conti.user} -> 3 shows "nobody approves the own account"
# and the role ends at once when it ends
tool        user end {conti.user} --role deputy --to 2026-11-23 -> 0
now         2026-11-24 08:05
sign in conti -> 303
still conti GET  /morning/2026-11-24 -> 403
still conti GET  /lessons/{3B}/2026-11-24/4 -> 200
