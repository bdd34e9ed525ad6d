# The head shapes the year: days of rest for everybody or for one class.
# and the hours of the day. REG-16, REG-17, REG-18

school    small
now       2026-11-23 08:05
as bianchi  POST /lessons/{3B}/2026-11-23/1  all=present topic="Sets" -> 303

# A Tuesday for 4A alone; 3B comes to school
as helena   GET  /calendar -> 200 shows "Days of rest"
as helena   POST /calendar/rest-days  rest_weekday=2 rest_class=4A -> 303
as helena   SEND /calendar/rest-days  rest_weekday=2 rest_class=4A -> 422 shows "day of rest already"
as helena   SEND /calendar/rest-days  rest_weekday=9 rest_class=4A -> 422 shows "Choose one of the days"
as helena   SEND /calendar/rest-days  rest_weekday=2 rest_class=9Z -> 422 shows "Choose one of the classes"
# Mondays on which hours are signed stay school days
as helena   SEND /calendar/rest-days  rest_weekday=1 rest_class="" -> 422 shows "signed already"
now         2026-11-24 08:05
as neri     SEND /lessons/{4A}/2026-11-24/1  all=present topic="Rome" -> 422
as bianchi  POST /lessons/{3B}/2026-11-24/1  all=present topic="Sets" -> 303
as helena   POST /calendar/rest-days  remove=2:4A -> 303
as helena   SEND /calendar/rest-days  remove=2:4A -> 422 shows "no longer in the calendar"
as neri     POST /lessons/{4A}/2026-11-24/1  all=present topic="Rome" -> 303
as bianchi  SEND /calendar/rest-days  rest_weekday=5 rest_class="" -> 403
as mara     SEND /calendar/rest-days  rest_weekday=5 rest_class="" -> 403
verify      the copies agree

# REG-18: two grids of one kind never hold on the same day, and signed hours keep theirs
take        site "select min(id) from site"
take        old "select min(id) from grid"
as helena   GET  /grids -> 200 shows "Make a grid"
as helena   SEND /grids  act=make site={site} from=2026-12-01 day_2=1 first=08:00 minutes=50 hours=4 weight=100 -> 422 shows "this site has another grid"
as helena   SEND /grids  act=end grid={old} last=2026-11-20 -> 422 shows "signed already"
as helena   SEND /grids  act=end grid={old} last=soon -> 422 shows "soon is not a day"
as helena   SEND /grids  act=end grid={old} last=2026-11-30 -> 303
as helena   SEND /grids  act=make site={site} from=2026-12-01 to=2026-11-30 day_2=1 first=08:00 minutes=50 hours=4 weight=100 -> 422 shows "ends before"
as helena   SEND /grids  act=make site={site} from=2026-12-01 day_2=1 first=08:00 minutes=50 hours=4 weight=1001 -> 422 shows "1–1000"

