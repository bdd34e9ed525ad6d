#!/usr/bin/env python3
"""lease.json and crypto.json as a C header, for tests that run where no JSON
library is: to_c.py LEASE.json CRYPTO.json OUT.h"""
import json
import sys


def literal(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f"INT64_C({value})"
    if isinstance(value, list):
        return "{ " + "".join(literal(one) + ", " for one in value) + "NULL }"
    text = json.dumps(value)
    # C compilers take long literals in parts.
    parts = [text[1:-1][i:i + 2000] for i in range(0, max(1, len(text) - 2), 2000)]
    return "\n\t\t".join(f'"{part}"' for part in parts)


def c_type(name, value):
    if isinstance(value, bool):
        return f"bool {name};"
    if isinstance(value, int):
        return f"int64_t {name};"
    if isinstance(value, list):
        return f"const char *{name}[8];"
    return f"const char *{name};"


def table(out, name, rows):
    out.write(f"static const struct {name}_case {{\n")
    for field, value in rows[0].items():
        out.write(f"\t{c_type(field, value)}\n")
    out.write(f"}} {name}_cases[] = {{\n")
    for row in rows:
        out.write("\t{\n")
        for field, value in row.items():
            out.write(f"\t\t.{field} = {literal(value)},\n")
        out.write("\t},\n")
    out.write("};\n\n")


lease, crypto = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:3])
with open(sys.argv[3], "w", encoding="utf-8") as out:
    out.write("/* Made by test/vectors/to_c.py. */\n#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n\n")
    out.write(f"static const char lease_policy_key[] = {literal(lease['policy_key'])};\n\n")
    table(out, "lease", lease["cases"])
    for name in ("ed25519", "labelled", "x25519", "hkdf", "gcm", "wraps"):
        table(out, name, crypto[name])
