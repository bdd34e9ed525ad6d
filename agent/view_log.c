#include "agent/view_log.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent/seal.h"

#define PATH_BYTES 1024

_Static_assert(VIEW_LEASE_BYTES_MAX >= MESSAGE_LEASE_TERMS_BYTES_MAX + MESSAGE_SIGNATURE_BYTES,
	"a signed lease has room in the state");

void
view_log_entry(const uint8_t previous[32], const struct message_lease_terms *terms, int64_t at,
	uint8_t entry[32])
{
	static const char label[] = "campanella/view/1";
	uint8_t bytes[sizeof label + 32 + 8 * 6 + 2 + 32];
	struct message_writer out = message_writer(bytes, sizeof bytes);
	message_put_raw(&out, label, sizeof label); /* with its zero */
	message_put_raw(&out, previous, 32);
	message_put_uint(&out, terms->lease, 8);
	message_put_uint(&out, terms->device, 8);
	message_put_uint(&out, (uint64_t)terms->pupil, 8);
	message_put_uint(&out, (uint64_t)terms->class, 8);
	message_put_uint(&out, (uint64_t)terms->teacher, 8);
	message_put_uint(&out, terms->kind, 1);
	message_put_uint(&out, terms->remote, 1);
	message_put_uint(&out, (uint64_t)at, 8);
	message_put_raw(&out, terms->page_key, 32);
	seal_hash(bytes, out.length, entry);
}

static FILE *
open_lines(const char *folder, const char *how)
{
	char path[PATH_BYTES];
	int length = snprintf(path, sizeof path, "%s/views.log", folder);
	return length > 0 && (size_t)length < sizeof path ? fopen(path, how) : NULL;
}

/* A name in which somebody put a new line is one line all the same. */
static void
copy_text(char *to, size_t room, struct message_bytes text)
{
	(void)snprintf(to, room, "%.*s", (int)text.length, (const char *)text.at);
	for (char *at = to; *at; at++)
		if (*at == '\n')
			*at = ' ';
}

static bool
add_line(const char *folder, uint32_t number, const struct view_pending *look,
	const struct message_lease_terms *terms)
{
	char hex[65], teacher[65], lesson[81];
	FILE *file = open_lines(folder, "ab");
	if (!file)
		return false;
	hex_print(look->head, 32, hex);
	copy_text(teacher, sizeof teacher, terms->teacher_name);
	copy_text(lesson, sizeof lesson, terms->lesson);
	bool good = fprintf(file, "%" PRIu32 " %" PRId64 " %s %s \"%s\" \"%s\" %s\n", number, look->at / 1000,
			    message_kind_word(terms->kind), terms->remote ? "remote" : "here", teacher,
			    lesson, hex) > 0;
	return fclose(file) == 0 && good;
}

/* The number of the last line that is whole; `torn` when bytes follow it. */
static uint32_t
last_line(const char *folder, bool *torn)
{
	char line[512];
	uint32_t number = 0;
	*torn = false;
	FILE *file = open_lines(folder, "rb");
	while (file && fgets(line, sizeof line, file)) {
		*torn = !strchr(line, '\n');
		if (!*torn)
			number = (uint32_t)strtoul(line, NULL, 10);
	}
	if (file)
		fclose(file);
	return number;
}

bool
view_log_knows(const struct device_state *state, uint64_t lease)
{
	for (int i = 0; i < VIEW_LATELY_MAX; i++)
		if (state->lately[i] == lease)
			return true;
	return false;
}

bool
view_log_is_full(const struct device_state *state)
{
	return state->log_count - state->school_count >= VIEW_PENDING_MAX;
}

/* The state is the record, in one piece; its line in `views.log` comes after it. */
bool
view_log_add(struct device_state *state, const char *folder, const struct message_lease_terms *terms,
	struct message_bytes lease, int64_t at)
{
	struct device_state next = *state;
	if (view_log_is_full(state) || lease.length > sizeof next.pending[0].lease)
		return false;
	struct view_pending *look = &next.pending[next.log_count - next.school_count];
	*look = (struct view_pending){ .at = at, .length = lease.length };
	memcpy(look->lease, lease.at, lease.length);
	view_log_entry(state->log_head, terms, at, look->head);
	memcpy(next.log_head, look->head, 32);
	next.log_at = at;
	next.log_count++;
	next.lately[next.log_count % VIEW_LATELY_MAX] = terms->lease;
	if (!state_save(&next, folder))
		return false;
	*state = next;
	bool good = add_line(folder, state->log_count, look, terms);
	state->lines_lack |= !good;
	return good;
}

/* How many of the looks that wait are in a record that ends so; -1: it is another record. */
static int
looks_known(const struct device_state *state, const uint8_t head[32])
{
	if (memcmp(head, state->school_head, 32) == 0)
		return 0;
	for (uint32_t i = 0; i < state->log_count - state->school_count; i++)
		if (memcmp(head, state->pending[i].head, 32) == 0)
			return (int)i + 1;
	return -1;
}

enum view_log_verdict
view_log_hear(struct device_state *state, const char *folder, const uint8_t head[32], int64_t wall)
{
	if (state->lines_lack) /* once confirmed, what a line is made of is gone */
		state->lines_lack = !view_log_mend(state, folder);
	struct device_state next = *state;
	int known = looks_known(state, head);
	if (known > 0 && !state->lines_lack) {
		uint32_t left = state->log_count - state->school_count - (uint32_t)known;
		next.school_count += (uint32_t)known;
		memcpy(next.school_head, head, 32);
		memmove(next.pending, next.pending + known, left * sizeof next.pending[0]);
		memset(next.pending + left, 0, (size_t)known * sizeof next.pending[0]);
	} else if (known < 0 && next.differs_at == 0) {
		next.differs_at = wall;
	}
	bool changed = next.school_count != state->school_count || next.differs_at != state->differs_at;
	if (!changed || state_save(&next, folder))
		*state = next;
	if (known < 0)
		return VIEW_LOG_DIFFERS;
	return state->log_count == state->school_count ? VIEW_LOG_AGREES : VIEW_LOG_BEHIND;
}

const struct view_pending *
view_log_missing(const struct device_state *state, uint8_t previous[32])
{
	memcpy(previous, state->school_head, 32);
	return state->log_count > state->school_count ? &state->pending[0] : NULL;
}

bool
view_log_mend(const struct device_state *state, const char *folder)
{
	bool torn, good = true;
	uint32_t last = last_line(folder, &torn);
	if (torn) {
		FILE *file = open_lines(folder, "ab");
		good = file && fputc('\n', file) != EOF;
		good = file && fclose(file) == 0 && good;
	}
	for (uint32_t i = 0; i < state->log_count - state->school_count && good; i++) {
		const struct view_pending *look = &state->pending[i];
		struct message_bytes payload;
		const uint8_t *signature;
		struct message_lease_terms terms;
		if (state->school_count + i + 1 <= last)
			continue;
		good = message_split_signed((struct message_bytes){ look->lease, look->length }, &payload,
			       &signature) &&
			message_lease_terms_decode(payload, &terms) &&
			add_line(folder, state->school_count + i + 1, look, &terms);
	}
	return good;
}
