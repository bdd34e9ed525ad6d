#include "identity/activation.h"

#include <ctype.h>
#include <string.h>

#define GROUPS       3
#define GROUP_LENGTH 4
#define CODE_LETTERS (GROUPS * GROUP_LENGTH)
#define DAY_MS       ((int64_t)24 * 60 * 60 * 1000)

/* 32 of them: no I, L, O, U, which look like others or make words. */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void
activation_make(struct random *random, char code[ACTIVATION_CODE_SIZE])
{
	char *at = code;
	for (int i = 0; i < CODE_LETTERS; i++) {
		if (i && i % GROUP_LENGTH == 0)
			*at++ = '-';
		*at++ = alphabet[random_below(random, sizeof alphabet - 1)];
	}
	*at = '\0';
}

enum outcome
activation_digest(struct keys *keys, struct arena *arena, struct text typed, struct text *digest)
{
	char letters[CODE_LETTERS];
	size_t count = 0;
	for (size_t i = 0; i < typed.length; i++) {
		char letter = (char)toupper((unsigned char)typed.at[i]);
		if (letter == '-' || letter == ' ')
			continue;
		/* What people read for what is printed. */
		letter = letter == 'O' ? '0' : letter == 'I' || letter == 'L' ? '1' : letter;
		if (!letter || !strchr(alphabet, letter) || count == CODE_LETTERS)
			return INVALID;
		letters[count++] = letter;
	}
	if (count != CODE_LETTERS)
		return INVALID;

	uint8_t mac[KEYS_MAC_BYTES];
	enum outcome got = keys_mac(keys, KEYS_MAC_ACTIVATION, (struct text){ letters, count }, mac);
	if (got != OK)
		return got;
	char *hex = arena_array(arena, char, 2 * KEYS_MAC_BYTES);
	for (int i = 0; i < KEYS_MAC_BYTES; i++) {
		hex[2 * i] = "0123456789abcdef"[mac[i] >> 4];
		hex[2 * i + 1] = "0123456789abcdef"[mac[i] & 15];
	}
	*digest = (struct text){ hex, 2 * KEYS_MAC_BYTES };
	return OK;
}

struct instant
activation_ends(struct instant now)
{
	return (struct instant){ now.ms + ACTIVATION_DAYS * DAY_MS };
}
