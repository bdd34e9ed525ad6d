#include "register/morning.h"

#include "platform/page.h"
#include "privacy/grant.h"
#include "register/class_calendar.h"
#include "register/morning.html.h"
#include "register/morning.sql.h"
#include "register/morning_view.h"

struct morning {
	struct school_year_calendar school;
	struct classes_this_morning_rows classes;
	struct missing_this_morning_rows missing;
	struct unsigned_this_morning_rows hours;
	int64_t site; /* 0: all */
};

static enum outcome load(struct request *req, struct day day, struct morning *morning);
static void show_sites(struct request *req, const struct morning *morning, struct text day,
	struct morning_view *view);
static void show_class(struct request *req, const struct morning *morning,
	const struct classes_this_morning_row *row, struct text day, struct morning_class *class);
static void show_missing(struct request *req, const struct morning *morning, struct morning_class *class,
	struct class_id id);
static void show_unsigned(struct request *req, const struct morning *morning, struct text day,
	struct morning_class *class, struct class_id id);
static struct text day_text(struct request *req, struct day day);

enum outcome
morning_page(struct request *req, struct reply *reply)
{
	struct day day;
	if (!request_day(req, "day", &day))
		return NOT_FOUND;
	return morning_show(req, reply, day);
}

enum outcome
morning_show(struct request *req, struct reply *reply, struct day day)
{
	struct morning morning = { 0 };
	enum outcome got = load(req, day, &morning);
	if (got != OK)
		return got;
	bool today = day_equal(day, req->today);
	struct text text = day_text(req, day);
	struct morning_view view = { .day = day,
		.time = req->time,
		.before = text_printf(req->arena, "/morning/%.*s", TEXT_ARG(day_text(req, day_add(day, -1)))),
		.all = { arena_array(req->arena, struct morning_class, morning.classes.count), 0 },
		.uncalled = { arena_array(req->arena, struct morning_class, morning.classes.count), 0 } };
	if (day_before(day, req->today))
		view.after = text_printf(req->arena, "/morning/%.*s",
			TEXT_ARG(day_text(req, day_add(day, 1))));
	if (!today)
		view.today = TEXT("/");
	enum school_day standing = school_day_to_plan(&morning.school.calendar, &(struct school_class){ 0 },
		day);
	if (standing != SCHOOL_DAY)
		view.no_school = text_of(page_translate(req->language, school_day_message(standing)));

	for (size_t i = 0; i < morning.classes.count; i++) {
		const struct classes_this_morning_row *row = &morning.classes.at[i];
		struct school_class where = { row->site, row->name };
		if ((morning.site != 0 && morning.site != row->site.v) ||
			!is_school_day(&morning.school.calendar, &where, day))
			continue;
		struct morning_class *class = &view.all.at[view.all.count++];
		show_class(req, &morning, row, text, class);
		view.classes += class->in_school;
		view.called += class->in_school && class->called;
		view.pupils += class->pupils;
		view.absent += class->absent;
		view.late += class->late;
		view.unsigned_count += (int64_t) class->unsigned_hours.count;
		if (!today)
			class->to_come = day_before(req->today, day);
		if (class->in_school && !class->called && !class->to_come)
			view.uncalled.at[view.uncalled.count++] = *class;
	}
	show_sites(req, &morning, text, &view);
	morning_html(req, reply, &view);
	return OK;
}

static enum outcome
load(struct request *req, struct day day, struct morning *morning)
{
	const struct grant *grant = may(req, READ, MORNING, of_school());
	if (!grant)
		return REFUSED;
	if (!form_int64(&req->query, "site", &morning->site))
		morning->site = 0;
	struct minute time = req->time;
	if (!day_equal(day, req->today))
		time.number = day_before(day, req->today) ? 24 * 60 : -1;
	enum outcome got = school_calendar_load(req, day, &morning->school);
	if (got == OK)
		got = classes_this_morning(req->db, grant, morning->school.year.id, day, day_weekday(day),
			req->arena, &morning->classes);
	if (got == OK)
		got = missing_this_morning(req->db, grant, day, req->arena, &morning->missing);
	if (got == OK && time.number >= 0)
		got = unsigned_this_morning(req->db, grant, day, day_weekday(day), time, req->arena,
			&morning->hours);
	return got;
}

