#include "register/timetable_hour.h"

#include "privacy/grant.h"
#include "register/class_calendar.h"
#include "register/rest_day.h"
#include "register/signing.h"
#include "register/substitution.sql.h"
#include "register/timetable_hour.html.h"
#include "register/timetable_hour.sql.h"

struct hour_desk {
	const struct grant *grant;
	struct class_calendar calendar;
	int64_t weekday;
	struct day_slots_row slot;
	struct day from;
	bool provisional;
	struct timetable_hour_rows_rows rows;
	struct hours_of_school_day_rows elsewhere; /* that weekday in the whole school */
	struct timetable_record *choices;          /* whose hour it could be, as rows of the timetable */
	struct hour_choices shown;                 /* the same, one for one */
};

static enum outcome desk_open(struct request *req, struct hour_desk *desk);
static enum outcome find_slot(struct request *req, struct hour_desk *desk);
static enum outcome collect(struct request *req, struct hour_desk *desk);
static void offer(struct request *req, struct hour_desk *desk, const struct timetable_posts_row *post);
static bool same_hour(const struct timetable_record *one, const struct timetable_record *other);
static bool holds(const struct timetable_record *row, struct day day);
static const struct hours_of_school_day_row *other_hour(const struct hour_desk *desk,
	struct person_id teacher);
static bool read_change(struct request *req, struct hour_desk *desk);
static bool check_sites(struct request *req, const struct hour_desk *desk);
static enum outcome keep(struct request *req, struct hour_desk *desk);
static struct text week_path(struct request *req, const struct hour_desk *desk);
static enum outcome show(struct request *req, struct reply *reply, const struct hour_desk *desk);

enum outcome
timetable_hour_page(struct request *req, struct reply *reply)
{
	struct hour_desk desk;
	enum outcome got = desk_open(req, &desk);
	return got == OK ? show(req, reply, &desk) : got;
}

enum outcome
timetable_hour_change(struct request *req, struct reply *reply)
{
	struct hour_desk desk;
	enum outcome done = desk_open(req, &desk);
	if (done != OK)
		return done;
	done = read_change(req, &desk) && check_sites(req, &desk) ? keep(req, &desk) : INVALID;
	if (done == OK)
		reply_see(reply, req, "%.*s", TEXT_ARG(week_path(req, &desk)));
	if (done == INVALID)
		return request_invalid(show(req, reply, &desk));
	return done;
}

/* The day is the form's, the address's, or today; always one of the class's year. */
static enum outcome
desk_open(struct request *req, struct hour_desk *desk)
{
	struct class_id class;
	*desk = (struct hour_desk){ .grant = may(req, MANAGE, TIMETABLE, of_school()) };
	if (!desk->grant)
		return REFUSED;
	if (!request_int64(req, "class", &class.v) || !request_int64(req, "weekday", &desk->weekday) ||
		!request_int64(req, "hour", &desk->slot.ordinal) || desk->weekday < 0 || desk->weekday > 6)
		return NOT_FOUND;
	enum outcome got = class_calendar_load_year(req, class, &desk->calendar);
	if (got != OK)
		return got;
	const struct class_place_row *place = &desk->calendar.place;
	if (!day_parse(form_text(&req->form, "from"), &desk->from) &&
		!day_parse(form_text(&req->query, "day"), &desk->from))
		desk->from = req->today;
	if (!day_between(desk->from, place->first_day, place->last_day))
		desk->from = day_before(place->last_day, desk->from) ? place->last_day : place->first_day;
	got = find_slot(req, desk);
	if (got == NOT_FOUND && day_parse(form_text(&req->query, "day"), &desk->from)) {
		got = find_slot(req, desk);
		request_problem(req, "from", TR("On that day the grid has no such hour."));
	}
	return got == OK ? collect(req, desk) : got;
}

static enum outcome
find_slot(struct request *req, struct hour_desk *desk)
{
	struct day_slots_rows slots;
	enum outcome got = day_slots(req->db, desk->calendar.id, desk->from, desk->weekday, req->arena,
		&slots);
	for (size_t i = 0; got == OK && i < slots.count; i++) {
		if (slots.at[i].ordinal != desk->slot.ordinal)
			continue;
		desk->slot = slots.at[i];
		return OK;
	}
	return got == OK ? NOT_FOUND : got;
}

