# REG-49, EX-15: of age on the birthday, not a day earlier; never stored.

school    3B: nico (born 2008-11-24), sara
          teacher bianchi mathematics 3B
          guardian mara of nico, sara
          head helena
now       2026-11-23 08:05
as bianchi  POST /lessons/{3B}/2026-11-23/1  state_{nico}=A topic="Sets" -> 303
as nico     GET  /pupils/{nico}/justifications -> 200 shows "Until you are 18"
as nico     SEND /pupils/{nico}/justifications  day=2026-11-23 -> 403
now         2026-11-23 23:59:30
as mara     GET  /pupils/{nico}/justifications -> 200 not "from 18 on"
now         2026-11-24 00:00:30
as nico     POST /pupils/{nico}/justifications  day=2026-11-23 reason=health -> 303
as mara     GET  /pupils/{nico}/justifications -> 200 shows "from 18 on pupils do it themselves"
# what guardians still see is the school's own choice
as mara     GET  /pupils/{nico}/days/2026-11-23 -> 200
as helena   POST /settings  families.see_adults=no -> 303
as mara     GET  /pupils/{nico}/days/2026-11-23 -> 403
as mara     GET  / -> 200 shows "{sara.given}" not "{nico.given}"
as mara     GET  /pupils/{sara}/days/2026-11-23 -> 200 not "{nico.given}"
