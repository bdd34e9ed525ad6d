# After a whole day no name, birth date, user name, password or free text stands
# in clear anywhere in the school's folder; and every role reads of others only
# what policy/access.policy lets it read. C2, C8, ID-8

school    small
now       2026-11-23 08:05
words       "Equationsqv" "Homeworkqv" "Activityqv" "Explanationqv" "Answerqv" "Supportqv"

as bianchi  POST /lessons/{3B}/2026-11-23/1  all=present state_{anna}=A state_{luca}=R time_{luca}=08:20 topic="Equationsqv" homework="Homeworkqv" homework_due=2026-11-25 activity="Activityqv" -> 303
as sala     POST /lessons/{3B}/2026-11-23/1  support_text="Supportqv" -> 303
as neri     POST /lessons/{4A}/2026-11-23/1  all=present state_{elsa}=A topic="Equationsqv" -> 303
as mara     POST /pupils/{anna}/justifications  day=2026-11-23 reason=health explanation="Explanationqv" -> 303
take        waiting "select id from justification"
as bianchi  POST /classes/{3B}/justifications  refuse={waiting} answer_{waiting}="Answerqv" -> 303
as mara     GET  /pupils/{anna}/justifications -> 200 shows "Explanationqv" "Answerqv"
sign in bianchi password "{anna.password}" -> 422
as helena   GET  / -> 200

# Not while it is served, not after it has stopped
scan        -> 0
kill        web
as bianchi  GET  /lessons/{3B}/2026-11-23/1 -> 200
scan        -> 0

# What each can reach, and whose words are there
crawl       bianchi  -> anna luca dario elsa tino
crawl       neri     -> elsa tino
crawl       sala     -> anna luca dario
crawl       mara     -> anna
crawl       rosa     -> luca
crawl       nina     -> elsa tino
crawl       anna     -> anna
crawl       dario    -> dario
crawl       helena   -> anna luca dario elsa tino
crawl       ufficio  -> anna luca dario elsa tino
crawl       tecla    -> nobody
scan        -> 0

# The positive control: a word that does stand there is found
plant       "{anna.family}" in planted.log
scan        -> 1
verify      the copies agree
stop        -> 0
scan        -> 1
