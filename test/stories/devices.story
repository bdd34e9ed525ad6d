# The devices of the school: the technician and the office make codes for new
# ones, the technician without seeing whose they are. CLS-14

school    small
now       2026-11-23 08:05

as tecla    GET  /devices -> 200 shows "No device is enrolled" "No code is open"
as tecla    POST /devices  do=make label="Lab 2" devices=2 -> 200 shows "shown this once" "Lab 2" "for 2 devices"
as tecla    POST /devices  installer=linux label="Lab 3" devices=1 -> 200
as tecla    GET  /devices -> 200 shows "Lab 2" "Lab 3" not "shown this once"
as tecla    POST /devices  do=make label="" devices=2 -> 422 shows "A name of at most 60 letters"
as tecla    POST /devices  do=make label="Lab 4" devices=501 -> 422 shows "From 1 to 500"
as ufficio  POST /devices  do=make label="Cart" devices=30 -> 200 shows "for 30 devices"
as helena   GET  /devices -> 200 shows "Cart"
rows        enrolment 3
as bianchi  GET  /devices -> 403
as mara     GET  /devices -> 403
verify      the copies agree
