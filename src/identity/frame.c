#include "identity/frame.h"

#include <inttypes.h>
#include <string.h>

#include "identity/frame.html.h"
#include "identity/session.h"
#include "identity/setting.h"
#include "identity/sign_in.h"
#include "platform/asset.h"
#include "privacy/grant.h"

static const struct destination {
	enum role role;
	const char *path; /* {pupil} stands for the pupil of the page */
	const char *label;
	const char *icon;
	enum verb verb;
	enum thing thing;
} destinations[] = {
	{ ROLE_TEACHER, "/", TR("My day"), "calendar-days", RECORD, LESSON },
	{ ROLE_TEACHER, "/classes", TR("Classes"), "users", READ, CLASS_REGISTER },
	{ ROLE_TEACHER, "/classes/{class}/wall", TR("Screens"), "monitor", VIEW, SCREEN },
	{ ROLE_TEACHER, "/calendar", TR("Calendar"), "calendar-days", READ, CALENDAR },
	{ ROLE_HEAD, "/", TR("The morning"), "sunrise", READ, MORNING },
	{ ROLE_HEAD, "/classes", TR("Classes"), "users", READ, CLASS_REGISTER },
	{ ROLE_HEAD, "/substitutions", TR("Substitutions"), "repeat", MANAGE, TIMETABLE },
	{ ROLE_HEAD, "/calendar", TR("Calendar"), "calendar-days", MANAGE, CALENDAR },
	{ ROLE_HEAD, "/remote-lessons", TR("Remote lessons"), "house", MANAGE, REMOTE_LESSON },
	{ ROLE_HEAD, "/restrictions", TR("Objections"), "shield-check", MANAGE, RESTRICTION },
	{ ROLE_HEAD, "/settings", TR("Settings"), "settings", MANAGE, SETTING },
	{ ROLE_DEPUTY, "/", TR("The morning"), "sunrise", READ, MORNING },
	{ ROLE_DEPUTY, "/classes", TR("Classes"), "users", READ, CLASS_REGISTER },
	{ ROLE_DEPUTY, "/substitutions", TR("Substitutions"), "repeat", MANAGE, TIMETABLE },
	{ ROLE_DEPUTY, "/calendar", TR("Calendar"), "calendar-days", MANAGE, CALENDAR },
	{ ROLE_OFFICE, "/", TR("Classes"), "users", READ, ROSTER },
	{ ROLE_OFFICE, "/accounts", TR("Accounts"), "key-round", MANAGE, ACCOUNT },
	{ ROLE_OFFICE, "/devices", TR("Devices"), "laptop", MANAGE, DEVICE },
	{ ROLE_OFFICE, "/calendar", TR("Calendar"), "calendar-days", READ, CALENDAR },
	{ ROLE_PUPIL, "/", TR("Today"), "calendar-days", READ, LESSON },
	{ ROLE_PUPIL, "/pupils/{pupil}/absences", TR("Absences"), "calendar-x", READ, ATTENDANCE },
	{ ROLE_PUPIL, "/pupils/{pupil}/looks", TR("Who looked"), "eye", READ, TRAIL },
	{ ROLE_PUPIL, "/pupils/{pupil}/views", TR("My screen"), "laptop", READ, VIEW_LOG },
	{ ROLE_PUPIL, "/calendar", TR("Calendar"), "calendar-days", READ, CALENDAR },
	{ ROLE_GUARDIAN, "/", TR("Today"), "calendar-days", READ, LESSON },
	{ ROLE_GUARDIAN, "/pupils/{pupil}/absences", TR("Absences"), "calendar-x", READ, ATTENDANCE },
	{ ROLE_GUARDIAN, "/pupils/{pupil}/looks", TR("Who looked"), "eye", READ, TRAIL },
	{ ROLE_GUARDIAN, "/pupils/{pupil}/views", TR("The screen"), "laptop", READ, VIEW_LOG },
	{ ROLE_GUARDIAN, "/contact", TR("Contact"), "bell", CHANGE, CONTACT },
	{ ROLE_GUARDIAN, "/calendar", TR("Calendar"), "calendar-days", READ, CALENDAR },
	{ ROLE_TECHNICIAN, "/devices", TR("Devices"), "laptop", MANAGE, DEVICE },
	{ ROLE_TECHNICIAN, "/settings", TR("Settings"), "settings", MANAGE, SETTING },
	{ ROLE_AUDITOR, "/settings", TR("Settings"), "settings", READ, SETTING },
};
#define DESTINATION_COUNT (sizeof destinations / sizeof *destinations)

