#include "register/grid.h"

#include <stdio.h>

#include "identity/structure.sql.h"
#include "platform/page.h"
#include "register/grid_desk.h"

#define HOUR_MINUTES_MAX  240
#define BREAK_MINUTES_MAX 120
#define NAMED_MAX         5

struct grid_plan { /* of a new grid, every weekday alike */
	struct grid_record grid;
	struct minute first;
	int64_t minutes, hours, weight, break_after, break_minutes;
	unsigned weekdays;
};

static enum outcome desk_open(struct request *req, struct grid_desk *desk);
static enum outcome change(struct request *req, const struct grid_desk *desk);
static enum outcome make_grid(struct request *req, const struct grid_desk *desk);
static enum outcome copy_grid(struct request *req, const struct grid_desk *desk);
static enum outcome end_grid(struct request *req, const struct grid_desk *desk);
static enum outcome remove_grid(struct request *req, const struct grid_desk *desk);
static bool read_plan(struct request *req, const struct grid_desk *desk, struct grid_plan *plan);
static void read_days(struct request *req, const struct grid_desk *desk, const char *from_field,
	const char *to_field, struct grid_record *grid);
static bool refuse_overlap(struct request *req, const struct grid_desk *desk, const char *field,
	const struct grid_record *days);

enum outcome
grid_page(struct request *req, struct reply *reply)
{
	struct grid_desk desk;
	enum outcome got = desk_open(req, &desk);
	if (got == OK)
		grid_show(req, reply, &desk);
	return got;
}

enum outcome
grid_change(struct request *req, struct reply *reply)
{
	struct grid_desk desk;
	enum outcome done = desk_open(req, &desk);
	if (done != OK)
		return done;
	done = change(req, &desk);
	if (done == INVALID)
		grid_show(req, reply, &desk);
	if (done == OK)
		reply_see(reply, req, "/grids?saved=1");
	return done;
}

static enum outcome
change(struct request *req, const struct grid_desk *desk)
{
	static const struct {
		const char *word;
		enum outcome (*act)(struct request *req, const struct grid_desk *desk);
	} acts[] = { { "make", make_grid }, { "copy", copy_grid }, { "end", end_grid },
		{ "remove", remove_grid }, { "hour", grid_hour_keep }, { "remove_hour", grid_hour_remove } };
	struct text asked = form_text(&req->form, "act");
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
		if (text_is(asked, acts[i].word))
			return acts[i].act(req, desk);
	request_problem(req, "", TR("Choose what to change."));
	return INVALID;
}

static enum outcome
desk_open(struct request *req, struct grid_desk *desk)
{
	desk->grant = may(req, MANAGE, TIMETABLE, of_school());
	if (!desk->grant)
		return REFUSED;
	struct structure_years_rows years;
	enum outcome got = school_calendar_load(req, req->today, &desk->school);
	if (got == OK)
		got = structure_years(req->db, req->arena, &years);
	desk->last_day = got == OK ? years.at[years.count - 1].last_day : DAY_NONE;
	if (got == OK)
		got = grid_sites(req->db, desk->grant, req->arena, &desk->sites);
	if (got == OK)
		got = grids_of_school(req->db, desk->grant, req->arena, &desk->grids);
	if (got == OK)
		got = slots_of_school(req->db, desk->grant, req->arena, &desk->slots);
	return got;
}

bool
grid_read_number(struct request *req, const char *field, int64_t least, int64_t most, int64_t *number)
{
	if (form_int64(&req->form, field, number) && *number >= least && *number <= most)
		return true;
	request_problem_about(req, field, TR("This must be a whole number, %1."),
		text_printf(req->arena, "%lld–%lld", (long long)least, (long long)most));
	return false;
}

