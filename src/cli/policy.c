/*
 * `campanella policy`: the table that decides, said in words. It walks the same
 * rules as may(), so it cannot say anything else than what the program does.
 */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/json.h"
#include "cli/school.h"
#include "policy.h"

static enum outcome check(const struct command_line *line);
static enum outcome explain(const struct command_line *line);
static bool read_words(const struct command_line *line, bool roles[ROLES], bool things[THINGS]);
static void list_words(const char *what, const char *(*word)(int), int count);
static const char *role_of(int role);
static const char *thing_of(int thing);
static const char *relation_in_words(enum relation relation);
static void explain_rule(struct arena *arena, const struct rule *rule, json_t *json);
static void explain_refusals(enum role role, enum thing thing, json_t *json);
static const struct rule *refusal_on_purpose(enum verb verb, enum thing thing);
static bool some_line_allows(enum role role, enum verb verb, enum thing thing);

int
policy_command(int argc, char **argv)
{
	struct command_line line;
	if (command_read(&line, argc, argv, 2, 3) != OK)
		return outcome_exit_code(INVALID);
	enum outcome got = INVALID;
	if (strcmp(line.operands[0], "check") == 0 && line.operand_count == 2)
		got = check(&line);
	else if (strcmp(line.operands[0], "explain") == 0)
		got = explain(&line);
	else
		command_say("policy", "it is called as: campanella policy %s", line.command->operands);
	return outcome_exit_code(got);
}

/* Opening a school compares every stored column with data.policy and refuses
 * when one is missing on either side; what is left to do is to say so. */
static enum outcome
check(const struct command_line *line)
{
	struct school school = { 0 };
	enum outcome got = school_open(&school, "policy", line->operands[1]);
	if (got == OK) {
		int columns = 0, sealed = 0;
		for (int i = 0; i < table_count; i++)
			for (int k = 0; k < tables[i].column_count; k++) {
				columns++;
				sealed += tables[i].columns[k].sealed;
			}
		if (command_has(line, "json"))
			json_print(json_pack("{s:i, s:i, s:i, s:i, s:b}", "rules", rule_count, "tables",
				table_count, "columns", columns, "sealed", sealed, "agrees", true));
		else
			printf("%d rules; %d tables with %d columns, %d of them sealed.\n"
			       "Every stored column is declared, every declared column is stored.\n",
				rule_count, table_count, columns, sealed);
	}
	school_close(&school);
	return got;
}

static enum outcome
explain(const struct command_line *line)
{
	bool roles[ROLES] = { false }, things[THINGS] = { false };
	if (!read_words(line, roles, things))
		return INVALID;
	struct arena *arena = arena_create(1u << 20);
	json_t *json = command_has(line, "json") ? json_array() : NULL;
	for (int role = 0; role < ROLES; role++)
		for (int thing = 0; thing < THINGS; thing++) {
			if (!roles[role] || !things[thing])
				continue;
			for (int i = 0; i < rule_count; i++)
				if ((int)rules[i].role == role && (int)rules[i].thing == thing &&
					!rules[i].refuse)
					explain_rule(arena, &rules[i], json);
			if (line->operand_count == 3)
				explain_refusals((enum role)role, (enum thing)thing, json);
		}
	if (json)
		json_print(json);
	arena_destroy(arena);
	return OK;
}

static bool
read_words(const struct command_line *line, bool roles[ROLES], bool things[THINGS])
{
	const char *who = line->operands[1];
	const char *what = line->operand_count == 3 ? line->operands[2] : NULL;
	enum role role;
	enum thing thing;
	if (strcmp(who, "everybody") == 0) {
		for (int i = ROLE_VISITOR; i < ROLES; i++)
			roles[i] = true;
	} else if (role_parse(text_of(who), &role)) {
		roles[role] = true;
	} else {
		command_say("policy", "there is no role \"%s\"", who);
		list_words("roles: everybody", role_of, ROLES);
		return false;
	}
	if (!what) {
		for (int i = 0; i < THINGS; i++)
			things[i] = true;
	} else if (thing_parse(text_of(what), &thing)) {
		things[thing] = true;
	} else {
		command_say("policy", "there is no thing \"%s\"", what);
		list_words("things:", thing_of, THINGS);
		return false;
	}
	return true;
}

static void
list_words(const char *what, const char *(*word)(int), int count)
{
	fputs(what, stderr);
	for (int i = 0; i < count; i++)
		fprintf(stderr, " %s", word(i));
	fputc('\n', stderr);
}

