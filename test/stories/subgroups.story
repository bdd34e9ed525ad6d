# The office divides a class: each pupil in one group, and a teacher of one group
# has that group alone on the lesson page. REG-23

school    small
now       2026-11-23 08:05
as ufficio  GET  /classes/{3B}/roster -> 200 has "/classes/{3B}/subgroups"
as ufficio  GET  /classes/{3B}/subgroups -> 200 shows "not divided"
as ufficio  POST /classes/{3B}/subgroups  do=make name=INF -> 303
as ufficio  SEND /classes/{3B}/subgroups  do=make name=inf -> 422 shows "of this name already" has "inf"
as ufficio  SEND /classes/{3B}/subgroups  do=make name=GR -> 303
take        inf "select id from subgroup where name = 'INF'"
take        gra "select id from subgroup where name = 'GR'"
as ufficio  SEND /classes/{3B}/subgroups  do=rename group={gra} name_{gra}=GRA -> 303
as ufficio  GET  /classes/{3B}/subgroups -> 200 shows "3 pupils are in no group" "GRA"
take        maths "select post.id from post join subject on subject.id = post.subject
            where post.teacher = {bianchi} and post.class = {3B}"
take        italian "select post.id from post where post.teacher = {verdi} and post.class = {3B}"

# Bad input keeps what was chosen and changes nothing
as ufficio  SEND /classes/{3B}/subgroups  do=divide from=soon pupil_{anna}={inf} -> 422 shows "soon is not a day" has "{inf}" "soon"
as ufficio  SEND /classes/{3B}/subgroups  do=divide from=2026-11-24 pupil_{anna}=7 -> 422
rows        subgroup_member 0

as ufficio  SEND /classes/{3B}/subgroups  do=divide from=2026-11-24 pupil_{anna}={inf} pupil_{luca}={gra} pupil_{dario}=0
            post_{maths}={inf} post_{italian}={gra} -> 303
as ufficio  GET  /classes/{3B}/subgroups?from=2026-11-24 -> 200 shows "1 pupil is in no group"
rows        subgroup_member 2

# Today the class is whole; tomorrow each teacher has the own group, at the same hour
as bianchi  GET  /lessons/{3B}/2026-11-23/1 -> 200 shows "{anna.given}" "{luca.given}"
now         2026-11-24 08:05
as bianchi  GET  /lessons/{3B}/2026-11-24/1 -> 200 shows "{anna.given}" not "{luca.given}" "{dario.given}"
as verdi    GET  /lessons/{3B}/2026-11-24/1 -> 200 shows "{luca.given}" not "{anna.given}"
as bianchi  POST /lessons/{3B}/2026-11-24/1  all=present topic="Loops" -> 303
as verdi    POST /lessons/{3B}/2026-11-24/1  state_{luca}=A topic="Colours" -> 303
rows        lesson 2 where ordinal = 1
as mara     GET  /pupils/{anna}/days/2026-11-24 -> 200 shows "Loops" not "Colours"
as rosa     GET  /pupils/{luca}/days/2026-11-24 -> 200 shows "Colours" not "Loops"

# Nobody else divides a class
as bianchi  GET  /classes/{3B}/subgroups -> 403
as helena   GET  /classes/{3B}/subgroups -> 403
as mara     SEND /classes/{3B}/subgroups  do=make name=X -> 403
as tecla    GET  /classes/{3B}/subgroups -> 403
verify      the copies agree
