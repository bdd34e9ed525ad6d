# The office sets what a guardian may: each right by itself, in its time, and
# from the next request on. REG-2, REG-50, ID-62

school    small
now       2026-11-23 08:05
as bianchi  POST /lessons/{3B}/2026-11-23/1  state_{anna}=A state_{luca}=P topic="Sets" -> 303
take        tie "select id from guardianship where guardian = {piero} and pupil = {anna}"
as ufficio  GET  /pupils/{anna}/enrolment -> 200 shows "Guardians"
as ufficio  GET  /pupils/{anna}/guardians -> 200 shows "{anna.given}" "{mara.user}" "{piero.user}" not "{mara.given}" "{piero.family}"

# He sees, and may not justify
as piero    GET  /pupils/{anna}/days/2026-11-23 -> 200 shows "absent"
as ufficio  POST /pupils/{anna}/guardians  save={tie} justifies! signs! -> 303 to /pupils/{anna}/guardians?saved=1
still piero GET  /pupils/{anna}/days/2026-11-23 -> 200 shows "absent"
still piero SEND /pupils/{anna}/justifications  day=2026-11-23 reason=health -> 403
as mara     POST /pupils/{anna}/justifications  day=2026-11-23 reason=health -> 303

# Barred: his next request, and whatever he knows the address of
as ufficio  POST /pupils/{anna}/guardians  save={tie} sees! -> 303
still piero GET  /pupils/{anna}/days/2026-11-23 -> 403
still piero GET  /pupils/{anna}/absences -> 403
still piero GET  /pupils/{anna}/looks -> 403
still piero GET  / -> 200 shows "No pupil is tied" lacks "{anna.given}" "{anna}"
trail       piero refused attendance of anna
as mara     GET  /pupils/{anna}/days/2026-11-23 -> 200
as ufficio  GET  /pupils/{anna}/guardians -> 200 shows "sees nothing"

# Again, but from Wednesday to Thursday only
as ufficio  POST /pupils/{anna}/guardians  save={tie} sees=1 from=2026-11-25 to=2026-11-26 -> 303
still piero GET  /pupils/{anna}/days/2026-11-23 -> 403
now         2026-11-25 00:00:05
as piero    GET  /pupils/{anna}/days/2026-11-23 -> 200
now         2026-11-26 23:59
as piero    GET  /pupils/{anna}/days/2026-11-23 -> 200
now         2026-11-27 00:00:05
still piero GET  /pupils/{anna}/days/2026-11-23 -> 403

# What was typed wrong stays there
now         2026-11-27 09:00
as ufficio  POST /pupils/{anna}/guardians  save={tie} from=soon -> 422 shows "soon is not a day" has "soon"
as ufficio  POST /pupils/{anna}/guardians  save={tie} to=2026-11-01 -> 422 shows "ends before it begins" has "2026-11-01"

# The account of another family's guardian is tied to Luca, and its tie ended again
as nina     GET  /pupils/{luca}/days/2026-11-23 -> 403
as ufficio  POST /pupils/{luca}/guardians  tie=1 name=nobody.here -> 422 shows "No guardian has an open account" has "nobody.here"
as ufficio  POST /pupils/{luca}/guardians  tie=1 name={bianchi.user} -> 422 shows "No guardian has an open account"
as ufficio  POST /pupils/{luca}/guardians  tie=1 name={nina.user} justifies! -> 303
still nina  GET  /pupils/{luca}/days/2026-11-23 -> 200
still nina  GET  /pupils/{elsa}/days/2026-11-23 -> 200
as ufficio  POST /pupils/{luca}/guardians  tie=1 name={nina.user} -> 422 shows "in these days already"
take        second "select id from guardianship where guardian = {nina} and pupil = {luca}"
as ufficio  POST /pupils/{luca}/guardians  end={second} first_without=2026-11-27 -> 303
still nina  GET  /pupils/{luca}/days/2026-11-23 -> 403
still nina  GET  /pupils/{elsa}/days/2026-11-23 -> 200

# None of it is for anybody else; the head reads
as helena   GET  /pupils/{anna}/guardians -> 200 lacks "{mara.user}"
as helena   SEND /pupils/{anna}/guardians  save={tie} sees=1 from=2026-09-14 -> 403
as bianchi  GET  /pupils/{anna}/guardians -> 403
as piero    SEND /pupils/{anna}/guardians  save={tie} sees=1 from=2026-09-14 -> 403
as mara     GET  /pupils/{anna}/guardians -> 403
as tecla    GET  /pupils/{anna}/guardians -> 403
verify      the copies agree
