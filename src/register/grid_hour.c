/* One hour of a grid: added, changed, removed. */
#include "platform/page.h"
#include "register/grid_desk.h"

#define NAMED_MAX 5

static bool read_hour(struct request *req, struct slot_record *slot);
static bool is_of(const struct grid_desk *desk, const struct slot_record *slot, int64_t weekday);
static enum outcome keep(struct request *req, const struct grid_desk *desk, const struct grid_record *grid,
	const struct slot_record *slot);
static bool refuse_clash(struct request *req, const struct grid_desk *desk, const struct slot_record *slot);
static bool stands(const struct grid_desk *desk, const struct slot_record *slot);
static enum outcome remove_one(struct request *req, const struct grid_desk *desk,
	const struct slot_record *slot);
static struct text names_of(struct request *req, const struct grid_hour_users_rows *users, bool signed_ones);

/* By its number; of one weekday, or of all on which the grid has hours. */
enum outcome
grid_hour_keep(struct request *req, const struct grid_desk *desk)
{
	const struct grids_of_school_row *row = grid_asked(req, &req->form, desk);
	struct slot_record asked;
	if (!read_hour(req, &asked) || !row)
		return INVALID;
	asked.grid = row->id;
	struct grid_record grid = grid_record_of(row);
	enum outcome got = OK;
	for (int64_t weekday = 0; got == OK && weekday < 7; weekday++) {
		struct slot_record slot = asked;
		slot.weekday = weekday;
		if (is_of(desk, &asked, weekday))
			got = keep(req, desk, &grid, &slot);
	}
	return got;
}

static bool
is_of(const struct grid_desk *desk, const struct slot_record *slot, int64_t weekday)
{
	if (slot->weekday != EVERY_DAY)
		return slot->weekday == weekday;
	for (size_t i = 0; i < desk->slots.count; i++)
		if (desk->slots.at[i].grid.v == slot->grid.v && desk->slots.at[i].weekday == weekday)
			return true;
	return false;
}

/* One that is there is changed, another is added. */
static enum outcome
keep(struct request *req, const struct grid_desk *desk, const struct grid_record *grid,
	const struct slot_record *slot)
{
	if (refuse_clash(req, desk, slot))
		return INVALID;
	enum outcome got = stands(desk, slot)
		? grid_refuse_held(req, desk, "ordinal", grid, slot->weekday, slot->ordinal)
		: OK;
	return got == OK ? slot_keep(req->db, desk->grant, req->arena, slot) : got;
}

static bool
read_hour(struct request *req, struct slot_record *slot)
{
	*slot = (struct slot_record){ .weekday = -1 };
	struct text starts = form_text(&req->form, "starts"), ends = form_text(&req->form, "ends");
	if (!form_int64(&req->form, "weekday", &slot->weekday) || slot->weekday < 0 ||
		slot->weekday > EVERY_DAY)
		request_problem(req, "weekday", TR("Choose one of the days."));
	grid_read_number(req, "ordinal", 1, DAY_HOURS_MAX, &slot->ordinal);
	if (!minute_parse(starts, &slot->starts))
		request_problem_about(req, "starts", TR("%1 is not a time."), starts);
	if (!minute_parse(ends, &slot->ends))
		request_problem_about(req, "ends", TR("%1 is not a time."), ends);
	else if (slot->ends.number <= slot->starts.number)
		request_problem(req, "ends", TR("This ends before it begins."));
	grid_read_number(req, "hour_weight", 1, WEIGHT_MAX, &slot->weight);
	return !request_has_problem(req, NULL);
}

/* The hours of a day follow each other in the order of their numbers. */
static bool
refuse_clash(struct request *req, const struct grid_desk *desk, const struct slot_record *slot)
{
	for (size_t i = 0; i < desk->slots.count; i++) {
		const struct slot_record *row = &desk->slots.at[i];
		if (row->grid.v != slot->grid.v || row->weekday != slot->weekday ||
			row->ordinal == slot->ordinal)
			continue;
		if (row->ordinal < slot->ordinal ? row->ends.number > slot->starts.number
						 : row->starts.number < slot->ends.number) {
			request_problem(req, "starts", TR("This overlaps another hour of that day."));
			return true;
		}
	}
	return false;
}

static bool
stands(const struct grid_desk *desk, const struct slot_record *slot)
{
	for (size_t i = 0; i < desk->slots.count; i++)
		if (desk->slots.at[i].grid.v == slot->grid.v && desk->slots.at[i].weekday == slot->weekday &&
			desk->slots.at[i].ordinal == slot->ordinal)
			return true;
	return false;
}

enum outcome
grid_hour_remove(struct request *req, const struct grid_desk *desk)
{
	const struct grids_of_school_row *grid = grid_asked(req, &req->form, desk);
	struct slot_record asked = { .weekday = -1 };
	if (!grid)
		return INVALID;
	asked.grid = grid->id;
	form_int64(&req->form, "weekday", &asked.weekday);
	form_int64(&req->form, "ordinal", &asked.ordinal);
	bool found = false;
	enum outcome got = OK;
	for (int64_t weekday = 0; got == OK && weekday < 7; weekday++) {
		struct slot_record slot = asked;
		slot.weekday = weekday;
		if (!is_of(desk, &asked, weekday) || !stands(desk, &slot))
			continue;
		found = true;
		got = remove_one(req, desk, &slot);
	}
	if (found)
		return got;
	request_problem(req, "ordinal", TR("The grid has no such hour on that day."));
	return INVALID;
}

static enum outcome
remove_one(struct request *req, const struct grid_desk *desk, const struct slot_record *slot)
{
	struct grid_hour_users_rows users;
	enum outcome got = grid_hour_users(req->db, desk->grant, slot->grid, slot->weekday, slot->ordinal,
		req->arena, &users);
	if (got != OK)
		return got;
	struct text planned = names_of(req, &users, false), held = names_of(req, &users, true);
	if (planned.length > 0)
		request_problem_about(req, "ordinal",
			TR("The timetable has this hour for %1. Bring in a timetable without it first."),
			planned);
	if (held.length > 0)
		request_problem_about(req, "ordinal",
			TR("This hour is signed: %1. Who signed must take the signatures back first."), held);
	return request_has_problem(req, NULL)
		? INVALID
		: slot_remove(req->db, desk->grant, slot->grid, slot->weekday, slot->ordinal);
}

/* "1A, 1B" of the timetable; "1A (23/11/2026), 1B (23/11/2026) …" of signed hours. */
static struct text
names_of(struct request *req, const struct grid_hour_users_rows *users, bool signed_ones)
{
	struct text names = { 0 };
	size_t named = 0;
	for (size_t i = 0; i < users->count; i++) {
		const struct grid_hour_users_row *user = &users->at[i];
		bool is_signed = !day_equal(user->held_on, DAY_NONE);
		if (is_signed != signed_ones || ++named > NAMED_MAX)
			continue;
		const char *comma = named > 1 ? ", " : "";
		names = is_signed
			? text_printf(req->arena, "%.*s%s%.*s (%.*s)", TEXT_ARG(names), comma,
				  TEXT_ARG(user->name), TEXT_ARG(numeric_day_text(req, user->held_on)))
			: text_printf(req->arena, "%.*s%s%.*s", TEXT_ARG(names), comma, TEXT_ARG(user->name));
	}
	return named > NAMED_MAX ? text_printf(req->arena, "%.*s …", TEXT_ARG(names)) : names;
}
