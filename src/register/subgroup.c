#include "register/subgroup.h"

#include "identity/person_name.h"
#include "platform/page.h"
#include "privacy/grant.h"
#include "register/class_calendar.sql.h"
#include "register/lesson.sql.h"
#include "register/school_year.h"
#include "register/subgroup.html.h"
#include "register/subgroup.sql.h"

/* With the class before it, it still stands in a cell of the import. */
#define SUBGROUP_NAME_BYTES_MAX 12

struct division {
	struct class_id class;
	struct class_place_row place;
	struct day day; /* what is read holds on this day */
	struct day until; /* what is entered without an end holds until then */
	struct subgroups_of_class_rows groups;
	struct roster_of_class_rows pupils;
	struct subgroup_stays_rows stays;
	struct subgroup_posts_rows posts;
	struct subgroup_hours_rows hours;
};

static enum outcome division_open(struct request *req, struct division *division);
static enum outcome division_read(struct request *req, struct division *division);
static enum outcome make(struct request *req, const struct grant *grant, const struct division *division);
static enum outcome rename_group(struct request *req, const struct grant *grant,
	const struct division *division);
static bool name_is_free(struct request *req, const char *field, const struct division *division,
	struct text name, struct subgroup_id own);
static enum outcome divide(struct request *req, const struct grant *grant, struct division *division);
static void check_choices(struct request *req, const struct division *division);
static enum outcome place_pupil(struct request *req, const struct division *division,
	struct person_id pupil, struct subgroup_id group);
static enum outcome tie_post(struct request *req, const struct grant *grant,
	const struct division *division, const struct subgroup_posts_row *post, struct subgroup_id group);
static enum outcome tie_hour(struct request *req, const struct grant *grant, struct day from,
	const struct subgroup_hours_row *hour, struct subgroup_id group);
static const struct subgroups_of_class_row *group_of(const struct division *division, int64_t id);
static struct subgroup_id group_on_day(const struct division *division, struct person_id pupil);
static struct subgroup_id chosen(struct request *req, const char *what, int64_t id,
	struct subgroup_id stored);
static enum outcome show(struct request *req, struct reply *reply, const struct division *division);

enum outcome
subgroup_page(struct request *req, struct reply *reply)
{
	struct division division;
	enum outcome got = division_open(req, &division);
	return got == OK ? show(req, reply, &division) : got;
}

enum outcome
subgroup_change(struct request *req, struct reply *reply)
{
	struct division division;
	enum outcome got = division_open(req, &division);
	if (got != OK)
		return got;
	const struct grant *grant = may(req, MANAGE, ROSTER, of_class(division.class));
	if (!grant)
		return REFUSED;
	struct text what = form_text(&req->form, "do");
	enum outcome done = INVALID;
	if (text_is(what, "make"))
		done = make(req, grant, &division);
	else if (text_is(what, "rename"))
		done = rename_group(req, grant, &division);
	else if (text_is(what, "divide"))
		done = divide(req, grant, &division);
	else
		request_problem(req, "", TR("Choose what to change."));
	if (done == INVALID) {
		enum outcome shown = show(req, reply, &division);
		return shown == OK ? INVALID : shown;
	}
	if (done == OK) {
		char day[DAY_TEXT_SIZE];
		day_print(division.day, day);
		reply_see(reply, req, "/classes/%lld/subgroups?from=%s&saved=1",
			(long long)division.class.v, day);
	}
	return done;
}

/* The day is the one that the address or the form asks for; else today, or the
 * year's first day before it has begun. */
static enum outcome
division_open(struct request *req, struct division *division)
{
	*division = (struct division){ 0 };
	if (!request_int64(req, "class", &division->class.v))
		return NOT_FOUND;
	if (!might(req, MANAGE, ROSTER, of_class(division->class)))
		return REFUSED;
	enum outcome got = class_place(req->db, division->class, req->arena, &division->place);
	if (got != OK)
		return got;
	struct day first = division->place.first_day, last = division->place.last_day;
	struct text asked = form_has(&req->form, "from") ? form_text(&req->form, "from")
		: form_text(&req->query, "from");
	if (!day_parse(asked, &division->day) || !day_between(division->day, first, last))
		division->day = day_before(req->today, first) ? first
			: day_before(last, req->today) ? last : req->today;
	got = school_year_holds_until(req, division->place.school_year, &division->until);
	return got == OK ? division_read(req, division) : got;
}

