/*
 * `campanella user`: accounts, one-time codes, roles. The words act on one
 * account by its user name, or list all of them; each change is one operation
 * in both copies. Who approved a staff account stands in the operation's name.
 */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/doctor.sql.h"
#include "cli/json.h"
#include "cli/school.h"
#include "identity/activation.h"
#include "identity/roster.h"
#include "identity/user_name.h"

struct user_call {
	struct command_line line;
	const char *verb;
	struct roster roster;
	struct text name;
	enum role role;
	bool has_role;
	struct day from;
	struct day to;
	char code[ACTIVATION_CODE_SIZE];
};
typedef enum outcome action(struct user_call *call, struct school *school);

static action list, add, code, suspend, resume_account, appoint, end_roles;
static const struct {
	const char *verb;
	action *act;
	bool names_one;
} actions[] = {
	{ "list", list, false },
	{ "add", add, true },
	{ "code", code, true },
	{ "suspend", suspend, true },
	{ "resume", resume_account, true },
	{ "appoint", appoint, true },
	{ "end", end_roles, true },
};

static enum outcome read_arguments(struct school *school, struct user_call *call);
static enum outcome load(struct school *school, struct user_call *call);
static enum outcome check_approver(struct user_call *call);
static enum outcome write_roster(struct school *school, void *context);
static struct roster_account *account_named(struct user_call *call);
static enum outcome new_code(struct user_call *call, struct school *school, struct roster_account *account);
static void warn_without_head(const struct user_call *call, struct school *school, struct day day);
static void list_account(const struct user_call *call, const struct roster_account *account, json_t *json);
static struct text children_of(const struct roster *roster, const struct roster_person *guardian);
static const char *state_word(const struct account_record *account);

int
user_command(int argc, char **argv)
{
	static struct user_call call;
	call = (struct user_call){ 0 };
	if (command_read(&call.line, argc, argv, 2, 3) != OK)
		return outcome_exit_code(INVALID);
	size_t which = 0, count = sizeof actions / sizeof actions[0];
	call.verb = call.line.operands[1];
	while (which < count && strcmp(actions[which].verb, call.verb) != 0)
		which++;
	if (which == count || actions[which].names_one != (call.line.operand_count == 3)) {
		command_say("user", "it is called as: campanella user %s", call.line.command->operands);
		return outcome_exit_code(INVALID);
	}
	struct school school = { 0 };
	enum outcome got = school_open(&school, "user", call.line.operands[0]);
	if (got == OK)
		got = read_arguments(&school, &call);
	if (got == OK)
		got = load(&school, &call);
	if (got == OK)
		got = actions[which].act(&call, &school);
	school_close(&school);
	return outcome_exit_code(got);
}

static enum outcome
read_arguments(struct school *school, struct user_call *call)
{
	call->from = school->today;
	call->to = DAY_NONE;
	const char *from = command_value(&call->line, "from"), *to = command_value(&call->line, "to");
	const char *role = command_value(&call->line, "role");
	if ((from && !day_parse(text_of(from), &call->from)) || (to && !day_parse(text_of(to), &call->to))) {
		command_say("user", "--from and --to take a day such as 2026-09-14");
		return INVALID;
	}
	if (!day_equal(call->to, DAY_NONE) && day_before(call->to, call->from) &&
		strcmp(call->verb, "end") != 0) {
		command_say("user", "--to lies before --from");
		return INVALID;
	}
	call->has_role = role;
	if (role &&
		(!role_parse(text_of(role), &call->role) || call->role == ROLE_NOBODY ||
			call->role == ROLE_VISITOR || call->role == ROLE_PUPIL ||
			call->role == ROLE_GUARDIAN)) {
		command_say("user",
			"--role takes head, deputy, office, teacher, technician or auditor; "
			"pupils and guardians come with campanella import");
		return INVALID;
	}
	if (call->line.operand_count == 3)
		call->name = user_name_tidy(school->arena, text_of(call->line.operands[2]));
	return OK;
}

