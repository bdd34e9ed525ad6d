#ifndef IDENTITY_ROSTER_IMPORT_STEPS_H
#define IDENTITY_ROSTER_IMPORT_STEPS_H

#include "identity/roster_import.h"

/* What roster_import.c, roster_import_people.c and roster_import_posts.c share. */
void import_staff_row(struct import *import, const struct giua_file *file, size_t row);
void import_pupil_rows(struct import *import);
void import_post_row(struct import *import, const struct giua_file *file, size_t row);
void import_hour_row(struct import *import, const struct giua_file *file, size_t row);

/* Who or what is in the roster and in no file: leaves, or is counted as missing. */
void import_missing_people(struct import *import);
void import_missing_posts(struct import *import);

/* The class a cell names; made when it is new. False after a fault. */
bool import_class(struct import *import, const struct giua_file *file, size_t row, const char *column,
	const struct giua_class *named, struct roster_class **class, struct roster_subgroup **subgroup);
struct roster_subject *import_subject(struct import *import, const struct giua_file *file, size_t row,
	struct text name);
void import_note(struct import *import, enum import_what what, enum import_change change,
	const struct giua_file *file, size_t row, struct text text);

#endif