static enum outcome
collect(struct request *req, struct hour_desk *desk)
{
	struct timetable_provisional_row which;
	struct timetable_posts_rows posts;
	struct class_id class = desk->calendar.id;
	const struct grant *reads = may(req, READ, TIMETABLE, of_school());
	if (!reads)
		return REFUSED;
	enum outcome got = timetable_provisional(req->db, desk->grant, class, desk->from, req->arena, &which);
	if (got == OK)
		got = timetable_hour_rows(req->db, desk->grant, class, desk->weekday, desk->slot.ordinal,
			desk->from, req->arena, &desk->rows);
	if (got == OK)
		got = timetable_posts(req->db, desk->grant, class, desk->from, req->arena, &posts);
	if (got == OK)
		got = hours_of_school_day(req->db, reads, desk->from, desk->weekday, req->arena,
			&desk->elsewhere);
	if (got != OK)
		return got;
	desk->provisional = which.provisional;
	desk->choices = arena_array(req->arena, struct timetable_record, posts.count);
	desk->shown.at = arena_array(req->arena, struct hour_choice, posts.count);
	for (size_t i = 0; i < posts.count; i++)
		offer(req, desk, &posts.at[i]);
	return OK;
}

/* Each subject of a teacher, and each group of it, once. */
static void
offer(struct request *req, struct hour_desk *desk, const struct timetable_posts_row *post)
{
	bool alternative = post->kind == POST_ALTERNATIVE;
	struct timetable_record choice = { .class = desk->calendar.id,
		.weekday = desk->weekday,
		.ordinal = desk->slot.ordinal,
		.teacher = post->teacher,
		.subject = post->subject,
		.subgroup = alternative ? (struct subgroup_id){ PART_ALTERNATIVE } : post->subgroup,
		.from_day = desk->from,
		.to_day = DAY_NONE,
		.provisional = desk->provisional };
	for (size_t i = 0; i < desk->shown.count; i++)
		if (same_hour(&desk->choices[i], &choice))
			return;
	bool chosen = false;
	for (size_t i = 0; i < desk->rows.count; i++)
		chosen |= same_hour(&desk->rows.at[i], &choice) && holds(&desk->rows.at[i], desk->from);
	const struct hours_of_school_day_row *other = other_hour(desk, post->teacher);
	desk->shown.at[desk->shown.count] = (struct hour_choice){
		.value = text_printf(req->arena, "%lld %lld %lld", (long long)choice.teacher.v,
			(long long)choice.subject.v, (long long)choice.subgroup.v),
		.subject = post->subject_name,
		.teacher = text_printf(req->arena, "%.*s %.*s", TEXT_ARG(post->family_name),
			TEXT_ARG(post->given_name)),
		.group = alternative ? text_of(page_translate(req->language, TR("alternative")))
				     : post->subgroup_name,
		.elsewhere = other ? other->class_name : (struct text){ 0 },
		.chosen = chosen,
	};
	desk->choices[desk->shown.count++] = choice;
}

static bool
same_hour(const struct timetable_record *one, const struct timetable_record *other)
{
	return one->teacher.v == other->teacher.v && one->subject.v == other->subject.v &&
		one->subgroup.v == other->subgroup.v && one->provisional == other->provisional;
}

static bool
holds(const struct timetable_record *row, struct day day)
{
	return !day_before(day, row->from_day) &&
		(day_equal(row->to_day, DAY_NONE) || !day_before(row->to_day, day));
}

/* What this teacher has in another class at that time. */
static const struct hours_of_school_day_row *
other_hour(const struct hour_desk *desk, struct person_id teacher)
{
	for (size_t i = 0; i < desk->elsewhere.count; i++) {
		const struct hours_of_school_day_row *row = &desk->elsewhere.at[i];
		if (row->teacher.v == teacher.v && row->class.v != desk->calendar.id.v &&
			row->starts.number < desk->slot.ends.number &&
			desk->slot.starts.number < row->ends.number)
			return row;
	}
	return NULL;
}

