#include "register/family.h"

#include "identity/session.h"
#include "privacy/grant.h"

enum outcome
family_card(struct request *req, struct person_id pupil, struct day day, struct pupil_card_row *card)
{
	const struct grant *grant = may(req, READ, ROSTER, of_person(pupil));
	return grant ? pupil_card(req->db, grant, day, req->arena, card) : REFUSED;
}

enum outcome
family_first_child(struct request *req, struct person_id *pupil)
{
	if (req->session->role == ROLE_PUPIL) {
		*pupil = req->session->person;
		return OK;
	}
	struct children_of_guardian_rows rows;
	enum outcome got = children_of_guardian(req->db, req->session->person, req->today, req->arena, &rows);
	if (got != OK)
		return got;
	for (size_t i = 0; i < rows.count; i++) {
		*pupil = rows.at[i].pupil;
		if (might(req, READ, ROSTER, of_person(*pupil)))
			return OK;
	}
	return NOT_FOUND;
}

void
family_lead_on(struct request *req)
{
	struct person_id pupil;
	if (req->session->role == ROLE_GUARDIAN && family_first_child(req, &pupil) == OK)
		req->about = pupil.v;
}

enum outcome
family_children(struct request *req, struct person_id current, const char *rest,
	struct family_children *children)
{
	*children = (struct family_children){ 0 };
	if (req->session->role != ROLE_GUARDIAN)
		return OK;
	struct children_of_guardian_rows rows;
	enum outcome got = children_of_guardian(req->db, req->session->person, req->today, req->arena, &rows);
	if (got != OK || rows.count < 2)
		return got;
	children->at = arena_array(req->arena, struct family_child, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		struct pupil_card_row card;
		if (!might(req, READ, ROSTER, of_person(rows.at[i].pupil)))
			continue; /* of age, where the school closes that to guardians (REG-49) */
		got = family_card(req, rows.at[i].pupil, req->today, &card);
		if (got != OK)
			return got;
		children->at[children->count++] = (struct family_child){
			.path = text_printf(req->arena, "/pupils/%lld%s", (long long)card.pupil.v, rest),
			.given_name = card.given_name,
			.current = card.pupil.v == current.v
		};
	}
	if (children->count < 2)
		children->count = 0; /* nothing to choose between */
	return OK;
}
