#include "register/absence.h"

#include "identity/session.h"
#include "identity/setting.h"
#include "platform/page.h"
#include "privacy/grant.h"
#include "register/attendance_totals.html.h"
#include "register/attendance_totals_view.h"
#include "register/csv_export.h"
#include "register/family.h"
#include "register/family_year.html.h"
#include "register/justification.h"
#include "register/lesson.sql.h"

static struct calendar_days days_from(struct request *req, const struct pupil_absences *absences,
	struct day first);
static struct family_facts facts_of(struct request *req, const struct pupil_absences *absences);
static bool is_open(struct request *req, const struct pupil_absences *absences, struct day day);
static enum outcome fill_totals(struct request *req, struct class_id class,
	struct attendance_totals_view *view);
static void write_csv(struct request *req, struct reply *reply, const struct attendance_totals_view *view);

enum outcome
pupil_absences_load(struct request *req, struct person_id pupil, struct pupil_absences *absences)
{
	*absences = (struct pupil_absences){ 0 };
	const struct grant *days = may(req, READ, ATTENDANCE, of_person(pupil));
	if (!days || !grant_has_fields(days, FIELD_ATTENDANCE_DAY | FIELD_ATTENDANCE_STATUS))
		return REFUSED; /* the office sees totals, not days */
	enum outcome got = school_calendar_load(req, req->today, &absences->school);
	struct day last = req->today;
	if (got == OK && day_before(absences->school.year.last_day, last))
		last = absences->school.year.last_day;
	if (got == OK)
		got = pupil_year_load(req, &absences->school, pupil, last, &absences->year);
	if (got == OK && absences->year.class.v != 0) {
		struct class_place_row place;
		got = class_place(req->db, absences->year.class, req->arena, &place);
		if (got == OK)
			absences->class = (struct school_class){ place.site, place.name };
	}
	if (got != OK || !might(req, READ, JUSTIFICATION, of_person(pupil)))
		return got;
	const struct grant *grant = may(req, READ, JUSTIFICATION, of_person(pupil));
	got = justifiable_of_pupil(req->db, grant, absences->school.year.first_day, last, req->arena,
		&absences->justifiable);
	bool exits = justification_for_exits(req);
	for (size_t i = 0; got == OK && i < absences->justifiable.count; i++) {
		const struct justifiable_of_pupil_row *row = &absences->justifiable.at[i];
		absences->to_justify += justification_standing(row) == STANDING_OPEN &&
			justification_is_due(row, exits);
	}
	return got;
}

const struct year_day *
pupil_absences_day(const struct pupil_absences *absences, struct day day)
{
	for (size_t i = 0; i < absences->year.day_count; i++)
		if (day_equal(absences->year.days[i].day, day))
			return &absences->year.days[i];
	return NULL;
}

static bool
is_open(struct request *req, const struct pupil_absences *absences, struct day day)
{
	bool exits = justification_for_exits(req);
	for (size_t i = 0; i < absences->justifiable.count; i++) {
		const struct justifiable_of_pupil_row *row = &absences->justifiable.at[i];
		if (day_equal(row->day, day) && justification_standing(row) == STANDING_OPEN &&
			justification_is_due(row, exits))
			return true;
	}
	return false;
}

static struct calendar_days
days_from(struct request *req, const struct pupil_absences *absences, struct day first)
{
	const struct school_calendar *calendar = &absences->school.calendar;
	struct calendar_days days = { 0 };
	if (day_before(first, calendar->first_day))
		first = calendar->first_day;
	int count = req->today.number - first.number + 1;
	days.at = arena_array(req->arena, struct calendar_day, count > 0 ? (size_t)count : 1);
	for (struct day day = first; !day_before(req->today, day); day = day_add(day, 1)) {
		struct calendar_day *cell = &days.at[days.count++];
		*cell = (struct calendar_day){ .day = day, .state = PRESENCE_CLOSED };
		if (!is_school_day(calendar, &absences->class, day))
			continue;
		const struct year_day *known = pupil_absences_day(absences, day);
		cell->state = known ? pupil_day_shown(&known->pupil) : PRESENCE_NOT_CALLED;
		cell->open = known && (cell->state == PRESENCE_ABSENT || known->pupil.passage_count > 0) &&
			is_open(req, absences, day);
	}
	return days;
}

