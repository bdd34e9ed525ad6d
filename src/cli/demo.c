/* `campanella demo`: makes a school of invented people, up to the day before its own. */
#include "cli/demo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/json.h"
#include "platform/limits.h"

#define PROVISIONAL_WEEKS 3

static bool read_arguments(struct demo *demo, const struct command_line *line);
static bool choose_day(struct demo *demo, const char *given);
static bool is_open(const struct demo *demo, struct day day, bool everywhere);
static void make_plan(struct demo *demo, const char *directory);
static enum outcome make(struct demo *demo, struct demo_accounts *accounts);
static enum outcome load_roster(struct demo *demo);
static enum outcome put_days(struct demo *demo);
static enum outcome put_today(struct school *school, void *context);
static enum outcome keep_accounts(struct demo *demo, const struct demo_accounts *accounts);
static void put_account_lines(const struct demo_accounts *accounts, int count, struct buf *out);
static void put_day_words(const struct demo *demo, struct buf *out);
static void print_json(const struct demo_accounts *accounts);
static void show_progress(const struct demo *demo, struct day day);

int
demo_command(int argc, char **argv)
{
	static struct demo demo;
	demo = (struct demo){ 0 };
	struct command_line line;
	if (command_read(&line, argc, argv, 1, 1) != OK)
		return outcome_exit_code(INVALID);
	if (command_has(&line, "lesson"))
		return outcome_exit_code(demo_lesson(line.operands[0]));
	demo.day_arena = arena_create(JOB_ARENA_BYTES_MAX);
	demo.shows_progress = isatty(STDERR_FILENO);
	struct demo_accounts accounts = { 0 };
	enum outcome got = INVALID;
	if (read_arguments(&demo, &line)) {
		make_plan(&demo, line.operands[0]);
		got = make(&demo, &accounts);
		if (got == OK)
			got = keep_accounts(&demo, &accounts);
		if (got == OK && command_has(&line, "json")) {
			print_json(&accounts);
		} else if (got == OK) {
			struct buf text;
			buf_init(&text, 1 * MIB);
			put_day_words(&demo, &text);
			put_account_lines(&accounts, accounts.named, &text);
			printf("%.*s\nServe it:  campanella serve %s\n", TEXT_ARG(buf_text(&text)),
				line.operands[0]);
			buf_finish(&text);
		}
		school_close(&demo.school);
	}
	arena_destroy(demo.day_arena);
	return outcome_exit_code(got);
}

static bool
read_arguments(struct demo *demo, const struct command_line *line)
{
	int64_t seed, pupils, class_size;
	if (!command_int64(line, "seed", 1, 0, INT64_MAX, &seed) ||
		!command_int64(line, "pupils", 1000, 50, DEMO_PUPILS_MAX, &pupils) ||
		!command_int64(line, "class-size", DEMO_CLASS_PUPILS, DEMO_CLASS_PUPILS,
			DEMO_CLASS_PUPILS_MAX, &class_size))
		return false;
	demo->seed = (uint64_t)seed;
	demo->pupil_count = (int)pupils;
	demo->class_size = (int)class_size;
	struct clock *clock = clock_system();
	struct minute time;
	zone_local(ZONE_CET, clock_now(clock), &demo->real_today, &time);
	clock_destroy(clock);
	return choose_day(demo, command_value(line, "today"));
}

/* A day on which every class has school, the next one when it is not today. A
 * day that was asked for may also be one on which only some have. */
static bool
choose_day(struct demo *demo, const char *given)
{
	demo->today = demo->real_today;
	if (given && !day_parse(text_of(given), &demo->today)) {
		command_say("demo", "--today: \"%s\" is not a day such as 2026-11-23", given);
		return false;
	}
	for (int tries = 0; tries < 400; tries++) {
		struct school_days days = school_days_of(COUNTRY_IT, demo->today);
		demo->plan.first_day = days.first;
		demo->plan.last_day = days.last;
		demo->holiday_count = holidays_of(COUNTRY_IT, days.first, days.last, demo->holidays);
		if (is_open(demo, demo->today, !given))
			return true;
		demo->today = day_add(demo->today, 1);
	}
	command_say("demo", "no school day was found near %s", given ? given : "today");
	return false;
}

static bool
is_open(const struct demo *demo, struct day day, bool everywhere)
{
	return demo_is_school_day(demo, 0, day) && (!everywhere || demo_is_school_day(demo, 1, day));
}

static void
make_plan(struct demo *demo, const char *directory)
{
	int year, month, day;
	day_parts(demo->plan.first_day, &year, &month, &day);
	bool evening = (demo->pupil_count + demo->class_size - 1) / demo->class_size >= 8;
	demo->random = random_seeded(demo->seed);
	demo->clock = clock_fixed(zone_instant(ZONE_CET, day_add(demo->plan.first_day, -14),
		(struct minute){ 10 * 60 }));
	demo->provisional_ends = day_add(day_monday(demo->plan.first_day), 7 * PROVISIONAL_WEEKS - 1);
	struct school_plan *plan = &demo->plan;
	plan->directory = directory;
	plan->name = TEXT("Istituto superiore Valdorata");
	plan->country = COUNTRY_IT;
	plan->language = TEXT("it");
	plan->zone = TEXT("Europe/Rome");
	plan->profile = TEXT("allegato5");
	/* This machine is the whole school: its devices, its teachers, its server. */
	plan->networks = TEXT("127.0.0.0/8, ::1/128");
	plan->sites[0] = TEXT("Sede centrale");
	plan->sites[1] = TEXT("Succursale");
	plan->sites[2] = TEXT("Corso serale");
	plan->site_count = evening ? 3 : 2;
	plan->label = text_printf(demo->day_arena, "%d/%02d", year, (year + 1) % 100);
	plan->terms = 2;
	plan->week_days = 6;
	plan->shift_days = demo->today.number - demo->real_today.number;
	plan->clock = demo->clock;
	plan->random = demo->random;
}

