# A right ends when its time ends: a post at midnight, a person who leaves at
# once, in the middle of a session. REG-2, ID-12

school    small
now       2026-11-23 23:55

# The teacher's role ends today, at midnight
tool        user end {verdi.user} --role teacher --to 2026-11-23 -> 0
as verdi    GET  /lessons/{3B}/2026-11-23/3 -> 200
now         2026-11-23 23:59:59
still verdi GET  /lessons/{3B}/2026-11-23/3 -> 200
now         2026-11-24 00:00:00
still verdi GET  /lessons/{3B}/2026-11-23/3 -> 303 to /sign-in
sign in verdi -> 422 shows "do not open an account"

# A post that ends in the files: the class is closed from the next day on
now         2026-11-24 08:00
file posts
            UsernameDocente,Classe,Materia,UsernameAlunno,Tipo,UsernameSupplenza
            {bianchi.user},4A,Mathematics,,N,
            {neri.user},4A,History,,N,
            {conti.user},3B,Physics,,N,
            {lodi.user},3B,Physics,,I,
            {sala.user},3B,Sostegno,{anna.user},N,
as bianchi  GET  /lessons/{3B}/2026-11-24/1 -> 200
tool        import {posts} --complete --from 2026-11-25 --apply -> 0
still bianchi GET  /lessons/{3B}/2026-11-24/1 -> 200
now         2026-11-25 08:00
as bianchi  GET  /lessons/{3B}/2026-11-25/1 -> 403
as bianchi  GET  /lessons/{4A}/2026-11-25/1 -> 200
trail       bianchi refused attendance of 3B

# Suspended: the very next request
as conti    GET  /lessons/{3B}/2026-11-25/1 -> 200
tool        user suspend {conti.user} -> 0
still conti GET  /lessons/{3B}/2026-11-25/1 -> 303 to /sign-in
sign in conti -> 422
tool        user resume {conti.user} -> 0
sign in conti -> 303

# Whoever leaves the school, likewise
as sala     GET  / -> 200
tool        user end {sala.user} -> 0
still sala  GET  / -> 303 to /sign-in
verify      the copies agree
