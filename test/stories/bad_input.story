# Bad input: a message beside the field, what was typed still there, a 4xx, and
# nothing at all stored.

school    small
now       2026-11-23 08:05

as bianchi  POST /lessons/{3B}/2026-11-23/1  state_{anna}=R time_{anna}=quarter state_{luca}=A topic="Sets & <b>subsets</b>" homework="Page \"12\"" homework_due=2026-11-25
            -> 422 shows "quarter is not a time. Write it like 8:12." "Sets & <b>subsets</b>" has "quarter" "Sets &amp; &lt;b&gt;subsets" "2026-11-25"
rows        attendance 0
rows        lesson 0
rows        homework 0
as bianchi  POST /lessons/{3B}/2026-11-23/1  state_{anna}=X topic="Sets" -> 422 shows "X cannot be used here." has "Sets"
as bianchi  POST /lessons/{3B}/2026-11-23/1  state_{anna}=P away_{luca}=77 state_{luca}=F topic="Sets" -> 422
as bianchi  POST /lessons/{3B}/2026-11-23/1  topic="{long}" state_{anna}=P -> 422 shows "at most 2000 characters"
as bianchi  POST /lessons/{3B}/2026-11-23/1  sign_as=p42 topic="Sets" -> 422 shows "no post in this class"
rows        attendance 0

# REG-3: a classmate's name in what families read is asked about once
as bianchi  POST /lessons/{3B}/2026-11-23/1  all=present topic="{anna.given} at the board" -> 422 shows "it holds the name of a pupil: {anna.given}" has "{anna.given} at the board"
rows        lesson 0
as bianchi  POST /lessons/{3B}/2026-11-23/1  all=present topic="{anna.given} at the board" confirm_names=1 -> 303
rows        lesson 1

# Bytes that are no text, forms that are no forms
as bianchi  RAW  /lessons/{3B}/2026-11-23/1  "topic=%FF%FE" -> 4xx
as bianchi  RAW  /lessons/{3B}/2026-11-23/1  "topic=%00" -> 4xx
as bianchi  RAW  /lessons/{3B}/2026-11-23/1  "%%%" -> 4xx
as bianchi  RAW  /lessons/{3B}/2026-11-23/1  "[1]" with content-type application/json -> 4xx
as bianchi  GET  /lessons/{3B}/2026-11-23/first -> 404
as bianchi  GET  /lessons/{3B}/23-11-2026/1 -> 404
as bianchi  GET  /lessons/{3B}abc/2026-11-23/1 -> 404
as bianchi  GET  /lessons/-1/2026-11-23/1 -> 403
as bianchi  GET  /lessons/99999999999999999999999/2026-11-23/1 -> 404
as mara     GET  /pupils/{anna}/looks?until=yesterday -> 422
as mara     SEND /pupils/{anna}/justifications  day=2026-02-30 -> 422 shows "nothing to justify"
rows        lesson 1
as helena   POST /settings  attendance.short_delay=-5 -> 422 has "-5"
as helena   POST /settings  attendance.short_delay=1000 -> 422 shows "A whole number, 0–60."
as helena   POST /settings  school.zone=Mars/Base -> 422 shows "Write it like Europe/Rome"
as helena   POST /settings  password.profile=none -> 422
rows        setting 0 where value in ('-5', '1000', 'none', 'Mars/Base')
verify      the copies agree
