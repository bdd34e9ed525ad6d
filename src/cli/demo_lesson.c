/*
 * `campanella demo DIR --lesson`: a demo school that is there already is moved
 * on to a lesson of its first teacher, so that whoever tries it in the evening
 * or on a Sunday finds school. Its clock goes forward only, once a device has
 * heard the time: a device keeps to the latest rules it was told. A real
 * school's clock cannot be moved like this, and its devices would not follow.
 */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/demo.h"
#include "cli/demo.sql.h"
#include "cli/json.h"
#include "identity/account.sql.h"
#include "identity/setting.h"
#include "identity/user_name.h"

#define ACCOUNTS_BYTES_MAX (64 * 1024)
#define DAYS_AHEAD         21
#define MINUTES_LEFT       20 /* a lesson that is nearly over is none to begin with */
#define MINUTES_IN         12 /* every site of the school has begun by then */
#define MS_A_MINUTE        60000

struct demo_lesson {
	struct school school;
	struct text teacher; /* user name */
	struct person_id person;
	struct day day;
	struct demo_hours_rows hours; /* of that day */
	struct instant now;           /* the school's time, once it is moved */
	bool moves;
	int64_t shift_minutes;
};

static enum outcome find_teacher(struct demo_lesson *lesson);
static enum outcome find_time(struct demo_lesson *lesson);
static enum outcome hours_of(struct demo_lesson *lesson, struct day day);
static enum outcome move(struct school *school, void *context);
static void print(struct demo_lesson *lesson);

enum outcome
demo_lesson(const char *directory)
{
	static struct demo_lesson lesson;
	lesson = (struct demo_lesson){ 0 };
	enum outcome got = school_open(&lesson.school, "demo", directory);
	if (got == OK)
		got = find_teacher(&lesson);
	if (got == OK)
		got = find_time(&lesson);
	if (got == OK && lesson.moves) {
		struct instant machine = clock_now(clock_system());
		lesson.shift_minutes = (lesson.now.ms - machine.ms) / MS_A_MINUTE;
		/* What is recorded from here on is recorded in the time it is moved to. */
		if (lesson.school.store_clock)
			clock_destroy(lesson.school.clock);
		else
			lesson.school.store_clock = lesson.school.clock;
		lesson.school.clock = clock_shifted(lesson.shift_minutes);
		got = school_commit(&lesson.school, "demo", move, &lesson);
	}
	if (got == OK)
		print(&lesson);
	school_close(&lesson.school);
	return got;
}

/* The first line of DIR/accounts.txt that begins with "teacher". */
static enum outcome
find_teacher(struct demo_lesson *lesson)
{
	struct school *school = &lesson->school;
	char path[PATH_MAX + 16];
	struct text all;
	struct bytes name_key;
	struct account_of_name_row row;
	snprintf(path, sizeof path, "%s/accounts.txt", school->directory);
	enum outcome got = school_read_file("demo", school->arena, path, ACCOUNTS_BYTES_MAX, &all);
	if (got != OK)
		return got;
	while (all.length > 0 && lesson->teacher.length == 0) {
		struct text line = text_cut(&all, '\n'), word = text_cut(&line, ' ');
		line = text_trim(line);
		if (text_is(word, "teacher"))
			lesson->teacher = text_cut(&line, ' ');
	}
	got = user_name_key(school->keys, school->arena, lesson->teacher, &name_key);
	if (got == OK)
		got = account_of_name(school->db, name_key, school->arena, &row);
	if (got == NOT_FOUND)
		command_say("demo", "%s names no teacher of this school", path);
	lesson->person = row.person;
	return got;
}

/* Where it stands is kept when a lesson is under way; else the next that begins. */
static enum outcome
find_time(struct demo_lesson *lesson)
{
	struct school *school = &lesson->school;
	struct demo_past_row past;
	enum outcome got = demo_past(school->db, school->arena, &past);
	struct instant now = school_now(school);
	int64_t earliest = past.devices > 0 && now.ms > past.recorded_at.ms ? now.ms : past.recorded_at.ms;
	for (int days = 0; days <= DAYS_AHEAD && got == OK; days++) {
		lesson->day = day_add(school->today, days);
		got = hours_of(lesson, lesson->day);
		for (size_t i = 0; i < lesson->hours.count && got == OK && days == 0; i++) {
			const struct demo_hours_row *hour = &lesson->hours.at[i];
			if (hour->starts.number <= school->time.number &&
				school->time.number + MINUTES_LEFT <= hour->ends.number) {
				lesson->now = now;
				return OK;
			}
		}
		for (size_t i = 0; i < lesson->hours.count && got == OK; i++) {
			struct instant starts = zone_instant(school->zone, lesson->day,
				lesson->hours.at[i].starts);
			if (starts.ms + MINUTES_IN * MS_A_MINUTE > earliest) {
				lesson->moves = true;
				lesson->now.ms = starts.ms + MINUTES_IN * MS_A_MINUTE;
				return OK;
			}
		}
	}
	if (got == OK)
		command_say("demo", "its first teacher has no lesson in the next %d days", DAYS_AHEAD);
	return got == OK ? NOT_FOUND : got;
}

static enum outcome
hours_of(struct demo_lesson *lesson, struct day day)
{
	return demo_hours(lesson->school.db, lesson->person, day, day_weekday(day), CLOSURE_CLOSED,
		lesson->school.arena, &lesson->hours);
}

static enum outcome
move(struct school *school, void *context)
{
	struct demo_lesson *lesson = context;
	const struct {
		const char *name;
		int64_t value;
	} settings[] = {
		{ "clock.shift_days", lesson->shift_minutes / SHIFT_DAY_MINUTES },
		{ "clock.shift_minutes", lesson->shift_minutes % SHIFT_DAY_MINUTES },
	};
	for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
		const char *problem;
		enum outcome got = setting_write(school->db, school->arena, settings[i].name,
			text_printf(school->arena, "%lld", (long long)settings[i].value), &problem);
		if (got != OK)
			return got;
	}
	school->shift_minutes = lesson->shift_minutes;
	return OK;
}

/* What a demo needs to seat its pupils: the hours of the day, and by how much
 * the clocks of its devices are to be moved. */
static void
print(struct demo_lesson *lesson)
{
	struct school *school = &lesson->school;
	struct day day;
	struct minute minute;
	char words[DAY_TEXT_SIZE], time[MINUTE_TEXT_SIZE];
	zone_local(school->zone, lesson->now, &day, &minute);
	day_print(day, words);
	json_t *hours = json_array();
	for (size_t i = 0; i < lesson->hours.count; i++) {
		const struct demo_hours_row *hour = &lesson->hours.at[i];
		json_array_append_new(hours,
			json_pack("{s:s, s:o, s:o, s:i, s:i}", "class",
				text_printf(school->arena, "%lld", (long long)hour->class.v).at, "name",
				json_text(hour->class_name), "site", json_text(hour->site_name), "starts",
				hour->starts.number, "ends", hour->ends.number));
	}
	minute_print(minute, time);
	json_print(json_pack("{s:s, s:s, s:i, s:I, s:o, s:o}", "day", words, "time", time, "minute",
		minute.number, "shift_minutes", (json_int_t)school->shift_minutes, "teacher",
		json_text(lesson->teacher), "hours", hours));
}
