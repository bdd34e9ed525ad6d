/* What `campanella init` asks: a question, what is usual, and what an answer has to be. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/init.h"
#include "identity/user_name.h"
#include "platform/certificate.h"

#define ANSWER_BYTES_MAX 1000

/* Takes an answer into the plan: NULL, or what it should have been. */
typedef const char *take_answer(struct init *init, struct text text);

static bool ask_school(struct init *init);
static bool ask_year(struct init *init);
static bool ask_hours(struct init *init);
static bool ask_head(struct init *init);
static bool take_places(struct init *init);
static bool journal_fits(struct init *init);
static bool certificate_fits(struct init *init);
static const char *path_value(struct init *init, const char *option);

bool
init_ask(struct init *init)
{
	/* Options first: nobody answers twenty questions to hear that a path was wrong. */
	return take_places(init) && ask_school(init) && ask_year(init) && ask_hours(init) && ask_head(init);
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
	if (!fgets(typed, sizeof typed, stdin)) {
		command_say("init", "no answer; nothing was made (--yes takes the usual answers)");
		init->left = true;
		return TEXT("");
	}
	struct text text = text_trim(text_of(typed));
	return text_copy(init->arena, text.length ? text : if_absent);
}

/* Says what was wrong; true when it can be asked again. */
static bool
again(struct init *init, const char *option, struct text value, const char *wanted)
{
	command_say("init", "--%s: \"%.*s\" is not %s", option, TEXT_ARG(value), wanted);
	return init->asks && !command_value(&init->line, option);
}

static bool
ask(struct init *init, const char *option, const char *question, struct text if_absent, take_answer *take)
{
	struct text text;
	const char *wanted;
	do {
		text = answer(init, option, question, if_absent);
		if (init->left)
			return false;
		wanted = take(init, text);
	} while (wanted && again(init, option, text, wanted));
	return !wanted;
}

static bool
ask_number(struct init *init, const char *option, const char *question, int if_absent, int least, int most,
	int *value)
{
	char wanted[64];
	snprintf(wanted, sizeof wanted, "a number from %d to %d", least, most);
	int64_t number;
	struct text text;
	bool fits;
	do {
		text = answer(init, option, question, text_printf(init->arena, "%d", if_absent));
		if (init->left)
			return false;
		fits = text_int64(text, &number) && number >= least && number <= most;
	} while (!fits && again(init, option, text, wanted));
	if (fits)
		*value = (int)number;
	return fits;
}

static bool
in_one_line(struct text text)
{
	for (size_t i = 0; i < text.length; i++)
		if ((unsigned char)text.at[i] < ' ' || text.at[i] == 0x7f)
			return false;
	return text.length > 0 && text.length <= 200 && text_is_utf8(text);
}

static const char *
take_name(struct init *init, struct text text)
{
	init->plan.name = text;
	return in_one_line(text) ? NULL : "a name of at most 200 bytes, in one line";
}

static const char *
take_country(struct init *init, struct text text)
{
	return country_parse(text, &init->plan.country) ? NULL : "IT, NL or ES";
}

static const char *
take_language(struct init *init, struct text text)
{
	init->plan.language = text;
	bool known = text_is(text, "it") || text_is(text, "en") || text_is(text, "nl") || text_is(text, "es");
	return known ? NULL : "it, en, nl or es";
}

static const char *
take_zone(struct init *init, struct text text)
{
	enum zone zone;
	init->plan.zone = text;
	return zone_parse(text, &zone) ? NULL : "a zone such as Europe/Rome";
}

static const char *
take_profile(struct init *init, struct text text)
{
	enum password_profile profile;
	init->plan.profile = text;
	return password_profile_parse(text, &profile) ? NULL : "allegato5 or nist";
}

static const char *
take_sites(struct init *init, struct text text)
{
	struct school_plan *plan = &init->plan;
	plan->site_count = 0;
	while (text.at) {
		struct text site = text_trim(text_cut(&text, ';'));
		if (!in_one_line(site) || plan->site_count == PLAN_SITES_MAX)
			return "one to twelve names with ; between them";
		for (int i = 0; i < plan->site_count; i++)
			if (text_equal(plan->sites[i], site))
				return "names that each stand only once";
		plan->sites[plan->site_count++] = site;
	}
	return NULL;
}

static const char *
take_networks(struct init *init, struct text text)
{
	init->plan.networks = text;
	return !text.length || networks_are_sound(text) ? NULL : "networks such as 192.0.2.0/24";
}

