# Modules of 90 minutes: their weight and their arithmetic. REG-18, EX-12

school    3B: anna, luca
          teacher bianchi mathematics 3B
          teacher verdi italian 3B
          guardian mara of anna
          guardian rosa of luca
          head helena
          hours 3B bianchi verdi bianchi verdi
          init --hour-minutes 90 --hours 4
now       2026-11-23 14:30
as bianchi  GET  /lessons/{3B}/2026-11-23/1 -> 200 shows "8:00–9:30"
as bianchi  GET  /lessons/{3B}/2026-11-23/5 -> 404
as bianchi  POST /lessons/{3B}/2026-11-23/1  state_{anna}=A state_{luca}=R time_{luca}=08:20 topic="Sets" -> 303
as rosa     GET  /pupils/{luca}/absences -> 200 shows "Absences: 0 of"
as mara     GET  /pupils/{anna}/absences -> 200 shows "Absences: 1.5 of"
as bianchi  POST /lessons/{3B}/2026-11-23/1  state_{luca}=R time_{luca}=08:30 -> 303
as rosa     GET  /pupils/{luca}/absences -> 200 shows "Absences: 0.5 of"
as bianchi  POST /lessons/{3B}/2026-11-23/1  state_{luca}=R time_{luca}=14:00 -> 303
as rosa     GET  /pupils/{luca}/absences -> 200 shows "Absences: 1.5 of"
as bianchi  POST /lessons/{3B}/2026-11-23/1  state_{luca}=R time_{luca}=14:01 -> 422 shows "between the first lesson"
