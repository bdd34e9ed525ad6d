#include "cli/school_create.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"
#include "identity/setting.h"
#include "identity/structure.sql.h"
#include "platform/certificate.h"
#include "platform/keystore.h"
#include "platform/limits.h"

struct create_call {
	const struct school_plan *plan;
	struct school_frame *frame;
};

static enum outcome make_folder(struct school *school, const char *directory);
static bool folder_is_empty(const char *path);
static enum outcome write_config(struct school *school, const struct school_plan *plan);
static enum outcome put_frame(struct school *school, void *context);
static enum outcome put_settings(struct school *school, const struct school_plan *plan);
static enum outcome put_year(struct school *school, const struct create_call *call);
static enum outcome put_calendar(struct school *school, const struct school_plan *plan);
static enum outcome put_grid(struct school *school, const struct school_plan *plan,
	const struct site_record *site);

enum outcome
school_create(struct school *school, const char *word, const struct school_plan *plan,
	struct school_frame *frame)
{
	*frame = (struct school_frame){ 0 };
	*school = (struct school){ .word = word, .clock = plan->clock, .random = plan->random };
	school->arena = arena_create(JOB_ARENA_BYTES_MAX);
	enum outcome got = make_folder(school, plan->directory);
	if (got != OK)
		return got;
	struct clock *clock = school->clock ? school->clock : clock_system();
	struct random *random = school->random ? school->random : random_system();
	got = keystore_make(school->directory);
	if (got == OK && !plan->certificate)
		got = certificate_make(school->directory, plan->host, clock_now(clock_system()));
	if (got == OK)
		got = write_config(school, plan);
	if (got == OK) {
		arena_destroy(school->arena);
		got = school_look(school, word, plan->directory);
	}
	school->clock = clock;
	school->random = random;
	if (got == OK)
		got = school_open_store(school, true);
	if (got == OK)
		got = school_commit(school, "school_create", put_frame, &(struct create_call){ plan, frame });
	if (got == OK && !zone_parse(plan->zone, &school->zone))
		got = INVALID;
	if (got == OK) {
		struct instant now = school_now(school);
		zone_local(school->zone, now, &school->today, &school->time);
	} else {
		command_say(word, "%s was not finished: empty that folder and try again", plan->directory);
	}
	return got;
}

bool
networks_are_sound(struct text networks)
{
	while (networks.at) {
		struct text part = text_trim(text_cut(&networks, ','));
		struct text bits = part;
		struct text address = text_cut(&bits, '/');
		char name[INET6_ADDRSTRLEN];
		unsigned char bytes[16];
		int64_t length;
		if (address.length == 0 || address.length >= sizeof name || !text_int64(bits, &length))
			return false;
		memcpy(name, address.at, address.length);
		name[address.length] = '\0';
		int most = inet_pton(AF_INET, name, bytes) == 1 ? 32
			: inet_pton(AF_INET6, name, bytes) == 1 ? 128
								: -1;
		if (length < 0 || length > most)
			return false;
	}
	return true;
}

static enum outcome
make_folder(struct school *school, const char *directory)
{
	if (mkdir(directory, 0700) != 0 && errno != EEXIST) {
		command_say(school->word, "%s: %s", directory, strerror(errno));
		return BROKEN;
	}
	if (!realpath(directory, school->directory)) {
		command_say(school->word, "%s: %s", directory, strerror(errno));
		return BROKEN;
	}
	return school_place_is_free(school->word, directory);
}

enum outcome
school_place_is_free(const char *word, const char *directory)
{
	if (access(directory, F_OK) != 0 || folder_is_empty(directory))
		return OK;
	command_say(word, "%s is not an empty folder; give a new name, nothing was touched", directory);
	return CONFLICT;
}

static bool
folder_is_empty(const char *path)
{
	DIR *folder = opendir(path);
	if (!folder)
		return false;
	bool empty = true;
	for (struct dirent *entry; (entry = readdir(folder));)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			empty = false;
	closedir(folder);
	return empty;
}

static enum outcome
write_config(struct school *school, const struct school_plan *plan)
{
	char path[PATH_MAX];
	if (snprintf(path, sizeof path, "%s/school.conf", school->directory) >= (int)sizeof path)
		return INVALID;
	struct buf text;
	buf_init(&text, CONFIG_BYTES_MAX);
	buf_printf(&text,
		"# Read by campanella before it opens the database. Paths without a\n"
		"# leading / are below this folder.\n\n"
		"# The second copy of the register: best on another disk.\n"
		"journal      %s\n\n"
		"listen       127.0.0.1:8443\n",
		plan->journal ? plan->journal : SCHOOL_JOURNAL);
	if (plan->host)
		buf_printf(&text, "host         %s\n", plan->host);
	buf_printf(&text, "certificate  %s\nkey          %s\n",
		plan->certificate ? plan->certificate : "tls/certificate.pem",
		plan->certificate ? plan->certificate_key : "tls/key.pem");
	enum outcome got = buf_ok(&text) ? school_write_file(school->word, path, buf_text(&text)) : INVALID;
	buf_finish(&text);
	return got;
}

