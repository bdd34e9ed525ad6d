#include "classroom/view_log.h"

#include <string.h>

#include "classroom/signed_bytes.h"
#include "classroom/view_log.html.h"
#include "classroom/view_log.sql.h"
#include "classroom/view_log_view.h"
#include "identity/setting.h"
#include "platform/crypt.h"
#include "privacy/grant.h"
#include "privacy/relation.sql.h"

#define LABEL                "campanella/view/1"
#define SHOWN_DAYS           400
#define MINUTES_FROM_SECONDS 120 /* shorter looks are said in seconds */

static enum outcome last_hash(struct db *db, struct arena *arena, struct device_id device, struct instant *at,
	uint8_t hash[VIEW_LOG_HASH_BYTES]);
static enum outcome hour_of(struct db *db, struct arena *arena, const struct message_lease_terms *terms,
	struct view_log_record *record);
static enum outcome show(struct request *req, struct reply *reply, const struct grant *grant);
static enum outcome check_chains(struct request *req, const struct views_of_pupil_rows *rows,
	struct view_log_view *view);
static struct text name_of(const struct viewers_of_pupil_rows *names, struct request *req,
	struct person_id teacher);

void
view_log_hash(const uint8_t previous[VIEW_LOG_HASH_BYTES], const struct view_log_entry *entry,
	uint8_t hash[VIEW_LOG_HASH_BYTES])
{
	uint8_t room[256];
	struct message_writer out = message_writer(room, sizeof room);
	message_put_raw(&out, LABEL, sizeof LABEL);
	message_put_raw(&out, previous, VIEW_LOG_HASH_BYTES);
	message_put_uint(&out, (uint64_t)entry->lease, 8);
	message_put_uint(&out, (uint64_t)entry->device, 8);
	message_put_uint(&out, (uint64_t)entry->pupil, 8);
	message_put_uint(&out, (uint64_t)entry->class, 8);
	message_put_uint(&out, (uint64_t)entry->teacher, 8);
	message_put_uint(&out, (uint64_t)entry->kind, 1);
	message_put_uint(&out, entry->remote, 1);
	message_put_uint(&out, (uint64_t)entry->at, 8);
	message_put_raw(&out, entry->page_key.at, entry->page_key.length);
	struct message_bytes bytes = message_written(&out);
	crypt_sha256((struct bytes){ bytes.at, bytes.length }, hash);
}

enum outcome
view_log_lease(struct keys *keys, struct arena *arena, struct text lease, struct message_lease_terms *terms)
{
	struct message_bytes payload;
	enum outcome got = signed_bytes_check(keys, KEYS_SIGN_LEASE, arena, MESSAGE_LEASE_TERMS_LABEL, lease,
		&payload);
	return got != OK || message_lease_terms_decode(payload, terms) ? got : INVALID;
}

enum outcome
view_log_open(struct db *db, struct keys *keys, struct arena *arena, struct instant now, struct text lease,
	struct instant at, struct bytes previous)
{
	struct view_log_look look = { .at = at, .previous = previous };
	enum outcome got = view_log_lease(keys, arena, lease, &look.terms);
	if (got == OK && (at.ms < now.ms - VIEW_LOG_CLOCK_MS_MAX || at.ms > now.ms + VIEW_LOG_CLOCK_MS_MAX))
		got = CONFLICT;
	return got == OK ? view_log_add(db, arena, &look) : got;
}

