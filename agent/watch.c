#include "agent/watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent/view_log.h"
#include "agent/words.h"

/*
 * The order is the promise: check, notice, record, acknowledge, the school's
 * record, picture. At each step the one before is asked again, and a lease that
 * fails is let go.
 */
static bool open_screen(struct watch *watch);
static void close_screen(struct watch *watch);
static void say_who_looks(struct watch *watch);
static void lead(struct watch *watch, enum message_kind kind);

static struct watch_lease *
find(struct watch *watch, uint64_t lease)
{
	for (int i = 0; i < WATCH_LEASES_MAX; i++)
		if (watch->leases[i].held && watch->leases[i].terms.lease == lease)
			return &watch->leases[i];
	return NULL;
}

bool
watch_is_idle(const struct watch *watch)
{
	for (int i = 0; i < WATCH_LEASES_MAX; i++)
		if (watch->leases[i].held)
			return false;
	return true;
}

static bool
is_renewal_of(const struct message_lease_terms *held, const struct message_lease_terms *terms)
{
	return held->pupil == terms->pupil && held->class == terms->class &&
		held->teacher == terms->teacher && held->kind == terms->kind &&
		held->remote == terms->remote &&
		memcmp(held->page_key, terms->page_key, sizeof held->page_key) == 0;
}

static void
keep_terms(struct watch_lease *lease, const struct message_lease_terms *terms, struct message_bytes content)
{
	lease->length = content.length < sizeof lease->content ? content.length : sizeof lease->content;
	memcpy(lease->content, content.at, lease->length);
	lease->terms = *terms;
	memcpy(lease->texts, terms->teacher_name.at, terms->teacher_name.length);
	lease->terms.teacher_name.at = lease->texts;
	memcpy(lease->texts + 64, terms->lesson.at, terms->lesson.length);
	lease->terms.lesson.at = lease->texts + 64;
}

enum message_refusal
watch_hold(struct watch *watch, const struct message_lease_terms *terms, struct message_bytes content,
	int64_t wall)
{
	struct watch_lease *lease = find(watch, terms->lease);
	if (lease) {
		if (!is_renewal_of(&lease->terms, terms))
			return MESSAGE_REFUSAL_EREPLAY;
		keep_terms(lease, terms, content);
		return MESSAGE_REFUSAL_NONE;
	}
	if (view_log_knows(watch->state, terms->lease))
		return MESSAGE_REFUSAL_EREPLAY;
	if (!open_screen(watch))
		return MESSAGE_REFUSAL_ECAP;
	for (int i = 0; i < WATCH_LEASES_MAX && !lease; i++)
		if (!watch->leases[i].held)
			lease = &watch->leases[i];
	if (!lease)
		return MESSAGE_REFUSAL_ECAP;
	*lease = (struct watch_lease){ .held = true, .since = wall };
	keep_terms(lease, terms, content);
	if (watch->series[terms->kind].leader == 0)
		lead(watch, terms->kind);
	say_who_looks(watch);
	return MESSAGE_REFUSAL_NONE;
}

/* A new key and a new leader for a series: who left can open nothing more (CLS-39). */
static void
lead(struct watch *watch, enum message_kind kind)
{
	struct watch_series *series = &watch->series[kind];
	seal_forget(series->key, sizeof series->key);
	series->leader = 0;
	for (int i = 0; i < WATCH_LEASES_MAX && series->leader == 0; i++)
		if (watch->leases[i].held && watch->leases[i].terms.kind == kind)
			series->leader = watch->leases[i].terms.lease;
	series->whole = true;
	if (series->leader) {
		seal_random(series->key, sizeof series->key);
	} else {
		picture_finish(&series->picture);
		series->ready = false;
		series->nothing_since = 0;
	}
}

void
watch_release(struct watch *watch, uint64_t id)
{
	struct watch_lease *lease = find(watch, id);
	if (!lease)
		return;
	enum message_kind kind = lease->terms.kind;
	seal_forget(lease, sizeof *lease);
	lead(watch, kind);
	if (watch_is_idle(watch))
		close_screen(watch);
	else
		say_who_looks(watch);
}

