#include "register/contact.h"

#include "identity/session.h"
#include "privacy/grant.h"
#include "register/contact.html.h"
#include "register/contact.sql.h"
#include "register/family.h"

static enum outcome show(struct request *req, struct reply *reply, const struct grant *grant, bool typed);

enum outcome
contact_page(struct request *req, struct reply *reply)
{
	struct subject self = of_person(req->session->person);
	if (!may(req, CHANGE, CONTACT, self)) /* the staff read others' and have none here */
		return REFUSED;
	const struct grant *grant = may(req, READ, CONTACT, self);
	return grant ? show(req, reply, grant, false) : REFUSED;
}

enum outcome
contact_change(struct request *req, struct reply *reply)
{
	struct subject self = of_person(req->session->person);
	const struct grant *grant = may(req, CHANGE, CONTACT, self);
	const struct grant *reads = grant ? may(req, READ, CONTACT, self) : NULL;
	if (!reads)
		return REFUSED;
	struct text reach = text_trim(form_text(&req->form, "reach"));
	if (text_code_points(reach) > CONTACT_TEXT_MAX) {
		request_problem(req, "reach", TR("This is too long: at most 200 characters."));
		return request_invalid(show(req, reply, reads, true));
	}
	enum outcome got;
	if (reach.length == 0 || form_has(&req->form, "remove")) {
		got = contact_remove(req->db, grant, req->session->person);
		got = got == NOT_FOUND ? OK : got;
	} else {
		got = contact_keep(req->db, grant, req->arena,
			&(struct guardian_contact_record){
				.guardian = req->session->person, .reach = reach, .changed_on = req->today });
	}
	if (got == OK)
		reply_see(reply, req, "/contact?saved=1");
	return got;
}

enum outcome
contacts_page(struct request *req, struct reply *reply)
{
	struct person_id pupil;
	if (!request_int64(req, "pupil", &pupil.v))
		return NOT_FOUND;
	struct subject subject = of_person(pupil);
	const struct grant *grant = req->session->role == ROLE_GUARDIAN ? NULL
									: may(req, READ, CONTACT, subject);
	if (!grant)
		return REFUSED;
	struct pupil_card_row card;
	struct contacts_of_pupil_rows rows;
	enum outcome got = family_card(req, pupil, req->today, &card);
	if (got == OK)
		got = contacts_of_pupil(req->db, grant, req->today, req->arena, &rows);
	if (got != OK)
		return got;

	char today[DAY_TEXT_SIZE];
	day_print(req->today, today);
	struct contacts_view view = { .name = text_printf(req->arena, "%.*s %.*s", TEXT_ARG(card.family_name),
					      TEXT_ARG(card.given_name)),
		.back = req->session->role == ROLE_OFFICE
			? text_printf(req->arena, "/pupils/%lld/guardians", (long long)pupil.v)
			: text_printf(req->arena, "/pupils/%lld/days/%s", (long long)pupil.v, today),
		.who_can_see = text_printf(req->arena, "/who-can-see/contact/person/%lld",
			(long long)pupil.v) };
	view.lines.at = arena_array(req->arena, struct contact_line, rows.count);
	for (size_t i = 0; i < rows.count; i++)
		if (rows.at[i].contacts)
			view.lines.at[view.lines.count++] = (struct contact_line){ (int64_t)i + 1,
				rows.at[i].reach, rows.at[i].changed_on };
	contacts_html(req, reply, &view);
	return OK;
}

static enum outcome
show(struct request *req, struct reply *reply, const struct grant *grant, bool typed)
{
	struct own_contact_row row = { 0 };
	enum outcome got = own_contact(req->db, grant, req->arena, &row);
	if (got != OK && got != NOT_FOUND)
		return got;
	struct contact_view view = { .reach = typed ? form_text(&req->form, "reach") : row.reach,
		.given = got == OK,
		.saved = form_has(&req->query, "saved") };
	family_lead_on(req);
	contact_html(req, reply, &view);
	return OK;
}
