#ifndef TOOLS_POLICY_READER_H
#define TOOLS_POLICY_READER_H

#include "reader.h"

/*
 * roles.policy and data.policy as the generators need them: the lists of
 * words, each an enum of C, and the stored tables.
 */
struct word {
	const char *name;
	const char *why;     /* of a role */
	const char *of;      /* what kind of subject a relation holds to */
	const char **fields; /* of a thing */
	int field_count;
	struct place place;
};

/* One closed list of words: enum NAME { PREFIX_WORD, ... }. */
struct list {
	const char *name;
	const char *prefix; /* without the underscore; may be "" */
	struct word *words;
	int count;
	struct place place;
};
/* The lists every policy has, in this order; those of "values" follow. */
enum list_index { ROLES, VERBS, THINGS, RELATIONS, PURPOSES, PLACES, SUBJECT_KINDS, FIRST_VALUES };

struct column {
	const char *name;
	const char *type;
	const char *subject, *row; /* of a sealed column; NULL when in clear */
	const char *purpose, *basis, *retention;
	const char *thing, *field; /* NULL for "-" */
	struct place place;
};
struct table {
	const char *name;
	bool journalled;
	struct column *columns;
	int count;
	int key_count; /* the first columns */
	struct place place;
};

struct policy {
	struct list *lists;
	int list_count;
	struct table *tables;
	int table_count;
	const char **ids; /* "person" of person_id, in order of appearance */
	int id_count;
};

/* Both files of the folder. */
void policy_read(struct policy *policy, const char *folder);
void policy_read_roles(struct policy *policy, struct source *roles);
void policy_read_data(struct policy *policy, struct source *data);

const struct word *word_find(const struct list *list, const char *name);
/* Fails with the words there are, when the name is none of them. */
const struct word *word_need(const struct list *list, const char *name, struct place place);
const char *word_constant(const struct list *list, const struct word *word);
int field_find(const struct word *thing, const char *name); /* -1: no */
const struct list *list_find(const struct policy *policy, const char *name);
const struct table *table_find(const struct policy *policy, const char *name);
const struct column *column_find(const struct table *table, const char *name);

/* How a type looks in C: "struct day", "enum attendance_status"; NULL for a
 * type that data.policy does not know. */
const char *type_in_c(const struct policy *policy, const char *type);
bool type_is_id(const char *type);

/* The words of the next line that has any: blanks and commas part them, # ends
 * them; "..." and (...) hold together, a quoted word keeps its first quote. */
struct words {
	char **at;
	int count;
	bool indented;
};
bool words_next(struct source *source, struct words *words);

#endif