enum outcome
view_log_add(struct db *db, struct arena *arena, struct view_log_look *look)
{
	const struct message_lease_terms *terms = &look->terms;
	struct view_log_record before;
	if (view_log_row(db, (struct view_log_id){ (int64_t)terms->lease }, arena, &before) != NOT_FOUND)
		return CONFLICT; /* an ended series does not begin again */

	struct view_log_record record = {
		.id = { (int64_t)terms->lease },
		.pupil = { terms->pupil },
		.class = { terms->class },
		.device = { (int64_t)terms->device },
		.teacher = { terms->teacher },
		.kind = (enum view_kind)terms->kind,
		.started_at = look->at,
		.ended_at = look->ended_at,
		.remote = terms->remote != 0,
		.page_key = { terms->page_key, sizeof terms->page_key },
		.previous = look->previous,
	};
	uint8_t ours[VIEW_LOG_HASH_BYTES];
	struct instant last = { 0 };
	enum outcome got = last_hash(db, arena, record.device, &last, ours);
	if (got != OK)
		return got;
	if (look->previous.length != sizeof ours)
		return INVALID;
	look->follows = memcmp(look->previous.at, ours, sizeof ours) == 0;
	if (last.ms >= look->at.ms || (!look->follows && !look->told_again))
		return CONFLICT;
	got = hour_of(db, arena, terms, &record);
	if (got == REFUSED && look->told_again) /* the timetable has changed since */
		got = OK;
	return got == OK ? view_log_put(db, arena, &record) : got;
}

enum outcome
view_log_close(struct db *db, struct arena *arena, struct view_log_id id, int64_t frames, struct instant at)
{
	struct view_log_record row;
	enum outcome got = view_log_row(db, id, arena, &row);
	if (got != OK || row.ended_at.ms != 0)
		return got;
	struct view_log_record record = { row.id, row.pupil, row.class, row.device, row.teacher, row.day,
		row.ordinal, row.subject, row.kind, row.started_at, at, frames, row.remote, row.page_key,
		row.previous };
	return view_log_put(db, arena, &record);
}

enum outcome
view_log_close_all(struct db *db, struct arena *arena, struct instant at)
{
	struct view_log_open_ones_rows rows;
	enum outcome got = view_log_open_ones(db, arena, &rows);
	for (size_t i = 0; i < rows.count && got == OK; i++)
		got = view_log_close(db, arena, rows.at[i].id, rows.at[i].frames, at);
	return got;
}

enum outcome
view_log_head(struct db *db, struct arena *arena, struct device_id device, int64_t *count,
	uint8_t head[VIEW_LOG_HASH_BYTES])
{
	struct view_log_count_row counted;
	struct instant at;
	enum outcome got = view_log_count(db, device, arena, &counted);
	if (got != OK)
		return got;
	*count = counted.count;
	return last_hash(db, arena, device, &at, head);
}

enum outcome
view_log_is_whole(struct db *db, struct arena *arena, struct device_id device, bool *whole)
{
	struct view_log_of_device_rows rows;
	uint8_t hash[VIEW_LOG_HASH_BYTES] = { 0 };
	*whole = true;
	enum outcome got = view_log_of_device(db, device, arena, &rows);
	for (size_t i = 0; i < rows.count && got == OK; i++) {
		const struct view_log_of_device_row *row = &rows.at[i];
		/* What went with its retention is before the first one that is left. */
		bool follows = row->previous.length == sizeof hash &&
			(i == 0 || memcmp(row->previous.at, hash, sizeof hash) == 0);
		*whole &= follows;
		if (!follows)
			break;
		view_log_hash(row->previous.at,
			&(struct view_log_entry){ row->id.v, row->device.v, row->pupil.v, row->class.v,
				row->teacher.v, row->kind, row->started_at.ms, row->remote, row->page_key },
			hash);
	}
	return got;
}

enum outcome
view_log_page(struct request *req, struct reply *reply)
{
	struct person_id pupil;
	if (!request_int64(req, "pupil", &pupil.v))
		return NOT_FOUND;
	const struct grant *grant = may(req, READ, VIEW_LOG, of_person(pupil));
	return grant ? show(req, reply, grant) : REFUSED;
}

