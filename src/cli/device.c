/*
 * `campanella device`: the school's devices from the operator's side: codes for
 * new ones, who works on them, and taking them out of the school's hands. The
 * page /devices does the same for the office.
 */
#include <stdio.h>
#include <string.h>

#include "classroom/device.h"
#include "classroom/device.sql.h"
#include "classroom/device_use.h"
#include "classroom/device_use.sql.h"
#include "classroom/enrol.h"
#include "classroom/installer.h"
#include "classroom/network.h"
#include "cli/command.h"
#include "cli/json.h"
#include "cli/school.h"
#include "platform/certificate.h"
#include "platform/crypt.h"

struct device_call {
	struct command_line line;
	const char *verb;
	const struct grant *grant; /* MANAGE DEVICE */
	struct device_id device;
	struct enrol_wish wish;
	struct person_id pupil;
	char code[ACTIVATION_CODE_SIZE];
	bool told; /* what was not found */
};
typedef enum outcome action(struct device_call *call, struct school *school);

static action list, code, installer, tie, untie, put_state;
static const struct {
	const char *verb;
	action *act;
	bool names_one;
} actions[] = {
	{ "list", list, false },
	{ "code", code, false },
	{ "installer", installer, false },
	{ "tie", tie, true },
	{ "untie", untie, true },
	{ "lost", put_state, true },
	{ "returned", put_state, true },
	{ "resume", put_state, true },
	{ "revoke", put_state, true },
};

static enum outcome write_code(struct school *school, void *context);
static enum outcome write_tie(struct school *school, void *context);
static enum outcome write_untie(struct school *school, void *context);
static enum outcome write_state(struct school *school, void *context);
static enum outcome make_code(struct device_call *call, struct school *school);
static bool find_door(struct device_call *call, struct school *school, struct installer_facts *facts);
static bool find_site(struct device_call *call, struct school *school);
static int64_t number_of(const struct device_call *call, const char *option, int64_t standard);

int
device_command(int argc, char **argv)
{
	static struct device_call call;
	call = (struct device_call){ 0 };
	if (command_read(&call.line, argc, argv, 2, 3) != OK)
		return outcome_exit_code(INVALID);
	size_t which = 0, count = sizeof actions / sizeof actions[0];
	call.verb = call.line.operands[1];
	while (which < count && strcmp(actions[which].verb, call.verb) != 0)
		which++;
	if (which == count || actions[which].names_one != (call.line.operand_count == 3)) {
		command_say("device", "it is called as: campanella device %s", call.line.command->operands);
		return outcome_exit_code(INVALID);
	}
	if (actions[which].names_one && !text_int64(text_of(call.line.operands[2]), &call.device.v)) {
		command_say("device",
			"\"%s\" is not a device's number: campanella device DIR list shows them",
			call.line.operands[2]);
		return outcome_exit_code(INVALID);
	}
	struct school school = { 0 };
	enum outcome got = school_open(&school, "device", call.line.operands[0]);
	if (got == OK) {
		call.grant = grant_for_operator(school.arena, MANAGE, DEVICE, of_school());
		got = actions[which].act(&call, &school);
		if (got == NOT_FOUND && !call.told)
			command_say("device",
				"no device has the number %s: campanella device DIR list shows them",
				call.line.operands[2]);
		if (got == CONFLICT)
			command_say("device", "a revoked device stays revoked: enrol it anew with a code");
	}
	school_close(&school);
	return outcome_exit_code(got);
}

