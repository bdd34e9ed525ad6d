/* `campanella doctor`: looks an installation over and says what to do. */
#include "cli/doctor.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/doctor.sql.h"
#include "identity/password.h"
#include "identity/roster.h"
#include "identity/setting.h"

#define CLOCK_STEP_MS (2 * 60 * 1000) /* a time service at work */

static void last_saved(struct doctor *doctor);
static void settings(struct doctor *doctor);
static void passwords(struct doctor *doctor);
static void people(struct doctor *doctor);
static void names(struct doctor *doctor);

int
doctor_command(int argc, char **argv)
{
	struct command_line line;
	if (command_read(&line, argc, argv, 1, 1) != OK)
		return outcome_exit_code(INVALID);
	struct school school = { 0 };
	struct doctor doctor = { .school = &school };
	enum outcome got = school_open(&school, "doctor", line.operands[0]);
	bool opened = got == OK;
	if (opened || school.database[0]) {
		doctor.json = command_has(&line, "json") ? json_array() : NULL;
		if (opened) {
			last_saved(&doctor);
			settings(&doctor);
			passwords(&doctor);
			people(&doctor);
			names(&doctor);
		} else {
			doctor_find(&doctor, HEALTH_BAD, "store",
				"the school does not open: what stands above says why; the machine under it "
				"follows");
		}
		doctor_machine(&doctor);
		if (opened) {
			doctor_timetable(&doctor);
			doctor_retention(&doctor);
		}
		if (doctor.json)
			json_print(doctor.json);
		else if (doctor.bads)
			printf("\n%d to put right, %d to look at.\n", doctor.bads, doctor.looks);
		else
			printf("\nNothing to put right, %d to look at.\n", doctor.looks);
		got = doctor.bads ? BROKEN : OK;
	}
	school_close(&school);
	return outcome_exit_code(got);
}

void
doctor_find(struct doctor *doctor, enum health health, const char *about, const char *format, ...)
{
	static const char *const words[] = { "good", "look", "bad" };
	char message[1000];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	doctor->looks += health == HEALTH_LOOK;
	doctor->bads += health == HEALTH_BAD;
	if (doctor->json)
		json_array_append_new(doctor->json,
			json_pack("{s:s, s:s, s:o}", "health", words[health], "about", about, "message",
				json_text(text_of(message))));
	else
		printf("%-5s %-14s %s\n", words[health], about, message);
}

/* With a clock that was set back the school stands on another day: nobody may be head, no class have
 * hours. That is said first, before anybody mends those. */
static void
last_saved(struct doctor *doctor)
{
	struct school *school = doctor->school;
	struct last_save_row last;
	if (last_save(school->db, school->arena, &last) != OK ||
		last.recorded_at.ms <= school_now(school).ms + CLOCK_STEP_MS)
		return;
	struct day day;
	struct minute time;
	char day_text[DAY_TEXT_SIZE], time_text[MINUTE_TEXT_SIZE];
	char today_text[DAY_TEXT_SIZE], now_text[MINUTE_TEXT_SIZE];
	zone_local(school->zone, last.recorded_at, &day, &time);
	day_print(day, day_text);
	minute_print(time, time_text);
	day_print(school->today, today_text);
	minute_print(school->time, now_text);
	doctor_find(doctor, school->shift_minutes ? HEALTH_LOOK : HEALTH_BAD, "clock",
		"the last save was on %s at %s, and this machine says that it is %s %s: set its clock before "
		"anything else. If the clock was ahead then and is right now, the next save ends this",
		day_text, time_text, today_text, now_text);
}

static void
settings(struct doctor *doctor)
{
	struct school *school = doctor->school;
	for (int i = 0; i < setting_kind_count; i++) {
		struct text value = setting_read(school->db, school->arena, setting_kinds[i].name);
		bool standard = text_is(value, setting_kinds[i].standard);
		doctor_find(doctor, HEALTH_GOOD, "setting", "%s = %.*s%s", setting_kinds[i].name,
			TEXT_ARG(value), standard ? "" : "  (changed)");
	}
	if (school->shift_minutes)
		doctor_find(doctor, HEALTH_LOOK, "clock",
			"this is a demo school: its clock is moved by "
			"%lld days and %lld minutes",
			(long long)school->shift_minutes / SHIFT_DAY_MINUTES,
			(long long)school->shift_minutes % SHIFT_DAY_MINUTES);
}

static void
passwords(struct doctor *doctor)
{
	struct school *school = doctor->school;
	enum password_profile profile;
	if (!password_profile_parse(setting_read(school->db, school->arena, "password.profile"), &profile)) {
		doctor_find(doctor, HEALTH_BAD, "passwords", "the profile is none of ours");
		return;
	}
	const struct password_rules *rules_of = password_rules(profile);
	char change[80] = "never changed without a reason";
	if (rules_of->changed_days)
		snprintf(change, sizeof change, "changed after %d days or %d months, whichever is first",
			rules_of->changed_days, rules_of->changed_months);
	doctor_find(doctor, HEALTH_GOOD, "passwords",
		"profile %s: at least %d characters%s; %s; not "
		"the last %d; no common ones; Argon2id",
		password_profile_word(profile), rules_of->code_points_min,
		rules_of->composed ? " with upper, lower, digit and special" : "", change, PASSWORD_HISTORY);
}

static void
people(struct doctor *doctor)
{
	struct heads_in_office_row heads;
	struct school *school = doctor->school;
	if (heads_in_office(school->db, ROLE_HEAD, school->today, school->arena, &heads) != OK)
		doctor_find(doctor, HEALTH_BAD, "people", "the appointments cannot be read");
	else if (!heads.count)
		doctor_find(doctor, HEALTH_BAD, "people",
			"nobody is head today: "
			"campanella user DIR appoint NAME --role head");
	else
		doctor_find(doctor, HEALTH_GOOD, "people", "%lld head%s", (long long)heads.count,
			heads.count == 1 ? "" : "s");
}

/* Keys that are older than the database leave names that nobody can read. */
static void
names(struct doctor *doctor)
{
	struct school *school = doctor->school;
	struct roster *roster = arena_new(school->arena, struct roster);
	enum outcome got = school_roster(school, school->today, roster);
	const char *problem = db_problem(school->db);
	if (got == OK)
		doctor_find(doctor, HEALTH_GOOD, "keys", "every name can be opened");
	else if (problem[0])
		doctor_find(doctor, HEALTH_BAD, "store",
			"the people cannot be read: %s; campanella verify says what is lost, and with "
			"--repair brings it back",
			problem);
	else if (got != NOT_FOUND)
		doctor_find(doctor, HEALTH_BAD, "keys",
			"names cannot be opened: stop the school and bring back the newest backup of keys/");
}
