#include "register/enrolment.h"

#include "platform/page.h"
#include "privacy/grant.h"
#include "register/class_calendar.h"
#include "register/class_list.sql.h"
#include "register/enrolment.html.h"
#include "register/enrolment.sql.h"
#include "register/enrolment_view.h"
#include "register/school_year.h"

/* Nobody brings more than a year of hours from elsewhere. */
#define CARRIED_UNITS_MAX 200000

struct sheet {
	struct person_id pupil;
	struct person_record person;
	struct enrolments_of_pupil_rows enrolments;
	const struct enrolments_of_pupil_row *now; /* the class of today, or the one to come */
	struct school_year_record year;
	struct classes_of_year_rows classes;
};

static enum outcome sheet_open(struct request *req, struct sheet *sheet);
static enum outcome place_into(struct request *req, const struct grant *grant, const struct sheet *sheet);
static enum outcome withdraw(struct request *req, const struct grant *grant, const struct sheet *sheet);
static enum outcome change_options(struct request *req, const struct grant *grant, const struct sheet *sheet);
static enum outcome carry(struct request *req, const struct grant *grant, const struct sheet *sheet);
static bool read_hours(struct text typed, int64_t *units);
static enum outcome show(struct request *req, struct reply *reply, const struct sheet *sheet);
static void show_choices(struct request *req, const struct sheet *sheet, struct enrolment_view *view);
static struct class_member_record member_of(const struct sheet *sheet,
	const struct enrolments_of_pupil_row *row);

enum outcome
enrolment_page(struct request *req, struct reply *reply)
{
	struct sheet sheet;
	enum outcome got = sheet_open(req, &sheet);
	return got == OK ? show(req, reply, &sheet) : got;
}

enum outcome
enrolment_change(struct request *req, struct reply *reply)
{
	struct sheet sheet;
	enum outcome got = sheet_open(req, &sheet);
	if (got != OK)
		return got;
	const struct grant *grant = may(req, MANAGE, ROSTER, of_person(sheet.pupil));
	if (!grant)
		return REFUSED;
	struct text what = form_text(&req->form, "do");
	enum outcome done = INVALID;
	if (text_is(what, "arrive") || text_is(what, "move"))
		done = place_into(req, grant, &sheet);
	else if (text_is(what, "withdraw"))
		done = withdraw(req, grant, &sheet);
	else if (text_is(what, "options"))
		done = change_options(req, grant, &sheet);
	else if (text_is(what, "carried"))
		done = carry(req, grant, &sheet);
	else
		request_problem(req, "", TR("Choose what to change."));
	if (done == INVALID)
		return request_invalid(show(req, reply, &sheet));
	if (done == OK)
		reply_see(reply, req, "/pupils/%lld/enrolment?saved=1", (long long)sheet.pupil.v);
	return done;
}

static enum outcome
sheet_open(struct request *req, struct sheet *sheet)
{
	*sheet = (struct sheet){ 0 };
	if (!request_int64(req, "pupil", &sheet->pupil.v))
		return NOT_FOUND;
	const struct grant *grant = may(req, READ, ROSTER, of_person(sheet->pupil));
	if (!grant || !grant_has_fields(grant, FIELDS_ROSTER))
		return REFUSED; /* birth and options are the office's and the head's */
	enum outcome got = pupil_sheet(req->db, grant, req->arena, &sheet->person);
	if (got == OK && sheet->person.kind != PERSON_PUPIL)
		return NOT_FOUND;
	if (got == OK)
		got = enrolments_of_pupil(req->db, grant, req->arena, &sheet->enrolments);
	if (got == OK)
		got = year_at(req->db, req->today, req->arena, &sheet->year);
	if (got == OK)
		got = classes_of_year(req->db, sheet->year.id, req->today, req->arena, &sheet->classes);
	for (size_t i = 0; got == OK && i < sheet->enrolments.count; i++) {
		const struct enrolments_of_pupil_row *row = &sheet->enrolments.at[i];
		if (!sheet->now && row->school_year.v == sheet->year.id.v &&
			(day_equal(row->to_day, DAY_NONE) || !day_before(row->to_day, req->today)))
			sheet->now = row;
	}
	return got;
}

static struct class_member_record
member_of(const struct sheet *sheet, const struct enrolments_of_pupil_row *row)
{
	return (struct class_member_record){ .id = row->id,
		.class = row->class,
		.pupil = sheet->pupil,
		.from_day = row->from_day,
		.to_day = row->to_day,
		.register_number = row->register_number,
		.religion = row->religion,
		.how_ended = row->how_ended,
		.justifies_online = row->justifies_online,
		.exits_by_request = row->exits_by_request };
}

/* The old membership ends the day before; what is on record stays in the class
 * where it happened, and is counted with the pupil. */