static enum outcome
put_frame(struct school *school, void *context)
{
	struct create_call *call = context;
	enum outcome got = put_settings(school, call->plan);
	if (got == OK)
		got = put_year(school, call);
	if (got == OK)
		got = put_calendar(school, call->plan);
	for (int i = 0; i < call->frame->site_count && got == OK && call->plan->hours; i++)
		got = put_grid(school, call->plan, &call->frame->sites[i]);
	return got;
}

static enum outcome
put_settings(struct school *school, const struct school_plan *plan)
{
	static const char *const countries[COUNTRIES] = { "IT", "NL", "ES" };
	const struct {
		const char *name;
		struct text value;
	} settings[] = {
		{ "school.name", plan->name },
		{ "school.country", text_of(countries[plan->country]) },
		{ "school.language", plan->language },
		{ "school.zone", plan->zone },
		{ "password.profile", plan->profile },
		{ "limit.weekly_units",
			text_printf(school->arena, "%d",
				plan->hours ? plan->hours * plan->week_days * 100 : 3000) },
		{ "clock.shift_days", text_printf(school->arena, "%lld", (long long)plan->shift_days) },
	};
	for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
		const char *problem;
		enum outcome got = setting_write(school->db, school->arena, settings[i].name,
			settings[i].value, &problem);
		if (got != OK) {
			if (got == INVALID)
				command_say(school->word, "%s: %s", settings[i].name, problem);
			return got;
		}
	}
	return OK;
}

static enum outcome
put_year(struct school *school, const struct create_call *call)
{
	const struct school_plan *plan = call->plan;
	struct school_frame *frame = call->frame;
	frame->year = (struct school_year_record){
		.id = { school_new_id(school) },
		.label = text_copy(school->arena, plan->label),
		.first_day = plan->first_day,
		.last_day = plan->last_day,
	};
	enum outcome got = structure_put_year(school->db, school->arena, &frame->year);
	for (int i = 0; i < plan->site_count && got == OK; i++) {
		frame->sites[i] = (struct site_record){
			.id = { school_new_id(school) },
			.name = text_copy(school->arena, plan->sites[i]),
			.town = TEXT(""),
			.networks = text_copy(school->arena, plan->networks),
		};
		got = structure_put_site(school->db, school->arena, &frame->sites[i]);
		frame->site_count++;
	}
	/* Two terms meet at the end of January, three at Christmas and in March. */
	int year, month, day;
	day_parts(day_add(plan->first_day, 120), &year, &month, &day);
	int spring = month > 6 ? year + 1 : year;
	const struct day ends[] = {
		plan->terms == 2 ? day_of(spring, 1, 31) : day_of(spring - 1, 12, 22),
		plan->terms == 2 ? plan->last_day : day_of(spring, 3, 15),
		plan->last_day,
	};
	for (int i = 0; i < plan->terms && got == OK; i++)
		got = structure_put_term(school->db, school->arena,
			&(struct term_record){
				.school_year = frame->year.id,
				.ordinal = i + 1,
				.name = text_printf(school->arena, "%d", i + 1),
				.last_day = i == plan->terms - 1 ? plan->last_day : ends[i],
			});
	return got;
}

static enum outcome
put_calendar(struct school *school, const struct school_plan *plan)
{
	struct holiday holidays[HOLIDAYS_MAX];
	int count = holidays_of(plan->country, plan->first_day, plan->last_day, holidays);
	enum outcome got = OK;
	for (int i = 0; i < count && got == OK; i++)
		got = structure_put_closure(school->db, school->arena,
			&(struct closure_record){
				.id = { school_new_id(school) },
				.first_day = holidays[i].first,
				.last_day = holidays[i].last,
				.kind = CLOSURE_CLOSED,
				.label = text_of(holidays[i].label),
			});
	for (int weekday = 0; weekday < 7 && got == OK; weekday++)
		if (weekday == 0 || weekday > plan->week_days)
			got = structure_put_rest_day(school->db, school->arena,
				&(struct rest_day_record){ weekday, TEXT("") });
	return got;
}

static enum outcome
put_grid(struct school *school, const struct school_plan *plan, const struct site_record *site)
{
	struct grid_record grid = {
		.id = { school_new_id(school) },
		.site = site->id,
		.from_day = plan->first_day,
		.to_day = DAY_NONE,
	};
	enum outcome got = structure_put_grid(school->db, school->arena, &grid);
	for (int weekday = 1; weekday <= plan->week_days; weekday++)
		for (int hour = 0; hour < plan->hours && got == OK; hour++) {
			int starts = plan->starts.number + hour * plan->hour_minutes;
			got = structure_put_slot(school->db, school->arena,
				&(struct slot_record){
					.grid = grid.id,
					.weekday = weekday,
					.ordinal = hour + 1,
					.starts = { (int16_t)starts },
					.ends = { (int16_t)(starts + plan->hour_minutes) },
					.weight = plan->hour_minutes >= 90 ? plan->hour_minutes * 100 / 60
									   : 100,
				});
		}
	return got;
}
