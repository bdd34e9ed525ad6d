# First passwords, the school's rules, expiry, and attempts that are counted but
# never kept. ID-1 to ID-8, R21 to R32

school    small
now       2026-11-23 08:00

# ID-7: a one-time code, and nothing opens before a password is chosen
tool        user code {verdi.user} -> 0
code        paper
sign in verdi -> 422
sign in verdi password "{paper}" -> 303
still verdi GET  /lessons/{3B}/2026-11-23/3 -> 303 to /password
still verdi GET  /password -> 200 shows "Choose your password" "At least 11 characters"

# allegato5, line by line; nothing typed comes back
still verdi POST /password  password="Passw0rd!x" again="Passw0rd!x" -> 422 shows "Too short" lacks "Passw0rd!x"
still verdi POST /password  password="orange7!tree" again="orange7!tree" -> 422 shows "A capital letter is missing."
still verdi POST /password  password="ORANGE7!TREE" again="ORANGE7!TREE" -> 422 shows "A small letter is missing."
still verdi POST /password  password="Orange-!tree" again="Orange-!tree" -> 422 shows "A digit is missing."
still verdi POST /password  password="Orange7xtree" again="Orange7xtree" -> 422 shows "A special character is missing"
still verdi POST /password  password="Orange7!tree" again="Orange7!treo" -> 422 shows "not the same"
still verdi POST /password  password="P@ssw0rd2026!" again="P@ssw0rd2026!" -> 422 shows "everybody tries first"
still verdi POST /password  password="Orange 7 tree" again="Orange 7 tree" -> 303
still verdi GET  / -> 200
# the code is spent
sign in verdi password "{paper}" -> 422
sign in verdi password "Orange 7 tree" -> 303

# Not one of the last four
still verdi POST /password  current="Orange 7 tree" password="Orange 7 tree" again="Orange 7 tree" -> 422 shows "used this password before"
still verdi POST /password  current="not it" password="Green 8 meadow" again="Green 8 meadow" -> 422 shows "not your present password"
still verdi POST /password  current="Orange 7 tree" password="Green 8 meadow" again="Green 8 meadow" -> 303
still verdi POST /password  current="Green 8 meadow" password="Orange 7 tree" again="Orange 7 tree" -> 422 shows "used this password before"

# A code that nobody used for 14 days opens nothing
tool        user code {conti.user} -> 0
code        late
now         2026-12-07 08:01
sign in conti password "{late}" -> 422 shows "do not open an account"

# ID-3: three months, or 90 days when that is earlier; from the next midnight on only the change opens
now         2027-02-20 08:00
sign in verdi password "Green 8 meadow" -> 303
still verdi GET  / -> 200
now         2027-02-21 23:59:50
sign in verdi password "Green 8 meadow" -> 303
still verdi GET  / -> 200
now         2027-02-22 00:00:10
still verdi GET  / -> 303 to /password
still verdi POST /password  current="Green 8 meadow" password="Yellow 9 field" again="Yellow 9 field" -> 303
still verdi GET  / -> 200

# ID-6: every failure more makes the next try wait; nobody is locked out for good
sign in verdi password "Wrong1!tried words" -> 422
sign in verdi password "Wrong2!tried words" -> 422
sign in verdi password "Wrong3!tried words" -> 422
sign in verdi password "Wrong4!tried words" -> 422
sign in verdi password "Yellow 9 field" -> 429 shows "Too many attempts"
# from the school, where the teacher really is, the door stands open
sign in verdi password "Yellow 9 field" at 127.9.9.9 -> 303
after       2 minutes
sign in verdi password "Yellow 9 field" at 127.0.50.77 -> 303

# ID-8: every attempt is on record, the tried password nowhere
rows        attempt 4 where outcome = 2 and account = (select id from account where person = {verdi}) and at > {00:00}
words       "Wrong1!tried words" "Wrong4!tried words" "Orange 7 tree" "Yellow 9 field" "Passw0rd!x" "{paper}"
scan        -> 0
tool        doctor -> 0 shows "allegato5"
verify      the copies agree
