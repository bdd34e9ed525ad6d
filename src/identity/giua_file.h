#ifndef IDENTITY_GIUA_FILE_H
#define IDENTITY_GIUA_FILE_H

#include "identity/csv.h"
#include "platform/day.h"
#include "records.h"

/*
 * The tables of giua@school (register.md section 7), known by their headers.
 * Columns are declared with what happens to them: those that the register has
 * no use for (address, phone, e-mail, support needs, passwords) are never even
 * looked at, so they cannot reach the disk (REG-78).
 */
enum giua_kind { GIUA_TEACHERS, GIUA_STAFF, GIUA_PUPILS, GIUA_POSTS, GIUA_TIMETABLE, GIUA_KINDS };
const char *giua_kind_word(enum giua_kind kind); /* "pupils" */

struct giua_file {
	struct text name; /* as the person named it */
	enum giua_kind kind;
	struct csv csv;
	struct text left_out; /* known columns that are not taken over, with commas */
	struct text unknown;  /* columns that the format does not have */
};

/* A person of a row. tax_code and user_name tell who it is; either may be empty. */
struct giua_person {
	struct text family_name;
	struct text given_name;
	struct text tax_code;
	struct text user_name;
};
struct giua_class { /* 3C-INF is the group INF of class 3C */
	struct text name;
	struct text group;
};
#define GIUA_GUARDIANS 2
struct giua_pupil {
	struct giua_person person;
	struct day birth_day;
	struct text birth_place;
	enum religion_option religion;
	struct giua_class class; /* empty: NESSUNA */
	struct giua_person guardians[GIUA_GUARDIANS];
	int guardian_count;
};
struct giua_staff { /* teachers too */
	struct giua_person person;
	bool office; /* Segreteria */
};
struct giua_post {
	struct text teacher; /* user names */
	struct text pupil;
	struct text substitute_of;
	struct giua_class class;
	struct text subject;
	enum post_kind kind;
};
struct giua_hour {
	struct text teacher;
	struct text site;
	struct giua_class class;
	struct text subject;
	int weekday; /* 0 Sunday */
	int ordinal;
};

/* INVALID when it is no such table; faults say why. */
enum outcome giua_open(struct giua_file *file, struct arena *arena, struct text name, struct text bytes,
	struct faults *faults) MUST_USE;

/* One row as what it means; false after adding each of its faults. */
bool giua_read_pupil(const struct giua_file *file, size_t row, struct arena *arena, struct faults *faults,
	struct giua_pupil *pupil);
bool giua_read_staff(const struct giua_file *file, size_t row, struct arena *arena, struct faults *faults,
	struct giua_staff *staff);
bool giua_read_post(const struct giua_file *file, size_t row, struct arena *arena, struct faults *faults,
	struct giua_post *post);
bool giua_read_hour(const struct giua_file *file, size_t row, struct arena *arena, struct faults *faults,
	struct giua_hour *hour);
/* For a fault found later: the place of that column's cell in the row. */
void giua_fault(const struct giua_file *file, size_t row, const char *column, struct faults *faults,
	const char *format, ...) __attribute__((format(printf, 5, 6)));

#endif
