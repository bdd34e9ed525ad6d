# The office's files: shown first, brought in whole or not at all, every fault
# with its place. REG-77, REG-78

school    small
now       2026-11-23 08:05

file good
            cognome,nome,dataNascita,classe,username,password,email,indirizzo,bes
            Zuccaroqx,Idaqx,31/03/2012,3B,ida.zuccaro,Secretword9!,ida@example.org,Via Nascosta 1,H
tool        import {good} -> 0 shows "pupils" "1 new" "never stored: password, email, indirizzo, bes"
rows        person 0 where kind = 1 and id not in (select pupil from class_member)
rows        class_member 5
tool        import {good} --apply -> 0
rows        class_member 6
# again: nothing changes
tool        import {good} --apply -> 0 shows "Nothing to change"
rows        class_member 6
as bianchi  GET  /lessons/{3B}/2026-11-23/1 -> 200 shows "Zuccaroqx"

# A fault in the last row: the first ones are not stored either
file bad
            cognome,nome,dataNascita,classe,username
            Abateqx,Enzoqx,01/02/2012,3B,enzo.abate
            Bassoqx,Leaqx,31/02/2012,3B,lea.basso
            Carboqx,Teaqx,01/02/2012,classe terza,tea.carbo
tool        import {bad} --apply -> 2 shows "bad.csv:3:" "dataNascita: \"31/02/2012\" is not a day" "bad.csv:4:" "2 faults; nothing was written"
rows        class_member 6

# A table that is none of ours, and posts of people who do not exist
file strange
            first,second
            1,2
tool        import {strange} --apply -> 2 shows "belong to no table"
file posts
            UsernameDocente,Classe,Materia,Tipo
            nobody.atall,3B,Physics,N
tool        import {posts} --apply -> 2 shows "posts.csv:2:1" "nobody has the user name"

# What the school did not want is nowhere
words       "Secretword9!" "ida@example.org" "Via Nascosta" "Zuccaroqx" "Idaqx" "ida.zuccaro" "Abateqx" "enzo.abate" "Leaqx"
scan        -> 0
verify      the copies agree
