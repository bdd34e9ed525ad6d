# An hour in somebody else's place: the list, the signature, the roll call, the
# topic; nothing more, and not a day longer. REG-25

school    small
now       2026-11-23 07:45
as neri     GET  /lessons/{3B}/2026-11-23/3 -> 403
as helena   GET  /substitutions -> 200 shows "10:00 3B: Italian"
keep        hour "value=\"([^\"]+)\"[^>]*>10:00 3B"
as helena   POST /substitutions  hour={hour} teacher={neri} -> 303
rows        substitution 1 where teacher = {neri} and instead_of = {verdi}

# On the substitute's day there is the hour; the page has no more than it needs
as neri     GET  / -> 200 shows "3B"
now         2026-11-23 10:05
as bianchi  POST /lessons/{3B}/2026-11-23/1  all=present topic="Sets" -> 303
as rosa     GET  / -> 200
as neri     GET  /lessons/{3B}/2026-11-23/3 -> 200 shows "Roll call" "{anna.given}" "substitution"
as neri     POST /lessons/{3B}/2026-11-23/3  state_{anna}=A topic="Silent reading" -> 303
rows        signature 1 where teacher = {neri} and kind = 4
rows        attendance 1 where pupil = {anna} and status = 1
as neri     GET  /classes/{3B}/justifications -> 403
as neri     GET  /classes/{3B}/absences -> 403
as neri     GET  /classes/{3B}/register/2026-11-23 -> 403
as neri     GET  /pupils/{anna}/absences -> 403
as neri     GET  /pupils/{anna}/justifications -> 403
as neri     SEND /classes/{3B}/justifications  validate=1 -> 403
trail       neri saw attendance of 3B

# With the day the right ends; what one wrote oneself stays readable (REG-2)
now         2026-11-24 00:00:10
as neri     GET  /lessons/{3B}/2026-11-23/3 -> 200 shows "you read here what you wrote yourself" lacks "Sign and save"
as neri     SEND /lessons/{3B}/2026-11-23/3  topic="Late" -> 403

# Who is not the head or a deputy sets nobody
as bianchi  GET  /substitutions -> 403
as bianchi  SEND /substitutions  hour={hour} teacher={bianchi} -> 403
now         2026-11-24 08:05
as helena   POST /substitutions  hour=nonsense teacher={neri} -> 422
as helena   POST /substitutions  hour={hour} teacher={anna} -> 422
verify      the copies agree
