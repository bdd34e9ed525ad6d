#include "daemon/accept_language.h"

static int weight_of(struct text parameters);

enum language
accept_language(struct text header, enum language otherwise)
{
	enum language best = otherwise, one;
	int best_weight = 0;

	while (header.length > 0) {
		struct text rest = text_cut(&header, ',');
		struct text tag = text_trim(text_cut(&rest, ';'));
		int weight = weight_of(rest);
		if (weight > best_weight && language_of_tag(tag, &one)) {
			best = one;
			best_weight = weight;
		}
	}
	return best;
}

/* "q=0.8" in thousandths; 1000 when there is none, 0 when it is not well formed. */
static int
weight_of(struct text parameters)
{
	struct text value = text_trim(parameters);
	if (value.length == 0)
		return 1000;
	if (!text_starts(value, "q=") || value.length < 3 || value.length > 7)
		return 0;
	int weight = 0, scale = 1000;
	for (size_t i = 2; i < value.length; i++) {
		char byte = value.at[i];
		if (i == 3 && byte == '.')
			continue;
		if (i == 3 || byte < '0' || byte > '9')
			return 0;
		weight += (byte - '0') * scale;
		scale /= 10;
	}
	return weight <= 1000 ? weight : 0;
}
