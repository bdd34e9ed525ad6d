/* `campanella init`: an empty school, and a code for its head. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/school_create.h"
#include "identity/activation.h"
#include "identity/roster.h"
#include "identity/user_name.h"
#include "platform/certificate.h"

#define ANSWER_BYTES_MAX 1000

struct init {
	struct command_line line;
	struct arena *arena;
	bool asks; /* a person sits at the terminal */
	struct school_plan plan;
	struct text head;
	struct text head_given_name;
	struct text head_family_name;
	char code[ACTIVATION_CODE_SIZE];
};

static struct text answer(struct init *init, const char *option, const char *question, struct text if_absent);
static const char *path_value(struct init *init, const char *option);
static bool number_answer(struct init *init, const char *option, const char *question, int64_t if_absent,
	int64_t least, int64_t most, int *value);
static struct clock *clock_of_setup(void);
static bool ask_school(struct init *init);
static bool ask_year(struct init *init);
static bool ask_hours(struct init *init);
static bool ask_places(struct init *init);
static bool in_one_line(struct text text);
static bool journal_fits(struct init *init);
static bool certificate_fits(struct init *init);
static bool wrong(struct init *init, const char *option, struct text value, const char *wanted);
static enum outcome put_head(struct school *school, void *context);
static void tell(const struct init *init, const struct school *school);

int
init_command(int argc, char **argv)
{
	struct init init = { 0 };
	if (command_read(&init.line, argc, argv, 1, 1) != OK)
		return outcome_exit_code(INVALID);
	init.arena = arena_create(1u << 20);
	init.asks = isatty(STDIN_FILENO) && !command_has(&init.line, "yes");
	init.plan.directory = init.line.operands[0];

	struct school school = { 0 };
	struct school_frame frame;
	enum outcome got = INVALID;
	if (ask_school(&init) && ask_year(&init) && ask_hours(&init) && ask_places(&init)) {
		got = school_create(&school, "init", &init.plan, &frame);
		if (got == OK)
			got = school_commit(&school, "head_appoint", put_head, &init);
		if (got == OK)
			tell(&init, &school);
		school_close(&school);
	}
	arena_destroy(init.arena);
	return outcome_exit_code(got);
}

static bool
ask_school(struct init *init)
{
	struct school_plan *plan = &init->plan;
	plan->name = answer(init, "name", "The school's name", TEXT("Scuola"));
	if (!in_one_line(plan->name))
		return wrong(init, "name", plan->name, "a name of at most 200 bytes, in one line");
	struct text country = answer(init, "country", "Its country (IT, NL, ES)", TEXT("IT"));
	if (!country_parse(country, &plan->country))
		return wrong(init, "country", country, "IT, NL or ES");
	plan->language = answer(init, "language", "The language of its pages (it, en, nl, es)",
		text_of(country_language(plan->country)));
	if (!text_is(plan->language, "it") && !text_is(plan->language, "en") &&
		!text_is(plan->language, "nl") && !text_is(plan->language, "es"))
		return wrong(init, "language", plan->language, "it, en, nl or es");
	plan->zone = answer(init, "time-zone", "Its time zone", text_of(country_zone(plan->country)));
	enum zone zone;
	if (!zone_parse(plan->zone, &zone))
		return wrong(init, "time-zone", plan->zone, "a zone such as Europe/Rome");
	plan->profile = answer(init, "passwords", "Rules for passwords (allegato5, nist)", TEXT("allegato5"));
	enum password_profile profile;
	if (!password_profile_parse(plan->profile, &profile))
		return wrong(init, "passwords", plan->profile, "allegato5 or nist");

	struct text sites = answer(init, "sites", "Its sites, with ; between them", TEXT("Sede"));
	while (sites.at) {
		struct text site = text_trim(text_cut(&sites, ';'));
		if (!in_one_line(site) || plan->site_count == PLAN_SITES_MAX)
			return wrong(init, "sites", site, "one to twelve names with ; between them");
		for (int i = 0; i < plan->site_count; i++)
			if (text_equal(plan->sites[i], site))
				return wrong(init, "sites", site, "a name that stands only once");
		plan->sites[plan->site_count++] = site;
	}
	plan->networks = answer(init, "networks",
		"The networks of its sites, as 192.0.2.0/24 with , between them (empty: not said)", TEXT(""));
	if (plan->networks.length && !networks_are_sound(plan->networks))
		return wrong(init, "networks", plan->networks, "networks such as 192.0.2.0/24");
	return true;
}

