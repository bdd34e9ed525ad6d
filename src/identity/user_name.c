#include "identity/user_name.h"

#include <string.h>

#include "identity/person_name.h"

struct text
user_name_tidy(struct arena *arena, struct text typed)
{
	return person_name_small(arena, text_trim(typed));
}

bool
user_name_is_usable(struct text tidy)
{
	if (tidy.length > USER_NAME_BYTES_MAX || !text_is_utf8(tidy) || text_code_points(tidy) < 2)
		return false;
	for (size_t i = 0; i < tidy.length; i++) {
		unsigned char byte = (unsigned char)tidy.at[i];
		if (byte <= ' ' || byte == 0x7F)
			return false;
	}
	return true;
}

enum outcome
user_name_key(struct keys *keys, struct arena *arena, struct text typed, struct bytes *key)
{
	uint8_t *mac = arena_array(arena, uint8_t, KEYS_MAC_BYTES);
	*key = (struct bytes){ mac, KEYS_MAC_BYTES };
	return keys_mac(keys, KEYS_MAC_USER_NAME, user_name_tidy(arena, typed), mac);
}
