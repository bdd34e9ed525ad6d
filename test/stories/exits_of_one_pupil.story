# REG-33: one pupil may be switched: authorised beforehand, nothing to justify
# afterwards. And a late entry or an exit can be justified by itself.

school    small
now       2026-11-23 08:05
as ufficio  POST /pupils/{luca}/enrolment  do=options religion=0 justifies_online=1 exits_by_request=1 -> 303
now         2026-11-23 12:30
as bianchi  POST /lessons/{3B}/2026-11-23/1  all=present state_{luca}=U exit_{luca}=12:20 state_{anna}=U time_{anna}=08:40 exit_{anna}=12:10 topic="Sets" -> 303
as rosa     GET  /pupils/{luca}/justifications -> 200 not "12:20"
as mara     GET  /pupils/{anna}/justifications -> 200 shows "8:40" "12:10"
keep        exit "value=\"(2026-11-23 2 \d+)\""
as mara     POST /pupils/{anna}/justifications  day="{exit}" reason=family explanation="The dentist" -> 303
rows        justification 1 where kind = 2
as mara     GET  /pupils/{anna}/justifications -> 200 shows "The dentist"
as bianchi  GET  /classes/{3B}/justifications -> 200 shows "early exit" "The dentist"
