/*
 * One day of a class has three kinds of facts: the call (present or absent, the
 * whole day), the passages (entries and exits, any number, REG-29) and the
 * permissions to be out of class (REG-34). The three are never at odds: who is
 * marked absent has no passages, who comes in is no longer absent (REG-30).
 */
#include "register/roll_call.h"

#include <assert.h>
#include <string.h>

#include "identity/session.h"
#include "platform/page.h"
#include "privacy/grant.h"
#include "register/roll_call.sql.h"

static struct roll_pupil *find(struct roll_call *roll, struct person_id pupil);
static enum outcome load_calls(struct request *req, const struct grant *read, struct day day,
	struct roll_call *roll);
static enum outcome load_passages(struct request *req, const struct grant *read, struct day day,
	struct roll_call *roll);
static enum outcome load_away(struct request *req, const struct grant *read, struct day day,
	struct roll_call *roll);
static bool passages_after(struct request *req, const struct roll_frame *frame,
	const struct roll_posted *posted, struct roll_pupil *after);
static bool passage_read(struct request *req, struct person_id pupil, enum passage_kind kind,
	struct text typed, struct passage *passage);
static bool away_after(struct request *req, const struct roll_frame *frame, const struct roll_posted *posted,
	struct roll_pupil *after);
static void away_take_day_out(struct roll_pupil *after, int at, struct day day);
static bool away_covers(const struct roll_away *away, const struct roll_frame *frame);
static enum outcome record_passages(struct request *req, const struct grant *record,
	const struct roll_frame *frame, const struct roll_pupil *before, const struct roll_pupil *after);
static enum outcome record_away(struct request *req, const struct grant *record,
	const struct roll_frame *frame, const struct roll_pupil *before, const struct roll_pupil *after);

enum outcome
roll_call_load(struct request *req, const struct grant *read, struct day day, struct roll_call *roll)
{
	struct pupils_of_class_rows pupils;
	enum outcome got = pupils_of_class(req->db, read, day, req->arena, &pupils);
	if (got != OK)
		return got;
	*roll = (struct roll_call){ arena_array(req->arena, struct roll_pupil, pupils.count), 0 };
	for (size_t i = 0; i < pupils.count; i++)
		roll->at[roll->count++] = (struct roll_pupil){ .pupil = pupils.at[i].pupil,
			.religion = pupils.at[i].religion };
	got = load_calls(req, read, day, roll);
	if (got == OK)
		got = load_passages(req, read, day, roll);
	if (got == OK)
		got = load_away(req, read, day, roll);
	return got;
}

static enum outcome
load_calls(struct request *req, const struct grant *read, struct day day, struct roll_call *roll)
{
	struct called_of_class_rows called;
	enum outcome got = called_of_class(req->db, read, day, req->arena, &called);
	for (size_t i = 0; got == OK && i < called.count; i++) {
		const struct called_of_class_row *row = &called.at[i];
		struct roll_pupil *pupil = find(roll, row->pupil);
		if (!pupil)
			continue;
		pupil->day.state = row->status == ATTENDANCE_ABSENT ? PUPIL_DAY_ABSENT : PUPIL_DAY_PRESENT;
		pupil->event_at = row->event_at;
		pupil->recorded_at = row->recorded_at;
		pupil->author = row->author;
	}
	return got;
}

static enum outcome
load_passages(struct request *req, const struct grant *read, struct day day, struct roll_call *roll)
{
	struct passages_of_class_rows passages;
	enum outcome got = passages_of_class(req->db, read, day, req->arena, &passages);
	for (size_t i = 0; got == OK && i < passages.count; i++) {
		const struct passages_of_class_row *row = &passages.at[i];
		struct roll_pupil *pupil = find(roll, row->pupil);
		if (pupil && pupil->day.passage_count < PUPIL_DAY_PASSAGES_MAX)
			pupil->day.passages[pupil->day.passage_count++] = (struct passage){ .kind = row->kind,
				.at = row->at,
				.is_short = row->is_short,
				.counts = row->counts };
	}
	return got;
}