static bool
ask_school(struct init *init)
{
	struct school_plan *plan = &init->plan;
	return ask(init, "name", "The school's name", TEXT("Scuola"), take_name) &&
		ask(init, "country", "Its country (IT, NL, ES)", TEXT("IT"), take_country) &&
		ask(init, "language", "The language of its pages (it, en, nl, es)",
			text_of(country_language(plan->country)), take_language) &&
		ask(init, "time-zone", "Its time zone", text_of(country_zone(plan->country)), take_zone) &&
		ask(init, "passwords", "Rules for passwords (allegato5, nist)", TEXT("allegato5"),
			take_profile) &&
		ask(init, "sites", "Its sites, with ; between them", TEXT("Sede"), take_sites) &&
		ask(init, "networks",
			"The networks of its sites, as 192.0.2.0/24 with , between them (empty: not said)",
			TEXT(""), take_networks);
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

/* "2026/27" or "2026/2027"; 0 when it is no school year. */
static int
year_of(struct text label)
{
	int64_t begins, ends;
	if (!text_int64(text_cut(&label, '/'), &begins) || begins < 1990 || begins > 2090 ||
		!text_int64(label, &ends) || (ends != begins + 1 && ends != (begins + 1) % 100))
		return 0;
	return (int)begins;
}

static const char *
take_year(struct init *init, struct text text)
{
	init->plan.label = text;
	return year_of(text) ? NULL : "a year such as 2026/27";
}

static const char *
take_first_day(struct init *init, struct text text)
{
	int year, month, day;
	if (!day_parse(text, &init->plan.first_day))
		return "a day such as 2026-09-14";
	day_parts(init->plan.first_day, &year, &month, &day);
	return year == year_of(init->plan.label) ? NULL : "a day of the year in which the school year begins";
}

static const char *
take_last_day(struct init *init, struct text text)
{
	struct school_plan *plan = &init->plan;
	bool fits = day_parse(text, &plan->last_day) && day_before(plan->first_day, plan->last_day) &&
		plan->last_day.number - plan->first_day.number <= 366;
	return fits ? NULL : "a day after the first, at most a year later";
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
	if (!ask(init, "year", "The school year",
		    text_printf(init->arena, "%d/%02d", days.year, (days.year + 1) % 100), take_year))
		return false;
	if (year_of(plan->label) != days.year)
		days = school_days_of(plan->country, day_of(year_of(plan->label), 12, 1));
	char first[DAY_TEXT_SIZE], last[DAY_TEXT_SIZE];
	day_print(days.first, first);
	day_print(days.last, last);
	return ask(init, "first-day", "The first day of school", text_of(first), take_first_day) &&
		ask(init, "last-day", "The last day of school", text_of(last), take_last_day) &&
		ask_number(init, "terms", "In how many terms it is divided (2, 3)", 2, 2, 3, &plan->terms);
}

static const char *
take_starts(struct init *init, struct text text)
{
	struct school_plan *plan = &init->plan;
	bool fits = minute_parse(text, &plan->starts) &&
		plan->starts.number + plan->hours * plan->hour_minutes <= 24 * 60;
	return fits ? NULL : "a time such as 08:00; the day must end by 24:00";
}

static bool
ask_hours(struct init *init)
{
	struct school_plan *plan = &init->plan;
	return ask_number(init, "week", "School days a week (5, 6)", 5, 5, 6, &plan->week_days) &&
		ask_number(init, "hours", "Hours a day", 6, 1, 12, &plan->hours) &&
		ask_number(init, "hour-minutes", "Minutes of an hour", 60, 20, 120, &plan->hour_minutes) &&
		ask(init, "starts", "When the first hour begins", TEXT("08:00"), take_starts);
}

static const char *
take_head(struct init *init, struct text text)
{
	init->head = text;
	return user_name_is_usable(user_name_tidy(init->arena, text))
		? NULL
		: "a name of two characters or more, without spaces";
}

static const char *
take_given_name(struct init *init, struct text text)
{
	init->head_given_name = text;
	return NULL;
}

static const char *
take_family_name(struct init *init, struct text text)
{
	init->head_family_name = text;
	return NULL;
}

static bool
ask_head(struct init *init)
{
	return ask(init, "head", "The head teacher's user name", TEXT("preside"), take_head) &&
		ask(init, "head-given-name", "The head teacher's first name", TEXT(""), take_given_name) &&
		ask(init, "head-family-name", "The head teacher's family name", TEXT(""), take_family_name);
}

static bool
take_places(struct init *init)
{
	struct school_plan *plan = &init->plan;
	plan->journal = path_value(init, "journal");
	plan->host = command_value(&init->line, "host");
	plan->certificate = path_value(init, "certificate");
	plan->certificate_key = path_value(init, "key");
	if (plan->host && !certificate_takes(plan->host)) {
		command_say("init", "--host: \"%s\" is not a name or address without spaces", plan->host);
		return false;
	}
	return journal_fits(init) && certificate_fits(init);
}

/* Before anything is made: a school that is half made has to be removed by hand. */
static bool
journal_fits(struct init *init)
{
	const char *journal = init->plan.journal;
	if (!journal)
		return true;
	if (strpbrk(journal, "\r\n\t") || strstr(journal, " #")) {
		command_say("init", "--journal: \"%s\" is not a path that school.conf can hold", journal);
		return false;
	}
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
