# What the office does on its pages: class changes, withdrawals, hours brought
# from another school, certificates. REG-7, REG-37, REG-48

school    small
now       2026-11-23 08:05
as bianchi  POST /lessons/{3B}/2026-11-23/1  all=present state_{luca}=A state_{anna}=A topic="Sets" -> 303

as ufficio  GET  /classes/{3B}/roster -> 200 shows "{anna.given}" "{anna.birth_shown}"
as ufficio  GET  /pupils/{luca}/enrolment -> 200 shows "{luca.given}" "3B"

# Hours of absence made elsewhere are added once (REG-37)
as ufficio  POST /pupils/{luca}/enrolment  do=carried hours=12,5 -> 303
as rosa     GET  /pupils/{luca}/absences -> 200 shows "Absences: 13.5 of 247.5 hours"
as ufficio  POST /pupils/{luca}/enrolment  do=carried hours=lots -> 422 shows "lots is not a number of hours" has "lots"
as ufficio  POST /pupils/{luca}/enrolment  do=carried hours=-3 -> 422
as ufficio  POST /pupils/{luca}/enrolment  do=carried hours=12,5 -> 303
as rosa     GET  /pupils/{luca}/absences -> 200 shows "Absences: 13.5 of 247.5 hours"

# Justifications on paper only, for one pupil (REG-48)
as ufficio  POST /pupils/{anna}/enrolment  do=options religion=0 justifies_online! -> 303
as mara     GET  /pupils/{anna}/justifications -> 200 shows "on paper only"
as mara     SEND /pupils/{anna}/justifications  day=2026-11-23 reason=health -> 422 shows "on paper only"

# To another class from Wednesday on
as ufficio  POST /pupils/{luca}/enrolment  do=move class={4A} from=2026-09-01 -> 422 shows "outside the school year" has "2026-09-01"
as ufficio  POST /pupils/{luca}/enrolment  do=move class={3B} from=2026-11-25 -> 422 shows "in this class already"
as ufficio  POST /pupils/{luca}/enrolment  do=move class={4A} from=2026-11-25 -> 303
as ufficio  GET  /pupils/{luca}/certificate -> 200 shows "Certificate of attendance" "{luca.family}"
now         2026-11-25 08:05
as neri     GET  /lessons/{4A}/2026-11-25/1 -> 200 shows "{luca.given}"
as bianchi  GET  /lessons/{3B}/2026-11-25/1 -> 200 not "{luca.given}"
as rosa     GET  /pupils/{luca}/absences -> 200 shows "Absences: 13.5 of"

# A withdrawal: in until the last day's end, out from the next day on
as ufficio  POST /pupils/{anna}/enrolment  do=withdraw last=2026-11-26 -> 303
now         2026-11-26 23:59
as anna     GET  / -> 200
now         2026-11-27 00:01
still anna  GET  / -> 303 to /sign-in
sign in anna -> 422
now         2026-11-27 08:05
as bianchi  GET  /lessons/{3B}/2026-11-27/1 -> 200 not "{anna.given}"
as bianchi  POST /lessons/{3B}/2026-11-27/1  state_{anna}=A -> 422 shows "not in the class"
as ufficio  GET  /pupils/{anna}/certificate -> 200 shows "left it on 26/11/2026"

# None of it is for teachers, families or the technician
as bianchi  GET  /pupils/{luca}/enrolment -> 403
as neri     SEND /pupils/{luca}/enrolment  do=withdraw last=2026-11-27 -> 403
as rosa     GET  /pupils/{luca}/enrolment -> 403
as luca     SEND /pupils/{luca}/enrolment  do=carried hours=0 -> 403
as tecla    GET  /classes/{3B}/roster -> 403
as bianchi  GET  /pupils/{luca}/certificate -> 403
verify      the copies agree
