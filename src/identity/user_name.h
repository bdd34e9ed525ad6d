#ifndef IDENTITY_USER_NAME_H
#define IDENTITY_USER_NAME_H

#include "platform/keys.h"

/*
 * The name of an account as people type it: capitals and spaces around it make
 * no difference. It is stored sealed, and found again by a keyed digest.
 */
#define USER_NAME_BYTES_MAX 100

struct text user_name_tidy(struct arena *arena, struct text typed);
/* At least two characters, no white space or control characters inside. */
bool user_name_is_usable(struct text tidy);
/* account.name_key of the name, tidied. */
enum outcome user_name_key(struct keys *keys, struct arena *arena, struct text typed,
	struct bytes *key) MUST_USE;

#endif