void
watch_release_all(struct watch *watch)
{
	for (int i = 0; i < WATCH_LEASES_MAX; i++)
		if (watch->leases[i].held)
			watch_release(watch, watch->leases[i].terms.lease);
}

void
watch_again(struct watch *watch, uint64_t id)
{
	struct watch_lease *lease = find(watch, id);
	if (lease)
		watch->series[lease->terms.kind].whole = true;
}

static bool
open_screen(struct watch *watch)
{
	if (watch->screen)
		return true;
	seal_random(&watch->mark, sizeof watch->mark);
	watch->screen = screen_open();
	watch->indicator = watch->screen ? indicator_open(watch->screen, watch->mark) : NULL;
	watch->message = malloc(MESSAGE_HEAD_BYTES + MESSAGE_FRAME_KEY_BYTES_MAX);
	if (watch->indicator && watch->message && picture_room_init(&watch->room))
		return true;
	close_screen(watch);
	return false;
}

static void
close_screen(struct watch *watch)
{
	indicator_close(watch->indicator);
	screen_close(watch->screen);
	picture_room_finish(&watch->room);
	free(watch->message);
	watch->indicator = NULL;
	watch->shown = watch->unmarked = false;
	watch->hidden_since = watch->seen_since = 0;
	watch->screen = NULL;
	watch->message = NULL;
}

static void
print_viewer(char line[INDICATOR_LINE_BYTES], const struct watch_lease *lease)
{
	char who[INDICATOR_LINE_BYTES], name[65], since[64], clock[6], remote[64];
	(void)snprintf(name, sizeof name, "%.*s", (int)lease->terms.teacher_name.length,
		(const char *)lease->terms.teacher_name.at);
	words_print(who, sizeof who,
		lease->terms.kind == MESSAGE_KIND_FULL ? WORD_LOOKS_FULL : WORD_LOOKS_THUMB, name);
	machine_clock_text(lease->since, clock);
	words_print(since, sizeof since, WORD_SINCE, clock);
	words_print(remote, sizeof remote, WORD_REMOTE, "");
	(void)snprintf(line, INDICATOR_LINE_BYTES, "%.150s, %.60s%s%.40s", who, since,
		lease->terms.remote ? ", " : "", lease->terms.remote ? remote : "");
}

static void
say_who_looks(struct watch *watch)
{
	struct indicator_text text = { .count = 0 };
	for (int i = 0; i < WATCH_LEASES_MAX && text.count < INDICATOR_LINES_MAX; i++) {
		if (!watch->leases[i].held)
			continue;
		char *line = text.lines[text.count];
		print_viewer(line, &watch->leases[i]);
		bool said = false; /* the same teacher on two pages is one line */
		for (int k = 0; k < text.count && !said; k++)
			said = strcmp(text.lines[k], line) == 0;
		text.count += !said;
	}
	indicator_say(watch->indicator, &text);
	watch->shown = false;
}

static void
send_refusal(struct watch *watch, uint64_t lease, enum message_refusal code)
{
	uint8_t bytes[64];
	struct message_writer out = message_writer(bytes, sizeof bytes);
	if (message_refuse_encode(&out, watch->out.sequence(watch->out.context), lease,
		    &(struct message_refuse){ .device = watch->identity->device, .code = code }))
		(void)watch->out.send(watch->out.context, message_written(&out));
}

static void
send_end(struct watch *watch, uint64_t lease, enum message_ending reason)
{
	uint8_t bytes[64];
	struct message_writer out = message_writer(bytes, sizeof bytes);
	if (message_lease_end_encode(&out, watch->out.sequence(watch->out.context), lease,
		    &(struct message_lease_end){ .reason = reason }))
		(void)watch->out.send(watch->out.context, message_written(&out));
}

