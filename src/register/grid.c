#include "register/grid.h"

#include <stdio.h>

#include "platform/page.h"
#include "privacy/grant.h"
#include "register/class_calendar.h"
#include "register/grid.html.h"
#include "register/grid.sql.h"
#include "register/grid_view.h"
#include "register/rest_day.h"

#define HOUR_MINUTES_MAX 240
#define DAY_HOURS_MAX 12
#define WEIGHT_MAX 1000
#define BREAK_MINUTES_MAX 120

struct grid_desk {
	const struct grant *grant;
	struct school_year_calendar school;
	struct grid_sites_rows sites;
	struct grids_of_school_rows grids;
	struct slots_of_school_rows slots;
};
struct grid_plan { /* of a new grid, every weekday alike */
	struct grid_record grid;
	struct minute first;
	int64_t minutes, hours, weight, break_after, break_minutes;
	unsigned weekdays;
};

static enum outcome desk_open(struct request *req, struct grid_desk *desk);
static enum outcome make_grid(struct request *req, const struct grid_desk *desk);
static enum outcome change_hour(struct request *req, const struct grid_desk *desk);
static enum outcome end_grid(struct request *req, const struct grid_desk *desk);
static const struct grids_of_school_row *asked_grid(struct request *req, const struct grid_desk *desk);
static enum outcome refuse_held(struct request *req, const struct grid_desk *desk, const char *field,
	const struct grid_record *days, int64_t weekday, int64_t ordinal);
static bool read_plan(struct request *req, const struct grid_desk *desk, struct grid_plan *plan);
static void read_days(struct request *req, const struct grid_desk *desk, struct grid_record *grid);
static bool read_number(struct request *req, const char *field, int64_t least, int64_t most,
	int64_t *number);
static enum outcome show(struct request *req, struct reply *reply, const struct grid_desk *desk);
static void show_grids(struct request *req, const struct grid_desk *desk, struct grid_view *view);
static void show_typed(struct request *req, const struct grid_desk *desk, struct grid_view *view);

enum outcome
grid_page(struct request *req, struct reply *reply)
{
	struct grid_desk desk;
	enum outcome got = desk_open(req, &desk);
	return got == OK ? show(req, reply, &desk) : got;
}

enum outcome
grid_change(struct request *req, struct reply *reply)
{
	struct grid_desk desk;
	enum outcome done = desk_open(req, &desk);
	if (done != OK)
		return done;
	struct text act = form_text(&req->form, "act");
	done = text_equal(act, text_of("hour")) ? change_hour(req, &desk)
		: text_equal(act, text_of("end")) ? end_grid(req, &desk) : make_grid(req, &desk);
	if (done == INVALID) {
		enum outcome shown = show(req, reply, &desk);
		return shown == OK ? INVALID : shown;
	}
	if (done == OK)
		reply_see(reply, req, "/grids?saved=1");
	return done;
}

static enum outcome
desk_open(struct request *req, struct grid_desk *desk)
{
	desk->grant = may(req, MANAGE, TIMETABLE, of_school());
	if (!desk->grant)
		return REFUSED;
	enum outcome got = school_calendar_load(req, req->today, &desk->school);
	if (got == OK)
		got = grid_sites(req->db, desk->grant, req->arena, &desk->sites);
	if (got == OK)
		got = grids_of_school(req->db, desk->grant, req->arena, &desk->grids);
	if (got == OK)
		got = slots_of_school(req->db, desk->grant, req->arena, &desk->slots);
	return got;
}

static bool
read_number(struct request *req, const char *field, int64_t least, int64_t most, int64_t *number)
{
	if (form_int64(&req->form, field, number) && *number >= least && *number <= most)
		return true;
	request_problem_about(req, field, TR("This must be a whole number, %1."),
		text_printf(req->arena, "%lld–%lld", (long long)least, (long long)most));
	return false;
}