static enum outcome
load(struct school *school, struct user_call *call)
{
	enum outcome got = school_roster(school, school->today, &call->roster);
	if (got != OK && got != NOT_FOUND)
		school_say_unread(school);
	call->roster.year_begins = false; /* a role begins on the day that was said */
	return got;
}

static enum outcome
list(struct user_call *call, struct school *school)
{
	(void)school;
	json_t *json = command_has(&call->line, "json") ? json_array() : NULL;
	for (int role = 0; role < ROLES; role++) {
		if (call->has_role && role != (int)call->role)
			continue;
		for (const struct roster_account *account = call->roster.accounts.first; account;
			account = account->next) {
			const struct roster_appointment *appointment = account->person->appointments;
			while (appointment &&
				((int)appointment->row.role != role ||
					!roster_is_current(&call->roster, appointment->row.to_day)))
				appointment = appointment->of_person;
			bool has_none = role == ROLE_NOBODY && !account->person->appointments;
			if (!appointment && !has_none)
				continue;
			call->role = (enum role)role;
			list_account(call, account, json);
		}
	}
	if (json)
		json_print(json);
	return OK;
}

static enum outcome
add(struct user_call *call, struct school *school)
{
	struct roster *roster = &call->roster;
	if (!call->has_role) {
		command_say("user", "--role is needed: what is the account for?");
		return INVALID;
	}
	if (!user_name_is_usable(call->name)) {
		command_say("user", "a user name has two characters or more and no spaces");
		return INVALID;
	}
	if (roster_person_by_user_name(roster, call->name)) {
		command_say("user", "\"%.*s\" is taken; \"appoint\" gives an account one role more",
			TEXT_ARG(call->name));
		return CONFLICT;
	}
	enum outcome got = check_approver(call);
	if (got != OK)
		return got;
	struct roster_person *person = roster_add_person(roster,
		&(struct person_record){
			.kind = PERSON_STAFF,
			.family_name = text_of(command_value(&call->line, "family-name")),
			.given_name = text_of(command_value(&call->line, "given-name")),
			.left_on = DAY_NONE,
		});
	struct roster_account *account = roster_add_account(roster, person, call->name);
	if (!account)
		return BROKEN;
	struct roster_appointment *appointment = roster_add_appointment(roster, person, call->role);
	appointment->row.from_day = call->from;
	appointment->row.to_day = call->to;
	return new_code(call, school, account);
}

static enum outcome
code(struct user_call *call, struct school *school)
{
	struct roster_account *account = account_named(call);
	if (!account)
		return NOT_FOUND;
	if (account->row.suspended) {
		command_say("user", "the account is suspended; \"resume\" opens it first");
		return CONFLICT;
	}
	account->row.password = (struct text){ 0 };
	account->row.changed_on = DAY_NONE;
	account->row.must_change = true;
	return new_code(call, school, account);
}

static enum outcome
suspend(struct user_call *call, struct school *school)
{
	struct roster_account *account = account_named(call);
	if (!account)
		return NOT_FOUND;
	account->row.suspended = true;
	account->change = ROSTER_CHANGED;
	enum outcome got = school_commit(school, "account_suspend", write_roster, call);
	if (got == OK) {
		puts("Suspended: the next request of a running session fails.");
		warn_without_head(call, school, school->today);
	}
	return got;
}

static enum outcome
resume_account(struct user_call *call, struct school *school)
{
	struct roster_account *account = account_named(call);
	if (!account)
		return NOT_FOUND;
	account->row.suspended = false;
	account->change = ROSTER_CHANGED;
	enum outcome got = school_commit(school, "account_resume", write_roster, call);
	if (got == OK)
		puts("The account is open again.");
	return got;
}

