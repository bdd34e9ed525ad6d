#include "identity/giua_file.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "identity/person_name.h"
#include "identity/tax_code.h"
#include "identity/user_name.h"
#include "platform/buf.h"

enum column_use { END, NEEDED, TAKEN, LEFT_OUT };
struct column {
	const char *name;
	enum column_use use;
};

static const struct column pupil_columns[] = {
	{ "cognome", NEEDED },
	{ "nome", NEEDED },
	{ "dataNascita", NEEDED },
	{ "classe", NEEDED },
	{ "comuneNascita", TAKEN },
	{ "codiceFiscale", TAKEN },
	{ "religione", TAKEN },
	{ "username", TAKEN },
	{ "genitore1Cognome", TAKEN },
	{ "genitore1Nome", TAKEN },
	{ "genitore1CodiceFiscale", TAKEN },
	{ "genitore1Username", TAKEN },
	{ "genitore2Cognome", TAKEN },
	{ "genitore2Nome", TAKEN },
	{ "genitore2CodiceFiscale", TAKEN },
	{ "genitore2Username", TAKEN },
	{ "sesso", LEFT_OUT },
	{ "provinciaNascita", LEFT_OUT },
	{ "citta", LEFT_OUT },
	{ "provincia", LEFT_OUT },
	{ "indirizzo", LEFT_OUT },
	{ "bes", LEFT_OUT },
	{ "noteBes", LEFT_OUT },
	{ "frequenzaEstero", LEFT_OUT },
	{ "credito3", LEFT_OUT },
	{ "credito4", LEFT_OUT },
	{ "password", LEFT_OUT },
	{ "email", LEFT_OUT },
	{ "genitore1Telefono", LEFT_OUT },
	{ "genitore1Password", LEFT_OUT },
	{ "genitore1Email", LEFT_OUT },
	{ "genitore2Telefono", LEFT_OUT },
	{ "genitore2Password", LEFT_OUT },
	{ "genitore2Email", LEFT_OUT },
	{ NULL, END },
};
static const struct column teacher_columns[] = {
	{ "Cognome", NEEDED },
	{ "Nome", NEEDED },
	{ "Username", NEEDED },
	{ "CodiceFiscale", TAKEN },
	{ "Sesso", LEFT_OUT },
	{ "Password", LEFT_OUT },
	{ "Email", LEFT_OUT },
	{ NULL, END },
};
static const struct column staff_columns[] = {
	{ "Cognome", NEEDED },
	{ "Nome", NEEDED },
	{ "Username", NEEDED },
	{ "Tipo", NEEDED },
	{ "Segreteria", NEEDED },
	{ "CodiceFiscale", TAKEN },
	{ "Sede", LEFT_OUT },
	{ "Sesso", LEFT_OUT },
	{ "Password", LEFT_OUT },
	{ "Email", LEFT_OUT },
	{ NULL, END },
};
static const struct column post_columns[] = {
	{ "UsernameDocente", NEEDED },
	{ "Classe", NEEDED },
	{ "Materia", NEEDED },
	{ "Tipo", NEEDED },
	{ "UsernameAlunno", TAKEN },
	{ "UsernameSupplenza", TAKEN },
	{ NULL, END },
};
static const struct column timetable_columns[] = {
	{ "username", NEEDED },
	{ "sede", NEEDED },
	{ "giorno", NEEDED },
	{ "ora", NEEDED },
	{ "classe", NEEDED },
	{ "materia", NEEDED },
	{ NULL, END },
};
static const struct {
	const char *word;
	const struct column *columns;
} kinds[GIUA_KINDS] = {
	[GIUA_TEACHERS] = { "teachers", teacher_columns },
	[GIUA_STAFF] = { "office staff", staff_columns },
	[GIUA_PUPILS] = { "pupils", pupil_columns },
	[GIUA_POSTS] = { "posts", post_columns },
	[GIUA_TIMETABLE] = { "timetable", timetable_columns },
};
/* Office staff have every column of teachers: the fuller table is tried first. */
static const enum giua_kind tried_in_order[] = {
	GIUA_TIMETABLE,
	GIUA_POSTS,
	GIUA_PUPILS,
	GIUA_STAFF,
	GIUA_TEACHERS,
};

