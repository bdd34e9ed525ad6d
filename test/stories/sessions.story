# One cookie, limits that hold, sign-out that ends. ID-10 to ID-13, R27, R32

school    small
now       2026-11-23 08:00

sign in bianchi -> 303 to / cookie "__Host-sid=" "; Secure" "; HttpOnly" "; SameSite=Strict" "; Path=/"
still bianchi GET / -> 200
# R27: ten minutes without a word end a teacher's session, and a look in between begins them anew
after       9 minutes
still bianchi GET / -> 200
after       9 minutes
still bianchi GET / -> 200
after       11 minutes
still bianchi GET / -> 303 to /sign-in
# a family's after twenty
sign in mara -> 303
after       19 minutes
still mara  GET / -> 200
after       21 minutes
still mara  GET / -> 303 to /sign-in

# Eight hours end it whatever happens
now         2026-11-24 07:00
sign in mara -> 303
now         2026-11-24 07:19
still mara  GET / -> 200
now         2026-11-24 07:38
still mara  GET /stay -> 204
now         2026-11-24 07:57
still mara  GET /stay -> 204
stay mara   until 2026-11-24 14:59
still mara  GET / -> 200
now         2026-11-24 15:01
still mara  GET / -> 303 to /sign-in

# Sign-out ends it on the server, not only in the browser
now         2026-11-25 08:00
sign in bianchi -> 303
steal       bianchi
sign out bianchi -> 303 to /sign-in header clear-site-data "storage"
still thief GET / -> 303 to /sign-in

# Everywhere: the other browser too
sign in bianchi -> 303
steal       bianchi
sign in bianchi -> 303
still thief GET / -> 200
still bianchi POST /sign-out-everywhere on /password -> 303 to /sign-in
still thief GET / -> 303 to /sign-in
still bianchi GET / -> 303 to /sign-in

# After the door one is where one wanted to go
as nobody   GET  /classes -> 303 to /sign-in?next=/classes
as bianchi  GET  /classes -> 200
sign out bianchi -> 303
still bianchi BLIND /sign-in  name={bianchi.user} password={bianchi.password} next=/classes with sec-fetch-site same-origin -> 303 to /classes
sign out bianchi -> 303
still bianchi BLIND /sign-in  name={bianchi.user} password={bianchi.password} next=//elsewhere.example with sec-fetch-site same-origin -> 303 to /
still bianchi GET / -> 200

# A new id at every sign-in; the old one is gone with the sign-in over it
sign in bianchi -> 303
still bianchi GET /sign-in -> 303 to /

# The id stands nowhere: only its hash
words       "{cookie bianchi}"
scan        -> 0
