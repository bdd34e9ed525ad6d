# The other profile: long, of any kind, never due. ID-1, ID-3

school    3B: anna ; teacher bianchi mathematics 3B ; head helena ; init --passwords nist
now       2026-11-23 08:00
tool        user code {bianchi.user} -> 0
code        paper
sign in bianchi password "{paper}" -> 303
still bianchi GET  /password -> 200 shows "At least 15 characters, of any kind"
still bianchi POST /password  password="Scuola 2026ok" again="Scuola 2026ok" -> 422 shows "Too short: 15"
still bianchi POST /password  password="quiet river under snow" again="quiet river under snow" -> 303
now         2027-05-24 08:00
sign in bianchi password "quiet river under snow" -> 303
still bianchi GET  / -> 200
tool        doctor -> 0 shows "nist"
# Raising the profile asks for a new password at once
as helena   POST /settings  password.profile=allegato5 -> 303
still bianchi GET  / -> 303 to /password
