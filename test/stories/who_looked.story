# Everybody's look at a child's data is on record before the page leaves, and
# the family can read it: when, in which role, what for. REG-14, R36

school    small
now       2026-11-23 08:05
as mara     GET  /pupils/{anna}/looks -> 200 shows "Nobody looked"

as bianchi  GET  /lessons/{3B}/2026-11-23/1 -> 200
trail       bianchi saw attendance of 3B
# a page of screens asks anew all the time: it is one line, at its last moment, and says no more than it was
now         2026-11-23 08:11
as bianchi  GET  /classes/{3B}/wall -> 200
now         2026-11-23 08:43
as bianchi  GET  /classes/{3B}/wall -> 200
as bianchi  POST /classes/{3B}/wall/orders  on /classes/{3B}/wall  do=lock -> 303
as mara     GET  /pupils/{anna}/looks -> 200 shows "sent the class a message, a page, a list of sites or a lock, for the lesson" not "steered"
as mara     GET  /pupils/{anna}/looks -> 200 shows "had the screens of the class open" "8:43" not "8:11" "the screen,"
as mara     GET  /pupils/{anna}/views -> 200 shows "Nobody has seen this screen"
now         2026-11-23 09:30
as verdi    GET  /classes/{3B}/absences -> 200
now         2026-11-23 10:15
as mara     GET  /pupils/{anna}/looks -> 200 shows "Teacher" "looked at the class list, attendance, the justifications, for the lesson" "8:05" "9:30" lacks "{bianchi.family}" "{verdi.family}"
# the own visits are nobody's business
as mara     GET  /pupils/{anna}/days/2026-11-23 -> 200
as anna     GET  /pupils/{anna}/looks -> 200 shows "Teacher" not "Parent or guardian" "10:15"
# nor are looks at others
as nina     GET  /pupils/{elsa}/looks -> 200 shows "Nobody looked"

# the alike looks of one person and day are one line, and each of them is a press away
now         2026-11-23 10:20
as verdi    GET  /classes/{3B}/absences -> 200
now         2026-11-23 10:30
as mara     GET  /pupils/{anna}/looks -> 200 shows "9:30–10:20" "2 times"
as mara     GET  /pupils/{anna}/looks?day=2026-11-23 -> 200 shows "Monday 23 November" "8:05" "9:30" "10:20" "8:43" "The 30 days until then" not "9:30–10:20" "2 times"
as mara     GET  /pupils/{anna}/looks?day=2026-11-22 -> 200 shows "Nobody looked"
as mara     GET  /pupils/{anna}/looks?day=soon -> 422
as mara     GET  /pupils/{anna}/days/2026-11-23 -> 200 shows "9:30–10:20"
as helena   GET  /pupils/{anna}/looks?day=2026-11-23 -> 403

# A refused look is on the trail, not on the family's page
as neri     GET  /lessons/{3B}/2026-11-23/1 -> 403
trail       neri refused attendance of 3B once
as mara     GET  /pupils/{anna}/looks -> 200 not "refused"

# Names only where the school says so
as helena   POST /settings  families.see_names=yes -> 303
as mara     GET  /pupils/{anna}/looks -> 200 shows "{bianchi.family}" "{verdi.family}"

# Nobody else reads it: not the head, not the teacher, not the technician
as helena   GET  /pupils/{anna}/looks -> 403
as bianchi  GET  /pupils/{anna}/looks -> 403
as tecla    GET  /pupils/{anna}/looks -> 403
as rosa     GET  /pupils/{anna}/looks -> 403
trail       rosa refused trail of anna

# Who can see this, by which rule
as mara     GET  /who-can-see/attendance/person/{anna} -> 200 shows "Teacher" "Head teacher"
