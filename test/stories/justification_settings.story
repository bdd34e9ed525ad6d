# What a school may decide about justifications. REG-36, REG-47, REG-48

school    small
          setting justification.reason_needed yes
          setting justification.back_in_class yes
          setting justification.flag_days 3
          setting attendance.certificate_days 3
now       2026-11-19 08:05
as bianchi  POST /lessons/{3B}/2026-11-19/1  all=present state_{anna}=A topic="Sets" -> 303

# a reason is mandatory here
now         2026-11-20 07:50
as mara     POST /pupils/{anna}/justifications  day=2026-11-19 reason= explanation="A cold" -> 422 shows "This school asks for a reason." has "A cold"
as mara     POST /pupils/{anna}/justifications  day=2026-11-19 reason=health explanation="A cold" -> 303
take        first "select id from justification"

# validated only when the pupil is back
now         2026-11-20 08:05
as bianchi  POST /lessons/{3B}/2026-11-20/1  all=present state_{anna}=A topic="Sets" -> 303
as bianchi  GET  /classes/{3B}/justifications -> 200 shows "not back in class yet"
as bianchi  SEND /classes/{3B}/justifications  validate={first} -> 422 shows "not back in class yet"
rows        justification 1 where state = 0
now         2026-11-23 08:05
as bianchi  POST /lessons/{3B}/2026-11-23/1  all=present topic="Sets" -> 303
as bianchi  POST /classes/{3B}/justifications  validate={first} -> 303
rows        justification 1 where state = 1

# what nobody justified for three days is flagged
as mara     GET  /pupils/{anna}/justifications -> 200 shows "20 November" not "overdue"
now         2026-11-24 08:05
as mara     GET  /pupils/{anna}/justifications -> 200 shows "overdue"

# REG-36: from Thursday to the return on Monday are four days, the closed ones counted: more than three
as mara     GET  /pupils/{anna}/justifications -> 200 shows "the school asks for a certificate"
as helena   POST /settings  attendance.certificate_days=4 -> 303
as mara     GET  /pupils/{anna}/justifications -> 200 not "the school asks for a certificate"
