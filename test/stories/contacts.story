# How the school reaches a guardian: given and taken back by the guardian alone,
# read by the staff of the pupil while the right to be contacted holds, never by
# the other guardian. REG-50, R45

school    3B: anna, beppe ; 4A: elsa
          teacher bianchi mathematics 3B
          teacher neri history 4A
          guardian mara of anna
          guardian piero of anna
          head helena
          office ufficio
now       2026-11-23 08:05
words     "333 0987qv"
as mara     GET  /contact -> 200 shows "Nothing is needed here" not "Take it back"
as mara     POST /contact  reach="333 0987qv, after 4 pm" -> 303 to /contact?saved=1
as mara     GET  /contact -> 200 has "333 0987qv" shows "Take it back"
as mara     POST /contact  reach={long} -> 422 shows "at most 200 characters"
as bianchi  GET  /pupils/{anna}/contacts -> 200 shows "333 0987qv" "Guardian 2" "has left no contact"
trail       bianchi saw contact of anna
as bianchi  GET  /pupils/{anna}/days/2026-11-23 -> 200 has "/pupils/{anna}/contacts"
as helena   GET  /pupils/{anna}/contacts -> 200 shows "333 0987qv"
as ufficio  GET  /pupils/{anna}/contacts -> 200 shows "333 0987qv"
as ufficio  GET  /pupils/{anna}/guardians -> 200 has "/pupils/{anna}/contacts" not "333 0987qv"
as mara     GET  /pupils/{anna}/looks -> 200 shows "how the school reaches the family"
# Not the other guardian, not another class's teacher, not the pupil
as piero    GET  /contact -> 200 lacks "333 0987qv"
as piero    GET  /pupils/{anna}/contacts -> 403
as neri     GET  /pupils/{anna}/contacts -> 403
as anna     GET  /pupils/{anna}/contacts -> 403
as anna     GET  /contact -> 403
as helena   GET  /contact -> 403
scan        -> 0
# Only while the school contacts this guardian about this pupil
take        tie "select id from guardianship where pupil = {anna} and guardian = {mara}"
as ufficio  POST /pupils/{anna}/guardians  save={tie} contacts! -> 303
as bianchi  GET  /pupils/{anna}/contacts -> 200 not "333 0987qv"
as ufficio  POST /pupils/{anna}/guardians  save={tie} contacts=1 to=2026-11-23 -> 303
as bianchi  GET  /pupils/{anna}/contacts -> 200 shows "333 0987qv"
now         2026-11-24 08:05
as bianchi  GET  /pupils/{anna}/contacts -> 200 not "333 0987qv"
# Taken back
as mara     POST /contact  remove=1 -> 303
rows        guardian_contact 0
verify      the copies agree
