#include "classroom/view_report.h"

#include <string.h>

#include "classroom/view_report.sql.h"
#include "platform/crypt.h"

static enum outcome read_report(struct db *db, struct arena *arena, const struct view_report *report,
	struct message_look_report *said);
static bool in_its_time(const struct message_look_report *said, const struct message_lease_terms *terms,
	struct instant now);

enum outcome
view_report_take(struct db *db, struct keys *keys, struct arena *arena, struct instant now,
	struct view_report *report)
{
	struct message_look_report said;
	struct view_log_look look = { .told_again = true };
	enum outcome got = read_report(db, arena, report, &said);
	if (got == OK)
		got = view_log_lease(keys, arena,
			(struct text){ (const char *)said.lease.at, said.lease.length }, &look.terms);
	if (got != OK)
		return got;
	if ((int64_t)look.terms.device != report->device.v || !in_its_time(&said, &look.terms, now))
		return REFUSED;
	look.at = (struct instant){ said.at };
	look.ended_at = report->live ? (struct instant){ 0 } : look.at;
	look.previous = (struct bytes){ said.previous, sizeof said.previous };
	got = view_log_add(db, arena, &look);
	report->lease = (int64_t)look.terms.lease;
	report->follows = look.follows;
	if (got != OK)
		return got;
	return view_report_put(db, arena,
		&(struct view_report_record){ { report->lease }, now, look.follows });
}

static enum outcome
read_report(struct db *db, struct arena *arena, const struct view_report *report,
	struct message_look_report *said)
{
	struct device_key_row device;
	struct message_bytes payload;
	const uint8_t *signature;
	struct message_bytes both = { (const uint8_t *)report->content.at, report->content.length };
	if (!message_split_signed(both, &payload, &signature) || !message_look_report_decode(payload, said) ||
		(int64_t)said->device != report->device.v)
		return INVALID;
	enum outcome got = device_key(db, report->device, arena, &device);
	if (got != OK)
		return got;
	size_t room = sizeof MESSAGE_LOOK_REPORT_LABEL + payload.length;
	struct message_writer out = message_writer(arena_take(arena, room, 1), room);
	message_put_signed(&out, MESSAGE_LOOK_REPORT_LABEL, payload);
	struct message_bytes labelled = message_written(&out);
	return device.public_key.length == CRYPT_PUBLIC_BYTES &&
			crypt_sign_check(device.public_key.at, (struct bytes){ labelled.at, labelled.length },
				signature)
		? OK
		: REFUSED;
}

/* When the notice was mapped is the device's word, inside what the lease allowed. */
static bool
in_its_time(const struct message_look_report *said, const struct message_lease_terms *terms,
	struct instant now)
{
	return said->at >= terms->not_before - VIEW_LOG_CLOCK_MS_MAX &&
		said->at <= terms->expires + VIEW_LOG_CLOCK_MS_MAX &&
		said->at <= now.ms + VIEW_LOG_CLOCK_MS_MAX;
}
