/* `campanella init`: an empty school, and a code for its head. */
#include "cli/init.h"

#include <stdio.h>
#include <unistd.h>

#include "identity/roster.h"

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
	enum outcome got = school_place_is_free("init", init.plan.directory);
	if (got == OK && !init_ask(&init))
		got = INVALID;
	if (got == OK) {
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