static enum outcome
appoint(struct user_call *call, struct school *school)
{
	struct roster_account *account = account_named(call);
	if (!account)
		return NOT_FOUND;
	if (!call->has_role) {
		command_say("user", "--role is needed: which role?");
		return INVALID;
	}
	if (account->person->row.kind != PERSON_STAFF) {
		command_say("user", "\"%.*s\" is one of the %ss; roles are for staff", TEXT_ARG(call->name),
			person_kind_word(account->person->row.kind));
		return CONFLICT;
	}
	if (roster_appointment(&call->roster, account->person, call->role)) {
		command_say("user", "\"%.*s\" is %s already", TEXT_ARG(call->name), role_word(call->role));
		return CONFLICT;
	}
	enum outcome got = check_approver(call);
	if (got != OK)
		return got;
	struct roster_appointment *appointment = roster_add_appointment(&call->roster, account->person,
		call->role);
	appointment->row.from_day = call->from;
	appointment->row.to_day = call->to;
	account->person->row.left_on = DAY_NONE;
	account->person->change = ROSTER_CHANGED;
	char action_name[FRAME_WORD_MAX];
	const char *by = command_value(&call->line, "approved-by");
	snprintf(action_name, sizeof action_name, "appoint%s%.100s", by ? " approved by " : "", by ? by : "");
	got = school_commit(school, action_name, write_roster, call);
	if (got == OK)
		printf("%.*s is %s now.\n", TEXT_ARG(call->name), role_word(call->role));
	return got;
}

static enum outcome
end_roles(struct user_call *call, struct school *school)
{
	struct roster_account *account = account_named(call);
	if (!account)
		return NOT_FOUND;
	struct day last = day_equal(call->to, DAY_NONE) ? school->today : call->to;
	int ended = 0, left = 0;
	for (struct roster_appointment *appointment = account->person->appointments; appointment;
		appointment = appointment->of_person) {
		if (!roster_is_current(&call->roster, appointment->row.to_day))
			continue;
		if (call->has_role && appointment->row.role != call->role) {
			left++;
			continue;
		}
		appointment->row.to_day = day_before(last, appointment->row.from_day)
			? appointment->row.from_day
			: last;
		appointment->change = ROSTER_CHANGED;
		ended++;
	}
	if (!ended) {
		command_say("user", "\"%.*s\" has no such role today", TEXT_ARG(call->name));
		return NOT_FOUND;
	}
	if (!left) {
		/* Said without a day, it ends at once: yesterday was the last whole one. */
		account->person->row.left_on = day_equal(call->to, DAY_NONE) ? day_add(last, -1) : last;
		account->person->change = ROSTER_CHANGED;
	}
	enum outcome got = school_commit(school, "appointment_end", write_roster, call);
	char day[DAY_TEXT_SIZE];
	day_print(last, day);
	if (got == OK) {
		printf("%d %s with %s.\n", ended, ended == 1 ? "role ends" : "roles end", day);
		warn_without_head(call, school, day_add(last, 1));
	}
	return got;
}

/* A head may go before the next one comes, but not without whoever does it knowing. */
static void
warn_without_head(const struct user_call *call, struct school *school, struct day day)
{
	struct heads_in_office_row heads;
	char from[DAY_TEXT_SIZE];
	day_print(day, from);
	if (heads_in_office(school->db, ROLE_HEAD, day, school->arena, &heads) == OK && !heads.count)
		command_say("user", "nobody is head on %s: campanella user %s appoint NAME --role head", from,
			call->line.operands[0]);
}

/* Somebody else agrees to a staff account; the operation's name says
 * which account that was. */
static enum outcome
check_approver(struct user_call *call)
{
	const char *by = command_value(&call->line, "approved-by");
	if (!by)
		return OK;
	struct roster_person *person = roster_person_by_user_name(&call->roster, text_of(by));
	if (!person || person->row.kind != PERSON_STAFF) {
		command_say("user", "--approved-by: nobody of the staff has the user name \"%s\"", by);
		return NOT_FOUND;
	}
	if (person->account->row.suspended || !roster_is_current(&call->roster, person->row.left_on)) {
		command_say("user", "--approved-by: the account \"%s\" is suspended or has ended", by);
		return REFUSED;
	}
	if (roster_person_by_user_name(&call->roster, call->name) == person) {
		command_say("user", "nobody approves the own account");
		return REFUSED;
	}
	return OK;
}