static enum outcome
place_into(struct request *req, const struct grant *grant, const struct sheet *sheet)
{
	struct class_id class = { 0 };
	struct day from;
	bool known = false;
	struct text typed = form_text(&req->form, "from");
	if (form_int64(&req->form, "class", &class.v))
		for (size_t i = 0; i < sheet->classes.count; i++)
			known |= sheet->classes.at[i].id.v == class.v;
	if (!known)
		request_problem(req, "class", TR("Choose a class of this year."));
	else if (sheet->now && sheet->now->class.v == class.v)
		request_problem(req, "class", TR("The pupil is in this class already."));
	if (!day_parse(typed, &from))
		request_problem_about(req, "from", TR("%1 is not a day."), typed);
	else if (!day_between(from, sheet->year.first_day, sheet->year.last_day))
		request_problem(req, "from", TR("This lies outside the school year."));
	else if (sheet->now && !day_before(sheet->now->from_day, from))
		request_problem(req, "from",
			TR("The pupil came into the present class on this day or later."));
	else if (!sheet->now && sheet->enrolments.count > 0 &&
		!day_before(sheet->enrolments.at[0].to_day, from))
		request_problem(req, "from", TR("The pupil was in a class until this day."));
	if (request_has_problem(req, NULL))
		return INVALID;

	struct last_register_number_row last;
	struct day until;
	enum outcome got = last_register_number(req->db, class, req->arena, &last);
	if (got == OK)
		got = school_year_holds_until(req, sheet->year.id, &until);
	if (got != OK)
		return got;
	struct class_member_record new = { .justifies_online = true };
	if (sheet->now) {
		struct class_member_record old = member_of(sheet, sheet->now);
		new = old;
		old.to_day = day_add(from, -1);
		old.how_ended = MEMBER_MOVED;
		got = member_keep(req->db, grant, req->arena, &old);
	}
	new.id = (struct class_member_id){ request_new_id(req) };
	new.class = class;
	new.pupil = sheet->pupil;
	new.from_day = from;
	new.to_day = until;
	new.register_number = last.number + 1;
	new.how_ended = MEMBER_STILL;
	return got == OK ? member_keep(req->db, grant, req->arena, &new) : got;
}

static enum outcome
withdraw(struct request *req, const struct grant *grant, const struct sheet *sheet)
{
	struct day last;
	struct text typed = form_text(&req->form, "last");
	if (!sheet->now)
		request_problem(req, "last", TR("The pupil is in no class."));
	else if (!day_parse(typed, &last))
		request_problem_about(req, "last", TR("%1 is not a day."), typed);
	else if (day_before(last, sheet->now->from_day))
		request_problem(req, "last", TR("The pupil came into the class after this day."));
	else if (day_before(sheet->year.last_day, last))
		request_problem(req, "last", TR("This lies outside the school year."));
	if (request_has_problem(req, NULL))
		return INVALID;

	struct class_member_record member = member_of(sheet, sheet->now);
	member.to_day = last;
	member.how_ended = MEMBER_LEFT;
	enum outcome kept = member_keep(req->db, grant, req->arena, &member);
	const struct grant *reads = may(req, READ, ROSTER, of_person(sheet->pupil));
	struct pupil_appointments_rows appointments = { 0 };
	if (kept == OK)
		kept = pupil_appointments(req->db, reads, ROLE_PUPIL, last, req->arena, &appointments);
	for (size_t i = 0; kept == OK && i < appointments.count; i++) {
		appointments.at[i].to_day = last;
		kept = appointment_end(req->db, grant, req->arena, &appointments.at[i]);
	}
	struct person_record person = sheet->person;
	person.left_on = last;
	if (kept == OK)
		kept = pupil_keep(req->db, grant, req->arena, &person);
	return kept;
}

static enum outcome
change_options(struct request *req, const struct grant *grant, const struct sheet *sheet)
{
	int64_t religion;
	if (!sheet->now || !form_int64(&req->form, "religion", &religion) || religion < 0 ||
		religion >= RELIGION_OPTIONS) {
		request_problem(req, "religion", TR("Choose one of the options."));
		return INVALID;
	}
	struct class_member_record member = member_of(sheet, sheet->now);
	member.religion = (enum religion_option)religion;
	member.justifies_online = form_has(&req->form, "justifies_online");
	member.exits_by_request = form_has(&req->form, "exits_by_request");
	return member_keep(req->db, grant, req->arena, &member);
}

static enum outcome
carry(struct request *req, const struct grant *grant, const struct sheet *sheet)
{
	int64_t units;
	struct text typed = text_trim(form_text(&req->form, "hours"));
	if (!read_hours(typed, &units)) {
		request_problem_about(req, "hours",
			TR("%1 is not a number of hours. Write it like 12 or 12,5."), typed);
		return INVALID;
	}
	return carried_keep(req->db, grant, req->arena,
		&(struct carried_absence_record){
			.pupil = sheet->pupil, .school_year = sheet->year.id, .units = units });
}

