# Bodies, names and addresses that nobody sends by mistake.

school    small
now       2026-11-23 08:05
as bianchi  RAW  /lessons/{3B}/2026-11-23/1  "{huge}" -> 413
as bianchi  GET  /lessons/{3B}/2026-11-23/1 -> 200
as bianchi  RAW  /lessons/{3B}/2026-11-23/1  "{many}" -> 4xx
as bianchi  RAW  /lessons/{3B}/2026-11-23/1  "=&=&&&=" -> 4xx
as bianchi  GET  /{path} -> 4xx
as bianchi  GET  /lessons/{3B}/2026-11-23/1?saved=999999999999999999999&pressed=-1&pupils=x -> 200
as bianchi  GET  /lessons/{3B}/2026-11-23/1?saved=9223372036854775807&pressed=9223372036854775807&pupils=9223372036854775807 -> 200
as bianchi  GET  /days/9999-12-31 -> 404
as bianchi  GET  /days/2099-12-31 -> 404
as bianchi  GET  /days/1900-01-01 -> 404
as bianchi  GET  /days/0001-01-01 -> 4xx
as helena   GET  /morning/2098-02-28 -> 200
as bianchi  GET  /classes/{3B}/register/1970-01-01 -> 200
as bianchi  GET  /classes/{3B}/register-month/2098-01-31 -> 200
as mara     GET  /pupils/{anna}/days/2098-01-31 -> 200
as mara     GET  /pupils/{anna}/looks?until=0001-01-01 -> 4xx
as mara     GET  /pupils/{anna}/looks?until=9999-12-31 -> 422
as mara     GET  /pupils/{anna}/looks?until=2099-12-31 -> 200
as mara     GET  /pupils/{anna}/looks?until=1900-01-01 -> 200
as mara     GET  /pupils/{anna}/justifications?edit=9223372036854775807 -> 200
as bianchi  POST /lessons/{3B}/2026-11-23/1  event_time=-9223372036854775808 all=present topic="Sets" -> 303
as bianchi  POST /lessons/{3B}/2026-11-23/1  event_time=9223372036854775807 topic="Sets!" -> 303
as bianchi  POST /lessons/{3B}/2026-11-23/1  seen=-1 topic="Sets" -> 303
rows        lesson 1

# Closures without end, before the beginning, on no day
as helena   POST /calendar  label="For ever" first_day=1900-01-01 last_day=2099-12-31 kind=0 -> 4xx
as helena   POST /calendar  label="At the end" first_day=2099-12-31 kind=0 -> 4xx
as helena   POST /calendar  label="Which" first_day=2026-12-01 kind=77 -> 4xx
as helena   POST /calendar  label="Where" first_day=2026-12-01 kind=0 site=77 -> 4xx
as bianchi  GET  /lessons/{3B}/2026-11-23/1 -> 200 shows "Present 3"

# A name that is a piece of a page stays a name
file names
            cognome,nome,dataNascita,classe,username
            <script>alert(1)</script>,"""><img src=x>",31/03/2012,3B,ida.zuccaro
tool        import {names} --apply -> 0
as bianchi  GET  /lessons/{3B}/2026-11-23/1 -> 200 lacks "<script>alert" "<img src=x" has "&lt;"
as bianchi  GET  /classes/{3B}/absences -> 200 lacks "<script>alert" "<img src=x"
as helena   GET  / -> 200 lacks "<script>alert" "<img src=x"

# Signing somebody in from another site is refused too
as nobody   BLIND /sign-in  name={bianchi.user} password={bianchi.password} with origin https://elsewhere.example -> 403
# A cookie that nobody gave opens nothing and breaks nothing
as nobody   GET  / with cookie "__Host-sid=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" -> 303 to /sign-in
as nobody   GET  / with cookie "__Host-sid=" -> 303 to /sign-in
as nobody   GET  / with cookie "__Host-sid=%00%ff; ;;=;__Host-sid" -> 303 to /sign-in
# The address after a sign-in is never another site's
as nobody   GET  /sign-in?next=https://elsewhere.example -> 200 lacks "elsewhere.example"
as nobody   GET  /sign-in?next=//elsewhere.example -> 200 lacks "elsewhere.example"
verify      the copies agree
