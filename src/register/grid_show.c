/* The page of the grids: each a table of its week, with what can be done to it. */
#include "platform/page.h"
#include "register/grid.html.h"
#include "register/grid_desk.h"
#include "register/grid_view.h"
#include "register/rest_day.h"

static void show_grid(struct request *req, const struct grid_desk *desk,
	const struct grids_of_school_row *row, struct grid_card *card);
static void show_week(struct request *req, const struct grid_desk *desk, struct grid_card *card);
static void show_forms(struct request *req, const struct grid_desk *desk, struct grid_card *card);
static const struct slot_record *slot_of(const struct grid_desk *desk, int64_t grid, int64_t weekday,
	int64_t ordinal);
static struct grid_choices weekdays(struct request *req, int64_t chosen);
static struct grid_choices weekdays_or_every(struct request *req, int64_t chosen);
static const struct form *choosing(const struct request *req);
static void show_new(struct request *req, const struct grid_desk *desk, struct grid_view *view);

void
grid_show(struct request *req, struct reply *reply, const struct grid_desk *desk)
{
	struct grid_view view = { .saved = form_has(&req->query, "saved") };
	view.grids.at = arena_array(req->arena, struct grid_card, desk->grids.count);
	for (size_t i = 0; i < desk->grids.count; i++)
		show_grid(req, desk, &desk->grids.at[i], &view.grids.at[view.grids.count++]);
	show_new(req, desk, &view);
	grid_html(req, reply, &view);
}

static const struct form *
choosing(const struct request *req)
{
	return form_has(&req->form, "grid") ? &req->form : &req->query;
}

static void
show_grid(struct request *req, const struct grid_desk *desk, const struct grids_of_school_row *row,
	struct grid_card *card)
{
	int64_t asked;
	*card = (struct grid_card){ .id = row->id.v,
		.site = row->site_name,
		.from = row->from_day,
		.to = row->to_day,
		.open = day_equal(row->to_day, DAY_NONE),
		.provisional = row->provisional };
	card->asked = form_int64(choosing(req), "grid", &asked) && asked == card->id;
	card->mark = card->asked ? text_of("") : text_printf(req->arena, "-%lld", (long long)card->id);
	show_week(req, desk, card);
	show_forms(req, desk, card);
}

static void
show_week(struct request *req, const struct grid_desk *desk, struct grid_card *card)
{
	int64_t last = 0;
	struct grid_choices all = weekdays(req, -1);
	card->weekdays.at = arena_array(req->arena, struct grid_choice, all.count);
	for (size_t d = 0; d < all.count; d++)
		for (int64_t n = 1; n <= DAY_HOURS_MAX; n++)
			if (slot_of(desk, card->id, all.at[d].id, n)) {
				size_t held = card->weekdays.count;
				if (held == 0 || card->weekdays.at[held - 1].id != all.at[d].id)
					card->weekdays.at[card->weekdays.count++] = all.at[d];
				last = n > last ? n : last;
			}
	int64_t weekday = -1, ordinal = -1;
	if (card->asked) {
		form_int64(choosing(req), "weekday", &weekday);
		form_int64(choosing(req), "ordinal", &ordinal);
	}
	card->rows.at = arena_array(req->arena, struct grid_row, (size_t)last);
	for (int64_t n = 1; n <= last; n++) {
		struct grid_row *row = &card->rows.at[card->rows.count++];
		*row = (struct grid_row){ .ordinal = n,
			.cells.at = arena_array(req->arena, struct grid_cell, card->weekdays.count) };
		for (size_t d = 0; d < card->weekdays.count; d++) {
			int64_t day = card->weekdays.at[d].id;
			const struct slot_record *slot = slot_of(desk, card->id, day, n);
			row->cells.at[row->cells.count++] = !slot
				? (struct grid_cell){ .none = true }
				: (struct grid_cell){ .starts = slot->starts,
					  .ends = slot->ends,
					  .weight = slot->weight,
					  .usual = slot->weight == 100,
					  .chosen = day == weekday && n == ordinal,
					  .path = text_printf(req->arena,
						  "/grids?grid=%lld&weekday=%lld&ordinal=%lld#hour",
						  (long long)card->id, (long long)day, (long long)n) };
		}
	}
}

