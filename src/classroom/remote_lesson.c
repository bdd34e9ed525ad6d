#include "classroom/remote_lesson.h"

#include "classroom/device_policy.sql.h"
#include "classroom/remote_lesson.html.h"
#include "classroom/remote_lesson.sql.h"
#include "classroom/remote_lesson_view.h"
#include "identity/session.h"
#include "identity/setting.h"
#include "platform/page.h"
#include "privacy/grant.h"

#define SHOWN_DAYS 60
#define REASON_LETTERS_MAX 200
#define NOTICE_LETTERS_MAX 4000
#define HOUR_MS ((int64_t)3600 * 1000)

static enum outcome decide(struct request *req, const struct grant *grant);
static bool read_decision(struct request *req, struct remote_lesson_record *record);
static enum outcome check_hours(struct request *req, const struct remote_lesson_record *record);
static enum outcome withdraw(struct request *req, const struct grant *grant, struct remote_lesson_id id);
static enum outcome show(struct request *req, struct reply *reply);

/* The proposed text, in the language of who decides; every word can be changed. */
static const char *const proposal = TR("In the hours listed here the lesson is held remotely. While the "
	"lesson runs, its teacher may see the screen of the school's device that your child uses at home. "
	"The device shows who looks, all the time. Pictures are not kept. Outside these hours nobody can "
	"see anything. Each look stands on this site under \"Who saw the screen\".");

enum outcome
remote_lesson_page(struct request *req, struct reply *reply)
{
	return show(req, reply);
}

enum outcome
remote_lesson_change(struct request *req, struct reply *reply)
{
	const struct grant *grant = may(req, MANAGE, REMOTE_LESSON, of_school());
	if (!grant)
		return REFUSED;
	struct remote_lesson_id id;
	enum outcome got = form_int64(&req->form, "withdraw", &id.v) ? withdraw(req, grant, id) : decide(req, grant);
	if (got == INVALID) {
		enum outcome shown = show(req, reply);
		return shown == OK ? INVALID : shown;
	}
	if (got == OK)
		reply_see(reply, req, "/remote-lessons?saved=1");
	return got;
}

enum outcome
remote_notices(struct request *req, struct class_id class, struct day first, struct day last,
	struct remote_notices *notices)
{
	*notices = (struct remote_notices){ 0 };
	if (!might(req, READ, REMOTE_LESSON, of_class(class)))
		return OK;
	const struct grant *grant = may(req, READ, REMOTE_LESSON, of_class(class));
	struct remote_notices_of_class_rows rows;
	enum outcome got = remote_notices_of_class(req->db, grant, first, last, REMOTE_APPROVED, req->arena, &rows);
	if (got != OK)
		return got;
	notices->at = arena_array(req->arena, struct remote_notice, rows.count);
	for (size_t i = 0; i < rows.count; i++)
		notices->at[notices->count++] = (struct remote_notice){ rows.at[i].day, rows.at[i].first_ordinal,
			rows.at[i].last_ordinal, rows.at[i].notice };
	return OK;
}

static enum outcome
decide(struct request *req, const struct grant *grant)
{
	struct remote_lesson_record record = { .id = { request_new_id(req) }, .state = REMOTE_APPROVED,
		.approved_by = req->session->person, .noticed_at = req->now };
	if (!read_decision(req, &record))
		return INVALID;
	enum outcome got = check_hours(req, &record);
	if (got != OK)
		return got;
	return request_has_problem(req, NULL) ? INVALID : remote_lesson_keep(req->db, grant, req->arena, &record);
}

static bool
read_decision(struct request *req, struct remote_lesson_record *record)
{
	struct text day = form_text(&req->form, "day");
	if (!form_int64(&req->form, "class", &record->class.v))
		request_problem(req, "class", TR("Choose one of the classes."));
	if (!day_parse(day, &record->day))
		request_problem_about(req, "day", TR("%1 is not a day."), day);
	if (!form_int64(&req->form, "first", &record->first_ordinal) ||
		!form_int64(&req->form, "last", &record->last_ordinal) || record->first_ordinal < 1 ||
		record->last_ordinal < record->first_ordinal || record->last_ordinal > 15)
		request_problem(req, "first", TR("From which hour to which?"));
	record->reason = text_trim(form_text(&req->form, "reason"));
	record->notice = text_trim(form_text(&req->form, "notice"));
	if (record->reason.length == 0 || text_code_points(record->reason) > REASON_LETTERS_MAX)
		request_problem(req, "reason", TR("Say why, in at most 200 letters."));
	if (record->notice.length == 0 || text_code_points(record->notice) > NOTICE_LETTERS_MAX)
		request_problem(req, "notice", TR("Say to the families what will happen, in at most 4000 letters."));
	return !request_has_problem(req, NULL);
}