static enum outcome
division_read(struct request *req, struct division *division)
{
	const struct grant *grant = may(req, READ, ROSTER, of_class(division->class));
	const struct grant *timetable = may(req, READ, TIMETABLE, of_school());
	if (!grant || !timetable)
		return REFUSED;
	enum outcome got = subgroups_of_class(req->db, grant, req->arena, &division->groups);
	if (got == OK)
		got = roster_of_class(req->db, grant, division->day, req->arena, &division->pupils);
	if (got == OK)
		got = subgroup_stays(req->db, grant, division->day, req->arena, &division->stays);
	if (got == OK)
		got = subgroup_posts(req->db, grant, division->day, req->arena, &division->posts);
	if (got == OK)
		got = subgroup_hours(req->db, timetable, division->class, division->day, req->arena,
			&division->hours);
	return got;
}

static enum outcome
make(struct request *req, const struct grant *grant, const struct division *division)
{
	struct text name = text_trim(form_text(&req->form, "name"));
	if (!name_is_free(req, "name", division, name, (struct subgroup_id){ 0 }))
		return INVALID;
	return subgroup_keep(req->db, grant, req->arena, &(struct subgroup_record){
		{ request_new_id(req) }, division->class, name });
}

static enum outcome
rename_group(struct request *req, const struct grant *grant, const struct division *division)
{
	int64_t id;
	if (!form_int64(&req->form, "group", &id) || !group_of(division, id)) {
		request_problem(req, "rename", TR("Choose one of the groups."));
		return INVALID;
	}
	struct text field = text_printf(req->arena, "name_%lld", (long long)id);
	struct text name = text_trim(form_text(&req->form, text_terminated(req->arena, field)));
	if (!name_is_free(req, "rename", division, name, (struct subgroup_id){ id }))
		return INVALID;
	return subgroup_keep(req->db, grant, req->arena, &(struct subgroup_record){
		{ id }, division->class, name });
}

/* The import finds a group by its name in any case, so here they differ the same way. */
static bool
name_is_free(struct request *req, const char *field, const struct division *division,
	struct text name, struct subgroup_id own)
{
	if (name.length == 0)
		request_problem(req, field, TR("Give the group a name."));
	else if (name.length > SUBGROUP_NAME_BYTES_MAX)
		request_problem(req, field, TR("The name is too long: at most 12 letters."));
	struct text small = person_name_small(req->arena, name);
	for (size_t i = 0; i < division->groups.count; i++)
		if (division->groups.at[i].id.v != own.v &&
		    text_equal(small, person_name_small(req->arena, division->groups.at[i].name)))
			request_problem(req, field, TR("The class has a group of this name already."));
	return !request_has_problem(req, NULL);
}

static enum outcome
divide(struct request *req, const struct grant *grant, struct division *division)
{
	struct day from;
	struct text typed = form_text(&req->form, "from");
	if (!day_parse(typed, &from))
		request_problem_about(req, "from", TR("%1 is not a day."), typed);
	else if (!day_between(from, division->place.first_day, division->place.last_day))
		request_problem(req, "from", TR("This lies outside the school year."));
	check_choices(req, division);
	if (request_has_problem(req, NULL))
		return INVALID;

	enum outcome kept = OK;
	for (size_t i = 0; kept == OK && i < division->pupils.count; i++) {
		struct person_id pupil = division->pupils.at[i].pupil;
		struct subgroup_id old = group_on_day(division, pupil);
		struct subgroup_id group = chosen(req, "pupil", pupil.v, old);
		if (group.v != old.v)
			kept = place_pupil(req, division, pupil, group);
	}
	for (size_t i = 0; kept == OK && i < division->posts.count; i++) {
		const struct subgroup_posts_row *post = &division->posts.at[i];
		struct subgroup_id group = chosen(req, "post", post->id.v, post->subgroup);
		if (group.v != post->subgroup.v)
			kept = tie_post(req, grant, division, post, group);
	}
	return kept;
}

/* Groups of this class only, and no post twice: the import takes the same post
 * of one teacher for one post. */
static void
check_choices(struct request *req, const struct division *division)
{
	bool known = true, twice = false;
	for (size_t i = 0; i < division->pupils.count; i++) {
		struct person_id pupil = division->pupils.at[i].pupil;
		struct subgroup_id group = chosen(req, "pupil", pupil.v, group_on_day(division, pupil));
		known &= group.v == 0 || group_of(division, group.v) != NULL;
	}
	for (size_t i = 0; i < division->posts.count; i++) {
		const struct subgroup_posts_row *post = &division->posts.at[i];
		struct subgroup_id group = chosen(req, "post", post->id.v, post->subgroup);
		known &= group.v == post->subgroup.v || group.v == 0 || group_of(division, group.v) != NULL;
		for (size_t k = 0; k < i; k++) {
			const struct subgroup_posts_row *other = &division->posts.at[k];
			bool together = (day_equal(other->to_day, DAY_NONE) ||
			                 !day_before(other->to_day, post->from_day)) &&
				(day_equal(post->to_day, DAY_NONE) || !day_before(post->to_day, other->from_day));
			twice |= together && post->teacher.v == other->teacher.v &&
				post->subject.v == other->subject.v && post->kind == other->kind &&
				post->subgroup.v != other->subgroup.v &&
				group.v == chosen(req, "post", other->id.v, other->subgroup).v;
		}
	}
	if (!known)
		request_problem(req, "groups", TR("Choose one of the groups."));
	if (twice)
		request_problem(req, "posts", TR("A teacher would have the same group twice in one subject."));
}

