# Who left is erased when the time of retention.policy is over: the name is gone
# from both copies and from a backup made before, because the key is gone; the
# register of the lessons stays, with a number. R49, R50, REG-50

school    3B: anna, luca, dario (adult) ; 4A: elsa
          teacher bianchi mathematics 3B 4A
          guardian mara of anna
          guardian rosa of luca, elsa
          head helena
          office ufficio
now       2026-11-24 08:05
as bianchi  POST /lessons/{3B}/2026-11-24/1  all=present state_{anna}=A state_{luca}=A topic="Equations" -> 303
as mara     POST /pupils/{anna}/justifications  day=2026-11-24 reason=health explanation="At the doctor's" -> 303
as mara     POST /contact  reach="333 0987" -> 303
as rosa     POST /contact  reach="333 1234" -> 303
as ufficio  POST /pupils/{anna}/enrolment  do=withdraw last=2026-11-24 on /pupils/{anna}/enrolment -> 303
as ufficio  POST /pupils/{luca}/enrolment  do=withdraw last=2026-11-24 on /pupils/{luca}/enrolment -> 303
crawl       ufficio  -> anna luca dario elsa
soon        rows retention_run 3 where erased = 0
tool        doctor -> 0 shows "guardian (days 30 after_last_child): 0 due, none in sight; last run 2026-11-24, 0 erased" "register (years 10 after_year): 0 due"
stop        -> 0
copies      away

# A month later: the guardian of the last child, and nobody else
now         2026-12-25 08:05
start
soon        rows retention_run 1 where class = 'guardian' and erased = 1
rows        guardianship 0 where guardian = {mara}
rows        guardian_contact 0 where guardian = {mara}
rows        account 0 where person = {mara}
rows        guardian_contact 1
rows        account 1 where person = {anna}
sign in mara -> 422
as rosa     GET  / -> 200 shows "{elsa.given}"
# What the guardian did stays in the register, without the guardian
as bianchi  GET  /classes/{3B}/justifications -> 200 shows "At the doctor's"
tool        doctor -> 0 shows "guardian (days 30 after_last_child): 0 due" "last run 2026-12-25, 1 erased" "person (years 1 after_leaving): 0 due, the next of 2 on 2027-11-25"
verify      the copies agree
stop        -> 0

# A clock that is a year ahead by mistake erases nobody on its first day
now         2027-11-26 08:05
start
soon        rows retention_run 3 where day = 21148
rows        account 1 where person = {anna}
tool        doctor -> 0 shows "person (years 1 after_leaving): 2 due"
stop        -> 0

# It was right: one year after leaving, both pupils
now         2027-11-27 08:05
start
soon        rows retention_run 1 where class = 'person' and erased = 2
rows        person 1 where id = {anna} and family_name is null and given_name is null and birth_day is null and match_key is null
rows        account 0 where person in ({anna}, {luca})
rows        appointment 0 where person in ({anna}, {luca})
rows        attendance 1 where pupil = {anna}
rows        lesson 1
rows        guardianship 2 where guardian = {rosa}
tool        doctor -> 0 shows "person (years 1 after_leaving): 0 due" "last run 2027-11-27, 2 erased"
verify      the copies agree
stop        -> 0

# Nothing revives when the clock goes back: no page finds the names, and every page answers
now         2026-12-25 09:05 set back
start
crawl       ufficio  -> dario elsa
as bianchi  GET  /classes/{3B}/register/2026-11-24 -> 200 not "{anna.given}" "{luca.given}"
as bianchi  GET  /classes/{3B}/justifications -> 200 not "{anna.given}"
as helena   GET  /pupils/{anna}/days/2026-11-24 -> 200 not "{anna.given}"
# The office's next file does not stumble over them
roster      dario in 4A from 2026-12-26 -> 0
verify      the copies agree
scan        -> 0
stop        -> 0

# Nor from the copies of before: the backup has the rows, and nobody has the keys
copies      back
now         2026-11-24 09:05 set back
start
sign in ufficio -> 303
as ufficio  GET  /pupils/{elsa}/enrolment -> 200 shows "{elsa.family}"
crawl       ufficio  -> dario elsa
verify      the copies agree
plant       "{anna.family}" in planted.log
scan        -> 1