/* Every listed hour is an hour of this class, and far enough ahead; and who
 * decides does not teach it (R10). */
static enum outcome
check_hours(struct request *req, const struct remote_lesson_record *record)
{
	struct hours_of_class_rows hours;
	enum outcome got = hours_of_class(req->db, record->class, record->day, day_weekday(record->day),
		CLOSURE_CLOSED, req->arena, &hours);
	if (got != OK)
		return got;
	struct instant first = { INT64_MAX };
	size_t found = 0;
	for (size_t i = 0; i < hours.count; i++) {
		if (hours.at[i].ordinal < record->first_ordinal || hours.at[i].ordinal > record->last_ordinal)
			continue;
		struct instant starts = zone_instant(req->zone, record->day, hours.at[i].starts);
		first = starts.ms < first.ms ? starts : first;
		found++;
	}
	if (found == 0)
		request_problem(req, "first", TR("The class has no lesson in these hours of that day."));
	else if (first.ms < req->now.ms + setting_number(req, "remote.notice_hours") * HOUR_MS)
		request_problem(req, "day", TR("That is too soon: the families could not read it before."));
	return OK;
}

static enum outcome
withdraw(struct request *req, const struct grant *grant, struct remote_lesson_id id)
{
	struct remote_lesson_whole_row row;
	enum outcome got = remote_lesson_whole(req->db, grant, id, req->arena, &row);
	if (got != OK)
		return got;
	return remote_lesson_keep(req->db, grant, req->arena, &(struct remote_lesson_record){ row.id, row.class, row.day,
		row.first_ordinal, row.last_ordinal, REMOTE_WITHDRAWN, row.reason, row.notice, row.approved_by,
		row.noticed_at });
}

static enum outcome
show(struct request *req, struct reply *reply)
{
	const struct grant *grant = may(req, MANAGE, REMOTE_LESSON, of_school());
	if (!grant)
		return REFUSED;
	struct remote_lessons_coming_rows rows;
	struct remote_class_choices_rows classes;
	enum outcome got = remote_lessons_coming(req->db, grant, day_add(req->today, -SHOWN_DAYS), req->arena, &rows);
	if (got == OK)
		got = remote_class_choices(req->db, req->today, req->arena, &classes);
	if (got != OK)
		return got;
	int64_t class = 0;
	(void)form_int64(&req->form, "class", &class);
	struct remote_lesson_view view = { .saved = form_has(&req->query, "saved"),
		.day = form_text(&req->form, "day"), .first = form_text(&req->form, "first"),
		.last = form_text(&req->form, "last"), .reason = form_text(&req->form, "reason"),
		.notice = form_text(&req->form, "notice"), .notice_hours = setting_number(req, "remote.notice_hours") };
	if (view.notice.length == 0)
		view.notice = text_of(page_translate(req->language, proposal));
	view.lines.at = arena_array(req->arena, struct remote_line, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		const struct remote_lessons_coming_row *row = &rows.at[i];
		view.lines.at[view.lines.count++] = (struct remote_line){ row->id.v, row->day, row->class_name, row->reason,
			row->first_ordinal, row->last_ordinal, row->noticed_at, row->state == REMOTE_WITHDRAWN,
			row->state == REMOTE_APPROVED && !day_before(row->day, req->today) };
	}
	view.classes.at = arena_array(req->arena, struct remote_class, classes.count);
	for (size_t i = 0; i < classes.count; i++)
		view.classes.at[view.classes.count++] = (struct remote_class){ classes.at[i].id.v, classes.at[i].name,
			classes.at[i].id.v == class };
	remote_lesson_html(req, reply, &view);
	return OK;
}