#define PERSON_NAME_BYTES_MAX 100
#define CLASS_NAME_BYTES_MAX  20

struct row {
	const struct giua_file *file;
	size_t at;
	struct arena *arena;
	struct faults *faults;
	bool sound;
};

static bool has_needed(const struct csv *csv, enum giua_kind kind);
static bool find_doubled(const struct csv *csv, struct faults *faults);
static void sort_columns(struct giua_file *file, struct arena *arena);
static struct text cell(const struct row *row, const char *column);
static void fault(struct row *row, const char *column, const char *message);
static struct text needed(struct row *row, const char *column, size_t bytes_max);
static struct text optional(struct row *row, const char *column, size_t bytes_max);
static void read_person(struct row *row, const char *prefix, bool name_needed, struct giua_person *person);
static struct giua_class read_class(struct row *row, const char *column);
static enum religion_option read_religion(struct row *row);

const char *
giua_kind_word(enum giua_kind kind)
{
	return kinds[kind].word;
}

enum outcome
giua_open(struct giua_file *file, struct arena *arena, struct text name, struct text bytes,
	struct faults *faults)
{
	*file = (struct giua_file){ .name = name, .kind = GIUA_KINDS };
	faults->file = name;
	enum outcome outcome = csv_read(&file->csv, arena, bytes, faults);
	if (!file->csv.header.count)
		return INVALID;
	for (size_t i = 0; i < GIUA_KINDS && file->kind == GIUA_KINDS; i++)
		if (has_needed(&file->csv, tried_in_order[i]))
			file->kind = tried_in_order[i];
	if (file->kind == GIUA_KINDS) {
		fault_add(faults, 1, 0,
			"these columns belong to no table of giua@school "
			"(pupils, teachers, office staff, posts, timetable)");
		return INVALID;
	}
	if (!find_doubled(&file->csv, faults))
		return INVALID;
	sort_columns(file, arena);
	return outcome;
}

bool
giua_read_pupil(const struct giua_file *file, size_t at, struct arena *arena, struct faults *faults,
	struct giua_pupil *pupil)
{
	struct row row = { file, at, arena, faults, true };
	*pupil = (struct giua_pupil){ 0 };
	read_person(&row, "", true, &pupil->person);
	struct text birth = needed(&row, "dataNascita", DAY_TEXT_SIZE - 1);
	if (birth.length && !day_parse_italian(birth, &pupil->birth_day))
		fault(&row, "dataNascita", "is not a day such as 31/12/2012");
	pupil->birth_place = person_name_tidy(arena, optional(&row, "comuneNascita", PERSON_NAME_BYTES_MAX));
	pupil->religion = read_religion(&row);
	pupil->class = read_class(&row, "classe");

	static const char *const prefixes[GIUA_GUARDIANS] = { "genitore1", "genitore2" };
	for (int i = 0; i < GIUA_GUARDIANS; i++) {
		struct giua_person *guardian = &pupil->guardians[pupil->guardian_count];
		read_person(&row, prefixes[i], false, guardian);
		if (guardian->tax_code.length || guardian->user_name.length || guardian->family_name.length)
			pupil->guardian_count++;
	}
	return row.sound;
}

bool
giua_read_staff(const struct giua_file *file, size_t at, struct arena *arena, struct faults *faults,
	struct giua_staff *staff)
{
	struct row row = { file, at, arena, faults, true };
	*staff = (struct giua_staff){ 0 };
	read_person(&row, "", true, &staff->person);
	if (file->kind == GIUA_STAFF) {
		struct text type = needed(&row, "Tipo", 1);
		if (type.length && !memchr("ATCUD", toupper((unsigned char)type.at[0]), 5))
			fault(&row, "Tipo", "is not one of A, T, C, U, D");
		struct text office = optional(&row, "Segreteria", 1);
		if (office.length && !memchr("SN", toupper((unsigned char)office.at[0]), 2))
			fault(&row, "Segreteria", "is neither S nor N");
		staff->office = office.length && toupper((unsigned char)office.at[0]) == 'S';
	}
	return row.sound;
}