static enum outcome
load_away(struct request *req, const struct grant *read, struct day day, struct roll_call *roll)
{
	struct away_of_class_on_day_rows away;
	enum outcome got = away_of_class_on_day(req->db, read, day, req->arena, &away);
	for (size_t i = 0; got == OK && i < away.count; i++) {
		const struct away_of_class_on_day_row *row = &away.at[i];
		struct roll_pupil *pupil = find(roll, row->pupil);
		if (pupil && pupil->away_count < ROLL_AWAY_MAX)
			pupil->away[pupil->away_count++] = (struct roll_away){ .id = row->id,
				.kind = row->kind,
				.first_day = row->first_day,
				.last_day = row->last_day,
				.from = row->from_minute,
				.to = row->to_minute,
				.author = row->author };
	}
	return got;
}

static struct roll_pupil *
find(struct roll_call *roll, struct person_id pupil)
{
	for (size_t i = 0; i < roll->count; i++)
		if (roll->at[i].pupil.v == pupil.v)
			return &roll->at[i];
	return NULL;
}

const struct roll_away *
roll_away_now(const struct roll_frame *frame, const struct roll_pupil *pupil)
{
	for (int i = 0; i < pupil->away_count; i++)
		if (away_covers(&pupil->away[i], frame))
			return &pupil->away[i];
	return NULL;
}

static bool
away_covers(const struct roll_away *away, const struct roll_frame *frame)
{
	if (!day_between(frame->day, away->first_day, away->last_day))
		return false;
	int from = away->from.number < 0 ? 0 : away->from.number;
	int to = away->to.number < 0 ? 24 * 60 : away->to.number;
	return from < frame->ends.number && to > frame->starts.number;
}

char
roll_letter(const struct roll_frame *frame, const struct roll_pupil *pupil)
{
	const struct pupil_day *day = &pupil->day;
	if (day->state == PUPIL_DAY_ABSENT)
		return 'A';
	if (roll_away_now(frame, pupil))
		return 'F';
	if (day->passage_count > 0)
		return day->passages[day->passage_count - 1].kind == PASSAGE_EXIT ? 'U' : 'R';
	return day->state == PUPIL_DAY_PRESENT ? 'P' : 0;
}

static bool
passages_equal(const struct pupil_day *one, const struct pupil_day *other)
{
	if (one->passage_count != other->passage_count)
		return false;
	for (int i = 0; i < one->passage_count; i++) {
		const struct passage *a = &one->passages[i], *b = &other->passages[i];
		if (a->kind != b->kind || a->at.number != b->at.number || a->counts != b->counts ||
			a->is_short != b->is_short)
			return false;
	}
	return true;
}

static bool
away_equal(const struct roll_away *one, const struct roll_away *other)
{
	return one->id.v == other->id.v && one->kind == other->kind &&
		day_equal(one->first_day, other->first_day) && day_equal(one->last_day, other->last_day) &&
		one->from.number == other->from.number && one->to.number == other->to.number;
}

static bool
aways_equal(const struct roll_pupil *one, const struct roll_pupil *other)
{
	if (one->away_count != other->away_count)
		return false;
	for (int i = 0; i < one->away_count; i++)
		if (!away_equal(&one->away[i], &other->away[i]))
			return false;
	return true;
}

bool
roll_pupil_equal(const struct roll_pupil *one, const struct roll_pupil *other)
{
	return one->day.state == other->day.state && passages_equal(&one->day, &other->day) &&
		aways_equal(one, other);
}

/*
 * What the letter means for the day:
 *
 *   P  present, no passages          A  absent, no passages, nothing away
 *   R  present, at least one entry   U  present, at least one exit
 *   F  present, out of class in this hour
 *
 * P, R and U end a permission that covers this hour; A ends those of the day.
 */
bool
roll_pupil_after(struct request *req, const struct roll_frame *frame, const struct roll_pupil *before,
	const struct roll_posted *posted, struct roll_pupil *after)
{
	*after = *before;
	if (!posted || posted->letter == 0)
		return true;
	if (posted->letter == 'F') {
		pupil_day_mark_present(&after->day);
		return away_after(req, frame, posted, after);
	}
	for (int i = after->away_count - 1; i >= 0; i--)
		if (posted->letter == 'A' || away_covers(&after->away[i], frame))
			away_take_day_out(after, i, frame->day);
	if (posted->letter == 'A') {
		pupil_day_mark_absent(&after->day);
		return true;
	}
	pupil_day_mark_present(&after->day);
	return passages_after(req, frame, posted, after);
}