static enum outcome
show(struct request *req, struct reply *reply, const struct grant *grant)
{
	struct views_of_pupil_rows rows;
	struct viewers_of_pupil_rows names = { 0 };
	enum outcome got = views_of_pupil(req->db, grant, day_add(req->today, -SHOWN_DAYS), req->arena,
		&rows);
	if (got == OK && setting_is_yes(req, "families.see_names"))
		got = viewers_of_pupil(req->db, grant, req->arena, &names);
	if (got != OK)
		return got;
	struct view_log_view view = { .whole = true };
	view.lines.at = arena_array(req->arena, struct view_log_line, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		const struct views_of_pupil_row *row = &rows.at[i];
		char *print = arena_take(req->arena, CRYPT_HEX_SIZE(4), 1);
		view.parted |= !row->follows;
		if (row->page_key.length >= 4)
			crypt_hex(row->page_key.at, 4, print);
		int64_t seconds = row->ended_at.ms > row->started_at.ms
			? (row->ended_at.ms - row->started_at.ms + 999) / 1000
			: 0;
		view.lines.at[view.lines.count++] = (struct view_log_line){
			.day = row->day,
			.started_at = row->started_at,
			.ended_at = row->ended_at,
			.seconds = seconds,
			.minutes = seconds < MINUTES_FROM_SECONDS ? 0 : (seconds + 30) / 60,
			.full = row->kind == VIEW_KIND_FULL,
			.tabs = row->kind == VIEW_KIND_TABS,
			.running = row->ended_at.ms == 0,
			.remote = row->remote,
			.told_again = row->reported_at.ms != 0 && row->ended_at.ms == row->started_at.ms,
			.frames = row->frames,
			.who = name_of(&names, req, row->teacher),
			.subject = row->subject_name,
			.class_name = row->class_name,
			.device = row->label,
			.print = text_of(print),
		};
	}
	got = check_chains(req, &rows, &view);
	view.whole &= !view.parted;
	if (got == OK)
		view_log_html(req, reply, &view);
	return got;
}

/* A record that was tampered with is said to those it is about (T6). */
static enum outcome
check_chains(struct request *req, const struct views_of_pupil_rows *rows, struct view_log_view *view)
{
	enum outcome got = OK;
	for (size_t i = 0; i < rows->count && got == OK; i++) {
		bool seen = false, whole = true;
		for (size_t k = 0; k < i; k++)
			seen |= rows->at[k].device.v == rows->at[i].device.v;
		if (!seen)
			got = view_log_is_whole(req->db, req->arena, rows->at[i].device, &whole);
		view->whole &= whole;
	}
	return got;
}

static struct text
name_of(const struct viewers_of_pupil_rows *names, struct request *req, struct person_id teacher)
{
	for (size_t i = 0; i < names->count; i++)
		if (names->at[i].teacher.v == teacher.v)
			return text_printf(req->arena, "%.*s %.*s", TEXT_ARG(names->at[i].given_name),
				TEXT_ARG(names->at[i].family_name));
	return (struct text){ 0 };
}

static enum outcome
last_hash(struct db *db, struct arena *arena, struct device_id device, struct instant *at,
	uint8_t hash[VIEW_LOG_HASH_BYTES])
{
	struct view_log_last_row row;
	memset(hash, 0, VIEW_LOG_HASH_BYTES);
	*at = (struct instant){ 0 };
	enum outcome got = view_log_last(db, device, arena, &row);
	if (got != OK)
		return got == NOT_FOUND ? OK : got;
	if (row.previous.length != VIEW_LOG_HASH_BYTES)
		return BROKEN;
	*at = row.started_at;
	view_log_hash(row.previous.at,
		&(struct view_log_entry){ row.id.v, row.device.v, row.pupil.v, row.class.v, row.teacher.v,
			row.kind, row.started_at.ms, row.remote, row.page_key },
		hash);
	return OK;
}

/* Day, hour and subject are the school's, not the device's to say: those of
 * the minute in which the lease was signed. */
static enum outcome
hour_of(struct db *db, struct arena *arena, const struct message_lease_terms *terms,
	struct view_log_record *record)
{
	struct minute minute;
	struct hour_of_teacher_now_row hour;
	zone_local(setting_zone(db, arena), (struct instant){ terms->not_before }, &record->day, &minute);
	enum outcome got = hour_of_teacher_now(db, record->teacher, record->class, record->day,
		day_weekday(record->day), minute, CLOSURE_CLOSED, arena, &hour);
	if (got != OK)
		return got == NOT_FOUND ? REFUSED : got;
	record->ordinal = hour.ordinal;
	record->subject = hour.subject;
	return OK;
}