static enum outcome
make(struct demo *demo, struct demo_accounts *accounts)
{
	enum outcome got = school_create(&demo->school, "demo", &demo->plan, &demo->frame);
	if (got == OK)
		got = load_roster(demo);
	if (got != OK)
		return got;
	demo_structure(demo);
	demo_staff(demo);
	demo_timetable(demo);
	demo_people(demo);
	demo_posts(demo);
	demo_accounts_choose(demo, accounts);
	struct demo_hashing *hashing = demo_hashing_begin(demo, accounts);
	got = school_commit(&demo->school, "demo", demo_put_structure, demo);
	if (got == OK)
		got = put_days(demo);
	enum outcome hashed = demo_hashing_finish(hashing);
	if (got == OK)
		got = hashed;
	return got == OK ? school_commit(&demo->school, "demo", put_today, demo) : got;
}

static enum outcome
load_roster(struct demo *demo)
{
	return school_roster(&demo->school, demo->plan.first_day, &demo->roster);
}

static enum outcome
put_days(struct demo *demo)
{
	enum outcome got = OK;
	for (struct day day = demo->plan.first_day; day_before(day, demo->today) && got == OK;
		day = day_add(day, 1)) {
		if (!demo_is_school_day(demo, 0, day))
			continue;
		show_progress(demo, day);
		clock_set(demo->clock, demo_instant(demo, day, 21 * 60 + 30));
		struct demo_day work = { .demo = demo, .day = day };
		got = school_commit(&demo->school, "demo", demo_put_day, &work);
		arena_reset(demo->day_arena);
	}
	show_progress(demo, demo->today);
	return got;
}

enum outcome
demo_put_day(struct school *school, void *context)
{
	(void)school;
	struct demo_day *work = context;
	enum outcome got = OK;
	for (int class = 0; class < work->demo->class_count && got == OK; class ++) {
		if (!demo_is_school_day(work->demo, work->demo->classes[class].site, work->day))
			continue;
		got = demo_put_lessons(work, class);
		if (got == OK)
			got = demo_put_attendance(work, class);
	}
	return got;
}

static enum outcome
put_today(struct school *school, void *context)
{
	struct demo *demo = context;
	enum outcome got = demo_put_substitutions(demo);
	return got == OK ? roster_write(&demo->roster, school->db) : got;
}

/* DIR/accounts.txt, for whoever serves the demo again tomorrow. */
static enum outcome
keep_accounts(struct demo *demo, const struct demo_accounts *accounts)
{
	char path[PATH_MAX + 16];
	struct buf text;
	buf_init(&text, 1 * MIB);
	put_day_words(demo, &text);
	put_account_lines(accounts, accounts->named, &text);
	snprintf(path, sizeof path, "%s/accounts.txt", demo->school.directory);
	enum outcome got = school_write_file("demo", path, buf_text(&text));
	buf_finish(&text);
	return got;
}

static void
put_day_words(const struct demo *demo, struct buf *out)
{
	static const char *const weekdays[] = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday",
		"Friday", "Saturday" };
	char day[DAY_TEXT_SIZE];
	day_print(demo->today, day);
	buf_printf(out,
		"%.*s: %d pupils, %d classes, %d teachers; %zu lessons, %zu absences,\n"
		"%zu justifications. Its day is %s %s",
		TEXT_ARG(demo->plan.name), demo->pupil_count, demo->class_count, demo->teacher_count,
		demo->counts.lessons, demo->counts.absences, demo->counts.justifications,
		weekdays[day_weekday(demo->today)], day);
	if (demo->plan.shift_days)
		buf_printf(out, ":\nserve moves its clock by %lld day%s, so that there is school.\n\n",
			(long long)demo->plan.shift_days,
			demo->plan.shift_days == 1 || demo->plan.shift_days == -1 ? "" : "s");
	else
		buf_printf(out, ", today.\n\n");
}

static void
put_account_lines(const struct demo_accounts *accounts, int count, struct buf *out)
{
	for (int i = 0; i < count; i++) {
		const struct demo_account *account = &accounts->at[i];
		buf_printf(out, "%-10s  %-30.*s  %s%s%s\n", account->role,
			TEXT_ARG(account->person->account->row.name), account->password,
			account->note[0] ? "   " : "", account->note);
	}
}

static void
print_json(const struct demo_accounts *accounts)
{
	json_t *list = json_array();
	for (int i = 0; i < accounts->count; i++) {
		const struct demo_account *account = &accounts->at[i];
		json_array_append_new(list,
			json_pack("{s:s, s:o, s:s, s:s, s:o}", "role", account->role, "name",
				json_text(account->person->account->row.name), "password", account->password,
				"note", account->note, "first_class", json_text(account->first_class)));
	}
	json_print(list);
}

static void
show_progress(const struct demo *demo, struct day day)
{
	if (!demo->shows_progress)
		return;
	int all = demo->today.number - demo->plan.first_day.number;
	int done = day.number - demo->plan.first_day.number;
	fprintf(stderr, "\rWriting the year: %3d %%%s", all ? done * 100 / all : 100,
		done == all ? "\n" : "");
}