static bool
read_change(struct request *req, struct hour_desk *desk)
{
	struct day typed;
	const struct class_place_row *place = &desk->calendar.place;
	if (!day_parse(form_text(&req->form, "from"), &typed))
		request_problem_about(req, "from", TR("%1 is not a day."), form_text(&req->form, "from"));
	else if (!day_between(typed, place->first_day, place->last_day))
		request_problem(req, "from", TR("This lies outside the school year."));
	for (size_t k = 0; k < desk->shown.count; k++)
		desk->shown.at[k].chosen = false;
	for (size_t i = 0; i < req->form.count; i++) {
		const struct form_field *field = &req->form.fields[i];
		if (!text_is(field->name, "who"))
			continue;
		size_t k = 0;
		while (k < desk->shown.count && !text_equal(desk->shown.at[k].value, field->value))
			k++;
		if (k < desk->shown.count)
			desk->shown.at[k].chosen = true;
		else
			request_problem(req, "who", TR("Somebody has no post in this class on that day."));
	}
	return !request_has_problem(req, NULL);
}

/* Two classes of one site together, as in sports, are fine; two sites at once are not. */
static bool
check_sites(struct request *req, const struct hour_desk *desk)
{
	for (size_t k = 0; k < desk->shown.count; k++) {
		const struct hours_of_school_day_row *other = other_hour(desk, desk->choices[k].teacher);
		if (desk->shown.at[k].chosen && other && other->site.v != desk->calendar.place.site.v)
			request_problem_about(req, "who", TR("%1 is at another site in this hour."),
				desk->shown.at[k].teacher);
	}
	return !request_has_problem(req, NULL);
}

/* What goes on keeps its row; the rest ends the day before, or never begins. */
static enum outcome
keep(struct request *req, struct hour_desk *desk)
{
	enum outcome kept = OK;
	for (size_t i = 0; kept == OK && i < desk->rows.count; i++) {
		struct timetable_record *row = &desk->rows.at[i];
		if (row->provisional != desk->provisional)
			continue;
		struct hour_choice *goes_on = NULL;
		for (size_t k = 0; k < desk->shown.count && !day_before(desk->from, row->from_day); k++)
			if (desk->shown.at[k].chosen && same_hour(&desk->choices[k], row))
				goes_on = &desk->shown.at[k];
		if (!goes_on && !day_before(row->from_day, desk->from)) {
			kept = timetable_hour_remove(req->db, desk->grant, row->id);
			continue;
		}
		if (goes_on)
			goes_on->chosen = false; /* has its row */
		if (goes_on && day_equal(row->to_day, DAY_NONE))
			continue;
		row->to_day = goes_on ? DAY_NONE : day_add(desk->from, -1);
		kept = timetable_hour_keep(req->db, desk->grant, req->arena, row);
	}
	for (size_t k = 0; kept == OK && k < desk->shown.count; k++) {
		if (!desk->shown.at[k].chosen)
			continue;
		desk->choices[k].id = (struct timetable_id){ request_new_id(req) };
		kept = timetable_hour_keep(req->db, desk->grant, req->arena, &desk->choices[k]);
	}
	return kept;
}

static struct text
week_path(struct request *req, const struct hour_desk *desk)
{
	char day[DAY_TEXT_SIZE];
	day_print(desk->from, day);
	return text_printf(req->arena, "/classes/%lld/timetable?day=%s", (long long)desk->calendar.id.v, day);
}

static enum outcome
show(struct request *req, struct reply *reply, const struct hour_desk *desk)
{
	char day[DAY_TEXT_SIZE];
	day_print(desk->from, day);
	struct text typed = form_text(&req->form, "from");
	struct timetable_hour_view view = {
		.class_name = desk->calendar.place.name,
		.weekday = text_of(page_translate(req->language, weekday_msgid((int)desk->weekday))),
		.ordinal = desk->slot.ordinal,
		.starts = desk->slot.starts,
		.ends = desk->slot.ends,
		.back = week_path(req, desk),
		.action = text_printf(req->arena, "/classes/%lld/timetable/%lld/%lld?day=%s",
			(long long)desk->calendar.id.v, (long long)desk->weekday,
			(long long)desk->slot.ordinal, day),
		.from = typed.length > 0 ? typed : text_copy(req->arena, text_of(day)),
		.provisional = desk->provisional,
		.choices = desk->shown,
	};
	timetable_hour_html(req, reply, &view);
	return OK;
}
