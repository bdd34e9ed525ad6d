#ifndef IDENTITY_ATTEMPT_H
#define IDENTITY_ATTEMPT_H

#include "platform/request.h"
#include "policy.h"
#include "records.h"

/*
 * Attempts to sign in. Every one is on record, with the account or a keyed
 * digest of an unknown name, the network it came from and how it went, never
 * with the tried password (ID-8, R29).
 *
 * Failures make the next try wait, longer each time, up to a minute; nothing
 * is ever locked for good (ID-6). The wait belongs to the account *and* the
 * network: whoever tries a teacher's name from outside does not delay the
 * teacher at school. A second, slower wait belongs to the network as a whole,
 * for names that never signed in from it: one pupil's script in the school's
 * network does not keep the teachers out.
 */
#define ATTEMPT_FREE                   4 /* failures before the first wait */
#define ATTEMPT_WAIT_SECONDS_MAX       60
#define ATTEMPT_WINDOW_SECONDS         3600 /* failures older than this are forgiven */
#define ATTEMPT_NETWORK_FREE           100  /* failures of a whole network within ten minutes */
#define ATTEMPT_NETWORK_WINDOW_SECONDS 600
#define ATTEMPT_KNOWN_DAYS             30 /* an account that signed in from here this lately is known here */
#define ATTEMPT_UNKNOWN_BYTES          8  /* of the digest: tells repeats apart, identifies nobody */

struct attempt_who {
	struct account_id account; /* 0: no such name */
	uint8_t unknown_name[ATTEMPT_UNKNOWN_BYTES];
};
enum outcome attempt_unknown_name(struct keys *keys, struct arena *arena, struct text typed,
	uint8_t digest[ATTEMPT_UNKNOWN_BYTES]) MUST_USE;

/* Seconds to wait before this name may be tried from this network; 0: now. */
enum outcome attempt_wait_seconds(struct request *req, const struct attempt_who *who, int *seconds) MUST_USE;
enum outcome attempt_note(struct request *req, const struct attempt_who *who,
	enum attempt_outcome outcome) MUST_USE;

/* The wait after so many failures in a row. */
int attempt_wait_after(int64_t failures);

#endif
