# Every button of every page, pressed as it stands and filled in, by everybody:
# by who may and by who may not. Nothing of it brings a process down.

school    small
now       2026-11-23 08:12
press     bianchi sala mara anna dario helena ufficio tecla -> 60
verify    the copies agree