static bool
passages_after(struct request *req, const struct roll_frame *frame, const struct roll_posted *posted,
	struct roll_pupil *after)
{
	struct passage passages[2 * ROLL_TIMES_MAX + 1];
	int count = 0;
	bool good = true;
	for (int i = 0; posted->letter != 'P' && i < posted->entered_count; i++)
		good &= passage_read(req, after->pupil, PASSAGE_ENTRY, posted->entered[i],
			&passages[count++]);
	for (int i = 0; posted->letter != 'P' && i < posted->exited_count; i++)
		good &= passage_read(req, after->pupil, PASSAGE_EXIT, posted->exited[i], &passages[count++]);
	if (!good)
		return false;

	/* A letter without its time: the moment of the press, if it was that day. */
	bool late = posted->letter == 'R';
	const char *field = roll_field(req, late ? "time_" : "exit_", after->pupil);
	if (posted->letter != 'P' && (late ? posted->entered_count : posted->exited_count) == 0) {
		if (frame->pressed.number < 0) {
			request_problem(req, field,
				late ? TR("At what time did the pupil come in?")
				     : TR("At what time did the pupil leave?"));
			return false;
		}
		passages[count++] = (struct passage){ .kind = late ? PASSAGE_ENTRY : PASSAGE_EXIT,
			.at = frame->pressed };
	}
	for (int i = 0; i < count; i++)
		passages[i].counts = !posted->outside_maximum;

	enum pupil_day_problem why;
	if (pupil_day_replace(&after->day, &frame->hours, passages, count, &why) == OK)
		return true;
	char starts[MINUTE_TEXT_SIZE], ends[MINUTE_TEXT_SIZE];
	minute_print(frame->hours.first_start, starts);
	minute_print(frame->hours.last_end, ends);
	request_problem_about(req, field, pupil_day_message(why),
		text_printf(req->arena, "%s–%s", starts, ends));
	return false;
}

static bool
passage_read(struct request *req, struct person_id pupil, enum passage_kind kind, struct text typed,
	struct passage *passage)
{
	*passage = (struct passage){ .kind = kind };
	if (minute_parse(typed, &passage->at))
		return true;
	request_problem_about(req, roll_field(req, kind == PASSAGE_ENTRY ? "time_" : "exit_", pupil),
		TR("%1 is not a time. Write it like 8:12."), typed);
	return false;
}

static bool
away_after(struct request *req, const struct roll_frame *frame, const struct roll_posted *posted,
	struct roll_pupil *after)
{
	struct minute from = MINUTE_NONE, to = MINUTE_NONE;
	if (posted->away_from.length > 0 && !minute_parse(posted->away_from, &from)) {
		request_problem_about(req, roll_field(req, "away_from_", after->pupil),
			TR("%1 is not a time. Write it like 8:12."), posted->away_from);
		return false;
	}
	if (posted->away_to.length > 0 && !minute_parse(posted->away_to, &to)) {
		request_problem_about(req, roll_field(req, "away_to_", after->pupil),
			TR("%1 is not a time. Write it like 8:12."), posted->away_to);
		return false;
	}
	if (from.number >= 0 && to.number >= 0 && to.number <= from.number) {
		request_problem(req, roll_field(req, "away_to_", after->pupil),
			TR("This ends before it begins."));
		return false;
	}
	if (roll_away_now(frame, after) && !posted->kind_given && from.number < 0 && to.number < 0)
		return true; /* as planned */

	for (int i = after->away_count - 1; i >= 0; i--) {
		const struct roll_away *away = &after->away[i];
		if (!away_covers(away, frame))
			continue;
		if (away->kind == posted->away && away->from.number == from.number &&
			away->to.number == to.number)
			return true;
		away_take_day_out(after, i, frame->day);
	}
	if (after->away_count == ROLL_AWAY_MAX) {
		request_problem(req, roll_field(req, "away_", after->pupil),
			TR("There are too many permissions for one day."));
		return false;
	}
	after->away[after->away_count++] = (struct roll_away){
		.kind = posted->away, .first_day = frame->day, .last_day = frame->day, .from = from, .to = to
	};
	return true;
}

/* A permission of one day goes; a longer one is cut at this day, so that the
 * days before and after stay as they were planned. */
