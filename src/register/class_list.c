#include "register/class_list.h"

#include "identity/session.h"
#include "privacy/grant.h"
#include "register/class_calendar.h"
#include "register/class_list.html.h"
#include "register/class_list.sql.h"

static void add_class(struct request *req, struct class_line line, struct class_id id, int64_t waiting,
	struct class_list_view *view);

enum outcome
class_list_page(struct request *req, struct reply *reply)
{
	struct class_list_view view = { .may_search = might(req, READ, ROSTER, of_school()) };
	enum outcome got;
	if (req->session->role == ROLE_TEACHER) {
		struct classes_of_teacher_rows rows;
		got = classes_of_teacher(req->db, req->session->person, req->today, req->arena, &rows);
		if (got != OK)
			return got;
		view.classes.at = arena_array(req->arena, struct class_line, rows.count);
		for (size_t i = 0; i < rows.count; i++)
			add_class(req,
				(struct class_line){ .name = rows.at[i].name,
					.site = rows.at[i].site_name,
					.pupils = rows.at[i].pupils },
				rows.at[i].id, rows.at[i].waiting, &view);
		got = class_list_earlier(req, &view.earlier);
		if (got != OK)
			return got;
	} else {
		struct school_year_record year;
		struct classes_of_year_rows rows = { 0 };
		got = year_at(req->db, req->today, req->arena, &year);
		if (got == OK)
			got = classes_of_year(req->db, year.id, req->today, req->arena, &rows);
		if (got != OK && got != NOT_FOUND)
			return got;
		view.classes.at = arena_array(req->arena, struct class_line, rows.count);
		for (size_t i = 0; i < rows.count; i++)
			add_class(req,
				(struct class_line){ .name = rows.at[i].name,
					.site = rows.at[i].site_name,
					.pupils = rows.at[i].pupils },
				rows.at[i].id, rows.at[i].waiting, &view);
	}
	class_list_html(req, reply, &view);
	return OK;
}

enum outcome
class_list_earlier(struct request *req, struct earlier_classes *earlier)
{
	struct earlier_classes_of_teacher_rows rows;
	enum outcome got = earlier_classes_of_teacher(req->db, req->session->person, req->today, req->arena,
		&rows);
	*earlier = (struct earlier_classes){ 0 };
	if (got != OK)
		return got;
	earlier->at = arena_array(req->arena, struct earlier_class, rows.count);
	for (size_t i = 0; i < rows.count; i++)
		earlier->at[earlier->count++] = (struct earlier_class){ .name = rows.at[i].name,
			.path = text_printf(req->arena, "/classes/%lld/own-lessons",
				(long long)rows.at[i].id.v) };
	return OK;
}

/* Only where who asks may really go is offered. */
static void
add_class(struct request *req, struct class_line line, struct class_id id, int64_t waiting,
	struct class_list_view *view)
{
	char today[DAY_TEXT_SIZE];
	day_print(req->today, today);
	long long number = (long long)id.v;
	struct subject class = of_class(id);
	if (might(req, READ, CLASS_REGISTER, class)) {
		line.register_path = text_printf(req->arena, "/classes/%lld/register/%s", number, today);
		line.month_path = text_printf(req->arena, "/classes/%lld/register-month/%s", number, today);
	}
	if (might(req, READ, ABSENCE_LIMIT, class))
		line.totals_path = text_printf(req->arena, "/classes/%lld/absences", number);
	if (might(req, READ, JUSTIFICATION, class)) {
		line.justification_path = text_printf(req->arena, "/classes/%lld/justifications", number);
		line.waiting = waiting;
	}
	if (might(req, READ, TIMETABLE, of_school()))
		line.timetable_path = text_printf(req->arena, "/classes/%lld/timetable", number);
	if (might(req, RECORD, ATTENDANCE, class))
		line.away_path = text_printf(req->arena, "/classes/%lld/away", number);
	if (might(req, MANAGE, ROSTER, class))
		line.roster_path = text_printf(req->arena, "/classes/%lld/roster", number);
	view->classes.at[view->classes.count++] = line;
}
