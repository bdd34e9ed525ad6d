# The next school year is opened beside the present one: rights of the old classes
# end on the day before it begins, its people and hours come with the files, and the
# old register can still be read. REG-2, REG-76

school    small ; init --passwords nist
now       2027-05-20 08:05
as bianchi  POST /lessons/{3B}/2027-05-20/1  all=present state_{anna}=A topic="Sets" -> 303
as mara     GET  /calendar -> 200 not "Open the next school year"
as mara     SEND /calendar/years  act=open label=2027/28 opens=2027-09-13 ends=2028-06-07 -> 403
as bianchi  SEND /calendar/years  act=open label=2027/28 opens=2027-09-13 ends=2028-06-07 -> 403
as ufficio  SEND /calendar/years  act=open label=2027/28 opens=2027-09-13 ends=2028-06-07 -> 403

# Days that cannot be; then the head opens it
as helena   GET  /calendar -> 200 shows "Open the next school year" has "2027/28"
as helena   SEND /calendar/years  act=open label=2027/28 opens=2027-06-01 ends=2028-06-07 -> 422 shows "lies in the school year 2026/27" has "2027-06-01"
as helena   SEND /calendar/years  act=open label=2027/28 opens=soon ends=2028-06-07 -> 422 shows "soon is not a day"
as helena   SEND /calendar/years  act=open label=2026/27 opens=2027-09-13 ends=2028-06-07 -> 422 shows "Another year has this name"
rows        school_year 1
as helena   SEND /calendar/years  act=open label=2027/28 opens=2027-09-13 ends=2028-06-07 -> 303
rows        school_year 2
rows        term 4
rows        post 0 where to_day is null
rows        class_member 0 where to_day is null
rows        timetable 0 where to_day is null
as helena   SEND /calendar/years  act=open label=2028/29 opens=2028-09-11 ends=2029-06-07 -> 422 shows "2027/28 is open already"
take        next "select id from school_year where label = '2027/28'"
as mara     GET  /calendar -> 200 shows "The school year 2026/27" has "/calendar?year={next}"
as helena   GET  /calendar?year={next} -> 200 shows "The school year 2027/28" "No closures"
as helena   SEND /calendar  year={next} label="Bridge" first_day=2027-12-07 kind=0 -> 303
as mara     GET  /calendar -> 200 not "Bridge"

# The present year goes on as it was
as bianchi  GET  /lessons/{3B}/2027-05-20/1 -> 200 shows "Absent 1"

# In summer the files of the new year: its classes are new, and whoever is in no file
# has left at the end of the old year
now         2027-07-05 10:00
roster      anna in 4B ; luca in 4B ; elsa in 5A ; without dario ; without tino from 2027-09-13 -> 0
file posts
            UsernameDocente,Classe,Materia,UsernameAlunno,Tipo,UsernameSupplenza
            {bianchi.user},5A,Mathematics,,N,
            {verdi.user},4B,Italian,,N,
file hours
            username,sede,giorno,ora,classe,materia
            {verdi.user},Sede,LU,1,4B,Italian
tool        import {posts} {hours} --from 2027-09-13 --apply -> 0
rows        class 2 where school_year = {next}
rows        class_member 3 where to_day is null and from_day = 21074
take        fourth "select id from class where name = '4B'"
take        fifth "select id from class where name = '5A'"

# The last day of the old year's rights
now         2027-09-12 10:00
as bianchi  GET  /lessons/{3B}/2027-05-20/1 -> 200 shows "Absent 1"
as bianchi  GET  /lessons/{fifth}/2027-09-13/1 -> 403
as ugo      GET  /pupils/{dario}/absences -> 200

# The first day of the new ones
now         2027-09-13 08:05
as verdi    GET  /lessons/{fourth}/2027-09-13/1 -> 200 shows "{anna.given}" "{luca.given}" not "{dario.given}"
as verdi    POST /lessons/{fourth}/2027-09-13/1  all=present topic="Dante" -> 303
as verdi    SEND /lessons/{3B}/2027-09-13/1  all=present topic="Dante" -> 4xx
as mara     GET  /pupils/{anna}/days/2027-09-13 -> 200 shows "Dante"
still ugo   GET  /pupils/{dario}/absences -> 303 to /sign-in
as helena   GET  /calendar -> 200 shows "The school year 2027/28" "Bridge" "Open the next school year"

# Nothing is gone
as helena   GET  /classes/{3B}/register/2027-05-20 -> 200 shows "Sets"
as mara     GET  /pupils/{anna}/days/2027-05-20 -> 200 shows "those who are in the class now" not "Sets"
verify      the copies agree