static bool
ask_year(struct init *init)
{
	struct school_plan *plan = &init->plan;
	enum zone zone;
	struct day today;
	struct minute time;
	plan->clock = clock_of_setup();
	if (!plan->clock || !zone_parse(plan->zone, &zone))
		return false;
	zone_local(zone, clock_now(plan->clock), &today, &time);

	struct school_days days = school_days_of(plan->country, today);
	plan->label = answer(init, "year", "The school year",
		text_printf(init->arena, "%d/%02d", days.year, (days.year + 1) % 100));
	struct text rest = plan->label;
	int64_t begins, ends;
	if (!text_int64(text_cut(&rest, '/'), &begins) || begins < 1990 || begins > 2090 ||
		!text_int64(rest, &ends) || (ends != begins + 1 && ends != (begins + 1) % 100))
		return wrong(init, "year", plan->label, "a year such as 2026/27");
	if (begins != days.year)
		days = school_days_of(plan->country, day_of((int)begins, 12, 1));

	char first[DAY_TEXT_SIZE], last[DAY_TEXT_SIZE];
	day_print(days.first, first);
	day_print(days.last, last);
	struct text text = answer(init, "first-day", "The first day of school", text_of(first));
	if (!day_parse(text, &plan->first_day))
		return wrong(init, "first-day", text, "a day such as 2026-09-14");
	int year, month, day;
	day_parts(plan->first_day, &year, &month, &day);
	if (year != begins)
		return wrong(init, "first-day", text, "a day of the year in which the school year begins");
	text = answer(init, "last-day", "The last day of school", text_of(last));
	if (!day_parse(text, &plan->last_day) || !day_before(plan->first_day, plan->last_day) ||
		plan->last_day.number - plan->first_day.number > 366)
		return wrong(init, "last-day", text, "a day after the first, at most a year later");
	return number_answer(init, "terms", "In how many terms it is divided (2, 3)", 2, 2, 3, &plan->terms);
}

/* A story makes its school on the story's own day. */
static struct clock *
clock_of_setup(void)
{
#ifdef CAMPANELLA_TEST_HOOKS
	const char *file = getenv("CAMPANELLA_CLOCK");
	if (file && file[0])
		return clock_from_file(file);
#endif
	return clock_system();
}

static bool
ask_hours(struct init *init)
{
	struct school_plan *plan = &init->plan;
	if (!number_answer(init, "week", "School days a week (5, 6)", 5, 5, 6, &plan->week_days) ||
		!number_answer(init, "hours", "Hours a day", 6, 1, 12, &plan->hours) ||
		!number_answer(init, "hour-minutes", "Minutes of an hour", 60, 20, 120, &plan->hour_minutes))
		return false;
	struct text text = answer(init, "starts", "When the first hour begins", TEXT("08:00"));
	if (!minute_parse(text, &plan->starts) ||
		plan->starts.number + plan->hours * plan->hour_minutes > 24 * 60)
		return wrong(init, "starts", text, "a time such as 08:00; the day must end by 24:00");
	return true;
}

static bool
ask_places(struct init *init)
{
	struct school_plan *plan = &init->plan;
	init->head = answer(init, "head", "The head teacher's user name", TEXT("preside"));
	if (!user_name_is_usable(user_name_tidy(init->arena, init->head)))
		return wrong(init, "head", init->head, "a name of two characters or more, without spaces");
	init->head_given_name = answer(init, "head-given-name", "The head teacher's first name", TEXT(""));
	init->head_family_name = answer(init, "head-family-name", "The head teacher's family name", TEXT(""));
	plan->journal = path_value(init, "journal");
	plan->host = command_value(&init->line, "host");
	plan->certificate = path_value(init, "certificate");
	plan->certificate_key = path_value(init, "key");
	if (plan->host && !certificate_takes(plan->host))
		return wrong(init, "host", text_of(plan->host), "a name or address without spaces");
	return journal_fits(init) && certificate_fits(init);
}

/* Before anything is made: a school that is half made has to be removed by hand. */
static bool
journal_fits(struct init *init)
{
	const char *journal = init->plan.journal;
	if (!journal)
		return true;
	if (strpbrk(journal, "\r\n\t") || strstr(journal, " #"))
		return wrong(init, "journal", text_of(journal), "a path that school.conf can hold");
	if (access(journal, F_OK) == 0) {
		command_say("init", "--journal: %s is there already; each school has a file of its own",
			journal);
		return false;
	}
	char folder[PATH_MAX];
	snprintf(folder, sizeof folder, "%s", journal); /* absolute by now: path_value */
	char *slash = strrchr(folder, '/');
	if (slash)
		slash[slash == folder] = '\0';
	if (slash && access(folder, W_OK | X_OK) != 0) {
		command_say("init", "--journal: %s: %s; the folder must be there and this user's", folder,
			strerror(errno));
		return false;
	}
	return true;
}