static enum outcome
new_code(struct user_call *call, struct school *school, struct roster_account *account)
{
	activation_make(school->random, call->code);
	enum outcome got = activation_digest(school->keys, school->arena, text_of(call->code),
		&account->row.activation);
	if (got != OK)
		return got;
	account->row.activation_ends = activation_ends(school_now(school));
	if (account->change == ROSTER_SAME)
		account->change = ROSTER_CHANGED;
	char action_name[FRAME_WORD_MAX];
	const char *by = command_value(&call->line, "approved-by");
	snprintf(action_name, sizeof action_name, "account_%s%s%.100s", call->verb, by ? " approved by " : "",
		by ? by : "");
	got = school_commit(school, action_name, write_roster, call);
	if (got != OK)
		return got;
	if (command_has(&call->line, "json"))
		json_print(json_pack("{s:o, s:s, s:i}", "name", json_text(account->row.name), "code",
			call->code, "days", ACTIVATION_DAYS));
	else
		printf("user name      %.*s\none-time code  %s   (good for %d days; type it instead of a "
		       "password)\n",
			TEXT_ARG(account->row.name), call->code, ACTIVATION_DAYS);
	return OK;
}

static enum outcome
write_roster(struct school *school, void *context)
{
	struct user_call *call = context;
	return roster_write(&call->roster, school->db);
}

static struct roster_account *
account_named(struct user_call *call)
{
	struct roster_person *person = roster_person_by_user_name(&call->roster, call->name);
	if (!person)
		command_say("user", "nobody has the user name \"%.*s\" (campanella user DIR list)",
			TEXT_ARG(call->name));
	return person ? person->account : NULL;
}

static void
list_account(const struct user_call *call, const struct roster_account *account, json_t *json)
{
	const struct roster *roster = &call->roster;
	const struct roster_person *person = account->person;
	const struct roster_member *member = roster_member(roster, person);
	const struct roster_class *class = member
		? map_find_number(&roster->classes_by_id, member->row.class.v)
		: NULL;
	const char *state = state_word(&account->row);
	struct text class_name = class ? class->row.name : TEXT("");
	struct text children = person->row.kind == PERSON_GUARDIAN ? children_of(roster, person)
								   : (struct text){ 0 };
	if (json) {
		json_array_append_new(json,
			json_pack("{s:s, s:I, s:o, s:o, s:o, s:o, s:s}", "role", role_word(call->role),
				"person", (json_int_t)person->row.id.v, "name", json_text(account->row.name),
				"family_name", json_text(person->row.family_name), "given_name",
				json_text(person->row.given_name), "class", json_text(class_name), "state",
				state));
		return;
	}
	printf("%-10s  %-28.*s  %-9s  ", role_word(call->role), TEXT_ARG(account->row.name), state);
	if (children.length)
		printf("of %.*s\n", TEXT_ARG(children));
	else
		printf("%.*s%s%.*s %.*s\n", TEXT_ARG(class_name), class_name.length ? "  " : "",
			TEXT_ARG(person->row.family_name), TEXT_ARG(person->row.given_name));
}

/* A guardian has no name here: the office knows the account by the child. */
static struct text
children_of(const struct roster *roster, const struct roster_person *guardian)
{
	struct text children = { 0 };
	for (const struct roster_guardianship *tie = guardian->children; tie; tie = tie->of_guardian) {
		if (!roster_is_current(roster, tie->row.to_day))
			continue;
		const struct person_record *child = &tie->pupil->row;
		children = text_printf(roster->arena, "%.*s%s%.*s %.*s", TEXT_ARG(children),
			children.length ? ", " : "", TEXT_ARG(child->family_name),
			TEXT_ARG(child->given_name));
	}
	return children;
}

static const char *
state_word(const struct account_record *account)
{
	if (account->suspended)
		return "suspended";
	if (account->password.length)
		return "open";
	return account->activation.length ? "code" : "no code";
}
