#include "identity/roster_import.h"

#include "identity/activation.h"
#include "identity/roster_import_steps.h"

static enum outcome open_files(struct import *import, const struct import_options *options);
static bool choose_site(struct import *import, struct text name);
static void refuse_empty(struct import *import);
static void read_files(struct import *import, enum giua_kind kind);
static void put_code_line(struct import *import, struct buf *list, const struct roster_account *account,
	const char *code);

const char *
import_what_word(enum import_what what)
{
	static const char *const words[IMPORT_WHATS] = {
		"staff",
		"pupils",
		"guardians",
		"classes",
		"subjects",
		"posts",
		"hours",
	};
	return words[what];
}

const char *
import_change_word(enum import_change change)
{
	static const char *const words[IMPORT_CHANGES] = { "new", "changed", "leaving", "same" };
	return words[change];
}

enum outcome
roster_import(struct import *import, const struct import_options *options)
{
	*import = (struct import){
		.roster = options->roster,
		.arena = options->arena,
		.complete = options->complete,
		.provisional = options->provisional,
		.keep_birth_place = options->keep_birth_place,
	};
	faults_init(&import->faults, options->arena);
	if (!choose_site(import, options->new_class_site) || open_files(import, options) != OK)
		return INVALID;

	if (import->complete)
		refuse_empty(import);
	/* Posts speak of teachers and pupils by user name, so people come first. */
	read_files(import, GIUA_TEACHERS);
	read_files(import, GIUA_STAFF);
	import_pupil_rows(import);
	read_files(import, GIUA_POSTS);
	read_files(import, GIUA_TIMETABLE);
	if (faults_found(&import->faults))
		return INVALID;
	import_missing_people(import);
	import_missing_posts(import);
	return OK;
}

/* Files that are brought in in July make accounts that open in September: a code counts from then. */
static struct instant
opens_at(const struct roster *roster, const struct roster_account *account)
{
	const struct roster_appointment *role = account->person->appointments;
	struct instant opens = { role ? (int64_t)role->row.from_day.number * 86400000 : 0 };
	return opens.ms > roster->now.ms ? opens : roster->now;
}

enum outcome
roster_import_codes(struct import *import, struct buf *list)
{
	struct roster *roster = import->roster;
	for (struct roster_account *account = roster->accounts.first; account; account = account->next) {
		if (account->change != ROSTER_NEW)
			continue;
		char code[ACTIVATION_CODE_SIZE];
		activation_make(roster->random, code);
		enum outcome got = activation_digest(roster->keys, import->arena, text_of(code),
			&account->row.activation);
		if (got != OK)
			return got;
		account->row.activation_ends = activation_ends(opens_at(roster, account));
		put_code_line(import, list, account, code);
	}
	return buf_ok(list) ? OK : BROKEN;
}

/* All files are opened even when the first is faulty: one round of corrections. */
static enum outcome
open_files(struct import *import, const struct import_options *options)
{
	if (options->file_count > IMPORT_FILES_MAX) {
		fault_add(&import->faults, 0, 0, "more than %d files at once", IMPORT_FILES_MAX);
		return INVALID;
	}
	enum outcome outcome = OK;
	size_t rows = 0;
	for (size_t i = 0; i < options->file_count; i++) {
		struct giua_file *file = &import->files[import->file_count++];
		if (giua_open(file, import->arena, options->files[i].name, options->files[i].bytes,
			    &import->faults) != OK &&
			file->kind == GIUA_KINDS)
			outcome = INVALID;
		rows += file->csv.count;
	}
	if (rows > IMPORT_ROWS_MAX) {
		fault_add(&import->faults, 0, 0, "more than %d rows at once; import the files in turn",
			IMPORT_ROWS_MAX);
		outcome = INVALID;
	}
	return outcome;
}

static bool
choose_site(struct import *import, struct text name)
{
	if (name.length) {
		const struct site_record *site = roster_site(import->roster, name);
		if (site)
			import->new_class_site = site->id;
		else
			fault_add(&import->faults, 0, 0, "there is no site \"%.*s\"", TEXT_ARG(name));
		return site;
	}
	if (import->roster->site_count == 1)
		import->new_class_site = import->roster->sites[0].id;
	return true;
}

