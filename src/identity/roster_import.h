#ifndef IDENTITY_ROSTER_IMPORT_H
#define IDENTITY_ROSTER_IMPORT_H

#include "identity/giua_file.h"
#include "identity/roster.h"
#include "platform/buf.h"

/*
 * Files of a school into its roster: read whole, checked whole, shown as a
 * difference, and written in one transaction or not at all (REG-77). People
 * are recognised by a keyed digest of their tax code or user name; the code
 * itself, and every column that the register has no use for, never reaches
 * the disk (REG-78). A guardian is stored without a name (R45).
 */
enum import_what {
	IMPORT_STAFF,
	IMPORT_PUPILS,
	IMPORT_GUARDIANS,
	IMPORT_CLASSES,
	IMPORT_SUBJECTS,
	IMPORT_POSTS,
	IMPORT_HOURS,
	IMPORT_WHATS
};
enum import_change { IMPORT_NEW, IMPORT_CHANGED, IMPORT_LEAVING, IMPORT_SAME, IMPORT_CHANGES };
const char *import_what_word(enum import_what what);       /* "pupils" */
const char *import_change_word(enum import_change change); /* "leaving" */

struct import_line {
	struct import_line *next;
	enum import_what what;
	enum import_change change;
	struct text file; /* empty for who is leaving */
	int line;
	struct text text; /* "Rossi Anna, 1A" */
};
struct import_file {
	struct text name;
	struct text bytes;
};
#define IMPORT_FILES_MAX 32
#define IMPORT_ROWS_MAX  20000 /* in all files */

struct import_options {
	struct roster *roster; /* loaded */
	struct arena *arena;
	const struct import_file *files;
	size_t file_count;
	struct text new_class_site; /* may be empty */
	bool complete;              /* who is missing leaves */
	bool provisional;           /* hours hold until a definitive timetable comes */
	bool keep_birth_place;
};
struct import {
	struct roster *roster;
	struct arena *arena;
	bool complete;
	bool provisional;
	bool keep_birth_place;
	struct site_id new_class_site; /* 0: not said and not plain */
	struct giua_file files[IMPORT_FILES_MAX];
	size_t file_count;
	struct faults faults;
	size_t counts[IMPORT_WHATS][IMPORT_CHANGES];
	size_t missing[IMPORT_WHATS]; /* not in the files, and kept */
	size_t without_account;       /* office staff who need none */
	struct import_line *first_line, *last_line;
};

/* Changes the roster in memory and says how. INVALID: see the faults, and
 * write nothing. */
enum outcome roster_import(struct import *import, const struct import_options *options) MUST_USE;

/* One-time codes for the accounts that are new, put into their rows. One line
 * an account: role, class, name, user name, code. */
enum outcome roster_import_codes(struct import *import, struct buf *list) MUST_USE;

#endif