bool
giua_read_post(const struct giua_file *file, size_t at, struct arena *arena, struct faults *faults,
	struct giua_post *post)
{
	struct row row = { file, at, arena, faults, true };
	*post = (struct giua_post){
		.teacher = needed(&row, "UsernameDocente", USER_NAME_BYTES_MAX),
		.pupil = optional(&row, "UsernameAlunno", USER_NAME_BYTES_MAX),
		.substitute_of = optional(&row, "UsernameSupplenza", USER_NAME_BYTES_MAX),
		.class = read_class(&row, "Classe"),
		.subject = needed(&row, "Materia", PERSON_NAME_BYTES_MAX),
	};
	struct text type = needed(&row, "Tipo", 1);
	switch (type.length ? toupper((unsigned char)type.at[0]) : 'N') {
	case 'N': post->kind = POST_NORMAL; break;
	case 'I': post->kind = POST_LAB; break;
	case 'P': post->kind = POST_REINFORCEMENT; break;
	case 'A': post->kind = POST_ALTERNATIVE; break;
	default: fault(&row, "Tipo", "is not one of N, I, P, A");
	}
	return row.sound;
}

bool
giua_read_hour(const struct giua_file *file, size_t at, struct arena *arena, struct faults *faults,
	struct giua_hour *hour)
{
	static const char *const weekdays[] = { "DO", "LU", "MA", "ME", "GI", "VE", "SA" };
	struct row row = { file, at, arena, faults, true };
	*hour = (struct giua_hour){
		.teacher = needed(&row, "username", USER_NAME_BYTES_MAX),
		.site = needed(&row, "sede", PERSON_NAME_BYTES_MAX),
		.class = read_class(&row, "classe"),
		.subject = needed(&row, "materia", PERSON_NAME_BYTES_MAX),
		.weekday = -1,
	};
	struct text day = needed(&row, "giorno", 2);
	for (int i = 0; i < 7; i++)
		if (day.length == 2 && strncasecmp(day.at, weekdays[i], 2) == 0)
			hour->weekday = i;
	if (day.length && hour->weekday < 0)
		fault(&row, "giorno", "is not one of DO, LU, MA, ME, GI, VE, SA");
	struct text ordinal = needed(&row, "ora", 2);
	int64_t number = 0;
	if (ordinal.length && (!text_int64(ordinal, &number) || number < 1 || number > 20))
		fault(&row, "ora", "is not a number from 1 to 20");
	hour->ordinal = (int)number;
	return row.sound;
}

void
giua_fault(const struct giua_file *file, size_t row, const char *column, struct faults *faults,
	const char *format, ...)
{
	char message[300];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	int place = csv_column(&file->csv, column);
	const struct csv_row *cells = &file->csv.rows[row];
	faults->file = file->name;
	if (place < 0)
		fault_add(faults, cells->line, 0, "%s", message);
	else
		fault_add(faults, cells->cells[place].line, cells->cells[place].column, "%s: %s", column,
			message);
}

static bool
has_needed(const struct csv *csv, enum giua_kind kind)
{
	for (const struct column *column = kinds[kind].columns; column->use != END; column++)
		if (column->use == NEEDED && csv_column(csv, column->name) < 0)
			return false;
	return true;
}

static bool
find_doubled(const struct csv *csv, struct faults *faults)
{
	bool sound = true;
	for (int i = 0; i < csv->header.count; i++)
		for (int k = 0; k < i; k++) {
			struct text one = csv->header.cells[i].text, other = csv->header.cells[k].text;
			if (!one.length || one.length != other.length ||
				strncasecmp(one.at, other.at, one.length) != 0)
				continue;
			fault_add(faults, 1, csv->header.cells[i].column, "the column \"%.*s\" stands twice",
				TEXT_ARG(one));
			sound = false;
		}
	return sound;
}

