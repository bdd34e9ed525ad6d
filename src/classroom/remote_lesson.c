#include "classroom/remote_lesson.h"

#include "classroom/device_policy.sql.h"
#include "classroom/remote_lesson.html.h"
#include "classroom/remote_lesson.sql.h"
#include "classroom/remote_lesson_view.h"
#include "classroom/remote_notice.sql.h"
#include "identity/session.h"
#include "identity/setting.h"
#include "platform/page.h"
#include "privacy/grant.h"

#define SHOWN_DAYS         60
#define REASON_LETTERS_MAX 200
#define NOTICE_LETTERS_MAX 4000
#define HOUR_MS            ((int64_t)3600 * 1000)

static enum outcome decide(struct request *req, const struct grant *grant);
static bool read_decision(struct request *req, struct remote_lesson_record *record);
static void check_text(struct request *req, const char *field, struct text notice);
static const char *field_of(struct request *req, enum language language);
static enum outcome check_hours(struct request *req, const struct remote_lesson_record *record);
static enum outcome keep_texts(struct request *req, const struct grant *grant,
	const struct remote_lesson_record *record);
static enum outcome withdraw(struct request *req, const struct grant *grant, struct remote_lesson_id id);
static enum outcome show(struct request *req, struct reply *reply);
static void show_lines(struct request *req, const struct remote_lessons_coming_rows *rows,
	const struct remote_receipts_of_class_rows *receipts, struct remote_lesson_view *view);
static void count_receipts(struct request *req, const struct remote_receipts_of_class_rows *receipts,
	struct remote_line *line);
static void show_texts(struct request *req, struct remote_lesson_view *view);

/* The proposed text, in each of the four languages; every word can be changed. */
static const char *const proposal =
	TR("In the hours listed here the lesson is held remotely. While the "
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
	bool withdrawn = form_int64(&req->form, "withdraw", &id.v);
	enum outcome got = withdrawn ? withdraw(req, grant, id) : decide(req, grant);
	if (got == INVALID)
		return request_invalid(show(req, reply));
	if (got == OK)
		reply_see(reply, req, "/remote-lessons?%s=1", withdrawn ? "withdrawn" : "saved");
	return got;
}

static enum outcome
decide(struct request *req, const struct grant *grant)
{
	struct remote_lesson_record record = { .id = { request_new_id(req) },
		.state = REMOTE_APPROVED,
		.approved_by = req->session->person,
		.noticed_at = req->now };
	if (!read_decision(req, &record))
		return INVALID;
	enum outcome got = check_hours(req, &record);
	if (got != OK)
		return got;
	if (request_has_problem(req, NULL))
		return INVALID;
	got = remote_lesson_keep(req->db, grant, req->arena, &record);
	return got == OK ? keep_texts(req, grant, &record) : got;
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
	if (record->notice.length == 0)
		request_problem(req, "notice",
			TR("Say to the families what will happen, in at most 4000 letters."));
	check_text(req, "notice", record->notice);
	for (int i = 0; i < LANGUAGES; i++)
		if ((enum language)i != req->language)
			check_text(req, field_of(req, (enum language)i),
				form_text(&req->form, field_of(req, (enum language)i)));
	return !request_has_problem(req, NULL);
}

static void
check_text(struct request *req, const char *field, struct text notice)
{
	if (text_code_points(notice) > NOTICE_LETTERS_MAX)
		request_problem(req, field,
			TR("Say to the families what will happen, in at most 4000 letters."));
}

static const char *
field_of(struct request *req, enum language language)
{
	return text_printf(req->arena, "notice-%s", language_tag(language)).at;
}

/* For families who read another language than who decides; an empty one: they read that of who decides. */
static enum outcome
keep_texts(struct request *req, const struct grant *grant, const struct remote_lesson_record *record)
{
	enum outcome got = OK;
	for (int i = 0; i < LANGUAGES && got == OK; i++) {
		struct text notice = text_trim(form_text(&req->form, field_of(req, (enum language)i)));
		if ((enum language)i == req->language || notice.length == 0)
			continue;
		got = remote_text_keep(req->db, grant, req->arena,
			&(struct remote_text_record){ .id = { request_new_id(req) },
				.remote_lesson = record->id,
				.class = record->class,
				.language = i,
				.notice = notice });
	}
	return got;
}

/* The first and the last hour are hours of this class, and far enough ahead;
 * and who decides does not teach between them (R10). */
static enum outcome
check_hours(struct request *req, const struct remote_lesson_record *record)
{
	struct hours_of_class_rows hours;
	enum outcome got = hours_of_class(req->db, record->class, record->day, day_weekday(record->day),
		CLOSURE_CLOSED, req->arena, &hours);
	if (got != OK)
		return got;
	struct instant first = { INT64_MAX };
	bool has_first = false, has_last = false;
	for (size_t i = 0; i < hours.count; i++) {
		if (hours.at[i].ordinal < record->first_ordinal || hours.at[i].ordinal > record->last_ordinal)
			continue;
		has_first |= hours.at[i].ordinal == record->first_ordinal;
		has_last |= hours.at[i].ordinal == record->last_ordinal;
		struct instant starts = zone_instant(req->zone, record->day, hours.at[i].starts);
		first = starts.ms < first.ms ? starts : first;
	}
	if (!has_first || !has_last)
		request_problem(req, has_first ? "last" : "first",
			TR("The class has no lesson in this hour of that day."));
	else if (first.ms < req->now.ms + setting_number(req, "remote.notice_hours") * HOUR_MS)
		request_problem(req, "day", TR("That is too soon: the families could not read it before."));
	struct remote_hours_taught_row own;
	got = remote_hours_taught(req->db, record->class, req->session->person, record->day,
		day_weekday(record->day), record->first_ordinal, record->last_ordinal, req->arena, &own);
	if (got == OK && own.count > 0)
		request_problem(req, "first", TR("You teach one of these hours: somebody else decides."));
	return got;
}