struct calendar
absence_calendar(struct request *req, const struct pupil_absences *absences, struct day first)
{
	struct calendar_days days = days_from(req, absences, first);
	return calendar_of(req->arena, &days, req->today);
}

enum outcome
pupil_absences_page(struct request *req, struct reply *reply)
{
	struct person_id pupil;
	struct pupil_absences absences;
	struct pupil_card_row card;
	if (!request_int64(req, "pupil", &pupil.v))
		return NOT_FOUND;
	enum outcome got = pupil_absences_load(req, pupil, &absences);
	if (got == OK)
		got = family_card(req, pupil, req->today, &card);
	if (got != OK)
		return got;
	char today[DAY_TEXT_SIZE];
	day_print(req->today, today);
	const struct pupil_year *year = &absences.year;
	struct calendar_days days = days_from(req, &absences, absences.school.calendar.first_day);
	struct family_year_view view = {
		.given_name = card.given_name,
		.class_name = absences.class.name,
		.year = absences.school.year.label,
		.day_path = text_printf(req->arena, "/pupils/%lld/days/%s", (long long)pupil.v, today),
		.justify_path = text_printf(req->arena, "/pupils/%lld/justifications", (long long)pupil.v),
		.may_justify = might(req, JUSTIFY, JUSTIFICATION, of_person(pupil)),
		.gauge = pupil_year_gauge(year),
		.total = year->limit.due_units,
		.absent_days = year->absent_days,
		.late_entries = year->late_entries,
		.short_delays = year->short_delays,
		.early_exits = year->early_exits,
		.counted_year = year->counted_passages,
		.counted_term = year->counted_in_term,
		.calendars = calendars_of(req->arena, &days, req->today),
		.facts = facts_of(req, &absences),
	};
	got = family_children(req, pupil, "/absences", &view.children);
	if (got == OK)
		family_year_html(req, reply, &view);
	return got;
}

/* Newest first: one line a thing that can be justified, and one a short delay. */
static struct family_facts
facts_of(struct request *req, const struct pupil_absences *absences)
{
	const struct justifiable_of_pupil_rows *rows = &absences->justifiable;
	const struct pupil_year *year = &absences->year;
	struct family_facts facts = {
		arena_array(req->arena, struct family_fact, rows->count + year->day_count + 1), 0
	};
	bool exits = justification_for_exits(req);
	size_t next = 0;
	for (size_t d = year->day_count; d > 0; d--) {
		const struct year_day *day = &year->days[d - 1];
		for (; next < rows->count && day_before(day->day, rows->at[next].day); next++)
			continue;
		for (; next < rows->count && day_equal(rows->at[next].day, day->day); next++) {
			const struct justifiable_of_pupil_row *row = &rows->at[next];
			enum justification_standing standing = justification_standing(row);
			facts.at[facts.count++] = (struct family_fact){ .day = row->day,
				.at = row->at,
				.state = row->kind == JUSTIFIED_ABSENCE ? PRESENCE_ABSENT
					: row->kind == JUSTIFIED_ENTRY  ? PRESENCE_LATE
									: PRESENCE_EXIT,
				.open = standing == STANDING_OPEN && justification_is_due(row, exits),
				.proposed = standing == STANDING_PROPOSED,
				.justified = standing == STANDING_VALIDATED,
				.refused = row->id.v != 0 && row->state == JUSTIFICATION_REFUSED };
		}
		if (day->pupil.passage_count > 0 && day->pupil.passages[0].is_short)
			facts.at[facts.count++] = (struct family_fact){
				.day = day->day, .state = PRESENCE_LATE, .at = day->pupil.passages[0].at
			};
	}
	return facts;
}

enum outcome
class_absences_page(struct request *req, struct reply *reply)
{
	struct class_id class;
	if (!request_int64(req, "class", &class.v))
		return NOT_FOUND;
	bool export = text_is(form_text(&req->query, "format"), "csv");
	if (export && !may(req, EXPORT, ATTENDANCE, of_class(class)))
		return REFUSED;
	struct attendance_totals_view view = { .until = req->today };
	enum outcome got = fill_totals(req, class, &view);
	if (got != OK)
		return got;
	if (export)
		write_csv(req, reply, &view);
	else
		attendance_totals_html(req, reply, &view);
	return OK;
}