static void
read_days(struct request *req, const struct grid_desk *desk, struct grid_record *grid)
{
	struct text from = form_text(&req->form, "from"), to = form_text(&req->form, "to");
	const struct year_at_row *year = &desk->school.year;
	grid->to_day = DAY_NONE;
	if (!day_parse(from, &grid->from_day))
		request_problem_about(req, "from", TR("%1 is not a day."), from);
	else if (!day_between(grid->from_day, year->first_day, year->last_day))
		request_problem(req, "from", TR("This lies outside the school year."));
	if (to.length == 0)
		return;
	if (!day_parse(to, &grid->to_day))
		request_problem_about(req, "to", TR("%1 is not a day."), to);
	else if (!request_has_problem(req, "from") && day_before(grid->to_day, grid->from_day))
		request_problem(req, "to", TR("This ends before it begins."));
}

static bool
read_plan(struct request *req, const struct grid_desk *desk, struct grid_plan *plan)
{
	int64_t site = 0;
	bool known = false;
	form_int64(&req->form, "site", &site);
	for (size_t i = 0; i < desk->sites.count; i++)
		known |= desk->sites.at[i].id.v == site;
	if (!known)
		request_problem(req, "site", TR("Choose one of the sites."));
	plan->grid.site = (struct site_id){ site };
	plan->grid.provisional = form_has(&req->form, "provisional");
	read_days(req, desk, &plan->grid);
	for (int i = 0; i < 7; i++) {
		char name[8];
		snprintf(name, sizeof(name), "day_%d", i);
		plan->weekdays |= form_has(&req->form, name) ? 1u << i : 0;
	}
	if (!plan->weekdays)
		request_problem(req, "days", TR("Choose one of the days."));
	struct text first = form_text(&req->form, "first");
	if (!minute_parse(first, &plan->first))
		request_problem_about(req, "first", TR("%1 is not a time."), first);
	read_number(req, "minutes", 10, HOUR_MINUTES_MAX, &plan->minutes);
	read_number(req, "weight", 1, WEIGHT_MAX, &plan->weight);
	if (read_number(req, "hours", 1, DAY_HOURS_MAX, &plan->hours) &&
	    form_text(&req->form, "break_after").length > 0 &&
	    read_number(req, "break_after", 1, plan->hours, &plan->break_after))
		read_number(req, "break_minutes", 1, BREAK_MINUTES_MAX, &plan->break_minutes);
	if (request_has_problem(req, NULL))
		return false;
	if (plan->first.number + plan->hours * plan->minutes + plan->break_minutes > 1439)
		request_problem(req, "hours", TR("The last hour would end after midnight."));
	return !request_has_problem(req, NULL);
}

/* Hours signed by one grid must not find themselves in another. */
static enum outcome
refuse_held(struct request *req, const struct grid_desk *desk, const char *field,
	const struct grid_record *days, int64_t weekday, int64_t ordinal)
{
	struct grid_hours_held_row hours;
	struct day until = days->to_day.number == DAY_NONE.number ? desk->school.year.last_day : days->to_day;
	enum outcome got = grid_hours_held(req->db, desk->grant, days->site, days->from_day, until, weekday,
		ordinal, req->arena, &hours);
	if (got != OK || hours.held == 0)
		return got;
	request_problem(req, field,
		TR("Hours are signed already on these days. Who signed them must take the signatures back first."));
	return INVALID;
}

static enum outcome
make_grid(struct request *req, const struct grid_desk *desk)
{
	struct grid_plan plan = { .grid.id = { request_new_id(req) } };
	if (!read_plan(req, desk, &plan))
		return INVALID;
	enum outcome got = refuse_held(req, desk, "from", &plan.grid, -1, -1);
	if (got == OK)
		got = grid_keep(req->db, desk->grant, req->arena, &plan.grid);
	for (int weekday = 0; weekday < 7; weekday++)
		for (int64_t hour = 1; (plan.weekdays >> weekday & 1) && hour <= plan.hours && got == OK; hour++) {
			int64_t pause = plan.break_after > 0 && hour > plan.break_after ? plan.break_minutes : 0;
			int64_t starts = plan.first.number + (hour - 1) * plan.minutes + pause;
			got = slot_keep(req->db, desk->grant, req->arena, &(struct slot_record){
				.grid = plan.grid.id, .weekday = weekday, .ordinal = hour,
				.starts = { (int16_t)starts }, .ends = { (int16_t)(starts + plan.minutes) },
				.weight = plan.weight });
		}
	return got;
}

