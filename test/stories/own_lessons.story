# What a teacher wrote stays readable to that teacher after the post has ended,
# never to write, and until the year is archived: when the next one begins. REG-2

school    3B: anna, luca ; 4A: elsa
          teacher bianchi mathematics 3B 4A
          teacher neri history 3B 4A
          head helena
now       2026-11-23 08:05
as bianchi  POST /lessons/{3B}/2026-11-23/1  all=present state_{anna}=A topic="Equations" homework="Page 84" homework_due=2026-11-25 -> 303
as neri     POST /lessons/{3B}/2026-11-23/2  state_{luca}=R time_{luca}=09:20 topic="Charlemagne" -> 303
file posts
            UsernameDocente,Classe,Materia,UsernameAlunno,Tipo,UsernameSupplenza
            {bianchi.user},4A,Mathematics,,N,
            {neri.user},4A,History,,N,
            {neri.user},3B,History,,N,
tool        import {posts} --complete --from 2026-11-24 --apply -> 0
now         2026-11-24 08:05
as bianchi  GET  /lessons/{3B}/2026-11-23/1 -> 200 shows "Equations" "Page 84" "{anna.given}" "You have no post in this class" not "{luca.given}" lacks "<textarea" "<form method=\"post\" action=\"/lessons"
trail       bianchi saw own_entry of 3B
as bianchi  SEND /lessons/{3B}/2026-11-23/1  topic="Other" -> 403
# A colleague's hour, a day of the others, the class itself
as bianchi  GET  /lessons/{3B}/2026-11-23/2 -> 403
as bianchi  GET  /lessons/{3B}/2026-11-24/1 -> 403
as bianchi  GET  /classes/{3B}/register/2026-11-23 -> 403
# The way there
as bianchi  GET  /classes -> 200 shows "Classes you taught earlier this year" has "/classes/{3B}/own-lessons"
as bianchi  GET  /classes/{3B}/own-lessons -> 200 shows "Equations" not "Charlemagne" has "/lessons/{3B}/2026-11-23/1"
as neri     GET  /classes -> 200 not "Classes you taught earlier this year"
as neri     GET  /lessons/{3B}/2026-11-23/2 -> 200 has "<textarea"
# Whoever has signed nothing there has nothing there
as bianchi  GET  /classes/{4A}/own-lessons -> 403
# With no class at all: what is so, and the way to what is left
file none
            UsernameDocente,Classe,Materia,UsernameAlunno,Tipo,UsernameSupplenza
            {neri.user},4A,History,,N,
            {neri.user},3B,History,,N,
tool        import {none} --complete --from 2026-11-25 --apply -> 0
verify      the copies agree
now         2026-11-25 08:05
as bianchi  GET  / -> 200 shows "No class is yours today." "A new post opens the class" "Every hour so far is signed." has "/classes/{3B}/own-lessons" lacks "/lessons/{3B}" "/lessons/{4A}"
# The next school year has begun
sabotage    "insert into school_year values (77, '2027/28', 20787, 21340)"
now         2026-11-29 08:05
as bianchi  GET  /lessons/{3B}/2026-11-23/1 -> 200 shows "Equations"
now         2026-11-30 08:05
as bianchi  GET  /lessons/{3B}/2026-11-23/1 -> 403
as bianchi  GET  /classes -> 200 not "Classes you taught earlier this year"