static const struct slot_record *
slot_of(const struct grid_desk *desk, int64_t grid, int64_t weekday, int64_t ordinal)
{
	for (size_t i = 0; i < desk->slots.count; i++) {
		const struct slot_record *slot = &desk->slots.at[i];
		if (slot->grid.v == grid && slot->weekday == weekday && slot->ordinal == ordinal)
			return slot;
	}
	return NULL;
}

static struct text
typed_or(struct request *req, const char *field, struct text usual)
{
	return form_has(&req->form, field) ? form_text(&req->form, field) : usual;
}

static struct text
time_text(struct request *req, struct minute minute)
{
	char text[MINUTE_TEXT_SIZE];
	minute_print(minute, text);
	return text_copy(req->arena, text_of(text));
}

/* What was typed; else the hour that the address chooses. */
static void
show_forms(struct request *req, const struct grid_desk *desk, struct grid_card *card)
{
	card->hour_weight = text_of("100");
	if (!card->asked) {
		card->of_weekday = weekdays_or_every(req, 1);
		return;
	}
	int64_t weekday = 1, ordinal = 0;
	form_int64(choosing(req), "weekday", &weekday);
	form_int64(choosing(req), "ordinal", &ordinal);
	const struct slot_record *slot = slot_of(desk, card->id, weekday, ordinal);
	for (int64_t day = 0; weekday == EVERY_DAY && !slot && day < 7; day++)
		slot = slot_of(desk, card->id, day, ordinal);
	card->hour_stands = slot != NULL;
	card->of_weekday = weekdays_or_every(req, weekday);
	card->ordinal = form_text(choosing(req), "ordinal");
	card->starts = typed_or(req, "starts", slot ? time_text(req, slot->starts) : text_of(""));
	card->ends = typed_or(req, "ends", slot ? time_text(req, slot->ends) : text_of(""));
	card->hour_weight = typed_or(req, "hour_weight",
		slot ? text_printf(req->arena, "%lld", (long long)slot->weight) : text_of("100"));
	card->last = form_text(&req->form, "last");
	card->copy_from = form_text(&req->form, "copy_from");
	card->copy_to = form_text(&req->form, "copy_to");
	card->changes_hour = form_has(choosing(req), "ordinal");
	card->changes_days = form_has(&req->form, "grid") && !card->changes_hour;
}

/* Monday first. */
static struct grid_choices
weekdays(struct request *req, int64_t chosen)
{
	struct grid_choices all = { arena_array(req->arena, struct grid_choice, 8), 0 };
	for (int i = 1; i <= 7; i++)
		all.at[all.count++] = (struct grid_choice){ i % 7,
			text_of(page_translate(req->language, weekday_msgid(i % 7))),
			text_printf(req->arena, "day_%d", i % 7), chosen == i % 7 };
	return all;
}

static struct grid_choices
weekdays_or_every(struct request *req, int64_t chosen)
{
	struct grid_choices all = weekdays(req, chosen);
	all.at[all.count++] = (struct grid_choice){ .id = EVERY_DAY,
		.chosen = chosen == EVERY_DAY,
		.name = text_of(page_translate(req->language, TR("every day"))) };
	return all;
}

static void
show_new(struct request *req, const struct grid_desk *desk, struct grid_view *view)
{
	int64_t site = 0;
	form_int64(&req->form, "site", &site);
	view->sites.at = arena_array(req->arena, struct grid_choice, desk->sites.count);
	for (size_t i = 0; i < desk->sites.count; i++)
		view->sites.at[view->sites.count++] = (struct grid_choice){ .id = desk->sites.at[i].id.v,
			.name = desk->sites.at[i].name,
			.chosen = desk->sites.at[i].id.v == site };
	view->boxes = weekdays(req, -1);
	for (size_t i = 0; i < view->boxes.count; i++) {
		struct grid_choice *box = &view->boxes.at[i];
		box->chosen = form_has(&req->form, "minutes")
			? form_has(&req->form, text_terminated(req->arena, box->field))
			: box->id >= 1 && box->id <= 5;
	}
	view->provisional = form_has(&req->form, "provisional");
	view->from = form_text(&req->form, "from");
	view->to = form_text(&req->form, "to");
	view->first = typed_or(req, "first", text_of("08:00"));
	view->minutes = typed_or(req, "minutes", text_of("60"));
	view->hours = typed_or(req, "hours", text_of("6"));
	view->weight = typed_or(req, "weight", text_of("100"));
	view->break_after = form_text(&req->form, "break_after");
	view->break_minutes = form_text(&req->form, "break_minutes");
}