static void
read_days(struct request *req, const struct grid_desk *desk, const char *from_field, const char *to_field,
	struct grid_record *grid)
{
	struct text from = form_text(&req->form, from_field), to = form_text(&req->form, to_field);
	grid->to_day = DAY_NONE;
	if (!day_parse(from, &grid->from_day))
		request_problem_about(req, from_field, TR("%1 is not a day."), from);
	else if (!day_between(grid->from_day, desk->school.year.first_day, desk->last_day))
		request_problem(req, from_field, TR("This lies outside the school year."));
	if (to.length == 0)
		return;
	if (!day_parse(to, &grid->to_day))
		request_problem_about(req, to_field, TR("%1 is not a day."), to);
	else if (!request_has_problem(req, from_field) && day_before(grid->to_day, grid->from_day))
		request_problem(req, to_field, TR("This ends before it begins."));
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
	read_days(req, desk, "from", "to", &plan->grid);
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
	grid_read_number(req, "minutes", 10, HOUR_MINUTES_MAX, &plan->minutes);
	grid_read_number(req, "weight", 1, WEIGHT_MAX, &plan->weight);
	if (grid_read_number(req, "hours", 1, DAY_HOURS_MAX, &plan->hours) &&
		form_text(&req->form, "break_after").length > 0 &&
		grid_read_number(req, "break_after", 1, plan->hours, &plan->break_after))
		grid_read_number(req, "break_minutes", 1, BREAK_MINUTES_MAX, &plan->break_minutes);
	if (request_has_problem(req, NULL))
		return false;
	if (plan->first.number + plan->hours * plan->minutes + plan->break_minutes > 1439)
		request_problem(req, "hours", TR("The last hour would end after midnight."));
	return !request_has_problem(req, NULL);
}

enum outcome
grid_refuse_held(struct request *req, const struct grid_desk *desk, const char *field,
	const struct grid_record *days, int64_t weekday, int64_t ordinal)
{
	struct grid_hours_held_row hours;
	struct day until = day_equal(days->to_day, DAY_NONE) ? desk->last_day : days->to_day;
	enum outcome got = grid_hours_held(req->db, desk->grant, days->site, days->from_day, until, weekday,
		ordinal, days->provisional, req->arena, &hours);
	if (got != OK || hours.held == 0)
		return got;
	request_problem(req, field,
		TR("Hours are signed already on these days. Who signed them must take the signatures back first."));
	return INVALID;
}

/* A provisional grid gives way to the definitive one; between two of a kind
 * nothing would decide. */
static bool
refuse_overlap(struct request *req, const struct grid_desk *desk, const char *field,
	const struct grid_record *days)
{
	for (size_t i = 0; i < desk->grids.count; i++) {
		const struct grids_of_school_row *other = &desk->grids.at[i];
		bool open = day_equal(other->to_day, DAY_NONE);
		bool before = !open && day_before(other->to_day, days->from_day);
		bool after = !day_equal(days->to_day, DAY_NONE) && day_before(days->to_day, other->from_day);
		if (other->id.v == days->id.v || other->site.v != days->site.v ||
			other->provisional != days->provisional || before || after)
			continue;
		request_problem_about(req, field,
			TR("On these days this site has another grid, %1. End that one first, or choose other days."),
			text_printf(req->arena, "%.*s – %.*s",
				TEXT_ARG(numeric_day_text(req, other->from_day)),
				TEXT_ARG(open ? text_of("…") : numeric_day_text(req, other->to_day))));
		return true;
	}
	return false;
}

struct grid_record
grid_record_of(const struct grids_of_school_row *row)
{
	return (struct grid_record){ row->id, row->site, row->from_day, row->to_day, row->provisional };
}

static enum outcome
make_grid(struct request *req, const struct grid_desk *desk)
{
	struct grid_plan plan = { .grid.id = { request_new_id(req) } };
	if (!read_plan(req, desk, &plan))
		return INVALID;
	if (refuse_overlap(req, desk, "from", &plan.grid))
		return INVALID;
	enum outcome got = grid_refuse_held(req, desk, "from", &plan.grid, -1, -1);
	if (got == OK)
		got = grid_keep(req->db, desk->grant, req->arena, &plan.grid);
	for (int weekday = 0; weekday < 7; weekday++)
		for (int64_t hour = 1; (plan.weekdays >> weekday & 1) && hour <= plan.hours && got == OK;
			hour++) {
			int64_t pause = plan.break_after > 0 && hour > plan.break_after ? plan.break_minutes
											: 0;
			int64_t starts = plan.first.number + (hour - 1) * plan.minutes + pause;
			got = slot_keep(req->db, desk->grant, req->arena,
				&(struct slot_record){ .grid = plan.grid.id,
					.weekday = weekday,
					.ordinal = hour,
					.starts = { (int16_t)starts },
					.ends = { (int16_t)(starts + plan.minutes) },
					.weight = plan.weight });
		}
	return got;
}

