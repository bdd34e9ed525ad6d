# The head shapes the year: days of rest for everybody or for one class.
# REG-16, REG-17

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
as ufficio  SEND /calendar/rest-days  rest_weekday=5 rest_class="" -> 403
verify      the copies agree