static bool
certificate_fits(struct init *init)
{
	const struct school_plan *plan = &init->plan;
	if (!plan->certificate != !plan->certificate_key) {
		command_say("init", "--certificate and --key belong together");
		return false;
	}
	const char *files[] = { plan->certificate, plan->certificate_key };
	for (size_t i = 0; i < 2 && plan->certificate; i++)
		if (access(files[i], R_OK) != 0) {
			command_say("init", "--%s: %s: %s", i ? "key" : "certificate", files[i],
				strerror(errno));
			return false;
		}
	return true;
}

/* Typed from where the person stands, but school.conf is read from elsewhere. */
static const char *
path_value(struct init *init, const char *option)
{
	const char *given = command_value(&init->line, option);
	char here[PATH_MAX];
	if (!given || given[0] == '/' || !getcwd(here, sizeof here))
		return given;
	return text_printf(init->arena, "%s/%s%c", here, given, 0).at;
}

/* What the option says, or what is typed, or what stands in brackets. */
static struct text
answer(struct init *init, const char *option, const char *question, struct text if_absent)
{
	const char *given = command_value(&init->line, option);
	if (given)
		return text_trim(text_copy(init->arena, text_of(given)));
	if (!init->asks)
		return text_copy(init->arena, if_absent);
	printf("%s [%.*s]: ", question, TEXT_ARG(if_absent));
	fflush(stdout);
	char typed[ANSWER_BYTES_MAX];
	if (!fgets(typed, sizeof typed, stdin))
		return text_copy(init->arena, if_absent);
	struct text text = text_trim(text_of(typed));
	return text_copy(init->arena, text.length ? text : if_absent);
}

static bool
number_answer(struct init *init, const char *option, const char *question, int64_t if_absent, int64_t least,
	int64_t most, int *value)
{
	struct text text = answer(init, option, question,
		text_printf(init->arena, "%lld", (long long)if_absent));
	int64_t number;
	if (!text_int64(text, &number) || number < least || number > most)
		return wrong(init, option, text, "a number within the limits");
	*value = (int)number;
	return true;
}

static bool
in_one_line(struct text text)
{
	for (size_t i = 0; i < text.length; i++)
		if ((unsigned char)text.at[i] < ' ' || text.at[i] == 0x7f)
			return false;
	return text.length > 0 && text.length <= 200 && text_is_utf8(text);
}

static bool
wrong(struct init *init, const char *option, struct text value, const char *wanted)
{
	(void)init;
	command_say("init", "--%s: \"%.*s\" is not %s", option, TEXT_ARG(value), wanted);
	return false;
}

static enum outcome
put_head(struct school *school, void *context)
{
	struct init *init = context;
	struct roster roster;
	struct day day = day_before(school->today, init->plan.first_day) ? init->plan.first_day
		: day_before(init->plan.last_day, school->today)         ? init->plan.last_day
									 : school->today;
	enum outcome got = school_roster(school, day, &roster);
	if (got != OK)
		return got;
	struct roster_person *person = roster_add_person(&roster,
		&(struct person_record){
			.kind = PERSON_STAFF,
			.family_name = init->head_family_name,
			.given_name = init->head_given_name,
			.left_on = DAY_NONE,
		});
	struct roster_account *account = roster_add_account(&roster, person, init->head);
	if (!account)
		return BROKEN;
	/* From today on: who makes a school in July prepares the year that begins in September. */
	roster_add_appointment(&roster, person, ROLE_HEAD)->row.from_day = school->today;
	activation_make(school->random, init->code);
	got = activation_digest(school->keys, school->arena, text_of(init->code), &account->row.activation);
	account->row.activation_ends = activation_ends(school_now(school));
	return got == OK ? roster_write(&roster, school->db) : got;
}

static void
tell(const struct init *init, const struct school *school)
{
	const char *directory = init->plan.directory;
	printf("The school \"%.*s\" is in %s.\n\n", TEXT_ARG(init->plan.name), school->directory);
	printf("The head's account   %.*s\n", TEXT_ARG(init->head));
	printf("one-time code        %s   (good for %d days; type it instead of a password)\n\n", init->code,
		ACTIVATION_DAYS);
	printf("Next:\n"
	       "  campanella import %s FILE...    teachers, pupils, posts and timetable from CSV files\n"
	       "  campanella serve %s             then open the address it prints\n"
	       "  campanella doctor %s            look the installation over\n",
		directory, directory, directory);
	if (!init->plan.journal)
		printf("\nThe second copy of the register lies in the same folder. Put it on another disk:\n"
		       "stop the server, move %s, and change \"journal\" in school.conf.\n",
			school->journal);
}