/* An export that went wrong is not a school that everybody has left. */
static void
refuse_empty(struct import *import)
{
	for (size_t i = 0; i < import->file_count; i++) {
		const struct giua_file *file = &import->files[i];
		import->faults.file = file->name;
		if (file->kind != GIUA_KINDS && file->csv.count == 0)
			fault_add(&import->faults, 1, 0,
				"there is no row below the header: with --complete everybody would leave");
	}
}

static void
read_files(struct import *import, enum giua_kind kind)
{
	for (size_t i = 0; i < import->file_count; i++) {
		const struct giua_file *file = &import->files[i];
		if (file->kind != kind)
			continue;
		for (size_t row = 0; row < file->csv.count; row++) {
			if (kind == GIUA_POSTS)
				import_post_row(import, file, row);
			else if (kind == GIUA_TIMETABLE)
				import_hour_row(import, file, row);
			else
				import_staff_row(import, file, row);
		}
	}
}

bool
import_class(struct import *import, const struct giua_file *file, size_t row, const char *column,
	const struct giua_class *named, struct roster_class **class, struct roster_subgroup **subgroup)
{
	struct roster *roster = import->roster;
	*class = roster_class(roster, named->name);
	*subgroup = NULL;
	if (!*class) {
		if (!import->new_class_site.v) {
			giua_fault(file, row, column, &import->faults,
				"the class %.*s is new: say with --site where it is", TEXT_ARG(named->name));
			return false;
		}
		*class = roster_add_class(roster, named->name, import->new_class_site);
		import_note(import, IMPORT_CLASSES, IMPORT_NEW, file, row, named->name);
	}
	if (!named->group.length)
		return true;
	*subgroup = roster_subgroup(roster, (*class)->row.id, named->group);
	if (!*subgroup) {
		*subgroup = roster_add_subgroup(roster, (*class)->row.id, named->group);
		import_note(import, IMPORT_CLASSES, IMPORT_NEW, file, row,
			text_printf(import->arena, "%.*s, group %.*s", TEXT_ARG(named->name),
				TEXT_ARG(named->group)));
	}
	return true;
}

struct roster_subject *
import_subject(struct import *import, const struct giua_file *file, size_t row, struct text name)
{
	struct roster_subject *subject = roster_subject(import->roster, name);
	if (!subject) {
		subject = roster_add_subject(import->roster, name);
		import_note(import, IMPORT_SUBJECTS, IMPORT_NEW, file, row, name);
	}
	return subject;
}

void
import_note(struct import *import, enum import_what what, enum import_change change,
	const struct giua_file *file, size_t row, struct text text)
{
	import->counts[what][change]++;
	if (change == IMPORT_SAME)
		return;
	struct import_line *line = arena_new(import->arena, struct import_line);
	*line = (struct import_line){ .what = what, .change = change, .text = text };
	if (file) {
		line->file = file->name;
		line->line = file->csv.rows[row].line;
	}
	if (import->last_line)
		import->last_line->next = line;
	else
		import->first_line = line;
	import->last_line = line;
}

/* A guardian has no name of its own: the pupil's stands there for the envelope. */
static void
put_code_line(struct import *import, struct buf *list, const struct roster_account *account, const char *code)
{
	const struct roster *roster = import->roster;
	const struct roster_person *person = account->person;
	const struct roster_person *shown = person->children ? person->children->pupil : person;
	const struct roster_member *member = roster_member(roster, shown);
	const struct roster_class *class = member
		? map_find_number(&roster->classes_by_id, member->row.class.v)
		: NULL;
	buf_printf(list, "%s\t%.*s\t%.*s %.*s\t%.*s\t%s\n", person_kind_word(person->row.kind),
		TEXT_ARG(class ? class->row.name : TEXT("")), TEXT_ARG(shown->row.family_name),
		TEXT_ARG(shown->row.given_name), TEXT_ARG(account->row.name), code);
}
