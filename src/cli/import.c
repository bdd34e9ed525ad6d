/*
 * `campanella import`: files into the roster. Without --apply it only tells
 * what would change; with it, everything is written as one operation.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/json.h"
#include "cli/school.h"
#include "identity/roster_import.h"

#define CODES_BYTES_MAX (4u << 20)
#define LINES_SHOWN_MAX 60 /* of one kind; --json has all of them */

struct import_call {
	struct command_line line;
	struct import_file files[IMPORT_FILES_MAX];
	size_t file_count;
	struct day from;
	struct import import;
	struct buf codes;
	bool codes_written;
};

static enum outcome read_arguments(struct school *school, struct import_call *call);
static enum outcome plan(struct school *school, struct import_call *call, struct roster *roster);
static enum outcome apply(struct school *school, void *context);
static enum outcome write_codes(struct import_call *call);
static void print_faults(const struct faults *faults);
static void print_difference(const struct import *import, bool applied);
static void print_columns(const struct import *import);
static void print_as_json(const struct import *import, bool applied);
static json_t *faults_as_json(const struct faults *faults);
static size_t differences(const struct import *import);

int
import_command(int argc, char **argv)
{
	static struct import_call call;
	call = (struct import_call){ 0 };
	if (command_read(&call.line, argc, argv, 2, IMPORT_FILES_MAX + 1) != OK)
		return outcome_exit_code(INVALID);
	struct school school = { 0 };
	enum outcome got = school_open(&school, "import", call.line.operands[0]);
	if (got == OK)
		got = read_arguments(&school, &call);
	bool applies = command_has(&call.line, "apply");
	if (got == OK) {
		struct roster *roster = arena_new(school.arena, struct roster);
		got = plan(&school, &call, roster);
		if (got == OK && applies && differences(&call.import)) {
			got = school_commit(&school, "import", apply, &call);
			if (got != OK && call.codes_written)
				unlink(command_value(&call.line, "codes"));
		}
	}
	if (got == OK || call.import.file_count || faults_found(&call.import.faults)) {
		bool applied = got == OK && applies;
		if (command_has(&call.line, "json")) {
			print_as_json(&call.import, applied);
		} else {
			print_faults(&call.import.faults);
			if (got == OK)
				print_difference(&call.import, applied);
		}
	}
	buf_finish(&call.codes);
	school_close(&school);
	return outcome_exit_code(got);
}

static enum outcome
read_arguments(struct school *school, struct import_call *call)
{
	call->from = school->today;
	const char *from = command_value(&call->line, "from");
	if (from && !day_parse(text_of(from), &call->from)) {
		command_say("import", "--from: \"%s\" is not a day such as 2026-09-14", from);
		return INVALID;
	}
	const char *keep = command_value(&call->line, "keep");
	if (keep && strcmp(keep, "birth_place") != 0) {
		command_say("import", "--keep: only birth_place can be kept, not \"%s\"", keep);
		return INVALID;
	}
	if (command_has(&call->line, "codes") && !command_has(&call->line, "apply")) {
		command_say("import", "--codes needs --apply: codes are made for accounts that exist");
		return INVALID;
	}
	const char *codes = command_value(&call->line, "codes");
	if (codes && access(codes, F_OK) == 0) {
		command_say("import", "%s is there already; give another name for the codes", codes);
		return CONFLICT;
	}
	for (int i = 1; i < call->line.operand_count; i++) {
		for (int before = 1; before < i; before++)
			if (strcmp(call->line.operands[before], call->line.operands[i]) == 0) {
				command_say("import", "%s is named twice", call->line.operands[i]);
				return INVALID;
			}
		struct import_file *file = &call->files[call->file_count++];
		file->name = text_of(call->line.operands[i]);
		enum outcome got = school_read_file("import", school->arena, call->line.operands[i],
			CSV_BYTES_MAX, &file->bytes);
		if (got != OK)
			return got;
	}
	return OK;
}

static enum outcome
plan(struct school *school, struct import_call *call, struct roster *roster)
{
	enum outcome got = school_roster(school, call->from, roster);
	if (got == NOT_FOUND)
		command_say("import", "the school has no year yet");
	else if (got != OK)
		school_say_unread(school);
	if (got == OK && day_before(roster->year.last_day, call->from)) {
		char day[DAY_TEXT_SIZE];
		day_print(call->from, day);
		command_say("import",
			"no school year holds %s or comes after it: the head opens the next one on the calendar, or "
			"--from names a day of the year that the files are about",
			day);
		got = INVALID;
	}
	if (got != OK)
		return got;
	const char *site = command_value(&call->line, "site");
	return roster_import(&call->import,
		&(struct import_options){
			.roster = roster,
			.arena = school->arena,
			.files = call->files,
			.file_count = call->file_count,
			.new_class_site = text_of(site),
			.complete = command_has(&call->line, "complete"),
			.provisional = command_has(&call->line, "provisional"),
			.keep_birth_place = command_has(&call->line, "keep"),
		});
}

static enum outcome
apply(struct school *school, void *context)
{
	struct import_call *call = context;
	if (command_has(&call->line, "codes")) {
		buf_init(&call->codes, CODES_BYTES_MAX);
		enum outcome got = roster_import_codes(&call->import, &call->codes);
		if (got == OK && call->codes.length)
			got = write_codes(call);
		if (got != OK)
			return got;
	}
	return roster_write(call->import.roster, school->db);
}

/* Before the accounts: a school of accounts whose codes nobody has is of no use. */
static enum outcome
write_codes(struct import_call *call)
{
	enum outcome got = school_write_file("import", command_value(&call->line, "codes"),
		buf_text(&call->codes));
	call->codes_written = got == OK;
	return got;
}

