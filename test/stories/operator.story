# What the person in charge of the machine can rely on.

school    small
now       2026-11-23 08:05
as bianchi  POST /lessons/{3B}/2026-11-23/1  all=present state_{anna}=A topic="Sets" -> 303

# One school, one server
second server -> 5 shows "already being served by process"

# The commands work while the school is served, and the copies agree meanwhile
tool        user list -> 0 shows "{bianchi.user}"
tool        verify -> 0
tool        verify --repair -> 5 shows "being served"
tool        policy explain guardian attendance -> 0 shows "guardian"
tool        policy check {school} -> 0
tool        doctor -> 0

# SIGTERM answers what is under way
stop while helena signs in -> 0
verify      the copies agree
start
as bianchi  GET  /lessons/{3B}/2026-11-23/1 -> 200 shows "Absent 1"
stop        -> 0

# Somebody writes into the database behind the school's back: it is named, and mended from the other copy
sabotage    "update attendance set status = 0 where pupil = {anna}"
tool        verify -> 5 shows "attendance"
tool        verify --repair -> 0 shows "attendance"
tool        verify -> 0
start
as bianchi  GET  /lessons/{3B}/2026-11-23/1 -> 200 shows "Absent 1"
stop        -> 0
