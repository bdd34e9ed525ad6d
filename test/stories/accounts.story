# The office gives out a new code when somebody has lost a password, and closes
# an account at once. ID-7, ID-12

school    small
now       2026-11-23 08:05
as ufficio  GET  /accounts -> 200
as ufficio  GET  /accounts?find={verdi.user} -> 200 shows "{verdi.user}" "in use"
as ufficio  GET  /accounts?find={mara.user} -> 200 shows "guardian of" "{anna.given}" not "{mara.given}" "{mara.family}"
take        lost "select id from account where person = {verdi}"

# A new code: shown once, the old password ends with it, and so does the session
as verdi    GET  / -> 200
as ufficio  POST /accounts  on /accounts?find={verdi.user}  renew={lost} -> 200 shows "One-time code for"
keep        paper "\b([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})\b"
as ufficio  GET  /accounts?find={verdi.user} -> 200 lacks "{paper}" shows "code out until"
still verdi GET  / -> 303
sign in verdi -> 422
sign in verdi password "{paper}" -> 303
still verdi GET  / -> 303 to /password
still verdi POST /password  password="Orange 7 tree" again="Orange 7 tree" -> 303
still verdi GET  / -> 200

# Closed, and opened again
take        other "select id from account where person = {conti}"
as conti    GET  / -> 200
as ufficio  POST /accounts  on /accounts?find={conti.user}  suspend={other} -> 200 shows "suspended"
still conti GET  / -> 303 to /sign-in
as ufficio  POST /accounts  on /accounts?find={conti.user}  restore={other} -> 200 shows "in use"
sign in conti -> 303

# Nobody finds a way around it
as bianchi  GET  /accounts -> 403
as bianchi  SEND /accounts  renew={lost} -> 403
as mara     SEND /accounts  suspend={other} -> 403
as anna     GET  /accounts?find=a -> 403
words       "{paper}" "Orange 7 tree"
scan        -> 0
verify      the copies agree
