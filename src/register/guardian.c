#include "register/guardian.h"

#include "identity/user_name.h"
#include "platform/page.h"
#include "privacy/grant.h"
#include "records.h"
#include "register/enrolment.sql.h"
#include "register/guardian.html.h"
#include "register/guardian.sql.h"

struct guardian_desk {
	struct person_id pupil;
	struct person_record person;
	struct guardianship_lines_rows rows;
};

static enum outcome desk_open(struct request *req, struct guardian_desk *desk);
static const struct guardianship_record *line_posted(struct request *req, const struct guardian_desk *desk,
	const char *field);
static enum outcome save(struct request *req, const struct grant *grant, const struct guardian_desk *desk,
	const struct guardianship_record *row);
static enum outcome end(struct request *req, const struct grant *grant,
	const struct guardianship_record *row);
static enum outcome tie(struct request *req, const struct grant *grant, const struct guardian_desk *desk);
static enum outcome guardian_named(struct request *req, struct person_id *guardian);
static bool read_tie(struct request *req, const struct guardian_desk *desk,
	struct guardianship_record *record);
static bool overlaps(const struct guardian_desk *desk, const struct guardianship_record *record);
static struct guardian_rights rights_posted(struct request *req);
static enum outcome show(struct request *req, struct reply *reply, const struct guardian_desk *desk);
static enum outcome show_lines(struct request *req, const struct guardian_desk *desk,
	struct guardian_view *view);
static struct guardian_line line_of(struct request *req, const struct guardianship_record *row);
static struct text day_text(struct request *req, struct day day);

enum outcome
guardian_page(struct request *req, struct reply *reply)
{
	struct guardian_desk desk;
	enum outcome got = desk_open(req, &desk);
	return got == OK ? show(req, reply, &desk) : got;
}

enum outcome
guardian_change(struct request *req, struct reply *reply)
{
	struct guardian_desk desk;
	enum outcome got = desk_open(req, &desk);
	if (got != OK)
		return got;
	const struct grant *grant = may(req, MANAGE, ROSTER, of_person(desk.pupil));
	if (!grant)
		return REFUSED;
	const struct guardianship_record *saved = line_posted(req, &desk, "save");
	const struct guardianship_record *ended = line_posted(req, &desk, "end");
	enum outcome done = INVALID;
	if (saved)
		done = save(req, grant, &desk, saved);
	else if (ended)
		done = end(req, grant, ended);
	else if (form_has(&req->form, "tie"))
		done = tie(req, grant, &desk);
	else
		request_problem(req, "", TR("Choose what to change."));
	if (done == INVALID)
		return request_invalid(show(req, reply, &desk));
	if (done == OK)
		reply_see(reply, req, "/pupils/%lld/guardians?saved=1", (long long)desk.pupil.v);
	return done;
}

static enum outcome
desk_open(struct request *req, struct guardian_desk *desk)
{
	*desk = (struct guardian_desk){ 0 };
	if (!request_int64(req, "pupil", &desk->pupil.v))
		return NOT_FOUND;
	const struct grant *grant = may(req, READ, ROSTER, of_person(desk->pupil));
	if (!grant || !grant_has_fields(grant, FIELDS_ROSTER))
		return REFUSED; /* who stands for whom is the office's and the head's */
	enum outcome got = pupil_sheet(req->db, grant, req->arena, &desk->person);
	if (got == OK && desk->person.kind != PERSON_PUPIL)
		return NOT_FOUND;
	return got == OK ? guardianship_lines(req->db, grant, req->arena, &desk->rows) : got;
}

static const struct guardianship_record *
line_posted(struct request *req, const struct guardian_desk *desk, const char *field)
{
	int64_t id;
	if (!form_int64(&req->form, field, &id))
		return NULL;
	for (size_t i = 0; i < desk->rows.count; i++)
		if (desk->rows.at[i].id.v == id)
			return &desk->rows.at[i];
	return NULL;
}