/* Every check again, but signature and nonce; what fails is let go. */
static void
look_at_leases(struct watch *watch, const struct check_policy *policy, const struct check_time *time,
	const struct check_device *device)
{
	for (int i = 0; i < WATCH_LEASES_MAX; i++) {
		struct watch_lease *lease = &watch->leases[i];
		if (!lease->held)
			continue;
		uint64_t id = lease->terms.lease;
		enum message_refusal refusal = check_lease_now(policy, time, device, &lease->terms);
		if (refusal == MESSAGE_REFUSAL_NONE)
			continue;
		if (refusal == MESSAGE_REFUSAL_EEXP)
			send_end(watch, id, MESSAGE_ENDING_EXPIRED);
		else
			send_refusal(watch, id, refusal);
		watch_release(watch, id);
	}
}

bool
watch_may_see(const struct watch *watch, const struct watch_lease *lease)
{
	return lease->held && lease->acknowledged && lease->number <= watch->state->school_count;
}

/* The school's word came: the first picture for this lease is a whole one, with its key. */
static void
open_pictures(struct watch *watch, struct watch_lease *lease)
{
	if (lease->open || !watch_may_see(watch, lease))
		return;
	lease->open = true;
	watch->series[lease->terms.kind].whole = true;
	watch->series[lease->terms.kind].next = 0;
}

/* Record, then acknowledge: once for each lease, before its first picture. */
static void
acknowledge(struct watch *watch, struct watch_lease *lease, int64_t wall)
{
	uint8_t bytes[MESSAGE_HEAD_BYTES + MESSAGE_NOTICE_ACK_BYTES_MAX];
	struct message_writer out = message_writer(bytes, sizeof bytes);
	struct message_notice_ack ack = { .at = wall };
	if (wall <= watch->state->log_at) /* two notices in one moment, or a clock that was set back */
		ack.at = watch->state->log_at + 1;
	memcpy(ack.previous, watch->state->log_head, sizeof ack.previous);
	if (!view_log_add(watch->state, watch->folder, &lease->terms,
		    (struct message_bytes){ lease->content, lease->length }, ack.at)) {
		send_refusal(watch, lease->terms.lease, MESSAGE_REFUSAL_ECAP);
		watch_release(watch, lease->terms.lease);
		return;
	}
	lease->number = watch->state->log_count;
	if (message_notice_ack_encode(&out, watch->out.sequence(watch->out.context), lease->terms.lease,
		    &ack))
		lease->acknowledged = watch->out.send(watch->out.context, message_written(&out));
	if (!lease->acknowledged) /* it stands on record; the next connection tells it */
		watch_release(watch, lease->terms.lease);
}

/* No picture is made without the notice, from the first moment; after a while the
 * teacher is told. The school ends the leases then, so they are let go. */
static void
tell_no_indicator(struct watch *watch, int64_t now)
{
	watch->seen_since = 0;
	if (watch->hidden_since == 0)
		watch->hidden_since = now;
	if (now - watch->hidden_since < WATCH_INDICATOR_MS)
		return;
	for (int i = 0; i < WATCH_LEASES_MAX; i++)
		if (watch->leases[i].held) {
			uint64_t id = watch->leases[i].terms.lease;
			send_refusal(watch, id, MESSAGE_REFUSAL_EIND);
			watch_release(watch, id);
		}
}

static void
note_seen(struct watch *watch, int64_t now)
{
	if (watch->unmarked)
		return;
	if (watch->seen_since == 0)
		watch->seen_since = now;
	if (now - watch->seen_since >= WATCH_SEEN_MS)
		watch->hidden_since = 0;
}

bool
watch_is_stale(const struct watch *watch)
{
	return machine_monotonic() - watch->checked_at > WATCH_STALE_MS;
}

/* A screen of which there is no picture: the teacher is told, as of one that is covered. */
static void
note_made(struct watch *watch, struct watch_series *series, enum picture_made made, int64_t now)
{
	if (made != PICTURE_NONE || series->nothing_since == 0)
		series->nothing_since = made == PICTURE_NONE ? now : 0;
	if (made != PICTURE_NONE || now - series->nothing_since < WATCH_NOTHING_MS)
		return;
	for (int i = 0; i < WATCH_LEASES_MAX; i++)
		if (watch->leases[i].held && &watch->series[watch->leases[i].terms.kind] == series) {
			uint64_t id = watch->leases[i].terms.lease;
			send_refusal(watch, id, MESSAGE_REFUSAL_ECAP);
			watch_release(watch, id);
		}
}