static const char *
role_of(int role)
{
	return role_word((enum role)role);
}

static const char *
thing_of(int thing)
{
	return thing_word((enum thing)thing);
}

/* No default: a relation added to roles.policy does not compile until somebody
 * has said how it reads. */
static const char *
relation_in_words(enum relation relation)
{
	switch (relation) {
	case RELATION_ANY: return "always";
	case THIS_SCHOOL:
	case SAME_SCHOOL: return "in the own school";
	case TEACHES_CLASS: return "of a class with a post in it on that day";
	case TEACHES_NOW: return "of a class, while the own hour in it lasts";
	case SUBSTITUTES: return "of a class with a substitution in it on that day";
	case HAS_SIGNED: return "of a class with own signed lessons, until the year is archived";
	case MEMBER_OF_CLASS: return "of the class the pupil is in on that day";
	case GUARDIAN_IN_CLASS: return "of the class the own child is in on that day";
	case TEACHES_PUPIL: return "of a pupil of a class with a post in it on that day";
	case SUBSTITUTES_PUPIL: return "of a pupil of a class with a substitution in it on that day";
	case IS_SELF: return "of the own person";
	case IS_ADULT_SELF: return "of the own person, from 18 on";
	case GUARDIAN_OF: return "of the own child, while the guardianship lasts";
	case JUSTIFIES_FOR: return "of the own child, with the right to justify";
	case GUARDIAN_OF_MINOR: return "of the own child, until it is 18";
	case SIGNS_FOR: return "of the own child, with the right to sign";
	case RELATIONS: break;
	}
	return "";
}

static void
explain_rule(struct arena *arena, const struct rule *rule, json_t *json)
{
	struct text fields = fields_text(arena, rule->thing, rule->fields);
	bool all = rule->fields == thing_fields(rule->thing);
	if (json) {
		json_array_append_new(json,
			json_pack("{s:s, s:s, s:s, s:b, s:s, s:s, s:o, s:b, s:s, s:s}", "who",
				role_word(rule->role), "may", verb_word(rule->verb), "what",
				thing_word(rule->thing), "allowed", true, "relation",
				relation_word(rule->relation), "in_words", relation_in_words(rule->relation),
				"fields", json_text(fields), "noted", rule->noted, "purpose",
				purpose_word(rule->purpose), "line", rule->source));
		return;
	}
	printf("%s may %s %s %s", role_word(rule->role), verb_word(rule->verb), thing_word(rule->thing),
		relation_in_words(rule->relation));
	if (fields.length && !all)
		printf(", only %.*s", TEXT_ARG(fields));
	printf("; for %s%s%s.   [%s]\n", purpose_word(rule->purpose),
		rule->noted ? "; the look is noted" : "", rule->shown ? "; the person is told" : "",
		rule->source);
}

/* Every verb that somebody has for this thing, and this role has not. */
static void
explain_refusals(enum role role, enum thing thing, json_t *json)
{
	for (int v = 0; v < VERBS; v++) {
		enum verb verb = (enum verb)v;
		const struct rule *purpose = refusal_on_purpose(verb, thing);
		bool known = purpose;
		for (int i = 0; i < rule_count && !known; i++)
			known = rules[i].verb == verb && rules[i].thing == thing;
		if (!known || (!purpose && some_line_allows(role, verb, thing)))
			continue;
		const char *why = purpose ? "refused to everybody, on purpose" : "no line allows it";
		if (json)
			json_array_append_new(json,
				json_pack("{s:s, s:s, s:s, s:b, s:s, s:s}", "who", role_word(role), "may",
					verb_word(verb), "what", thing_word(thing), "allowed", false, "why",
					why, "line", purpose ? purpose->source : ""));
		else
			printf("%s may not %s %s: %s.%s%s%s\n", role_word(role), verb_word(verb),
				thing_word(thing), why, purpose ? "   [" : "", purpose ? purpose->source : "",
				purpose ? "]" : "");
	}
}

static const struct rule *
refusal_on_purpose(enum verb verb, enum thing thing)
{
	for (int i = 0; i < rule_count; i++)
		if (rules[i].refuse && rules[i].verb == verb && rules[i].thing == thing)
			return &rules[i];
	return NULL;
}

static bool
some_line_allows(enum role role, enum verb verb, enum thing thing)
{
	for (int i = 0; i < rule_count; i++)
		if (!rules[i].refuse && rules[i].role == role && rules[i].verb == verb &&
			rules[i].thing == thing)
			return true;
	return false;
}