static enum outcome
save(struct request *req, const struct grant *grant, const struct guardian_desk *desk,
	const struct guardianship_record *row)
{
	struct guardianship_record record = { .id = row->id, .guardian = row->guardian };
	if (!read_tie(req, desk, &record))
		return INVALID;
	return guardianship_keep(req->db, grant, req->arena, &record);
}

/* The rights stay in the row as they were: they tell what held until that day. */
static enum outcome
end(struct request *req, const struct grant *grant, const struct guardianship_record *row)
{
	struct day first_without;
	struct text typed = form_text(&req->form, "first_without");
	if (!day_parse(typed, &first_without))
		request_problem_about(req, "first_without", TR("%1 is not a day."), typed);
	else if (day_before(first_without, row->from_day))
		request_problem(req, "first_without", TR("This ends before it begins."));
	else if (!day_equal(row->to_day, DAY_NONE) && day_before(row->to_day, first_without))
		request_problem(req, "first_without", TR("It has ended before this day."));
	if (request_has_problem(req, NULL))
		return INVALID;
	struct guardianship_record record = *row;
	record.to_day = day_add(first_without, -1);
	return guardianship_keep(req->db, grant, req->arena, &record);
}

static enum outcome
tie(struct request *req, const struct grant *grant, const struct guardian_desk *desk)
{
	struct guardianship_record record = { .id = { request_new_id(req) } };
	enum outcome got = guardian_named(req, &record.guardian);
	if (got != OK && got != INVALID)
		return got;
	if (!read_tie(req, desk, &record))
		return INVALID;
	return guardianship_keep(req->db, grant, req->arena, &record);
}

/* Only an account that is open: one that has ended comes back with the files,
 * which also say whose it is. */
static enum outcome
guardian_named(struct request *req, struct person_id *guardian)
{
	const struct grant *accounts = may(req, READ, ACCOUNT, of_school());
	if (!accounts)
		return REFUSED;
	struct text typed = form_text(&req->form, "name");
	struct guardian_of_name_row row;
	struct bytes key;
	enum outcome got = NOT_FOUND;
	if (user_name_is_usable(user_name_tidy(req->arena, typed))) {
		got = user_name_key(req->keys, req->arena, typed, &key);
		if (got == OK)
			got = guardian_of_name(req->db, accounts, key, PERSON_GUARDIAN, ROLE_GUARDIAN,
				req->today, req->arena, &row);
	}
	if (got == OK)
		*guardian = row.person;
	if (got != NOT_FOUND)
		return got;
	request_problem(req, "name", TR("No guardian has an open account of this name."));
	return INVALID;
}

static bool
read_tie(struct request *req, const struct guardian_desk *desk, struct guardianship_record *record)
{
	struct text from = text_trim(form_text(&req->form, "from"));
	struct text to = text_trim(form_text(&req->form, "to"));
	struct guardian_rights rights = rights_posted(req);
	record->pupil = desk->pupil;
	record->sees = rights.sees;
	record->justifies = rights.justifies;
	record->signs = rights.signs;
	record->contacts = rights.contacts;
	record->to_day = DAY_NONE;
	bool begins = day_parse(from, &record->from_day);
	bool ends = to.length > 0 && day_parse(to, &record->to_day);
	if (!begins)
		request_problem_about(req, "from", TR("%1 is not a day."), from);
	if (to.length > 0 && !ends)
		request_problem_about(req, "to", TR("%1 is not a day."), to);
	if (begins && ends && day_before(record->to_day, record->from_day))
		request_problem(req, "to", TR("This ends before it begins."));
	else if (begins && overlaps(desk, record))
		request_problem(req, "from", TR("This account is tied to the pupil in these days already."));
	return !request_has_problem(req, NULL);
}

/* Two ties of one account at a time: barring one of them would bar nobody. */
static bool
overlaps(const struct guardian_desk *desk, const struct guardianship_record *record)
{
	for (size_t i = 0; i < desk->rows.count; i++) {
		const struct guardianship_record *row = &desk->rows.at[i];
		bool before = !day_equal(row->to_day, DAY_NONE) && day_before(row->to_day, record->from_day);
		bool after = !day_equal(record->to_day, DAY_NONE) &&
			day_before(record->to_day, row->from_day);
		if (row->guardian.v == record->guardian.v && row->id.v != record->id.v && !before && !after)
			return true;
	}
	return false;
}