static const struct grids_of_school_row *
asked_grid(struct request *req, const struct grid_desk *desk)
{
	int64_t id = 0;
	form_int64(&req->form, "grid", &id);
	for (size_t i = 0; i < desk->grids.count; i++)
		if (desk->grids.at[i].id.v == id)
			return &desk->grids.at[i];
	request_problem(req, "", TR("This grid is no longer there."));
	return NULL;
}

static enum outcome
change_hour(struct request *req, const struct grid_desk *desk)
{
	const struct grids_of_school_row *grid = asked_grid(req, desk);
	struct slot_record slot = { .weekday = -1, .ordinal = -1 };
	struct text starts = form_text(&req->form, "starts"), ends = form_text(&req->form, "ends");
	form_int64(&req->form, "weekday", &slot.weekday);
	form_int64(&req->form, "ordinal", &slot.ordinal);
	if (!minute_parse(starts, &slot.starts))
		request_problem_about(req, "starts", TR("%1 is not a time."), starts);
	if (!minute_parse(ends, &slot.ends))
		request_problem_about(req, "ends", TR("%1 is not a time."), ends);
	else if (slot.ends.number <= slot.starts.number)
		request_problem(req, "ends", TR("This ends before it begins."));
	read_number(req, "hour_weight", 1, WEIGHT_MAX, &slot.weight);
	if (!grid || request_has_problem(req, NULL))
		return INVALID;
	slot.grid = grid->id;
	bool found = false;
	for (size_t i = 0; i < desk->slots.count; i++) {
		const struct slots_of_school_row *row = &desk->slots.at[i];
		if (row->grid.v != slot.grid.v || row->weekday != slot.weekday)
			continue;
		if (row->ordinal == slot.ordinal)
			found = true;
		else if (row->ordinal < slot.ordinal ? row->ends.number > slot.starts.number
		                                     : row->starts.number < slot.ends.number)
			request_problem(req, "starts", TR("This overlaps another hour of that day."));
	}
	if (!found)
		request_problem(req, "ordinal", TR("The grid has no such hour on that day."));
	if (request_has_problem(req, NULL))
		return INVALID;
	enum outcome got = refuse_held(req, desk, "ordinal", &(struct grid_record){ .site = grid->site,
		.from_day = grid->from_day, .to_day = grid->to_day }, slot.weekday, slot.ordinal);
	return got == OK ? slot_keep(req->db, desk->grant, req->arena, &slot) : got;
}

static enum outcome
end_grid(struct request *req, const struct grid_desk *desk)
{
	const struct grids_of_school_row *grid = asked_grid(req, desk);
	struct text typed = form_text(&req->form, "last");
	struct day last;
	if (!grid)
		return INVALID;
	if (!day_parse(typed, &last)) {
		request_problem_about(req, "", TR("%1 is not a day."), typed);
		return INVALID;
	}
	if (day_before(last, grid->from_day)) {
		request_problem(req, "", TR("This ends before it begins."));
		return INVALID;
	}
	struct grid_record between = { .site = grid->site, .from_day = day_add(last, 1),
		.to_day = grid->to_day };
	if (grid->to_day.number != DAY_NONE.number && day_before(grid->to_day, last)) {
		between.from_day = day_add(grid->to_day, 1); /* it lasts longer */
		between.to_day = last;
	}
	enum outcome got = refuse_held(req, desk, "", &between, -1, -1);
	return got != OK ? got : grid_keep(req->db, desk->grant, req->arena, &(struct grid_record){
		.id = grid->id, .site = grid->site, .from_day = grid->from_day, .to_day = last,
		.provisional = grid->provisional });
}

static enum outcome
show(struct request *req, struct reply *reply, const struct grid_desk *desk)
{
	struct grid_view view = { .saved = form_has(&req->query, "saved") };
	show_grids(req, desk, &view);
	show_typed(req, desk, &view);
	grid_html(req, reply, &view);
	return OK;
}

