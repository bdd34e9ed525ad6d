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
#define page_put(page, value) \
	_Generic((value), \
		struct text: page_put_text, \
		struct html: page_put_html, \
		struct day: page_put_day, \
		struct minute: page_put_minute, \
		char *: page_put_terminated, \
		const char *: page_put_terminated, \
		default: page_put_int)((page), (value))

/* Marks a msgid that C code shows later: po2c's list of messages is made by it. */
#define TR(msgid) msgid

/* The message in the reader's language; the msgid itself when there is none. */
const char *page_translate(enum language language, const char *msgid);
void page_tr(struct page *page, const char *msgid);
/* %1 .. %9 are replaced by the arguments, already rendered and escaped. */
void page_tr_arguments(struct page *page, const char *msgid, const struct html *arguments, int count);
/* Singular or plural by the language's rule; %1 is the number. */
void page_trn(struct page *page, int64_t number, const char *one, const char *many);

void page_form(struct page *page); /* hidden token and form id */
void page_problems(struct page *page, const char *field); /* the messages of one field, linked to it */

/* Filters: {{ x | NAME }} calls show_NAME(page, x). More stand beside the types they show. */
void show_long_day(struct page *page, struct day day);   /* lunedì 23 novembre */
void show_short_day(struct page *page, struct day day);  /* lun 23 nov */
void show_numeric_day(struct page *page, struct day day); /* 23/11/2026 */
void show_month(struct page *page, struct day day);      /* novembre 2026 */
void show_weekday(struct page *page, struct day day);    /* lunedì */
void show_clock(struct page *page, struct instant at);   /* 8:03, in the school's zone */
void show_moment(struct page *page, struct instant at);  /* lun 23 nov, 8:03 */
void show_hundredths(struct page *page, int64_t units);  /* 4150 -> 41,5 */

/* The frame around every page: header, navigation, bell, footer. Implemented
 * in identity/frame.c; page2c calls it for `{{ page ... title "..." }}`. */
void page_frame_open(struct page *page, const char *title_msgid);
void page_frame_close(struct page *page);

#endif
