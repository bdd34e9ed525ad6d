#ifndef PLATFORM_PAGE_H
#define PLATFORM_PAGE_H

#include "platform/request.h"

/*
 * What page2c's output calls. A page is written straight into the reply's
 * body; every value is escaped by its type, and only struct html is not.
 */
struct page {
	struct request *req;
	struct buf *out;
};

void page_literal(struct page *page, const char *at, size_t length); /* from the template */
void page_put_text(struct page *page, struct text text);
void page_put_terminated(struct page *page, const char *text);
void page_put_int(struct page *page, int64_t number);
void page_put_day(struct page *page, struct day day);          /* 2026-11-22, for attributes and URLs */
void page_put_minute(struct page *page, struct minute minute); /* 08:05; nothing for none */
void page_put_html(struct page *page, struct html html);
#define page_put(page, value)                                                                                \
	_Generic((value), \
		struct text: page_put_text, \
		struct html: page_put_html, \
		struct day: page_put_day, \
		struct minute: page_put_minute, \
		char *: page_put_terminated, \
		const char *: page_put_terminated, \
		default: page_put_int)((page), (value))

/* What `if` asks in a template: is there anything? No for an empty text, for
 * 0, and for the none of a day, a minute or an instant. */
bool page_holds_text(struct text text);
bool page_holds_html(struct html html);
bool page_holds_day(struct day day);
bool page_holds_minute(struct minute minute);
bool page_holds_instant(struct instant instant);
bool page_holds_terminated(const char *text);
bool page_holds_int(int64_t number);
#define page_holds(value)                                                                                    \
	_Generic((value), \
		struct text: page_holds_text, \
		struct html: page_holds_html, \
		struct day: page_holds_day, \
		struct minute: page_holds_minute, \
		struct instant: page_holds_instant, \
		char *: page_holds_terminated, \
		const char *: page_holds_terminated, \
		default: page_holds_int)(value)

/* Marks a msgid that C code shows later: po2c's list of messages is made by it. */
#define TR(msgid)      msgid
#define TRN(one, many) one, many /* for page_trn */

/* The messages of po/ (made by po2c), sorted by msgid. said[language] holds the
 * singular and the plural; NULL where there is no translation. */
struct message {
	const char *id;
	const char *said[LANGUAGES][2];
};
extern const struct message messages[];
extern const int message_count;

/* The message in the reader's language; the msgid itself when there is none. */
const char *page_translate(enum language language, const char *msgid);
void page_tr(struct page *page, const char *msgid);
/* An argument is rendered like anything else, then cut off the page again. */
size_t page_mark(const struct page *page);
struct html page_cut(struct page *page, size_t mark);
/* %1 .. %9 are replaced by the arguments, already rendered and escaped. */
void page_tr_arguments(struct page *page, const char *msgid, const struct html *arguments, int count);
/* Singular or plural by the language's rule; %1 is the number. */
void page_trn(struct page *page, int64_t number, const char *one, const char *many);
/* The same for a number that is shown in another way: hours in hundredths. */
void page_trn_shown(struct page *page, struct html number, const char *one, const char *many);

/* The hidden fields of every form: "token", and "form", an id of its own that
 * makes a repeated POST safe. */
void page_form(struct page *page);
/* The messages of one field, below it. For "" the summary on top of the form:
 * its own messages, and those of the fields as links to them. The id of an
 * input is its name with - for _. */
void page_problems(struct page *page, const char *field);
void show_problems(struct page *page,
	const char *field); /* {{ line.name | problems }}: a field known only then */
/* The same as plain text, for a view that shows it in a row of its own. */
struct text problem_text(const struct request *req, const struct problem *problem);

/* Filters: {{ x | NAME }} calls show_NAME(page, x). More stand beside the types they show. */
void show_long_day(struct page *page, struct day day);                   /* lunedì 23 novembre */
void show_short_day(struct page *page, struct day day);                  /* lun 23 nov */
void show_numeric_day(struct page *page, struct day day);                /* 23/11/2026 */
struct text numeric_day_text(const struct request *req, struct day day); /* the same, for a message */
void show_month(struct page *page, struct day day);                      /* novembre 2026 */
void show_short_weekday(struct page *page, int64_t weekday);             /* 1: lun */
void show_clock(struct page *page, struct instant at);                   /* 8:03, in the school's zone */
void show_time(struct page *page, struct minute minute); /* 8:05, for reading; nothing for none */
void show_moment(struct page *page, struct instant at);  /* lun 23 nov, 8:03 */
void show_hundredths(struct page *page, int64_t units);  /* 4150 -> 41,5 */

/* The frame around every page: header, navigation, bell, footer. Implemented
 * in identity/frame.c; page2c calls it for `{{ page ... title "..." }}`. */
void page_frame_open(struct page *page, const char *title_msgid);
void page_frame_close(struct page *page);

#endif
