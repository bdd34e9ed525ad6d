# An account that works and has nobody any more: a page says what is so and what
# to do, and nothing of who it was about. REG-2, REG-50

school    3B: anna, beppe
          teacher bianchi mathematics 3B
          guardian mara of anna
          guardian piero of beppe
          office ufficio
now       2026-11-23 08:05
as mara     GET  / -> 200 shows "{anna.given}"
take        tie "select id from guardianship where pupil = {anna}"
take        other "select id from guardianship where pupil = {beppe}"
as ufficio  POST /pupils/{anna}/guardians  end={tie} first_without=2026-11-23 -> 303
as mara     GET  / -> 200 shows "No pupil is tied to this account today" "the school's office" lacks "{anna.given}" "{anna}"
as mara     GET  /pupils/{anna}/days/2026-11-23 -> 403
# Barred: the guardianship stays, without the right to see
as ufficio  SEND /pupils/{beppe}/guardians  save={other} from=2026-09-01 contacts=1 -> 303
as piero    GET  / -> 200 shows "No pupil is tied to this account today" lacks "{beppe.given}" "{beppe}"
# A pupil who is in no class any more, and who still has an account
as ufficio  GET  /pupils/{beppe}/enrolment -> 200
sabotage    "update class_member set to_day = 20779 where pupil = {beppe}"
as beppe    GET  / -> 200 shows "In no class on this day." "who is in which class"
