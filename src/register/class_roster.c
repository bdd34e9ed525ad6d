#include "platform/page.h"
#include "privacy/grant.h"
#include "register/class_calendar.h"
#include "register/class_roster.html.h"
#include "register/enrolment.h"
#include "register/enrolment.sql.h"
#include "register/enrolment_view.h"

static struct text sheet_path(struct request *req, struct person_id pupil);

const char *
religion_msgid(enum religion_option option)
{
	switch (option) {
	case RELIGION_RELIGION: return TR("takes religion");
	case RELIGION_ALTERNATIVE: return TR("takes the alternative");
	case RELIGION_STUDIES_ALONE: return TR("studies alone");
	case RELIGION_STUDIES_WITH: return TR("studies with a teacher");
	case RELIGION_LEAVES:
	case RELIGION_OPTIONS: break;
	}
	return TR("leaves the school");
}

enum outcome
class_roster_page(struct request *req, struct reply *reply)
{
	struct class_id class;
	if (!request_int64(req, "class", &class.v))
		return NOT_FOUND;
	if (!might(req, MANAGE, ROSTER, of_class(class)))
		return REFUSED;
	const struct grant *grant = may(req, READ, ROSTER, of_class(class));
	const struct grant *everybody = may(req, READ, ROSTER, of_school());
	if (!grant || !everybody)
		return REFUSED;
	struct class_place_row place;
	struct roster_sheet_rows pupils;
	struct pupils_without_class_rows others;
	enum outcome got = class_place(req->db, class, req->arena, &place);
	if (got == OK)
		got = roster_sheet(req->db, grant, req->today, req->arena, &pupils);
	if (got == OK)
		got = pupils_without_class(req->db, everybody, req->today, req->arena, &others);
	if (got != OK)
		return got;

	struct class_roster_view view = { .class_name = place.name,
		.year = place.year_label,
		.groups_path = text_printf(req->arena, "/classes/%lld/subgroups", (long long)class.v),
		.pupils = { arena_array(req->arena, struct roster_line, pupils.count), 0 },
		.without_class = { arena_array(req->arena, struct roster_line, others.count), 0 } };
	for (size_t i = 0; i < pupils.count; i++) {
		const struct roster_sheet_row *row = &pupils.at[i];
		view.pupils.at[view.pupils.count++] = (struct roster_line){ .path = sheet_path(req,
										    row->pupil),
			.register_number = row->register_number,
			.name = text_printf(req->arena, "%.*s %.*s", TEXT_ARG(row->family_name),
				TEXT_ARG(row->given_name)),
			.birth_day = row->birth_day,
			.religion = religion_msgid(row->religion),
			.paper_only = !row->justifies_online };
	}
	for (size_t i = 0; i < others.count; i++)
		view.without_class.at[view.without_class.count++] = (struct roster_line){
			.path = sheet_path(req, others.at[i].pupil),
			.name = text_printf(req->arena, "%.*s %.*s", TEXT_ARG(others.at[i].family_name),
				TEXT_ARG(others.at[i].given_name))
		};
	class_roster_html(req, reply, &view);
	return OK;
}

static struct text
sheet_path(struct request *req, struct person_id pupil)
{
	return text_printf(req->arena, "/pupils/%lld/enrolment", (long long)pupil.v);
}
