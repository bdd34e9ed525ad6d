# From outside, what does not exist and what belongs to somebody else look the
# same. REG-1

school    small
now       2026-11-23 08:05

as mara     GET  /pupils/{luca}/days/2026-11-23 -> 403
as mara     GET  /pupils/123456789/days/2026-11-23 -> 403 alike
as mara     GET  /pupils/{luca}/justifications -> 403
as mara     GET  /pupils/987654321/justifications -> 403 alike
as mara     GET  /pupils/{luca}/looks -> 403
as mara     GET  /pupils/987654321/looks -> 403 alike
as mara     GET  /pupils/{bianchi}/days/2026-11-23 -> 403
as mara     GET  /who-can-see/attendance/person/{luca} -> 403
as mara     GET  /who-can-see/attendance/person/987654321 -> 403 alike
as bianchi  GET  /lessons/987654321/2026-11-23/1 -> 403
as neri     GET  /lessons/{3B}/2026-11-23/1 -> 403 alike
as neri     GET  /pupils/{anna}/days/2026-11-23 -> 403
trail       mara refused attendance of luca
trail       neri refused attendance of 3B

# At the door too: unknown name, wrong password and a name without an account
sign in mara password "Wrong7!pass word" -> 422 shows "do not open an account"
sign in mara named "somebody.unknown" password "Wrong7!pass word" -> 422 shows "do not open an account"
tool        user suspend {rosa.user} -> 0
sign in rosa -> 422 shows "do not open an account"

# Who is not signed in is asked to, whatever the address
as nobody   GET  / -> 303 to /sign-in
as nobody   GET  /pupils/{anna}/days/2026-11-23 -> 303 to /sign-in
as nobody   GET  /pupils/987654321/days/2026-11-23 -> 303 to /sign-in
as nobody   GET  /settings -> 303 to /sign-in
as nobody   BLIND /lessons/{3B}/2026-11-23/1  topic="Sets" -> 303 to /sign-in
as nobody   GET  /no/such/page -> 404
rows        lesson 0