static struct guardian_rights
rights_posted(struct request *req)
{
	return (struct guardian_rights){ .sees = form_has(&req->form, "sees"),
		.justifies = form_has(&req->form, "justifies"),
		.signs = form_has(&req->form, "signs"),
		.contacts = form_has(&req->form, "contacts") };
}

static enum outcome
show(struct request *req, struct reply *reply, const struct guardian_desk *desk)
{
	bool tying = form_has(&req->form, "tie");
	struct guardian_view view = { .name = text_printf(req->arena, "%.*s %.*s",
					      TEXT_ARG(desk->person.family_name),
					      TEXT_ARG(desk->person.given_name)),
		.action = text_printf(req->arena, "/pupils/%lld/guardians", (long long)desk->pupil.v),
		.contacts_path = text_printf(req->arena, "/pupils/%lld/contacts", (long long)desk->pupil.v),
		.sheet_path = text_printf(req->arena, "/pupils/%lld/enrolment", (long long)desk->pupil.v),
		.saved = form_has(&req->query, "saved"),
		.may_change = might(req, MANAGE, ROSTER, of_person(desk->pupil)),
		.tying = tying,
		.user_name = tying ? form_text(&req->form, "name") : (struct text){ 0 },
		.from = tying ? form_text(&req->form, "from") : day_text(req, req->today),
		.to = tying ? form_text(&req->form, "to") : (struct text){ 0 },
		.rights = tying ? rights_posted(req) : (struct guardian_rights){ true, true, true, true } };
	enum outcome got = show_lines(req, desk, &view);
	if (got == OK)
		guardian_html(req, reply, &view);
	return got;
}

static enum outcome
show_lines(struct request *req, const struct guardian_desk *desk, struct guardian_view *view)
{
	struct guardian_names_rows names = { 0 };
	enum outcome got = OK;
	if (might(req, READ, ACCOUNT, of_school()))
		got = guardian_names(req->db, may(req, READ, ACCOUNT, of_school()), desk->pupil, req->arena,
			&names);
	view->lines.at = arena_array(req->arena, struct guardian_line, desk->rows.count);
	for (size_t i = 0; got == OK && i < desk->rows.count; i++) {
		struct guardian_line line = line_of(req, &desk->rows.at[i]);
		for (size_t j = 0; j < names.count; j++)
			if (names.at[j].person.v == desk->rows.at[i].guardian.v)
				line.name = names.at[j].name;
		line.number = (int64_t)i + 1;
		view->lines.at[view->lines.count++] = line;
	}
	return got;
}

static struct guardian_line
line_of(struct request *req, const struct guardianship_record *row)
{
	int64_t saving = 0, ending = 0;
	bool over = !day_equal(row->to_day, DAY_NONE) && day_before(row->to_day, req->today);
	struct guardian_line line = { .id = row->id.v,
		.rights = { row->sees, row->justifies, row->signs, row->contacts },
		.from = day_text(req, row->from_day),
		.to = day_text(req, row->to_day),
		.now = !over && !day_before(req->today, row->from_day),
		.over = over,
		.saving = form_int64(&req->form, "save", &saving) && saving == row->id.v,
		.ending = form_int64(&req->form, "end", &ending) && ending == row->id.v };
	if (line.saving) {
		line.rights = rights_posted(req);
		line.from = form_text(&req->form, "from");
		line.to = form_text(&req->form, "to");
	}
	if (line.ending)
		line.first_without = form_text(&req->form, "first_without");
	return line;
}

static struct text
day_text(struct request *req, struct day day)
{
	char printed[DAY_TEXT_SIZE];
	day_print(day, printed);
	return text_printf(req->arena, "%s", printed);
}
