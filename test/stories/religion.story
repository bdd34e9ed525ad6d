# The religion hour has three parts, each with its own pupils and signature.
# REG-24, REG-39, EX-8

school    3B: anna, luca (alternative), dario (leaves), gaia (studies with)
          teacher bianchi mathematics 3B
          teacher donato religione 3B
          alternative elia 3B
          support sala of dario
          guardian mara of anna
          guardian ugo of dario
          guardian rosa of luca
          head helena
          hours 3B donato+elia bianchi bianchi bianchi bianchi bianchi
now       2026-11-23 08:05

# Each teacher sees the own part of the class
as donato   GET  /lessons/{3B}/2026-11-23/1 -> 200 shows "{anna.given}" not "{luca.given}" "{dario.given}"
as elia     GET  /lessons/{3B}/2026-11-23/1 -> 200 shows "{luca.given}" not "{anna.given}" "{dario.given}"
as donato   POST /lessons/{3B}/2026-11-23/1  all=present topic="Pilgrims" -> 303
as elia     POST /lessons/{3B}/2026-11-23/1  state_{luca}=A topic="Newspapers" -> 303
rows        lesson 2 where ordinal = 1
rows        signature 2
rows        attendance 2

# Support of a pupil who is in neither part cannot sign there
as sala     POST /lessons/{3B}/2026-11-23/1  support_text="Nothing" -> 422 shows "takes neither religion nor the alternative"
rows        signature 2

# The families read of the own part
as mara     GET  /pupils/{anna}/days/2026-11-23 -> 200 shows "Pilgrims" not "Newspapers"
as rosa     GET  /pupils/{luca}/days/2026-11-23 -> 200 shows "Newspapers" not "Pilgrims"
as ugo      GET  /pupils/{dario}/days/2026-11-23 -> 200 not "Pilgrims" "Newspapers"

# Whoever takes neither is due fewer hours: the same limit on every page
# (five of thirty hours a week here: 25 x 33 / 4)
as ugo      GET  /pupils/{dario}/absences -> 200 shows "Absences: 0 of 206.25 hours"
as rosa     GET  /pupils/{luca}/absences -> 200 shows "Absences: 1 of 247.5 hours"
as helena   GET  /classes/{3B}/absences -> 200 shows "0 of 206.25" "1 of 247.5"
verify      the copies agree