static void
print_faults(const struct faults *faults)
{
	for (size_t i = 0; i < faults->count; i++) {
		const struct fault *fault = &faults->at[i];
		fprintf(stderr, "%.*s", TEXT_ARG(fault->file));
		if (fault->line)
			fprintf(stderr, ":%d", fault->line);
		if (fault->column)
			fprintf(stderr, ":%d", fault->column);
		fprintf(stderr, ": %.*s\n", TEXT_ARG(fault->message));
	}
	if (faults->unlisted)
		fprintf(stderr, "and %zu more\n", faults->unlisted);
	if (faults_found(faults))
		command_say("import", "%zu fault%s; nothing was written", faults_found(faults),
			faults_found(faults) == 1 ? "" : "s");
}

static void
print_difference(const struct import *import, bool applied)
{
	print_columns(import);
	for (int what = 0; what < IMPORT_WHATS; what++) {
		const size_t *counts = import->counts[what];
		if (!(counts[IMPORT_NEW] + counts[IMPORT_CHANGED] + counts[IMPORT_LEAVING] +
			    counts[IMPORT_SAME] + import->missing[what]))
			continue;
		printf("%-10s %5zu new  %5zu changed  %5zu leaving  %5zu same",
			import_what_word((enum import_what)what), counts[IMPORT_NEW], counts[IMPORT_CHANGED],
			counts[IMPORT_LEAVING], counts[IMPORT_SAME]);
		if (import->missing[what])
			printf("   %zu in the school but in no file (kept; --complete lets them go)",
				import->missing[what]);
		putchar('\n');
		size_t shown = 0;
		for (const struct import_line *line = import->first_line; line; line = line->next) {
			if ((int)line->what != what)
				continue;
			if (++shown > LINES_SHOWN_MAX)
				continue;
			printf("  %-8s %.*s", import_change_word(line->change), TEXT_ARG(line->text));
			if (line->line)
				printf("   (%.*s:%d)", TEXT_ARG(line->file), line->line);
			putchar('\n');
		}
		if (shown > LINES_SHOWN_MAX)
			printf("  ... and %zu more (--json lists all)\n", shown - LINES_SHOWN_MAX);
	}
	if (!differences(import))
		puts("Nothing to change: the school is as the files say.");
	else if (applied)
		puts("Written, in both copies.");
	else
		puts("Nothing was written. The same with --apply writes it.");
}

static void
print_columns(const struct import *import)
{
	for (size_t i = 0; i < import->file_count; i++) {
		const struct giua_file *file = &import->files[i];
		printf("%.*s: %s, %zu rows%s\n", TEXT_ARG(file->name), giua_kind_word(file->kind),
			file->csv.count, file->csv.windows_1252 ? ", Windows-1252" : "");
		if (file->left_out.length)
			printf("  never stored: %.*s\n", TEXT_ARG(file->left_out));
		if (file->unknown.length)
			printf("  ignored: %.*s\n", TEXT_ARG(file->unknown));
		if (file->kind == GIUA_PUPILS && !import->keep_birth_place)
			puts("  never stored: comuneNascita (--keep birth_place keeps it)");
	}
	if (import->without_account)
		printf("%zu of the staff do no office work and get no account\n", import->without_account);
}

static void
print_as_json(const struct import *import, bool applied)
{
	json_t *files = json_array(), *counts = json_object(), *lines = json_array();
	for (size_t i = 0; i < import->file_count; i++) {
		const struct giua_file *file = &import->files[i];
		json_array_append_new(files,
			json_pack("{s:o, s:s, s:I, s:o, s:o}", "file", json_text(file->name), "kind",
				file->kind == GIUA_KINDS ? "unknown" : giua_kind_word(file->kind), "rows",
				(json_int_t)file->csv.count, "never_stored", json_text(file->left_out),
				"ignored", json_text(file->unknown)));
	}
	for (int what = 0; what < IMPORT_WHATS; what++)
		json_object_set_new(counts, import_what_word((enum import_what)what),
			json_pack("{s:I, s:I, s:I, s:I, s:I}", "new",
				(json_int_t)import->counts[what][IMPORT_NEW], "changed",
				(json_int_t)import->counts[what][IMPORT_CHANGED], "leaving",
				(json_int_t)import->counts[what][IMPORT_LEAVING], "same",
				(json_int_t)import->counts[what][IMPORT_SAME], "missing",
				(json_int_t)import->missing[what]));
	for (const struct import_line *line = import->first_line; line; line = line->next)
		json_array_append_new(lines,
			json_pack("{s:s, s:s, s:o, s:i, s:o}", "change", import_change_word(line->change),
				"what", import_what_word(line->what), "file", json_text(line->file), "line",
				line->line, "text", json_text(line->text)));
	json_print(json_pack("{s:b, s:o, s:o, s:o, s:o}", "applied", applied, "files", files, "counts",
		counts, "lines", lines, "faults", faults_as_json(&import->faults)));
}

static json_t *
faults_as_json(const struct faults *faults)
{
	json_t *list = json_array();
	for (size_t i = 0; i < faults->count; i++)
		json_array_append_new(list,
			json_pack("{s:o, s:i, s:i, s:o}", "file", json_text(faults->at[i].file), "line",
				faults->at[i].line, "column", faults->at[i].column, "message",
				json_text(faults->at[i].message)));
	return list;
}

static size_t
differences(const struct import *import)
{
	size_t count = 0;
	for (int what = 0; what < IMPORT_WHATS; what++)
		for (int change = 0; change < IMPORT_CHANGES; change++)
			count += change == IMPORT_SAME ? 0 : import->counts[what][change];
	return count;
}