static enum outcome
withdraw(struct request *req, const struct grant *grant, struct remote_lesson_id id)
{
	struct remote_lesson_record row;
	enum outcome got = remote_lesson_whole(req->db, grant, id, req->arena, &row);
	if (got != OK)
		return got;
	row.state = REMOTE_WITHDRAWN;
	return remote_lesson_keep(req->db, grant, req->arena, &row);
}

static enum outcome
show(struct request *req, struct reply *reply)
{
	const struct grant *grant = may(req, MANAGE, REMOTE_LESSON, of_school());
	if (!grant)
		return REFUSED;
	struct remote_lessons_coming_rows rows;
	struct remote_receipts_of_class_rows receipts;
	struct remote_class_choices_rows classes;
	struct day since = day_add(req->today, -SHOWN_DAYS);
	enum outcome got = remote_lessons_coming(req->db, grant, since, req->arena, &rows);
	if (got == OK)
		got = remote_receipts_of_class(req->db, grant, since, req->arena, &receipts);
	if (got == OK)
		got = remote_class_choices(req->db, req->today, req->arena, &classes);
	if (got != OK)
		return got;
	int64_t class = 0;
	(void)form_int64(&req->form, "class", &class);
	struct remote_lesson_view view = { .saved = form_has(&req->query, "saved"),
		.withdrawn = form_has(&req->query, "withdrawn"),
		.day = form_text(&req->form, "day"),
		.first = form_text(&req->form, "first"),
		.last = form_text(&req->form, "last"),
		.reason = form_text(&req->form, "reason"),
		.notice_hours = setting_number(req, "remote.notice_hours") };
	show_texts(req, &view);
	show_lines(req, &rows, &receipts, &view);
	view.classes.at = arena_array(req->arena, struct remote_class, classes.count);
	for (size_t i = 0; i < classes.count; i++)
		view.classes.at[view.classes.count++] = (struct remote_class){ classes.at[i].id.v,
			classes.at[i].name, classes.at[i].id.v == class };
	remote_lesson_html(req, reply, &view);
	return OK;
}

static void
show_lines(struct request *req, const struct remote_lessons_coming_rows *rows,
	const struct remote_receipts_of_class_rows *receipts, struct remote_lesson_view *view)
{
	view->lines.at = arena_array(req->arena, struct remote_line, rows->count);
	for (size_t i = 0; i < rows->count; i++) {
		const struct remote_lessons_coming_row *row = &rows->at[i];
		struct remote_line *line = &view->lines.at[view->lines.count++];
		*line = (struct remote_line){ row->id.v, row->day, row->class_name, row->reason,
			row->first_ordinal, row->last_ordinal, row->noticed_at,
			row->state == REMOTE_WITHDRAWN,
			row->state == REMOTE_APPROVED && !day_before(row->day, req->today), 0, 0, 0, { 0 },
			false };
		line->one_hour = row->first_ordinal == row->last_ordinal;
		count_receipts(req, receipts, line);
	}
}

/* Who has not had it is said by register number: whom to call, and no more. */
static void
count_receipts(struct request *req, const struct remote_receipts_of_class_rows *receipts,
	struct remote_line *line)
{
	struct buf missing;
	buf_init(&missing, 4096);
	for (size_t i = 0; i < receipts->count; i++) {
		const struct remote_receipts_of_class_row *row = &receipts->at[i];
		if (row->id.v != line->id)
			continue;
		line->pupils++;
		line->told += row->delivered > 0;
		line->signed_ones += row->signatures > 0;
		if (row->delivered == 0)
			buf_printf(&missing, "%s%lld", missing.length > 0 ? ", " : "",
				(long long)row->register_number);
	}
	line->missing = text_copy(req->arena, buf_text(&missing));
	buf_finish(&missing);
}

/* As typed; a fresh form proposes all four. */
static void
show_texts(struct request *req, struct remote_lesson_view *view)
{
	bool typed = form_has(&req->form, "notice");
	view->notice = typed ? form_text(&req->form, "notice")
			     : text_of(page_translate(req->language, proposal));
	view->others.at = arena_array(req->arena, struct remote_other, LANGUAGES);
	for (int i = 0; i < LANGUAGES; i++) {
		enum language language = (enum language)i;
		const char *field = field_of(req, language);
		if (language != req->language)
			view->others.at[view->others.count++] = (struct remote_other){ text_of(field),
				text_of(language_tag(language)), text_of(language_name(language)),
				typed ? form_text(&req->form, field)
				      : text_of(page_translate(language, proposal)) };
	}
}