static enum outcome
list(struct device_call *call, struct school *school)
{
	static const char *const kinds[] = { "pupil", "staff" },
				 *const platforms[] = { "linux", "windows", "browser" };
	static const char *const states[] = { "enrolled", "lost", "returned", "revoked" };
	const struct grant *grant = grant_for_operator(school->arena, READ, DEVICE, of_school());
	struct devices_of_school_rows rows;
	struct users_of_devices_rows users;
	enum outcome got = devices_of_school(school->db, grant, school->arena, &rows);
	if (got == OK)
		got = users_of_devices(school->db, grant, school->today, school->arena, &users);
	if (got != OK) {
		school_say_unread(school);
		return got;
	}
	json_t *json = command_has(&call->line, "json") ? json_array() : NULL;
	for (size_t i = 0; i < rows.count; i++) {
		const struct devices_of_school_row *row = &rows.at[i];
		struct text whose = TEXT("");
		for (size_t k = 0; k < users.count; k++)
			if (users.at[k].device.v == row->id.v)
				whose = text_printf(school->arena, "%.*s %.*s, %.*s",
					TEXT_ARG(users.at[k].family_name), TEXT_ARG(users.at[k].given_name),
					TEXT_ARG(users.at[k].class_name));
		if (json)
			json_array_append_new(json,
				json_pack("{s:I, s:o, s:s, s:s, s:s, s:o, s:o}", "device",
					(json_int_t)row->id.v, "label", json_text(row->label), "kind",
					kinds[row->kind], "platform", platforms[row->platform], "state",
					states[row->state], "site", json_text(row->site_name), "pupil",
					json_text(whose)));
		else
			printf("%-20lld %-8s %-6s %-8s %.*s  %.*s  %.*s\n", (long long)row->id.v,
				states[row->state], kinds[row->kind], platforms[row->platform],
				TEXT_ARG(row->label), TEXT_ARG(row->site_name), TEXT_ARG(whose));
	}
	if (json)
		json_print(json);
	return OK;
}

static enum outcome
code(struct device_call *call, struct school *school)
{
	enum outcome got = make_code(call, school);
	if (got == OK)
		printf("%s\n", call->code);
	return got;
}

/* The same with the line around it that each device of a batch starts. */
static enum outcome
installer(struct device_call *call, struct school *school)
{
	const char *platform = command_value(&call->line, "platform");
	enum installer which;
	struct installer_facts facts = { .code = call->code,
		.last_day = day_add(school->today, ENROL_CODE_DAYS) };
	if (!platform || !installer_of_word(text_of(platform), &which)) {
		command_say("device", "an installer needs --platform linux or windows");
		return INVALID;
	}
	if (!find_door(call, school, &facts))
		return INVALID;
	enum outcome got = make_code(call, school);
	if (got != OK)
		return got;
	facts.label = call->wish.label;
	facts.devices = call->wish.devices;
	struct text script = installer_script(school->arena, which, &facts);
	printf("%.*s", TEXT_ARG(script));
	return OK;
}

static enum outcome
make_code(struct device_call *call, struct school *school)
{
	const char *label = command_value(&call->line, "label"), *kind = command_value(&call->line, "kind");
	int64_t devices = number_of(call, "devices", 1);
	if (!label || !*label || (kind && strcmp(kind, "pupil") != 0 && strcmp(kind, "staff") != 0) ||
		devices < 1 || devices > ENROL_DEVICES_MAX) {
		command_say("device", "a code needs --label, --kind pupil or staff, --devices from 1 to %d",
			ENROL_DEVICES_MAX);
		return INVALID;
	}
	call->wish = (struct enrol_wish){ .kind = kind && strcmp(kind, "staff") == 0 ? DEVICE_STAFF
										     : DEVICE_PUPIL,
		.label = text_of(label),
		.devices = (int)devices };
	if (!find_site(call, school))
		return NOT_FOUND;
	return school_commit(school, "device_code", write_code, call);
}

static enum outcome
tie(struct device_call *call, struct school *school)
{
	const char *class = command_value(&call->line, "class");
	struct pupil_of_number_row row;
	if (!class || !command_has(&call->line, "number")) {
		command_say("device", "tie needs --class and --number");
		return INVALID;
	}
	enum outcome got = pupil_of_number(school->db, call->grant, text_of(class),
		number_of(call, "number", 0), school->today, school->arena, &row);
	if (got == NOT_FOUND) {
		command_say("device", "nobody of %s has the number %s today", class,
			command_value(&call->line, "number"));
		call->told = true;
	}
	if (got != OK)
		return got;
	call->pupil = row.pupil;
	return school_commit(school, "device_tie", write_tie, call);
}

