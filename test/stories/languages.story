# Four languages, as the reader's browser asks; the same for the refusals.

school    small
now       2026-11-23 08:05
as nobody   GET  /sign-in with accept-language "it" -> 200 has "lang=\"it\""
as nobody   GET  /sign-in with accept-language "nl-NL,nl;q=0.9,en;q=0.5" -> 200 has "lang=\"nl\""
as nobody   GET  /sign-in with accept-language "es" -> 200 has "lang=\"es\""
as nobody   GET  /sign-in with accept-language "de" -> 200 has "lang=\"en\""
as nobody   GET  /sign-in with accept-language ";;q=,,x" -> 200 has "lang=\"en\""
as nobody   GET  /no/such/page with accept-language "it" -> 404 has "lang=\"it\""
# Chosen at the door it goes into the account; no cookie keeps it
as nobody   GET  /sign-in?language=nl&next=/classes with accept-language "it" -> 200 has "lang=\"nl\"" "/sign-in?language=es&amp;next=/classes"
as bianchi  GET  /language -> 200 shows "Language" "Nederlands"
as bianchi  POST /language language=nl next=/classes -> 303 to /classes
as bianchi  GET  /classes with accept-language "es" -> 200 has "lang=\"nl\"" shows "Klassen"
as mara     GET  / -> 200 has "lang=\"en\""
as bianchi  POST /language language=de -> 422
as nobody   GET  /language -> 303 to /sign-in?next=/language