static void
show_class(struct request *req, const struct morning *morning, const struct classes_this_morning_row *row,
	struct text day, struct morning_class *class)
{
	*class = (struct morning_class){ .path = text_printf(req->arena, "/classes/%lld/register/%.*s",
						 (long long)row->id.v, TEXT_ARG(day)),
		.name = row->name,
		.site = row->site_name,
		.in_school = row->hours > 0,
		.starts = row->starts,
		.to_come = row->starts.number > req->time.number,
		.called = row->called > 0,
		.called_at = row->called_at,
		.pupils = row->pupils,
		.absent = row->absent,
		.late = row->late,
		.exits = row->exits,
		.away = row->away };
	show_missing(req, morning, class, row->id);
	if (class->in_school)
		show_unsigned(req, morning, day, class, row->id);
}

static void
show_missing(struct request *req, const struct morning *morning, struct morning_class *class,
	struct class_id id)
{
	static const enum presence states[] = { PRESENCE_ABSENT, PRESENCE_LATE, PRESENCE_EXIT };
	size_t count = 0;
	for (size_t i = 0; i < morning->missing.count; i++)
		count += morning->missing.at[i].class.v == id.v;
	class->missing.at = arena_array(req->arena, struct morning_pupil, count);
	for (size_t i = 0; i < morning->missing.count; i++) {
		const struct missing_this_morning_row *row = &morning->missing.at[i];
		if (row->class.v != id.v)
			continue;
		class->missing.at[class->missing.count++] = (struct morning_pupil){
			.name = text_printf(req->arena, "%.*s %.*s", TEXT_ARG(row->family_name),
				TEXT_ARG(row->given_name)),
			.state = states[row->what % 3],
			.at = row->at
		};
	}
}

static void
show_unsigned(struct request *req, const struct morning *morning, struct text day,
	struct morning_class *class, struct class_id id)
{
	size_t count = 0;
	for (size_t i = 0; i < morning->hours.count; i++)
		count += morning->hours.at[i].class.v == id.v;
	class->unsigned_hours.at = arena_array(req->arena, struct morning_hour, count);
	for (size_t i = 0; i < morning->hours.count; i++) {
		const struct unsigned_this_morning_row *row = &morning->hours.at[i];
		if (row->class.v != id.v)
			continue;
		struct text teacher = text_printf(req->arena, "%.*s %.*s", TEXT_ARG(row->family_name),
			TEXT_ARG(row->given_name));
		struct morning_hour *last = class->unsigned_hours.count == 0
			? NULL
			: &class->unsigned_hours.at[class->unsigned_hours.count - 1];
		if (last && last->ordinal == row->ordinal) { /* copresence: two are due in one hour */
			last->teacher = text_printf(req->arena, "%.*s, %.*s", TEXT_ARG(last->teacher),
				TEXT_ARG(teacher));
		} else {
			last = &class->unsigned_hours.at[class->unsigned_hours.count++];
			*last = (struct morning_hour){ .ordinal = row->ordinal,
				.subject = row->subject_name,
				.teacher = teacher,
				.path = text_printf(req->arena, "/lessons/%lld/%.*s/%lld", (long long)id.v,
					TEXT_ARG(day), (long long)row->ordinal) };
		}
		class->teacher_now = last->teacher;
		class->subject_now = last->subject;
	}
}

static void
show_sites(struct request *req, const struct morning *morning, struct text day, struct morning_view *view)
{
	size_t count = 0;
	struct morning_site *sites = arena_array(req->arena, struct morning_site, morning->classes.count + 1);
	sites[count++] = (struct morning_site){ .current = morning->site == 0,
		.path = text_printf(req->arena, "/morning/%.*s", TEXT_ARG(day)),
		.name = text_of(page_translate(req->language, TR("All sites"))) };
	for (size_t i = 0; i < morning->classes.count; i++) {
		const struct classes_this_morning_row *row = &morning->classes.at[i];
		bool known = false;
		for (size_t k = 1; k < count; k++)
			known |= text_equal(sites[k].name, row->site_name);
		if (known || row->site.v == 0)
			continue;
		sites[count++] = (struct morning_site){ .current = morning->site == row->site.v,
			.path = text_printf(req->arena, "/morning/%.*s?site=%lld", TEXT_ARG(day),
				(long long)row->site.v),
			.name = row->site_name };
	}
	if (count > 2)
		view->sites = (struct morning_sites){ sites, count };
}

static struct text
day_text(struct request *req, struct day day)
{
	char text[DAY_TEXT_SIZE];
	day_print(day, text);
	return text_copy(req->arena, text_of(text));
}
