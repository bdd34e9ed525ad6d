#ifndef TOOLS_PAGE2C_H
#define TOOLS_PAGE2C_H

#include "reader.h"

/*
 * A template on its way to C. page2c.c reads the text and knows the blocks;
 * page_directive.c knows what stands between {{ and }} in one of them.
 */
enum block_kind { PAGE, PART, IF, FOR };

struct open_block {
	enum block_kind kind;
	const char *name; /* of a page, part, or a loop's variable */
	const char *path; /* a loop's list, in C */
	bool has_else;
	int depth; /* of C's braces outside it */
	struct place place;
};

struct template
{
	const char *path; /* for #line */
	struct place place;
	struct out *body;   /* the C */
	struct out *header; /* prototypes */
	const char **uses;
	int use_count;
	struct open_block *open;
	int open_count, open_room;
	const char *function; /* the page or part that is open */
	const char **lists;   /* "FUNCTION PATH" of every loop: such a path is true when not empty */
	int list_count;
	int depth;
	char html; /* where in HTML: 0 text, '>' inside a tag, '"' or '\'' inside a value */
};

/* Starts a line of C that belongs to the template's line. */
void line_begin(struct template *template);

/* A value: an expression of C for "a.b.c"; the first name must be known here. */
char *take_path(struct template *template, const char **at);
char *take_quoted(struct template *template, const char **at);
/* if and elif: the condition in C. */
char *take_condition(struct template *template, const char **at);
void need_end(struct template *template, const char *at);

/* What puts something on the page: values, tr, trn, form, problems, include. */
void put_directive(struct template *template, const char *at);

#endif