/* What is chosen holds from the day on: later stays give way, the one that
 * runs into the day ends before it. */
static enum outcome
place_pupil(struct request *req, const struct division *division, struct person_id pupil,
	struct subgroup_id group)
{
	const struct grant *grant = may(req, MANAGE, ROSTER, of_school());
	if (!grant)
		return REFUSED;
	enum outcome kept = OK;
	for (size_t i = 0; kept == OK && i < division->stays.count; i++) {
		const struct subgroup_stays_row *stay = &division->stays.at[i];
		if (stay->pupil.v != pupil.v)
			continue;
		if (day_before(stay->from_day, division->day))
			kept = subgroup_stay_keep(req->db, grant, req->arena, &(struct subgroup_member_record){
				stay->subgroup, pupil, stay->from_day, day_add(division->day, -1) });
		else
			kept = subgroup_stay_remove(req->db, grant, stay->subgroup, pupil, stay->from_day);
	}
	if (kept == OK && group.v != 0)
		kept = subgroup_stay_keep(req->db, grant, req->arena, &(struct subgroup_member_record){
			group, pupil, division->day, division->until });
	return kept;
}

/* The hours of the post go with it, in the timetable too: a substitute and the
 * families find the group there. */
static enum outcome
tie_post(struct request *req, const struct grant *grant, const struct division *division,
	const struct subgroup_posts_row *post, struct subgroup_id group)
{
	struct day from = day_before(post->from_day, division->day) ? division->day : post->from_day;
	struct post_record new = { .id = post->id, .teacher = post->teacher, .class = post->class,
		.subject = post->subject, .kind = post->kind, .subgroup = post->subgroup,
		.pupil = post->pupil, .substitute_of = post->substitute_of, .from_day = post->from_day,
		.to_day = post->to_day };
	enum outcome kept = OK;
	if (day_before(post->from_day, from)) {
		struct post_record old = new;
		old.to_day = day_add(from, -1);
		kept = subgroup_post_keep(req->db, grant, req->arena, &old);
		new.id = (struct post_id){ request_new_id(req) };
	}
	new.from_day = from;
	new.subgroup = group;
	if (kept == OK)
		kept = subgroup_post_keep(req->db, grant, req->arena, &new);
	for (size_t i = 0; kept == OK && i < division->hours.count; i++) {
		const struct subgroup_hours_row *hour = &division->hours.at[i];
		bool after = !day_equal(post->to_day, DAY_NONE) && day_before(post->to_day, hour->from_day);
		bool before = !day_equal(hour->to_day, DAY_NONE) && day_before(hour->to_day, from);
		if (hour->teacher.v == post->teacher.v && hour->subject.v == post->subject.v &&
		    hour->subgroup.v == post->subgroup.v && !after && !before)
			kept = tie_hour(req, grant, from, hour, group);
	}
	return kept;
}

static enum outcome
tie_hour(struct request *req, const struct grant *grant, struct day from,
	const struct subgroup_hours_row *hour, struct subgroup_id group)
{
	struct timetable_record new = { .id = hour->id, .class = hour->class, .weekday = hour->weekday,
		.ordinal = hour->ordinal, .teacher = hour->teacher, .subject = hour->subject,
		.subgroup = hour->subgroup, .from_day = hour->from_day, .to_day = hour->to_day,
		.provisional = hour->provisional };
	enum outcome kept = OK;
	if (day_before(hour->from_day, from)) {
		struct timetable_record old = new;
		old.to_day = day_add(from, -1);
		kept = subgroup_hour_keep(req->db, grant, req->arena, &old);
		new.id = (struct timetable_id){ request_new_id(req) };
		new.from_day = from;
	}
	new.subgroup = group;
	return kept == OK ? subgroup_hour_keep(req->db, grant, req->arena, &new) : kept;
}

