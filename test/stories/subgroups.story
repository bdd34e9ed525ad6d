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

# A file that names the class alone leaves pupils, posts and hours in their groups
file pupils
            cognome,nome,dataNascita,classe,codiceFiscale,username
            {anna.family},{anna.given},{anna.birth_shown},3B,{anna.tax_code},{anna.user}
file posts
            UsernameDocente,Classe,Materia,UsernameAlunno,Tipo,UsernameSupplenza
            {bianchi.user},3B,Mathematics,,N,
tool        import {pupils} {posts} --apply -> 0 shows "Nothing to change"
file moved
            cognome,nome,dataNascita,classe,codiceFiscale,username
            {anna.family},{anna.given},{anna.birth_shown},3B-GRA,{anna.tax_code},{anna.user}
tool        import {moved} -> 0 shows "leaves its group, group GRA"
rows        subgroup_member 2 where to_day is null

# Support goes with its pupil into the group, whoever has signed first
as sala     POST /lessons/{3B}/2026-11-24/1  sign_as=none support_text="" -> 303
take        support "select id from post where kind = 4"
as sala     SEND /lessons/{3B}/2026-11-24/1  sign_as=p{support} support_text="Map" -> 303
rows        signature 1 where teacher = {sala} and lesson in (select id from lesson where subgroup = {inf})
as ufficio  SEND /classes/{3B}/subgroups  do=divide from=2026-11-25 post_{support}={luca} -> 303
rows        post 1 where kind = 4 and pupil = {luca} and to_day is null

# What is on record keeps its group; a group without a past goes
as ufficio  SEND /classes/{3B}/subgroups  do=remove group={inf} -> 422 shows "Pupils who are in this group" "Signed hours of this group: 1"
as ufficio  SEND /classes/{3B}/subgroups  do=make name=SPA -> 303
take        spa "select id from subgroup where name = 'SPA'"
as ufficio  SEND /classes/{3B}/subgroups  do=remove group={spa} -> 303
rows        subgroup 2

# Nobody else divides a class
as bianchi  GET  /classes/{3B}/subgroups -> 403
as helena   GET  /classes/{3B}/subgroups -> 403
as mara     SEND /classes/{3B}/subgroups  do=make name=X -> 403
as tecla    GET  /classes/{3B}/subgroups -> 403
verify      the copies agree
