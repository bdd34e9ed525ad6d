#include "register/subgroup.h"

#include "identity/person_name.h"
#include "platform/page.h"
#include "register/school_year.h"
#include "register/subgroup_division.h"

/* With the class before it, it still stands in a cell of the import. */
#define SUBGROUP_NAME_BYTES_MAX 12

static enum outcome division_open(struct request *req, struct division *division);
static enum outcome division_read(struct request *req, struct division *division);
static enum outcome make(struct request *req, const struct grant *grant, const struct division *division);
static enum outcome rename_group(struct request *req, const struct grant *grant,
	const struct division *division);
static enum outcome remove_group(struct request *req, const struct division *division);
static const struct subgroup_record *asked_group(struct request *req, const struct division *division);
static bool name_is_free(struct request *req, const char *field, const struct division *division,
	struct text name, struct subgroup_id own);
static enum outcome divide(struct request *req, const struct grant *grant, struct division *division);
static void check_pupils(struct request *req, const struct division *division);
static enum outcome place_pupil(struct request *req, const struct division *division, struct person_id pupil,
	int64_t group);

enum outcome
subgroup_page(struct request *req, struct reply *reply)
{
	struct division division;
	enum outcome got = division_open(req, &division);
	if (got == OK)
		division_show(req, reply, &division);
	return got;
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
	else if (text_is(what, "remove"))
		done = remove_group(req, &division);
	else if (text_is(what, "divide"))
		done = divide(req, grant, &division);
	else
		request_problem(req, "", TR("Choose what to change."));
	if (done == INVALID)
		division_show(req, reply, &division);
	if (done == OK) {
		char day[DAY_TEXT_SIZE];
		day_print(division.day, day);
		reply_see(reply, req, "/classes/%lld/subgroups?from=%s&saved=1", (long long)division.class.v,
			day);
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
			: day_before(last, req->today)        ? last
							      : req->today;
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
	return subgroup_keep(req->db, grant, req->arena,
		&(struct subgroup_record){ { request_new_id(req) }, division->class, name });
}

static const struct subgroup_record *
asked_group(struct request *req, const struct division *division)
{
	int64_t id = 0;
	form_int64(&req->form, "group", &id);
	const struct subgroup_record *group = division_group(division, id);
	if (!group)
		request_problem(req, "rename", TR("Choose one of the groups."));
	return group;
}

static enum outcome
rename_group(struct request *req, const struct grant *grant, const struct division *division)
{
	const struct subgroup_record *group = asked_group(req, division);
	if (!group)
		return INVALID;
	struct text field = text_printf(req->arena, "name_%lld", (long long)group->id.v);
	struct text name = text_trim(form_text(&req->form, text_terminated(req->arena, field)));
	if (!name_is_free(req, "rename", division, name, group->id))
		return INVALID;
	return subgroup_keep(req->db, grant, req->arena,
		&(struct subgroup_record){ group->id, division->class, name });
}

/* Only while nothing is tied to it, today or on record. */
static enum outcome
remove_group(struct request *req, const struct division *division)
{
	const struct subgroup_record *group = asked_group(req, division);
	const struct grant *grant = may(req, MANAGE, ROSTER, of_school());
	if (!grant)
		return REFUSED;
	if (!group)
		return INVALID;
	struct subgroup_ties_row ties;
	enum outcome got = subgroup_ties(req->db, grant, group->id, req->arena, &ties);
	if (got != OK)
		return got;
	const struct {
		const char *message;
		int64_t count;
	} tied[] = {
		{ TR("Pupils who are in this group, or were: %1."), ties.pupils },
		{ TR("Posts and hours that are this group's, or were: %1."), ties.posts },
		{ TR("Signed hours of this group: %1."), ties.lessons },
	};
	for (size_t i = 0; i < sizeof(tied) / sizeof(tied[0]); i++)
		if (tied[i].count > 0)
			request_problem_about(req, "rename", tied[i].message,
				text_printf(req->arena, "%lld", (long long)tied[i].count));
	return request_has_problem(req, NULL) ? INVALID : subgroup_remove(req->db, grant, group->id);
}

/* The import finds a group by its name in any case, so here they differ the same way. */
static bool
name_is_free(struct request *req, const char *field, const struct division *division, struct text name,
	struct subgroup_id own)
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
	check_pupils(req, division);
	division_check_posts(req, division);
	if (request_has_problem(req, NULL))
		return INVALID;

	enum outcome kept = OK;
	for (size_t i = 0; kept == OK && i < division->pupils.count; i++) {
		struct person_id pupil = division->pupils.at[i].pupil;
		int64_t old = division_group_of(division, pupil);
		int64_t group = division_chosen(req, "pupil", pupil.v, old);
		if (group != old)
			kept = place_pupil(req, division, pupil, group);
	}
	return kept == OK ? division_tie_posts(req, grant, division) : kept;
}

static void
check_pupils(struct request *req, const struct division *division)
{
	bool known = true;
	for (size_t i = 0; i < division->pupils.count; i++) {
		struct person_id pupil = division->pupils.at[i].pupil;
		int64_t group = division_chosen(req, "pupil", pupil.v, division_group_of(division, pupil));
		known &= group == 0 || division_group(division, group) != NULL;
	}
	if (!known)
		request_problem(req, "groups", TR("Choose one of the groups."));
}

/* What is chosen holds from the day on: later stays give way, the one that
 * runs into the day ends before it. */
static enum outcome
place_pupil(struct request *req, const struct division *division, struct person_id pupil, int64_t group)
{
	const struct grant *grant = may(req, MANAGE, ROSTER, of_school());
	if (!grant)
		return REFUSED;
	enum outcome kept = OK;
	for (size_t i = 0; kept == OK && i < division->stays.count; i++) {
		const struct subgroup_member_record *stay = &division->stays.at[i];
		if (stay->pupil.v != pupil.v)
			continue;
		if (day_before(stay->from_day, division->day))
			kept = subgroup_stay_keep(req->db, grant, req->arena,
				&(struct subgroup_member_record){
					stay->subgroup, pupil, stay->from_day, day_add(division->day, -1) });
		else
			kept = subgroup_stay_remove(req->db, grant, stay->subgroup, pupil, stay->from_day);
	}
	if (kept == OK && group != 0)
		kept = subgroup_stay_keep(req->db, grant, req->arena,
			&(struct subgroup_member_record){ { group }, pupil, division->day, division->until });
	return kept;
}

const struct subgroup_record *
division_group(const struct division *division, int64_t id)
{
	for (size_t i = 0; i < division->groups.count; i++)
		if (division->groups.at[i].id.v == id)
			return &division->groups.at[i];
	return NULL;
}

int64_t
division_group_of(const struct division *division, struct person_id pupil)
{
	for (size_t i = 0; i < division->stays.count; i++)
		if (division->stays.at[i].pupil.v == pupil.v &&
			!day_before(division->day, division->stays.at[i].from_day))
			return division->stays.at[i].subgroup.v;
	return 0;
}

int64_t
division_chosen(struct request *req, const char *what, int64_t id, int64_t stored)
{
	struct text field = text_printf(req->arena, "%s_%lld", what, (long long)id);
	const char *name = text_terminated(req->arena, field);
	int64_t value;
	if (!form_has(&req->form, name))
		return stored;
	return form_int64(&req->form, name, &value) ? value : -1;
}
