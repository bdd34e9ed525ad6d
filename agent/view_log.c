#include "agent/view_log.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "agent/seal.h"

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

bool
view_log_add(struct device_state *state, const char *folder, const struct message_lease_terms *terms,
	int64_t at)
{
	char path[1024], hex[65];
	struct device_state next = *state;
	memcpy(next.log_before, state->log_head, 32);
	view_log_entry(state->log_head, terms, at, next.log_head);
	next.log_at = at;
	next.log_count++;
	int length = snprintf(path, sizeof path, "%s/views.log", folder);
	FILE *file = length > 0 && (size_t)length < sizeof path ? fopen(path, "ab") : NULL;
	if (!file)
		return false;
	hex_print(next.log_head, 32, hex);
	int64_t seconds = at / 1000;
	bool good = fprintf(file, "%" PRIu32 " %" PRId64 " %s %s \"%.*s\" \"%.*s\" %s\n", next.log_count,
			    seconds, message_kind_word(terms->kind), terms->remote ? "remote" : "here",
			    (int)terms->teacher_name.length, (const char *)terms->teacher_name.at,
			    (int)terms->lesson.length, (const char *)terms->lesson.at, hex) > 0;
	good = fclose(file) == 0 && good && state_save(&next, folder);
	if (good)
		*state = next;
	return good;
}

enum view_log_verdict
view_log_compare(struct device_state *state, uint32_t count, const uint8_t head[32])
{
	if (count == state->log_count && memcmp(head, state->log_head, 32) == 0)
		return VIEW_LOG_AGREES;
	if (state->log_count > 0 && count == state->log_count - 1 &&
		memcmp(head, state->log_before, 32) == 0) {
		memcpy(state->log_head, state->log_before, 32);
		state->log_count--;
		return VIEW_LOG_TAKEN_BACK;
	}
	return VIEW_LOG_DIFFERS;
}