static void
show_grids(struct request *req, const struct grid_desk *desk, struct grid_view *view)
{
	view->grids.at = arena_array(req->arena, struct grid_card, desk->grids.count);
	for (size_t i = 0; i < desk->grids.count; i++) {
		const struct grids_of_school_row *row = &desk->grids.at[i];
		struct grid_card *card = &view->grids.at[view->grids.count++];
		*card = (struct grid_card){ .id = row->id.v, .site = row->site_name, .from = row->from_day,
			.to = row->to_day, .open = row->to_day.number == DAY_NONE.number,
			.provisional = row->provisional };
		card->weekdays.at = arena_array(req->arena, struct grid_weekday, 7);
		int64_t last = -1;
		for (size_t k = 0; k < desk->slots.count; k++) {
			const struct slots_of_school_row *slot = &desk->slots.at[k];
			if (slot->grid.v != row->id.v)
				continue;
			if (slot->weekday != last)
				card->weekdays.at[card->weekdays.count++] = (struct grid_weekday){
					.name = text_of(page_translate(req->language, weekday_msgid((int)slot->weekday))),
					.slots.at = arena_array(req->arena, struct grid_slot, desk->slots.count) };
			last = slot->weekday;
			struct grid_slots *slots = &card->weekdays.at[card->weekdays.count - 1].slots;
			slots->at[slots->count++] = (struct grid_slot){ slot->ordinal, slot->starts, slot->ends,
				slot->weight };
		}
	}
}

static struct text
typed_or(struct request *req, const char *field, const char *usual)
{
	return form_has(&req->form, field) ? form_text(&req->form, field) : text_of(usual);
}

static void
show_choices(struct request *req, const struct grid_desk *desk, struct grid_view *view)
{
	int64_t site = 0, grid = 0, weekday = 1;
	form_int64(&req->form, "site", &site);
	form_int64(&req->form, "grid", &grid);
	form_int64(&req->form, "weekday", &weekday);
	view->sites.at = arena_array(req->arena, struct grid_choice, desk->sites.count);
	for (size_t i = 0; i < desk->sites.count; i++)
		view->sites.at[view->sites.count++] = (struct grid_choice){ .id = desk->sites.at[i].id.v,
			.name = desk->sites.at[i].name, .chosen = desk->sites.at[i].id.v == site };
	view->of_grid.at = arena_array(req->arena, struct grid_choice, desk->grids.count);
	for (size_t i = 0; i < desk->grids.count; i++) {
		char from[DAY_TEXT_SIZE];
		day_print(desk->grids.at[i].from_day, from);
		view->of_grid.at[view->of_grid.count++] = (struct grid_choice){ .id = desk->grids.at[i].id.v,
			.name = text_printf(req->arena, "%.*s, %s", TEXT_ARG(desk->grids.at[i].site_name), from),
			.chosen = desk->grids.at[i].id.v == grid };
	}
	view->boxes.at = arena_array(req->arena, struct grid_choice, 7);
	view->weekdays.at = arena_array(req->arena, struct grid_choice, 7);
	for (int i = 1; i <= 7; i++) {
		struct text field = text_printf(req->arena, "day_%d", i % 7);
		struct text name = text_of(page_translate(req->language, weekday_msgid(i % 7)));
		bool ticked = form_has(&req->form, "minutes")
			? form_has(&req->form, text_terminated(req->arena, field)) : i <= 5;
		view->boxes.at[view->boxes.count++] = (struct grid_choice){ i % 7, name, field, ticked };
		view->weekdays.at[view->weekdays.count++] = (struct grid_choice){ i % 7, name, field,
			weekday == i % 7 };
	}
}

static void
show_typed(struct request *req, const struct grid_desk *desk, struct grid_view *view)
{
	show_choices(req, desk, view);
	view->provisional = form_has(&req->form, "provisional");
	view->from = typed_or(req, "from", "");
	view->to = typed_or(req, "to", "");
	view->first = typed_or(req, "first", "08:00");
	view->minutes = typed_or(req, "minutes", "60");
	view->hours = typed_or(req, "hours", "6");
	view->weight = typed_or(req, "weight", "100");
	view->break_after = typed_or(req, "break_after", "");
	view->break_minutes = typed_or(req, "break_minutes", "");
	view->ordinal = typed_or(req, "ordinal", "");
	view->starts = typed_or(req, "starts", "");
	view->ends = typed_or(req, "ends", "");
	view->hour_weight = typed_or(req, "hour_weight", "100");
}