static const struct subgroups_of_class_row *
group_of(const struct division *division, int64_t id)
{
	for (size_t i = 0; i < division->groups.count; i++)
		if (division->groups.at[i].id.v == id)
			return &division->groups.at[i];
	return NULL;
}

static struct subgroup_id
group_on_day(const struct division *division, struct person_id pupil)
{
	for (size_t i = 0; i < division->stays.count; i++)
		if (division->stays.at[i].pupil.v == pupil.v &&
		    !day_before(division->day, division->stays.at[i].from_day))
			return division->stays.at[i].subgroup;
	return (struct subgroup_id){ 0 };
}

/* What the form says of this pupil or post; -1: no group at all. Whom the form
 * does not name stays. */
static struct subgroup_id
chosen(struct request *req, const char *what, int64_t id, struct subgroup_id stored)
{
	struct text field = text_printf(req->arena, "%s_%lld", what, (long long)id);
	const char *name = text_terminated(req->arena, field);
	int64_t value;
	if (!form_has(&req->form, name))
		return stored;
	return (struct subgroup_id){ form_int64(&req->form, name, &value) ? value : -1 };
}

static struct subgroup_choices
choices(struct request *req, const struct division *division, struct subgroup_id group)
{
	struct subgroup_choices all = {
		arena_array(req->arena, struct subgroup_choice, division->groups.count), 0 };
	for (size_t i = 0; i < division->groups.count; i++) {
		const struct subgroups_of_class_row *row = &division->groups.at[i];
		all.at[all.count++] = (struct subgroup_choice){ row->id.v, row->name, row->id.v == group.v };
	}
	return all;
}

static void
show_groups(struct request *req, const struct division *division, struct subgroup_view *view)
{
	view->groups.at = arena_array(req->arena, struct subgroup_line, division->groups.count);
	for (size_t i = 0; i < division->groups.count; i++) {
		const struct subgroups_of_class_row *row = &division->groups.at[i];
		struct subgroup_line line = { .id = row->id.v, .name = row->name };
		const char *field = text_terminated(req->arena,
			text_printf(req->arena, "name_%lld", (long long)row->id.v));
		if (form_has(&req->form, field))
			line.name = form_text(&req->form, field);
		for (size_t k = 0; k < division->pupils.count; k++)
			line.pupils += group_on_day(division, division->pupils.at[k].pupil).v == row->id.v;
		view->groups.at[view->groups.count++] = line;
	}
}

static enum outcome
show(struct request *req, struct reply *reply, const struct division *division)
{
	char day[DAY_TEXT_SIZE];
	day_print(division->day, day);
	struct subgroup_view view = { .class_name = division->place.name, .day = division->day,
		.action = text_printf(req->arena, "/classes/%lld/subgroups", (long long)division->class.v),
		.roster_path = text_printf(req->arena, "/classes/%lld/roster", (long long)division->class.v),
		.saved = form_has(&req->query, "saved"), .name = form_text(&req->form, "name"),
		.from = form_has(&req->form, "from") ? form_text(&req->form, "from")
			: text_copy(req->arena, text_of(day)),
		.pupils = { arena_array(req->arena, struct subgroup_pupil, division->pupils.count), 0 },
		.posts = { arena_array(req->arena, struct subgroup_post, division->posts.count), 0 } };
	show_groups(req, division, &view);
	for (size_t i = 0; i < division->pupils.count; i++) {
		const struct roster_of_class_row *row = &division->pupils.at[i];
		struct subgroup_id now = group_on_day(division, row->pupil);
		view.in_none += now.v == 0;
		view.pupils.at[view.pupils.count++] = (struct subgroup_pupil){ .id = row->pupil.v,
			.register_number = row->register_number, .in_none = now.v == 0,
			.name = text_printf(req->arena, "%.*s %.*s", TEXT_ARG(row->family_name),
				TEXT_ARG(row->given_name)),
			.choices = choices(req, division, chosen(req, "pupil", row->pupil.v, now)) };
	}
	for (size_t i = 0; i < division->posts.count; i++) {
		const struct subgroup_posts_row *row = &division->posts.at[i];
		view.posts.at[view.posts.count++] = (struct subgroup_post){ .id = row->id.v,
			.teacher = text_printf(req->arena, "%.*s %.*s", TEXT_ARG(row->family_name),
				TEXT_ARG(row->given_name)),
			.subject = row->subject_name, .later = day_before(division->day, row->from_day),
			.ends = !day_equal(row->to_day, DAY_NONE), .from_day = row->from_day,
			.to_day = row->to_day,
			.choices = choices(req, division, chosen(req, "post", row->id.v, row->subgroup)) };
	}
	subgroup_html(req, reply, &view);
	return OK;
}