static void
sort_columns(struct giua_file *file, struct arena *arena)
{
	struct buf left_out, unknown;
	buf_init(&left_out, CSV_CELLS_MAX * 64);
	buf_init(&unknown, CSV_CELLS_MAX * 64);
	for (int i = 0; i < file->csv.header.count; i++) {
		struct text title = file->csv.header.cells[i].text;
		const struct column *column = kinds[file->kind].columns;
		while (column->use != END &&
			(strlen(column->name) != title.length ||
				strncasecmp(column->name, title.at, title.length) != 0))
			column++;
		struct buf *list = column->use == LEFT_OUT ? &left_out : column->use == END ? &unknown : NULL;
		if (list && title.length)
			buf_printf(list, "%s%.*s", list->length ? ", " : "", TEXT_ARG(title));
	}
	file->left_out = text_copy(arena, buf_text(&left_out));
	file->unknown = text_copy(arena, buf_text(&unknown));
	buf_finish(&left_out);
	buf_finish(&unknown);
}

static struct text
cell(const struct row *row, const char *column)
{
	int place = csv_column(&row->file->csv, column);
	return place < 0 ? (struct text){ 0 } : row->file->csv.rows[row->at].cells[place].text;
}

static void
fault(struct row *row, const char *column, const char *message)
{
	struct text value = cell(row, column);
	row->sound = false;
	if (value.length && value.length <= 40)
		giua_fault(row->file, row->at, column, row->faults, "\"%.*s\" %s", TEXT_ARG(value), message);
	else
		giua_fault(row->file, row->at, column, row->faults, "%s", message);
}

static struct text
needed(struct row *row, const char *column, size_t bytes_max)
{
	struct text value = optional(row, column, bytes_max);
	if (!value.length && !cell(row, column).length)
		fault(row, column, "must not be empty");
	return value;
}

/* Cells that become part of a line of output hold no newline. */
static struct text
optional(struct row *row, const char *column, size_t bytes_max)
{
	struct text value = cell(row, column);
	if (value.length > bytes_max)
		fault(row, column, "is too long");
	else if (memchr(value.length ? value.at : "", '\n', value.length))
		fault(row, column, "must stand on one line");
	else
		return value;
	return (struct text){ 0 };
}

static void
read_person(struct row *row, const char *prefix, bool name_needed, struct giua_person *person)
{
	char family[40], given[40], code[40], user[40];
	bool guardian = prefix[0] != '\0';
	snprintf(family, sizeof family, "%s%s", prefix, guardian ? "Cognome" : "cognome");
	snprintf(given, sizeof given, "%s%s", prefix, guardian ? "Nome" : "nome");
	snprintf(code, sizeof code, "%s%s", prefix, guardian ? "CodiceFiscale" : "codiceFiscale");
	snprintf(user, sizeof user, "%s%s", prefix, guardian ? "Username" : "username");

	struct text (*name)(struct row *, const char *, size_t) = name_needed ? needed : optional;
	person->family_name = person_name_tidy(row->arena, name(row, family, PERSON_NAME_BYTES_MAX));
	person->given_name = person_name_tidy(row->arena, name(row, given, PERSON_NAME_BYTES_MAX));
	person->user_name = optional(row, user, USER_NAME_BYTES_MAX);
	person->tax_code = tax_code_tidy(row->arena, optional(row, code, 40));
	if (!tax_code_is_plausible(person->tax_code))
		fault(row, code, "has a wrong check character: a letter or digit is not right");
}

static struct giua_class
read_class(struct row *row, const char *column)
{
	struct text whole = needed(row, column, CLASS_NAME_BYTES_MAX);
	if (whole.length == 7 && strncasecmp(whole.at, "NESSUNA", 7) == 0)
		return (struct giua_class){ 0 };
	struct text rest = whole;
	struct giua_class class = { .name = text_trim(text_cut(&rest, '-')), .group = text_trim(rest) };
	if (whole.length && (!class.name.length || class.name.at[0] < '1' || class.name.at[0] > '9'))
		fault(row, column, "is not a class such as 1A or 3C-INF");
	return class;
}

static enum religion_option
read_religion(struct row *row)
{
	struct text value = optional(row, "religione", 1);
	switch (value.length ? toupper((unsigned char)value.at[0]) : 'S') {
	case 'S': return RELIGION_RELIGION;
	case 'A': return RELIGION_ALTERNATIVE;
	case 'I': return RELIGION_STUDIES_ALONE;
	case 'D': return RELIGION_STUDIES_WITH;
	case 'U': return RELIGION_LEAVES;
	}
	fault(row, "religione", "is not one of S, U, I, D, A");
	return RELIGION_RELIGION;
}