static enum outcome
untie(struct device_call *call, struct school *school)
{
	return school_commit(school, "device_untie", write_untie, call);
}

static enum outcome
put_state(struct device_call *call, struct school *school)
{
	return school_commit(school, "device_state", write_state, call);
}

static enum outcome
write_code(struct school *school, void *context)
{
	struct device_call *call = context;
	return enrol_make_code(school->db, school->keys, school->arena, call->grant, school_now(school),
		school->random, &call->wish, call->code);
}

static enum outcome
write_tie(struct school *school, void *context)
{
	struct device_call *call = context;
	struct device_is_pupils_row row;
	enum outcome got = device_is_pupils(school->db, call->device, school->arena, &row);
	if (got == OK && row.kind != DEVICE_PUPIL) {
		command_say("device", "the device is staff's, which is no pupil's and never viewed");
		call->told = true;
		return NOT_FOUND; /* a member of staff's is nobody's to be viewed (CLS-29) */
	}
	return got == OK ? device_use_tie(school->db, school->arena, call->grant, call->device, call->pupil,
				   school->today)
			 : got;
}

static enum outcome
write_untie(struct school *school, void *context)
{
	struct device_call *call = context;
	return device_use_untie(school->db, school->arena, call->grant, call->device, school->today);
}

static enum outcome
write_state(struct school *school, void *context)
{
	struct device_call *call = context;
	enum device_state state = strcmp(call->verb, "lost") == 0 ? DEVICE_IS_LOST
		: strcmp(call->verb, "returned") == 0             ? DEVICE_IS_RETURNED
		: strcmp(call->verb, "revoke") == 0               ? DEVICE_IS_REVOKED
								  : DEVICE_IS_ENROLLED;
	return device_put_state(school->db, school->arena, call->grant, school_now(school), call->device,
		state);
}

/* Where the devices connect, as somebody outside this machine calls it, and what they find there. */
static bool
find_door(struct device_call *call, struct school *school, struct installer_facts *facts)
{
	const char *given = command_value(&call->line, "server");
	struct text rest = text_of(given ? given : ""), host = network_host(rest);
	int64_t port;
	struct text digits = host.length + 1 < rest.length
		? (struct text){ rest.at + host.length + 1, rest.length - host.length - 1 }
		: (struct text){ 0 };
	if (host.length == 0 || !text_int64(digits, &port) || port < 1 || port > 65535) {
		command_say("device", "say with --server HOST:PORT where the devices connect");
		return false;
	}
	struct certificate_facts certificate;
	if (certificate_look(school->certificate, school->certificate_key, &certificate) != OK) {
		command_say("device", "%s is no certificate, or not its key's", school->certificate);
		return false;
	}
	char *digest = arena_take(school->arena, CRYPT_HEX_SIZE(sizeof certificate.digest), 1);
	digest[0] = '\0';
	if (certificate.self_signed) /* nobody else vouches for it */
		crypt_hex(certificate.digest, sizeof certificate.digest, digest);
	facts->host = host;
	facts->port = (int)port;
	facts->certificate = digest;
	return true;
}

/* The named site, or the only one. */
static bool
find_site(struct device_call *call, struct school *school)
{
	const char *name = command_value(&call->line, "site");
	struct device_sites_rows sites;
	if (device_sites(school->db, school->arena, &sites) != OK)
		return false;
	for (size_t i = 0; i < sites.count; i++)
		if (name ? text_is(sites.at[i].name, name) : sites.count == 1)
			call->wish.site = sites.at[i].id;
	if (call->wish.site.v == 0 && name)
		command_say("device", "there is no site \"%s\"", name);
	else if (call->wish.site.v == 0)
		command_say("device", "there are several sites: say with --site where the devices belong");
	call->told = call->wish.site.v == 0;
	return call->wish.site.v != 0;
}

static int64_t
number_of(const struct device_call *call, const char *option, int64_t standard)
{
	int64_t number;
	const char *value = command_value(&call->line, option);
	return value && text_int64(text_of(value), &number) ? number : value ? -1 : standard;
}
