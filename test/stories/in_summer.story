# A school is made in July, for the year that begins in September: the head signs in
# the same day, names the office, and prepares the year. ID-1, REG-2, REG-19

school    head helena ; made 2026-07-06 09:00
now       2026-07-06 10:00
tool      doctor -> 0 shows "Nothing to put right"
as helena   GET  / -> 200
as helena   GET  /calendar -> 200 shows "The school year 2026/27"
tool      user add sara --role office --family-name Conti --given-name Sara --approved-by {helena.user} -> 0
as helena   SEND /calendar  label="Patron" first_day=2026-12-07 kind=0 -> 303
as helena   POST /settings  school.name="Liceo Estivo" -> 303

# The files of September in July: the codes are good for two weeks of September
file teachers
            Cognome,Nome,Sesso,CodiceFiscale,Username,Password,Email
            ROSSI,ADA,F,,ada.rossi,,
tool      import {teachers} --apply --codes {teachers}.codes -> 0
rows      account 1 where activation_ends = 1790208000000

press     helena -> 5
verify    the copies agree
