#include "platform/outcome.h"

#include <assert.h>

static const struct {
	const char *word;
	int http_status;
	int exit_code;
} outcomes[OUTCOMES] = {
	[OK] = { "ok", 200, 0 },
	[NOT_FOUND] = { "not found", 404, 4 },
	[REFUSED] = { "refused", 403, 3 },
	[INVALID] = { "invalid", 422, 2 },
	[CONFLICT] = { "conflict", 409, 5 },
	[BUSY] = { "busy", 503, 6 },
	[BROKEN] = { "broken", 500, 1 },
};

int
outcome_http_status(enum outcome outcome)
{
	assert(outcome < OUTCOMES);
	return outcomes[outcome].http_status;
}

int
outcome_exit_code(enum outcome outcome)
{
	assert(outcome < OUTCOMES);
	return outcomes[outcome].exit_code;
}

const char *
outcome_word(enum outcome outcome)
{
	assert(outcome < OUTCOMES);
	return outcomes[outcome].word;
}
