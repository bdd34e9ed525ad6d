#ifndef REGISTER_TERM_VIEW_H
#define REGISTER_TERM_VIEW_H

#include "platform/page.h"

/*
 * The card of the terms.
 *
 * Form: year, name_1 .. name_3, last_1 .. last_3 (three empty: two terms; the
 * last one's day may be empty: it ends with the year), moved=1 when hours that
 * are signed may pass to another term.
 */
struct term_line {
	struct text name;
	struct day first_day;
	struct day last_day;
	bool now;
};
struct term_lines {
	struct term_line *at;
	size_t count;
};
struct term_row { /* of the form, as typed */
	int64_t ordinal;
	const char *name_field;
	struct text name;
	const char *last_field;
	struct text last;
	bool third;
};
struct term_rows {
	struct term_row *at;
	size_t count;
};
struct term_view {
	int64_t year;
	struct day year_ends;
	bool may_manage;
	bool open;       /* the form was sent and refused */
	bool asks_moved; /* signed hours would pass to another term */
	struct term_lines lines;
	struct term_rows rows;
};

#endif