static void
away_take_day_out(struct roll_pupil *after, int at, struct day day)
{
	struct roll_away away = after->away[at];
	bool begins = day_before(away.first_day, day), goes_on = day_before(day, away.last_day);
	if (begins) {
		after->away[at].last_day = day_add(day, -1);
		if (goes_on && after->away_count < ROLL_AWAY_MAX) {
			away.id = (struct away_id){ 0 };
			away.first_day = day_add(day, 1);
			after->away[after->away_count++] = away;
		}
	} else if (goes_on) {
		after->away[at].first_day = day_add(day, 1);
	} else {
		after->away[at] = after->away[--after->away_count];
	}
}

enum outcome
roll_call_record(struct request *req, const struct grant *record, const struct roll_frame *frame,
	const struct roll_call *before, const struct roll_call *after, struct instant event_at, int *changed)
{
	assert(before->count == after->count);
	*changed = 0;
	for (size_t i = 0; i < after->count; i++) {
		const struct roll_pupil *old = &before->at[i], *new = &after->at[i];
		if (roll_pupil_equal(old, new))
			continue;
		++*changed;
		struct attendance_record row = { .day = frame->day,
			.class = frame->class,
			.pupil = new->pupil,
			.event_at = event_at,
			.status = new->day.state == PUPIL_DAY_ABSENT ? ATTENDANCE_ABSENT : ATTENDANCE_PRESENT,
			.recorded_at = req->now,
			.author = req->session->person };
		enum outcome kept = attendance_keep(req->db, record, req->arena, &row);
		if (kept == OK)
			kept = record_passages(req, record, frame, old, new);
		if (kept == OK)
			kept = record_away(req, record, frame, old, new);
		if (kept != OK)
			return kept;
	}
	return OK;
}

static enum outcome
record_passages(struct request *req, const struct grant *record, const struct roll_frame *frame,
	const struct roll_pupil *before, const struct roll_pupil *after)
{
	if (passages_equal(&before->day, &after->day))
		return OK;
	for (int i = 0; i < after->day.passage_count; i++) {
		const struct passage *passage = &after->day.passages[i];
		struct passage_record row = { .day = frame->day,
			.class = frame->class,
			.pupil = after->pupil,
			.ordinal = i + 1,
			.kind = passage->kind,
			.at = passage->at,
			.short_ = passage->is_short,
			.counts = passage->counts,
			.author = req->session->person };
		enum outcome kept = passage_keep(req->db, record, req->arena, &row);
		if (kept != OK)
			return kept;
	}
	for (int i = after->day.passage_count; i < before->day.passage_count; i++) {
		enum outcome gone = passage_remove(req->db, record, frame->day, frame->class, after->pupil,
			i + 1);
		if (gone != OK)
			return gone;
	}
	return OK;
}

static bool
holds_away(const struct roll_pupil *pupil, struct away_id id)
{
	for (int i = 0; i < pupil->away_count; i++)
		if (pupil->away[i].id.v == id.v)
			return true;
	return false;
}

static enum outcome
record_away(struct request *req, const struct grant *record, const struct roll_frame *frame,
	const struct roll_pupil *before, const struct roll_pupil *after)
{
	for (int i = 0; i < before->away_count; i++) {
		if (holds_away(after, before->away[i].id))
			continue;
		enum outcome gone = away_remove(req->db, record, frame->class, before->away[i].id);
		if (gone != OK)
			return gone;
	}
	for (int i = 0; i < after->away_count; i++) {
		const struct roll_away *away = &after->away[i];
		if (i < before->away_count && away_equal(away, &before->away[i]))
			continue;
		struct away_record row = { .id = away->id.v ? away->id
							    : (struct away_id){ request_new_id(req) },
			.class = frame->class,
			.pupil = after->pupil,
			.first_day = away->first_day,
			.last_day = away->last_day,
			.from_minute = away->from,
			.to_minute = away->to,
			.kind = away->kind,
			.author = req->session->person };
		enum outcome kept = away_keep(req->db, record, req->arena, &row);
		if (kept != OK)
			return kept;
	}
	return OK;
}

const char *
roll_field(struct request *req, const char *prefix, struct person_id pupil)
{
	return text_printf(req->arena, "%s%lld", prefix, (long long)pupil.v).at;
}