/* The pace of a series is that of its most eager lease. */
static int64_t
interval_of(const struct watch *watch, enum message_kind kind)
{
	int64_t interval = 60000;
	for (int i = 0; i < WATCH_LEASES_MAX; i++)
		if (watch->leases[i].held && watch->leases[i].terms.kind == kind &&
			watch->leases[i].terms.interval_ms < interval)
			interval = watch->leases[i].terms.interval_ms;
	return interval;
}

/* Until there is something to ask the display: nothing of it changes what has been sent. */
static int64_t
until_due(struct watch *watch, int64_t now)
{
	int64_t wait = 1000;
	if (!watch->shown)
		return 0;
	for (int i = 0; i < WATCH_LEASES_MAX; i++) {
		const struct watch_lease *lease = &watch->leases[i];
		if (lease->held && (!lease->acknowledged || (!lease->open && watch_may_see(watch, lease))))
			return 0;
	}
	for (enum message_kind kind = MESSAGE_KIND_THUMB; kind <= MESSAGE_KIND_FULL; kind++) {
		const struct watch_series *series = &watch->series[kind];
		const struct watch_lease *leader = series->leader ? find(watch, series->leader) : NULL;
		if (leader && watch_may_see(watch, leader) && series->next - now < wait)
			wait = series->next - now;
	}
	return wait;
}

int64_t
watch_tick(struct watch *watch, const struct check_policy *policy, const struct check_time *time,
	const struct check_device *device)
{
	look_at_leases(watch, policy, time, device);
	if (watch_is_idle(watch))
		return INT64_MAX;
	int64_t now = watch->checked_at = device->monotonic, wait = until_due(watch, now);
	if (wait > 0)
		return wait;
	wait = 1000;
	const struct indicator_shown *shown = indicator_ready(watch->indicator);
	if (watch_is_stale(watch))
		return 0;
	watch->shown = shown != NULL;
	bool seen_now = true; /* nothing has taken time since it was looked at */
	if (!shown) {
		tell_no_indicator(watch, now);
		return watch_is_idle(watch) ? INT64_MAX : 50;
	}
	note_seen(watch, now);
	for (int i = 0; i < WATCH_LEASES_MAX; i++) {
		if (watch->leases[i].held && !watch->leases[i].acknowledged)
			acknowledge(watch, &watch->leases[i], device->wall), seen_now = false;
		open_pictures(watch, &watch->leases[i]);
	}
	for (enum message_kind kind = MESSAGE_KIND_THUMB; kind <= MESSAGE_KIND_FULL; kind++) {
		struct watch_series *series = &watch->series[kind];
		const struct watch_lease *leader = series->leader ? find(watch, series->leader) : NULL;
		if (!leader || !watch_may_see(watch, leader))
			continue; /* the school's word comes by a message */
		if (now >= series->next && watch->out.is_free(watch->out.context)) {
			series->next = now + interval_of(watch, kind);
			if (!seen_now)
				shown = indicator_ready(watch->indicator);
			seen_now = false;
			watch->shown = shown != NULL;
			enum picture_made made = shown && !watch_is_stale(watch)
				? watch_send_picture(watch, series, shown)
				: PICTURE_SAME;
			watch->unmarked = made == PICTURE_NO_INDICATOR;
			if (!shown || watch->unmarked)
				tell_no_indicator(watch, now);
			else
				note_made(watch, series, made, now);
			if (!shown || watch->unmarked || watch_is_idle(watch))
				return watch_is_idle(watch) ? INT64_MAX : 50;
		}
		if (series->next - now < wait)
			wait = series->next > now ? series->next - now : 50;
	}
	return wait;
}