static const struct pupil_year *
year_of_pupil(const struct pupil_years *years, struct person_id pupil)
{
	for (size_t i = 0; i < years->count; i++)
		if (years->at[i].pupil.v == pupil.v)
			return &years->at[i];
	return NULL;
}

static enum outcome
fill_totals(struct request *req, struct class_id class, struct attendance_totals_view *view)
{
	const struct grant *roster = may(req, READ, ROSTER, of_class(class));
	if (!roster)
		return REFUSED;
	struct class_place_row place;
	struct school_year_calendar school;
	struct roster_of_class_rows names;
	struct pupil_years years;
	enum outcome got = class_place(req->db, class, req->arena, &place);
	if (got == OK)
		got = school_calendar_load(req, req->today, &school);
	if (got == OK && day_before(school.year.last_day, view->until))
		view->until = school.year.last_day;
	if (got == OK)
		got = roster_of_class(req->db, roster, view->until, req->arena, &names);
	if (got == OK)
		got = class_years_load(req, &school, class, view->until, &years);
	if (got != OK)
		return got;
	struct justifications_waiting_in_class_rows waiting;
	struct unjustified_in_class_rows open = { 0 };
	got = justification_open_in_class(req, class, school.year.first_day, view->until, &waiting, &open);
	if (got != OK && got != NOT_FOUND)
		return got;

	view->school = setting_text(req, "school.name");
	view->class_name = place.name;
	view->year = school.year.label;
	if (might(req, EXPORT, ATTENDANCE, of_class(class)))
		view->csv_path = text_printf(req->arena, "/classes/%lld/absences?format=csv",
			(long long)class.v);
	const char *page = might(req, MANAGE, ROSTER, of_class(class)) ? "certificate"
		: might(req, MANAGE, ABSENCE_LIMIT, of_class(class))   ? "derogations"
		: might(req, READ, ATTENDANCE, of_class(class))        ? "absences"
								       : NULL;
	view->pupils.at = arena_array(req->arena, struct totals_pupil, names.count);
	for (size_t i = 0; i < names.count; i++) {
		const struct roster_of_class_row *name = &names.at[i];
		const struct pupil_year *year = year_of_pupil(&years, name->pupil);
		if (!year)
			continue;
		struct totals_pupil *pupil = &view->pupils.at[view->pupils.count++];
		*pupil = (struct totals_pupil){ .register_number = name->register_number,
			.name = text_printf(req->arena, "%.*s %.*s", TEXT_ARG(name->family_name),
				TEXT_ARG(name->given_name)),
			.absent_days = year->absent_days,
			.late = year->late_entries,
			.short_delays = year->short_delays,
			.exits = year->early_exits,
			.gauge = pupil_year_gauge(year) };
		if (page)
			pupil->path = text_printf(req->arena, "/pupils/%lld/%s", (long long)name->pupil.v,
				page);
		for (size_t k = 0; k < open.count; k++)
			if (open.at[k].pupil.v == name->pupil.v)
				pupil->to_justify = open.at[k].count;
		view->over += pupil->gauge.state == ABSENCE_CROSSED;
		view->near += pupil->gauge.state == ABSENCE_NEAR;
	}
	return OK;
}

static void
write_csv(struct request *req, struct reply *reply, const struct attendance_totals_view *view)
{
	static const char *const heads[] = { TR("number"), TR("name"), TR("days absent"), TR("late entries"),
		TR("short delays"), TR("early exits"), TR("hours absent"), TR("limit"),
		TR("percent of the year") };
	struct csv_export csv;
	csv_begin(&csv, req, reply, text_printf(req->arena, "absences-%.*s.csv", TEXT_ARG(view->class_name)));
	csv_heads(&csv, heads, sizeof(heads) / sizeof(heads[0]));
	for (size_t i = 0; i < view->pupils.count; i++) {
		const struct totals_pupil *pupil = &view->pupils.at[i];
		csv_number(&csv, pupil->register_number);
		csv_text(&csv, pupil->name);
		csv_number(&csv, pupil->absent_days);
		csv_number(&csv, pupil->late);
		csv_number(&csv, pupil->short_delays);
		csv_number(&csv, pupil->exits);
		csv_hundredths(&csv, pupil->gauge.used);
		csv_hundredths(&csv, pupil->gauge.limit);
		csv_hundredths(&csv, pupil->gauge.share);
		csv_line(&csv);
	}
}
