#include "register/certificate.h"

#include "identity/setting.h"
#include "platform/page.h"
#include "privacy/grant.h"
#include "register/absence_year.h"
#include "register/certificate.html.h"
#include "register/enrolment.sql.h"

static struct text birth_text(struct request *req, struct text stored);

enum outcome
certificate_page(struct request *req, struct reply *reply)
{
	struct person_id pupil;
	if (!request_int64(req, "pupil", &pupil.v))
		return NOT_FOUND;
	if (!might(req, MANAGE, ROSTER, of_person(pupil)))
		return REFUSED;
	const struct grant *roster = may(req, READ, ROSTER, of_person(pupil));
	if (!roster)
		return REFUSED;
	struct person_record person;
	struct enrolments_of_pupil_rows enrolments;
	struct school_year_calendar school;
	enum outcome got = pupil_sheet(req->db, roster, req->arena, &person);
	if (got == OK && person.kind != PERSON_PUPIL)
		return NOT_FOUND;
	if (got == OK)
		got = enrolments_of_pupil(req->db, roster, req->arena, &enrolments);
	if (got == OK)
		got = school_calendar_load(req, req->today, &school);
	if (got != OK)
		return got;
	struct day last = day_before(school.year.last_day, req->today) ? school.year.last_day : req->today;
	struct pupil_year year;
	got = pupil_year_load(req, &school, pupil, last, &year);
	if (got != OK)
		return got;

	struct certificate_view view = { .school = setting_text(req, "school.name"),
		.name = text_printf(req->arena, "%.*s %.*s", TEXT_ARG(person.family_name),
			TEXT_ARG(person.given_name)),
		.birth_day = birth_text(req, person.birth_day),
		.birth_place = person.birth_place,
		.year = school.year.label,
		.today = req->today,
		.left = !day_equal(person.left_on, DAY_NONE) && day_before(person.left_on, req->today),
		.left_on = person.left_on,
		.absent_days = year.absent_days,
		.missed = absence_shown_units(year.limit.missed),
		.due = year.limit.due_units,
		.sheet_path = text_printf(req->arena, "/pupils/%lld/enrolment", (long long)pupil.v) };
	for (size_t i = 0; i < enrolments.count && !view.in_class; i++) {
		const struct enrolments_of_pupil_row *row = &enrolments.at[i];
		bool over = !day_equal(row->to_day, DAY_NONE) && day_before(row->to_day, req->today);
		if (over || day_before(req->today, row->from_day))
			continue;
		view.in_class = true;
		view.class_name = row->class_name;
		view.since = row->from_day;
	}
	certificate_html(req, reply, &view);
	return OK;
}

/* Stored as 2008-03-15, certified as people write it. */
static struct text
birth_text(struct request *req, struct text stored)
{
	struct day born;
	if (!day_parse(stored, &born))
		return stored;
	int year, month, day;
	day_parts(born, &year, &month, &day);
	return text_printf(req->arena, "%02d/%02d/%04d", day, month, year);
}