/* The same hours for other days: after a week with shorter ones, say. */
static enum outcome
copy_grid(struct request *req, const struct grid_desk *desk)
{
	const struct grids_of_school_row *like = grid_asked(req, &req->form, desk);
	if (!like)
		return INVALID;
	struct grid_record copy = {
		.id = { request_new_id(req) }, .site = like->site, .provisional = like->provisional
	};
	read_days(req, desk, "copy_from", "copy_to", &copy);
	if (request_has_problem(req, NULL) || refuse_overlap(req, desk, "copy_from", &copy))
		return INVALID;
	enum outcome got = grid_refuse_held(req, desk, "copy_from", &copy, -1, -1);
	if (got == OK)
		got = grid_keep(req->db, desk->grant, req->arena, &copy);
	for (size_t i = 0; got == OK && i < desk->slots.count; i++) {
		const struct slot_record *slot = &desk->slots.at[i];
		if (slot->grid.v == like->id.v)
			got = slot_keep(req->db, desk->grant, req->arena,
				&(struct slot_record){ copy.id, slot->weekday, slot->ordinal, slot->starts,
					slot->ends, slot->weight });
	}
	return got;
}

const struct grids_of_school_row *
grid_asked(struct request *req, const struct form *form, const struct grid_desk *desk)
{
	int64_t id = 0;
	form_int64(form, "grid", &id);
	for (size_t i = 0; i < desk->grids.count; i++)
		if (desk->grids.at[i].id.v == id)
			return &desk->grids.at[i];
	request_problem(req, "", TR("This grid is no longer there."));
	return NULL;
}

static enum outcome
end_grid(struct request *req, const struct grid_desk *desk)
{
	const struct grids_of_school_row *row = grid_asked(req, &req->form, desk);
	struct text typed = form_text(&req->form, "last");
	if (!row)
		return INVALID;
	struct grid_record grid = grid_record_of(row);
	if (!day_parse(typed, &grid.to_day))
		request_problem_about(req, "last", TR("%1 is not a day."), typed);
	else if (day_before(grid.to_day, grid.from_day))
		request_problem(req, "last", TR("This ends before it begins."));
	if (request_has_problem(req, NULL) || refuse_overlap(req, desk, "last", &grid))
		return INVALID;
	struct grid_record between = { .site = grid.site,
		.from_day = day_add(grid.to_day, 1),
		.to_day = row->to_day,
		.provisional = grid.provisional };
	if (!day_equal(row->to_day, DAY_NONE) && day_before(row->to_day, grid.to_day)) {
		between.from_day = day_add(row->to_day, 1); /* it lasts longer */
		between.to_day = grid.to_day;
	}
	enum outcome got = grid_refuse_held(req, desk, "last", &between, -1, -1);
	return got == OK ? grid_keep(req->db, desk->grant, req->arena, &grid) : got;
}

/* What stands on a grid: signed hours of its days, and hours of the timetable
 * that begin in them. Those that began before came with an earlier grid. */
static enum outcome
remove_grid(struct request *req, const struct grid_desk *desk)
{
	const struct grids_of_school_row *row = grid_asked(req, &req->form, desk);
	if (!row)
		return INVALID;
	struct grid_record grid = grid_record_of(row);
	struct grid_classes_rows classes;
	enum outcome got = grid_refuse_held(req, desk, "grid", &grid, -1, -1);
	if (got == OK)
		got = grid_classes(req->db, desk->grant, grid.id, req->arena, &classes);
	if (got != OK)
		return got;
	if (classes.count > 0) {
		struct text names = { 0 };
		for (size_t i = 0; i < classes.count && i < NAMED_MAX; i++)
			names = text_printf(req->arena, "%.*s%s%.*s", TEXT_ARG(names), i > 0 ? ", " : "",
				TEXT_ARG(classes.at[i].name));
		request_problem_about(req, "grid", TR("The timetable stands on this grid: %1."),
			classes.count > NAMED_MAX ? text_printf(req->arena, "%.*s …", TEXT_ARG(names))
						  : names);
		return INVALID;
	}
	for (size_t i = 0; got == OK && i < desk->slots.count; i++)
		if (desk->slots.at[i].grid.v == grid.id.v)
			got = slot_remove(req->db, desk->grant, grid.id, desk->slots.at[i].weekday,
				desk->slots.at[i].ordinal);
	return got == OK ? grid_remove(req->db, desk->grant, grid.id) : got;
}
