# What every kind of answer carries, and what none does.

school    small
now       2026-11-23 08:05

as nobody   GET  /sign-in -> 200 header content-security-policy "default-src 'none'" header x-content-type-options "nosniff" header referrer-policy "same-origin" header strict-transport-security "max-age=" header cache-control "no-store" without server
as nobody   GET  / -> 303 header content-security-policy "default-src 'none'" header cache-control "no-store"
as nobody   GET  /no/such/page -> 404 header content-security-policy "default-src 'none'" header x-content-type-options "nosniff" header cache-control "no-store"
as bianchi  GET  /lessons/{3B}/2026-11-23/1 -> 200 header content-security-policy "default-src 'none'" header content-security-policy "frame-ancestors 'none'" header cache-control "no-store" header content-type "text/html; charset=utf-8" without set-cookie
as neri     GET  /lessons/{3B}/2026-11-23/1 -> 403 header content-security-policy "default-src 'none'" header cache-control "no-store"
as bianchi  POST /lessons/{3B}/2026-11-23/1 topic="Sets" homework="x" homework_due=tomorrow -> 422 header content-security-policy "default-src 'none'" header cache-control "no-store"
as bianchi  POST /lessons/{3B}/2026-11-23/1 all=present topic="Sets" -> 303 header cache-control "no-store" header x-content-type-options "nosniff"
as bianchi  HEAD /lessons/{3B}/2026-11-23/1 -> 200 header content-security-policy "default-src 'none'"
as bianchi  DELETE /lessons/{3B}/2026-11-23/1 -> 405
as bianchi  GET  /web/style.css -> 200 header content-type "text/css" header x-content-type-options "nosniff"
as bianchi  GET  /web/../school.db -> 404
as bianchi  GET  /web/%2e%2e/school.db -> 404
# A foreign page cannot send a form here, with or without the cookie
as bianchi  POST /lessons/{3B}/2026-11-23/1 topic="Forged" with origin https://elsewhere.example -> 403
as bianchi  POST /lessons/{3B}/2026-11-23/1 topic="Forged" with origin "" with sec-fetch-site cross-site -> 403
rows        lesson 1
# No script or style stands in a page
as bianchi  GET  /lessons/{3B}/2026-11-23/1 -> 200 lacks " style=" "onclick=" "<style" "javascript:"
