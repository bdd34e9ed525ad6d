/* The page of the groups of a class. */
#include "platform/page.h"
#include "register/signing.h"
#include "register/subgroup.h"
#include "register/subgroup.html.h"
#include "register/subgroup_division.h"

static struct subgroup_choices groups_to_choose(struct request *req, const struct division *division,
	int64_t chosen);
static struct subgroup_choices pupils_to_choose(struct request *req, const struct division *division,
	int64_t chosen);
static struct subgroup_choices parts_to_choose(struct request *req, int64_t chosen);
static void show_groups(struct request *req, const struct division *division, struct subgroup_view *view);
static void show_pupils(struct request *req, const struct division *division, struct subgroup_view *view);
static void show_posts(struct request *req, const struct division *division, struct subgroup_view *view);

void
division_show(struct request *req, struct reply *reply, const struct division *division)
{
	char day[DAY_TEXT_SIZE];
	day_print(division->day, day);
	struct subgroup_view view = { .class_name = division->place.name,
		.day = division->day,
		.action = text_printf(req->arena, "/classes/%lld/subgroups", (long long)division->class.v),
		.roster_path = text_printf(req->arena, "/classes/%lld/roster", (long long)division->class.v),
		.saved = form_has(&req->query, "saved"),
		.name = form_text(&req->form, "name"),
		.from = form_has(&req->form, "from") ? form_text(&req->form, "from")
						     : text_copy(req->arena, text_of(day)) };
	show_groups(req, division, &view);
	show_pupils(req, division, &view);
	show_posts(req, division, &view);
	subgroup_html(req, reply, &view);
}

static void
show_groups(struct request *req, const struct division *division, struct subgroup_view *view)
{
	int64_t asked = 0;
	form_int64(&req->form, "group", &asked);
	view->groups.at = arena_array(req->arena, struct subgroup_line, division->groups.count);
	for (size_t i = 0; i < division->groups.count; i++) {
		const struct subgroup_record *row = &division->groups.at[i];
		struct subgroup_line line = {
			.id = row->id.v, .name = row->name, .asked = asked == row->id.v
		};
		const char *field = text_terminated(req->arena,
			text_printf(req->arena, "name_%lld", (long long)row->id.v));
		if (form_has(&req->form, field))
			line.name = form_text(&req->form, field);
		for (size_t k = 0; k < division->pupils.count; k++)
			line.pupils += division_group_of(division, division->pupils.at[k].pupil) == row->id.v;
		view->groups.at[view->groups.count++] = line;
	}
}

static struct text
full_name(struct request *req, struct text family_name, struct text given_name)
{
	return text_printf(req->arena, "%.*s %.*s", TEXT_ARG(family_name), TEXT_ARG(given_name));
}

static void
show_pupils(struct request *req, const struct division *division, struct subgroup_view *view)
{
	view->pupils.at = arena_array(req->arena, struct subgroup_pupil, division->pupils.count);
	for (size_t i = 0; i < division->pupils.count; i++) {
		const struct roster_of_class_row *row = &division->pupils.at[i];
		int64_t now = division_group_of(division, row->pupil);
		view->in_none += now == 0;
		view->pupils.at[view->pupils.count++] = (struct subgroup_pupil){ .id = row->pupil.v,
			.register_number = row->register_number,
			.name = full_name(req, row->family_name, row->given_name),
			.choices = groups_to_choose(req, division,
				division_chosen(req, "pupil", row->pupil.v, now)) };
	}
}

/* Hours of a subject can be a group's only where there are groups. */
static void
show_posts(struct request *req, const struct division *division, struct subgroup_view *view)
{
	view->posts.at = arena_array(req->arena, struct subgroup_post, division->posts.count);
	view->ties.at = arena_array(req->arena, struct subgroup_post, division->posts.count);
	for (size_t i = 0; i < division->posts.count; i++) {
		const struct subgroup_posts_row *row = &division->posts.at[i];
		enum post_tie tie = post_tie(row);
		int64_t to = division_chosen(req, "post", row->id.v, post_tied_to(row));
		struct subgroup_posts *posts = tie == TIE_GROUP ? &view->posts : &view->ties;
		if (tie == TIE_GROUP && division->groups.count == 0)
			continue;
		posts->at[posts->count++] = (struct subgroup_post){ .id = row->id.v,
			.teacher = full_name(req, row->family_name, row->given_name),
			.subject = row->subject_name,
			.later = day_before(division->day, row->from_day),
			.ends = !day_equal(row->to_day, division->until),
			.from_day = row->from_day,
			.to_day = row->to_day,
			.to_a_part = tie == TIE_PART,
			.choices = tie == TIE_GROUP ? groups_to_choose(req, division, to)
				: tie == TIE_PUPIL  ? pupils_to_choose(req, division, to)
						    : parts_to_choose(req, to) };
	}
}

static struct subgroup_choices
groups_to_choose(struct request *req, const struct division *division, int64_t chosen)
{
	struct subgroup_choices all = {
		arena_array(req->arena, struct subgroup_choice, division->groups.count), 0
	};
	for (size_t i = 0; i < division->groups.count; i++) {
		const struct subgroup_record *row = &division->groups.at[i];
		all.at[all.count++] = (struct subgroup_choice){ row->id.v, row->name, row->id.v == chosen };
	}
	return all;
}

static struct subgroup_choices
pupils_to_choose(struct request *req, const struct division *division, int64_t chosen)
{
	struct subgroup_choices all = {
		arena_array(req->arena, struct subgroup_choice, division->pupils.count + 1), 0
	};
	bool here = chosen <= 0;
	for (size_t i = 0; i < division->pupils.count; i++) {
		const struct roster_of_class_row *row = &division->pupils.at[i];
		here |= row->pupil.v == chosen;
		all.at[all.count++] = (struct subgroup_choice){ row->pupil.v,
			full_name(req, row->family_name, row->given_name), row->pupil.v == chosen };
	}
	if (!here)
		all.at[all.count++] = (struct subgroup_choice){ chosen,
			text_of(page_translate(req->language, TR("a pupil who is in another class"))), true };
	return all;
}

static struct subgroup_choices
parts_to_choose(struct request *req, int64_t chosen)
{
	struct subgroup_choices all = { arena_array(req->arena, struct subgroup_choice, 1), 1 };
	all.at[0] = (struct subgroup_choice){ PART_ALTERNATIVE,
		text_of(page_translate(req->language, TR("those who take the alternative"))),
		chosen == PART_ALTERNATIVE };
	return all;
}