static struct frame_view view_of(struct request *req, const char *title);
static struct frame_items items_of(struct request *req);
static struct text path_of(struct request *req, const char *path);
static void bell_of(struct request *req, struct frame_view *view);

void
page_frame_open(struct page *page, const char *title_msgid)
{
	struct frame_view view = view_of(page->req, title_msgid);
	frame_top(page, &view);
}

void
page_frame_close(struct page *page)
{
	struct frame_view view = view_of(page->req, "");
	frame_bottom(page, &view);
}

void
show_message(struct page *page, const char *msgid)
{
	page_tr(page, msgid);
}

static struct frame_view
view_of(struct request *req, const char *title)
{
	const struct session *session = req->session;
	struct frame_view view = {
		.language = text_of(language_tag(req->language)),
		.title = title,
		.version = text_of(assets_version),
		.signed_in = session->account.v != 0,
		.person = session->shown_name,
	};
	if (req->db)
		view.school = setting_text(req, "school.name");
	if (!view.signed_in)
		return view;
	view.role = session->role;
	view.several_roles = session->several_roles;
	view.session = text_printf(req->arena, "%" PRIx64, (uint64_t)session->account.v);
	view.idle_minutes = session->idle_limit_seconds / 60;
	view.now = req->now;
	view.stay = TEXT("/stay");
	view.language_name = language_name(req->language);
	if (req->http && req->http->method == HTTP_GET)
		view.here = next_page(req->http->path);
	view.items = items_of(req);
	bell_of(req, &view);
	return view;
}

static struct frame_items
items_of(struct request *req)
{
	struct frame_items items = { .at = arena_array(req->arena, struct frame_item, DESTINATION_COUNT) };
	if (req->session->must_change_password)
		return items;
	for (size_t i = 0; i < DESTINATION_COUNT; i++) {
		const struct destination *destination = &destinations[i];
		if (destination->role != req->session->role ||
			!role_may_ever(destination->role, destination->verb, destination->thing))
			continue;
		struct text path = path_of(req, destination->path);
		if (!path.length)
			continue;
		items.at[items.count++] = (struct frame_item){
			.path = path,
			.label = destination->label,
			.icon = destination->icon,
			.current = req->http && text_equal(path, req->http->path),
		};
	}
	return items;
}

/* A page about a pupil leads to that pupil's other pages; a pupil's own pages
 * always do. Empty when there is no pupil to lead to. */
static struct text
path_of(struct request *req, const char *path)
{
	struct text whole = text_of(path);
	if (text_is(whole, "/classes/{class}/wall")) /* while the hour runs, and not otherwise */
		return req->wall_class != 0 && req->bell_until.ms > req->now.ms
			? text_printf(req->arena, "/classes/%" PRId64 "/wall", req->wall_class)
			: (struct text){ 0 };
	if (!text_starts(whole, "/pupils/{pupil}"))
		return whole;
	struct text pupil = { 0 };
	for (int i = 0; i < req->parameter_count; i++)
		if (strcmp(req->parameters[i].name, "pupil") == 0)
			pupil = req->parameters[i].value;
	if (!pupil.length && req->about)
		pupil = text_printf(req->arena, "%" PRId64, req->about);
	if (req->session->role == ROLE_PUPIL)
		pupil = text_printf(req->arena, "%" PRId64, req->session->person.v);
	if (!pupil.length)
		return (struct text){ 0 };
	const char *rest = path + strlen("/pupils/{pupil}");
	return text_printf(req->arena, "/pupils/%.*s%s", TEXT_ARG(pupil), rest);
}

static void
bell_of(struct request *req, struct frame_view *view)
{
	if (req->bell_until.ms <= req->now.ms || req->bell_from.ms > req->now.ms)
		return;
	view->bell = true;
	view->bell_from = req->bell_from;
	view->bell_until = req->bell_until;
	view->bell_seconds = (req->bell_until.ms - req->bell_from.ms) / 1000;
	view->bell_passed = (req->now.ms - req->bell_from.ms) / 1000;
}
