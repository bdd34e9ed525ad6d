# The terms of the year: named, moved, made three and two again; what cannot be is
# refused with its reason, and signed hours change their term on purpose only. REG-19

school    small
now       2026-11-23 08:05
as bianchi  POST /lessons/{3B}/2026-11-23/1  all=present state_{anna}=A topic="Sets" -> 303
as mara     GET  /calendar -> 200 shows "Terms" not "Change the terms"

as helena   GET  /calendar -> 200 shows "Change the terms"
as helena   POST /calendar/terms  name_1=Trimestre last_1=2026-12-22 name_2=Pentamestre last_2=2027-06-08 -> 303
as mara     GET  /calendar -> 200 shows "Trimestre" "Pentamestre"
rows        term 2

# Gaps and overlaps cannot be said; what can be said wrongly keeps what was typed
as helena   POST /calendar/terms  name_1=First last_1=2027-03-15 name_2=Second last_2=2026-12-22 name_3=Third last_3=2027-06-08
            -> 422 shows "must end after the one before it" has "2027-03-15" "Second"
as helena   POST /calendar/terms  name_1=First last_1=soon name_2=Second last_2=2027-06-08 -> 422 shows "soon is not a day"
as helena   POST /calendar/terms  name_1=First last_1=2027-01-31 name_2=Second last_2=2027-06-30 -> 422 shows "must end on the last day"
as helena   POST /calendar/terms  name_1=First last_1=2027-01-31 name_2="" last_2=2027-06-08 -> 422 shows "Every term needs a name"
as helena   POST /calendar/terms  name_1=Same last_1=2027-01-31 name_2=Same last_2=2027-06-08 -> 422 shows "Another term has this name"
rows        term 1 where name = 'Trimestre' and ordinal = 1

# Three, then two again; not by the office
as ufficio  SEND /calendar/terms  name_1=I last_1=2026-12-22 name_2=II last_2=2027-06-08 -> 403
as helena   POST /calendar/terms  name_1=I last_1=2026-12-22 name_2=II last_2=2027-03-15 name_3=III last_3="" -> 303
rows        term 3
as helena   POST /calendar/terms  name_1=I last_1=2026-12-22 name_2=II last_2=2027-06-08 name_3="" last_3="" -> 303
rows        term 2

# An hour that is signed does not change its term by accident
as helena   POST /calendar/terms  name_1=I last_1=2026-11-20 name_2=II last_2=2027-06-08 -> 422 shows "Signed hours that would count in another term: 1" has "moved"
rows        term 1 where ordinal = 1 and name = 'I'
as helena   POST /calendar/terms  name_1=Early last_1=2026-11-20 name_2=II last_2=2027-06-08 moved=1 -> 303
rows        term 1 where ordinal = 1 and name = 'Early'

# Only who answers for the calendar
as bianchi  SEND /calendar/terms  name_1=X last_1=2027-01-31 name_2=Y last_2=2027-06-08 -> 403
as mara     SEND /calendar/terms  name_1=X last_1=2027-01-31 name_2=Y last_2=2027-06-08 -> 403
as helena   SEND /calendar/terms  year=1 name_1=X last_1=2027-01-31 name_2=Y last_2=2027-06-08 -> 404
rows        term 0 where name in ('X', 'Y')
verify      the copies agree