/* 12 or 12,5 or 12.25: hundredths, exactly. */
static bool
read_hours(struct text typed, int64_t *units)
{
	int64_t fraction = 0;
	for (size_t i = 0; i < typed.length; i++) {
		if (typed.at[i] != ',' && typed.at[i] != '.')
			continue;
		struct text whole = { typed.at, i }, rest = { typed.at + i + 1, typed.length - i - 1 };
		if (rest.length < 1 || rest.length > 2 || !text_int64(rest, &fraction) || fraction < 0 ||
			rest.at[0] == '+' || rest.at[0] == '-')
			return false;
		if (rest.length == 1)
			fraction *= 10;
		typed = whole;
		break;
	}
	if (!text_int64(typed, units) || *units < 0 || *units > CARRIED_UNITS_MAX / 100)
		return false;
	*units = *units * 100 + fraction;
	return true;
}

static enum outcome
show(struct request *req, struct reply *reply, const struct sheet *sheet)
{
	const struct person_record *person = &sheet->person;
	struct enrolment_view view = { .name = text_printf(req->arena, "%.*s %.*s",
					       TEXT_ARG(person->family_name), TEXT_ARG(person->given_name)),
		.birth_day = person->birth_day,
		.birth_place = person->birth_place,
		.action = text_printf(req->arena, "/pupils/%lld/enrolment", (long long)sheet->pupil.v),
		.certificate_path = text_printf(req->arena, "/pupils/%lld/certificate",
			(long long)sheet->pupil.v),
		.guardians_path = text_printf(req->arena, "/pupils/%lld/guardians",
			(long long)sheet->pupil.v),
		.saved = form_has(&req->query, "saved"),
		.may_change = might(req, MANAGE, ROSTER, of_person(sheet->pupil)),
		.in_class = sheet->now != NULL,
		.left = !day_equal(person->left_on, DAY_NONE),
		.left_on = person->left_on,
		.from = form_text(&req->form, "from"),
		.last = form_text(&req->form, "last"),
		.hours = form_text(&req->form, "hours"),
		.justifies_online = sheet->now && sheet->now->justifies_online,
		.exits_by_request = sheet->now && sheet->now->exits_by_request };
	if (sheet->now && view.may_change)
		view.roster_path = text_printf(req->arena, "/classes/%lld/roster",
			(long long)sheet->now->class.v);
	if (view.hours.length == 0 && might(req, READ, ABSENCE_LIMIT, of_person(sheet->pupil))) {
		const struct grant *limit = may(req, READ, ABSENCE_LIMIT, of_person(sheet->pupil));
		struct carried_units_row carried;
		enum outcome got = carried_units(req->db, limit, sheet->year.id, req->arena, &carried);
		if (got == OK)
			view.hours = text_printf(req->arena, "%lld,%02lld", (long long)(carried.units / 100),
				(long long)(carried.units % 100));
		else if (got != NOT_FOUND)
			return got;
	}
	view.lines.at = arena_array(req->arena, struct enrolment_line, sheet->enrolments.count);
	for (size_t i = 0; i < sheet->enrolments.count; i++) {
		const struct enrolments_of_pupil_row *row = &sheet->enrolments.at[i];
		view.lines.at[view.lines.count++] = (struct enrolment_line){ .class_name = row->class_name,
			.from_day = row->from_day,
			.to_day = row->to_day,
			.still = day_equal(row->to_day, DAY_NONE),
			.register_number = row->register_number,
			.how_ended = row->how_ended };
	}
	show_choices(req, sheet, &view);
	enrolment_html(req, reply, &view);
	return OK;
}

static void
show_choices(struct request *req, const struct sheet *sheet, struct enrolment_view *view)
{
	int64_t class = 0;
	if (!form_int64(&req->form, "class", &class))
		class = 0;
	view->classes.at = arena_array(req->arena, struct enrolment_class, sheet->classes.count);
	for (size_t i = 0; i < sheet->classes.count; i++)
		view->classes.at[view->classes.count++] = (struct enrolment_class){ sheet->classes.at[i].id.v,
			sheet->classes.at[i].name, sheet->classes.at[i].id.v == class };
	view->religions.at = arena_array(req->arena, struct enrolment_religion, RELIGION_OPTIONS);
	for (int i = 0; i < RELIGION_OPTIONS; i++)
		view->religions.at[view->religions.count++] = (struct enrolment_religion){ i,
			religion_msgid((enum religion_option)i),
			sheet->now && sheet->now->religion == (enum religion_option)i };
}

void
show_birth_day(struct page *page, struct text stored)
{
	struct day born;
	if (day_parse(stored, &born))
		show_numeric_day(page, born);
	else
		page_put_text(page, stored);
}
