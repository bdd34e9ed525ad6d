# REG-33: where exits are authorised beforehand, there is nothing to justify afterwards.

school    small ; setting attendance.exit_mode authorisation
now       2026-11-23 12:25

as bianchi  POST /lessons/{3B}/2026-11-23/1  all=present state_{luca}=U exit_{luca}=12:20 topic="Sets" -> 303
as rosa     GET  /pupils/{luca}/days/2026-11-23 -> 200 shows "early exit"
as rosa     GET  /pupils/{luca}/justifications -> 200 not "12:20"
as rosa     SEND /pupils/{luca}/justifications  day=2026-11-23 -> 422 shows "nothing to justify"
rows        justification 0
