#include "identity/password.h"

#include <stdlib.h>
#include <string.h>

#include "identity/password_words.h"
#include "platform/page.h"
#include "platform/unicode.h"

static const struct password_rules rules_of[] = {
	[PROFILE_ALLEGATO5] = { PROFILE_ALLEGATO5, 11, true, 90, 3 },
	[PROFILE_NIST] = { PROFILE_NIST, 15, false, 0, 0 },
};

static unsigned composition_faults(struct text password);
static bool is_a_name(struct arena *arena, struct text folded, struct text name);
static struct text stem(struct arena *arena, struct text folded);
static bool contains(struct text text, struct text part);

const struct password_rules *
password_rules(enum password_profile profile)
{
	return &rules_of[profile == PROFILE_NIST ? PROFILE_NIST : PROFILE_ALLEGATO5];
}

unsigned
password_faults(struct arena *arena, enum password_profile profile, struct text typed,
	const struct password_about *about)
{
	const struct password_rules *asked = password_rules(profile);
	struct text password = password_tidy(arena, typed);
	if (!password.at)
		return PASSWORD_NOT_TEXT;
	unsigned faults = 0;
	size_t length = text_code_points(password);
	if (length < (size_t)asked->code_points_min)
		faults |= PASSWORD_TOO_SHORT;
	if (length > PASSWORD_CODE_POINTS_MAX)
		faults |= PASSWORD_TOO_LONG;
	if (asked->composed)
		faults |= composition_faults(password);
	if (password_is_common(arena, password))
		faults |= PASSWORD_COMMON;
	struct text folded = unicode_fold(arena, password);
	if (is_a_name(arena, folded, about->user_name) || is_a_name(arena, folded, about->school_name))
		faults |= PASSWORD_IS_A_NAME;
	return faults;
}

const char *
password_fault_message(enum password_fault fault)
{
	switch (fault) {
	case PASSWORD_NOT_TEXT: return TR("This is not text that can be typed.");
	case PASSWORD_TOO_SHORT: return TR("Too short: %1 characters at least.");
	case PASSWORD_TOO_LONG: return TR("Too long: 128 characters at most.");
	case PASSWORD_NO_UPPER: return TR("A capital letter is missing.");
	case PASSWORD_NO_LOWER: return TR("A small letter is missing.");
	case PASSWORD_NO_DIGIT: return TR("A digit is missing.");
	case PASSWORD_NO_SPECIAL:
		return TR(
			"A special character is missing: anything that is neither letter nor digit, a space too.");
	case PASSWORD_COMMON: return TR("This is one of the passwords that everybody tries first.");
	case PASSWORD_IS_A_NAME: return TR("It is made of your user name or the school's name.");
	case PASSWORD_FAULTS: break;
	}
	return "";
}

struct text
password_tidy(struct arena *arena, struct text typed)
{
	return unicode_nfc(arena, typed.at ? typed : TEXT(""));
}

struct day
password_due(enum password_profile profile, struct day changed_on)
{
	const struct password_rules *asked = password_rules(profile);
	if (asked->changed_days == 0 || day_equal(changed_on, DAY_NONE))
		return DAY_NONE;
	struct day by_days = day_add(changed_on, asked->changed_days);
	struct day by_months = day_add_months(changed_on, asked->changed_months);
	return day_before(by_months, by_days) ? by_months : by_days;
}

bool
password_is_common(struct arena *arena, struct text typed)
{
	struct text folded = unicode_fold(arena, typed);
	struct text core = stem(arena, folded);
	/* Nothing but digits and signs: a date, a row of the keyboard. */
	if (core.length == 0)
		return true;
	for (size_t i = 0; i < password_word_count; i++)
		if (text_is(core, password_words[i]) || text_is(folded, password_words[i]))
			return true;
	return false;
}

static unsigned
composition_faults(struct text password)
{
	unsigned missing = PASSWORD_NO_UPPER | PASSWORD_NO_LOWER | PASSWORD_NO_DIGIT | PASSWORD_NO_SPECIAL;
	while (password.length > 0) {
		switch (unicode_next(&password)) {
		case UNICODE_UPPER: missing &= ~(unsigned)PASSWORD_NO_UPPER; break;
		case UNICODE_LOWER: missing &= ~(unsigned)PASSWORD_NO_LOWER; break;
		case UNICODE_DIGIT: missing &= ~(unsigned)PASSWORD_NO_DIGIT; break;
		case UNICODE_SPECIAL: missing &= ~(unsigned)PASSWORD_NO_SPECIAL; break;
		case UNICODE_OTHER_LETTER: break;
		}
	}
	return missing;
}

/* The whole name in it, when the name is long enough to be a giveaway. */
static bool
is_a_name(struct arena *arena, struct text folded, struct text name)
{
	struct text folded_name = unicode_fold(arena, text_trim(name));
	return text_code_points(folded_name) >= 4 && contains(folded, folded_name);
}

/* "P@ssw0rd2026!" is "password" in its Sunday clothes: the signs that stand for
 * letters are put back, and what is not a letter falls off at both ends. */
static struct text
stem(struct arena *arena, struct text folded)
{
	static const char signs[] = "0134578@$", letters[] = "oieastbas";
	size_t first = 0, last = folded.length;
	while (last > first && (uint8_t)folded.at[last - 1] < 0x80 &&
		!(folded.at[last - 1] >= 'a' && folded.at[last - 1] <= 'z'))
		last--;
	while (first < last && (uint8_t)folded.at[first] < 0x80 &&
		!(folded.at[first] >= 'a' && folded.at[first] <= 'z') && folded.at[first] != '@' &&
		folded.at[first] != '$')
		first++;
	char *made = arena_take(arena, last - first + 1, 1);
	for (size_t i = first; i < last; i++) {
		const char *sign = strchr(signs, folded.at[i]);
		made[i - first] = sign && *sign ? letters[sign - signs] : folded.at[i];
	}
	return (struct text){ made, last - first };
}

static bool
contains(struct text text, struct text part)
{
	return part.length > 0 && memmem(text.at, text.length, part.at, part.length) != NULL;
}
