# The class register of the day and the month; and a file for the spreadsheet in
# which nothing that somebody typed is a formula.

school    small
now       2026-11-23 14:30
as bianchi  POST /lessons/{3B}/2026-11-23/1  all=present state_{anna}=A topic="=HYPERLINK(\"https://elsewhere.example\")" homework="+1 page" homework_due=2026-11-25 -> 303
as verdi    POST /lessons/{3B}/2026-11-23/3  topic="Dante; canto \"I\"" -> 303

as bianchi  GET  /classes/{3B}/register/2026-11-23 -> 200 shows "Dante; canto" "not signed" "Bianchi"
as helena   GET  /classes/{3B}/register-month/2026-11-23 -> 200 shows "{anna.given}"
as bianchi  GET  /classes/{3B}/register/2026-11-23?format=csv -> 200 header content-type "text/csv; charset=utf-8" header content-disposition "attachment" header x-content-type-options "nosniff" has "\"'=HYPERLINK" "\"'+1 page" "Dante; canto \"\"I\"\"" lacks "\"=HYPER" "\"+1 page"
trail       bianchi saw class_register of 3B

as neri     GET  /classes/{3B}/register/2026-11-23 -> 403
as mara     GET  /classes/{3B}/register/2026-11-23 -> 403
as ufficio  GET  /classes/{3B}/register/2026-11-23 -> 403
as ufficio  GET  /classes/{3B}/register/2026-11-23?format=csv -> 403