# From December 50-minute hours with a break; then one hour changed, one added, one removed
as helena   SEND /grids  act=make site={site} from=2026-12-01 day_2=1 day_3=1 first=08:00 minutes=50 hours=4 weight=100 break_after=2 break_minutes=15 -> 303
rows        grid 2
take        grid "select max(id) from grid"
as helena   GET  /grids?grid={grid}&weekday=2&ordinal=2 -> 200 shows "Remove this hour" has "08:50"
as helena   SEND /grids  act=hour grid={grid} weekday=2 ordinal=2 starts=08:40 ends=09:40 hour_weight=100 -> 422 shows "overlaps"
as helena   SEND /grids  act=hour grid={grid} weekday=2 ordinal=1 starts=08:05 ends=08:50 hour_weight=90 -> 303
as helena   SEND /grids  act=hour grid={grid} weekday=2 ordinal=5 starts=11:35 ends=13:05 hour_weight=150 -> 303
as helena   SEND /grids  act=hour grid={grid} weekday=6 ordinal=1 starts=08:00 ends=09:00 hour_weight=100 -> 303
as helena   SEND /grids  act=remove_hour grid={grid} weekday=6 ordinal=1 -> 303
as helena   SEND /grids  act=remove_hour grid={grid} weekday=6 ordinal=1 -> 422 shows "no such hour"
as helena   SEND /grids  act=hour grid={grid} weekday=7 ordinal=7 starts=14:00 ends=15:00 hour_weight=100 -> 303
rows        slot 2 where grid = {grid} and ordinal = 7
as helena   SEND /grids  act=remove_hour grid={grid} weekday=7 ordinal=7 -> 303
# an hour of the timetable stays, and the page says whose it is
as helena   SEND /grids  act=remove_hour grid={grid} weekday=2 ordinal=1 -> 422 shows "The timetable has this hour for 3B, 4A"
rows        slot 9 where grid = {grid}
now         2026-12-01 08:30
as bianchi  GET  /lessons/{3B}/2026-12-01/1 -> 200 shows "8:05–8:50"
as bianchi  GET  /lessons/{3B}/2026-12-01/3 -> 200 shows "9:55–10:45"
as bianchi  POST /lessons/{3B}/2026-12-01/1  all=present topic="Sets" -> 303
as helena   SEND /grids  act=remove_hour grid={grid} weekday=2 ordinal=1 -> 422 shows "This hour is signed: 3B"
as helena   SEND /grids  act=remove grid={grid} -> 422 shows "signed already"

# The old hours again from Wednesday on: a copy. What nothing stands on can be deleted
as helena   SEND /grids  act=end grid={grid} last=2026-12-01 -> 303
as helena   SEND /grids  act=copy grid={old} copy_from=2026-12-01 -> 422 shows "this site has another grid"
as helena   SEND /grids  act=copy grid={old} copy_from=2026-12-02 copy_to=2027-06-08 -> 303
take        copy "select max(id) from grid"
as helena   SEND /grids  act=remove grid={copy} -> 303
rows        grid 2
rows        slot 0 where grid = {copy}
as helena   SEND /grids  act=remove grid={copy} -> 422 shows "no longer there"
as helena   SEND /grids  act=copy grid={old} copy_from=2026-12-02 -> 303
as bianchi  SEND /grids  act=end grid={grid} last=2026-12-01 -> 403
as ufficio  GET  /grids -> 403
now         2026-12-02 08:30
as verdi    GET  /lessons/{3B}/2026-12-02/3 -> 200 shows "10:00–11:00"

# The week of the class, as it holds on a day; a provisional timetable gives way
as verdi    GET  /classes/{3B}/timetable -> 200 shows "Timetable of 3B" "10:00–11:00" "{verdi.family}" not "provisional"
as helena   GET  /classes/{3B}/timetable?day=2026-12-01 -> 200 shows "9:55–10:45"
file week
            username,sede,giorno,ora,classe,materia
            {verdi.user},Sede,LU,1,3B,Italian
tool        import {week} --provisional --apply -> 2 shows "3B has its definitive timetable" "1 fault; nothing was written"
as helena   GET  /classes/{3B}/timetable -> 200 not "provisional"
as mara     GET  /classes/{3B}/timetable -> 403

# One hour of it, from a day on: it goes from one teacher to another, and the
# teachers' days follow. 2026-12-07 is a Monday.
as bianchi  GET  /days/2026-12-07 -> 200 has "/lessons/{3B}/2026-12-07/1"
as verdi    GET  /days/2026-12-07 -> 200 lacks "/lessons/{3B}/2026-12-07/1"
take italian "select id from subject where name = 'Italian'"
as helena   POST /classes/{3B}/timetable/1/1  from=2026-12-07 who="{verdi} {italian} 0" -> 303
as verdi    GET  /days/2026-12-07 -> 200 has "/lessons/{3B}/2026-12-07/1"
as bianchi  GET  /days/2026-12-07 -> 200 lacks "/lessons/{3B}/2026-12-07/1"
as verdi    SEND /classes/{3B}/timetable/1/1  from=2026-12-07 -> 403
as ufficio  GET  /classes/{3B}/timetable/1/1 -> 403
verify      the copies agree
