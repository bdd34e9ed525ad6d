#include "platform/page.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "platform/crypt.h"

/*
 * Everything that reaches a page goes through here and is escaped, for text and
 * for attributes alike: a template may put any value between quotes. Only
 * struct html is not, which plain text cannot become.
 */
static void put_escaped(struct page *page, struct text text);
static const struct message *message_find(const char *msgid);

#define FORM_ID_BYTES 16

void
page_literal(struct page *page, const char *at, size_t length)
{
	buf_put(page->out, at, length);
}

void
page_put_text(struct page *page, struct text text)
{
	put_escaped(page, text);
}

void
page_put_terminated(struct page *page, const char *text)
{
	put_escaped(page, text_of(text));
}

void
page_put_int(struct page *page, int64_t number)
{
	/* By hand, two digits at a time: a class's page holds hundreds of them. */
	static const char pairs[] =
		"00010203040506070809101112131415161718192021222324252627282930313233343536373839"
		"4041424344454647484950515253545556575859606162636465666768697071727374757677787980818283848586878889"
		"90919293949596979899";
	char digits[20];
	size_t at = sizeof(digits);
	uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
	for (; rest >= 100; rest /= 100)
		memcpy(digits + (at -= 2), pairs + rest % 100 * 2, 2);
	memcpy(digits + (at -= 2), pairs + rest * 2, 2);
	at += rest < 10;
	if (number < 0)
		buf_put_byte(page->out, '-');
	buf_put(page->out, digits + at, sizeof(digits) - at);
}

void
page_put_day(struct page *page, struct day day)
{
	char text[DAY_TEXT_SIZE];
	if (!page_holds_day(day))
		return;
	day_print(day, text);
	page_put_terminated(page, text);
}

void
page_put_minute(struct page *page, struct minute minute)
{
	char text[MINUTE_TEXT_SIZE];
	if (!page_holds_minute(minute))
		return;
	minute_print(minute, text);
	page_put_terminated(page, text);
}

void
show_time(struct page *page, struct minute minute)
{
	char text[MINUTE_TEXT_SIZE];
	if (!page_holds_minute(minute))
		return;
	minute_print(minute, text);
	page_put_terminated(page, text[0] == '0' ? text + 1 : text);
}

void
page_put_html(struct page *page, struct html html)
{
	buf_put_text(page->out, html.text);
}

bool
page_holds_text(struct text text)
{
	return text.length > 0;
}

bool
page_holds_html(struct html html)
{
	return html.text.length > 0;
}

bool
page_holds_day(struct day day)
{
	return !day_equal(day, DAY_NONE);
}

bool
page_holds_minute(struct minute minute)
{
	return minute.number != MINUTE_NONE.number;
}

bool
page_holds_instant(struct instant instant)
{
	return instant.ms != 0;
}

bool
page_holds_terminated(const char *text)
{
	return text && *text;
}

bool
page_holds_int(int64_t number)
{
	return number != 0;
}

static void
put_escaped(struct page *page, struct text text)
{
	static const char *const entities[256] = {
		['&'] = "&amp;",
		['<'] = "&lt;",
		['>'] = "&gt;",
		['"'] = "&quot;",
		['\''] = "&#39;",
	};
	size_t start = 0;
	for (size_t i = 0; i < text.length; i++) {
		const char *entity = entities[(unsigned char)text.at[i]];
		if (!entity)
			continue;
		buf_put(page->out, text.at + start, i - start);
		buf_put_text(page->out, text_of(entity));
		start = i + 1;
	}
	if (start < text.length)
		buf_put(page->out, text.at + start, text.length - start);
}

static int
message_order(const void *key, const void *message)
{
	return strcmp(key, ((const struct message *)message)->id);
}

/* A page says the same words in each of its rows: where a msgid was found last
 * is looked at first, by the address it stands at. */
static const struct message *
message_find(const char *msgid)
{
	static _Thread_local const struct message *found[512];
	uint64_t mixed = (uint64_t)(uintptr_t)msgid * 0x9e3779b97f4a7c15u;
	const struct message **place = &found[mixed >> 55];
	if (!*place || strcmp((*place)->id, msgid) != 0)
		*place = bsearch(msgid, messages, (size_t)message_count, sizeof(*messages), message_order);
	return *place;
}

const char *
page_translate(enum language language, const char *msgid)
{
	assert((unsigned)language < LANGUAGES);
	const struct message *message = message_find(msgid);
	const char *said = message ? message->said[language][0] : NULL;
	return said ? said : msgid;
}

void
page_tr(struct page *page, const char *msgid)
{
	page_put_terminated(page, page_translate(page->req->language, msgid));
}

size_t
page_mark(const struct page *page)
{
	return page->out->length;
}

struct html
page_cut(struct page *page, size_t mark)
{
	assert(mark <= page->out->length);
	struct text rest = { page->out->at ? page->out->at + mark : NULL, page->out->length - mark };
	struct html cut = { rest.length > 0 ? text_copy(page->req->arena, rest) : TEXT("") };
	page->out->length = mark;
	return cut;
}

/* The message escaped, its %1 to %9 replaced. */
static void
put_message(struct page *page, const char *message, const struct html *arguments, int count)
{
	const char *start = message;
	for (const char *at = message; *at; at++) {
		int which = at[0] == '%' && at[1] >= '1' && at[1] <= '9' ? at[1] - '1' : count;
		if (which >= count)
			continue;
		put_escaped(page, (struct text){ start, (size_t)(at - start) });
		page_put_html(page, arguments[which]);
		start = ++at + 1;
	}
	put_escaped(page, text_of(start));
}

void
page_tr_arguments(struct page *page, const char *msgid, const struct html *arguments, int count)
{
	put_message(page, page_translate(page->req->language, msgid), arguments, count);
}

void
page_trn(struct page *page, int64_t number, const char *one, const char *many)
{
	size_t mark = page_mark(page);
	page_put_int(page, number);
	page_trn_shown(page, page_cut(page, mark), one, many);
}

/* English, Italian, Dutch and Spanish all say the singular for 1 alone. */
void
page_trn_shown(struct page *page, struct html number, const char *one, const char *many)
{
	const struct message *message = message_find(one);
	int form = text_is(number.text, "1") ? 0 : 1;
	const char *said = message ? message->said[page->req->language][form] : NULL;
	if (!said)
		said = form == 0 ? one : many;
	put_message(page, said, &number, 1);
}

void
page_form(struct page *page)
{
	uint8_t id[FORM_ID_BYTES];
	random_fill(page->req->random, id, sizeof(id));
	buf_printf(page->out, "<input type=\"hidden\" name=\"token\" value=\"");
	page_put_text(page, page->req->form_token);
	buf_printf(page->out, "\"><input type=\"hidden\" name=\"form\" value=\"");
	char hex[CRYPT_HEX_SIZE(FORM_ID_BYTES)];
	crypt_hex(id, FORM_ID_BYTES, hex);
	page_put_terminated(page, hex);
	buf_printf(page->out, "\">");
}

static void
put_problem_message(struct page *page, const struct problem *problem)
{
	size_t mark = page_mark(page);
	page_put_text(page, problem->detail);
	struct html detail = page_cut(page, mark);
	page_tr_arguments(page, problem->message, &detail, 1);
}

/* The id of an input whose name this is. Fields of a row have a number in
 * their name and share one place; there is nothing to jump to. */
static bool
field_id(const char *field, char *id, size_t size)
{
	size_t length = strlen(field);
	if (length == 0 || length >= size || strpbrk(field, "0123456789"))
		return false;
	for (size_t i = 0; i <= length; i++)
		id[i] = field[i] == '_' ? '-' : field[i];
	return true;
}

static void
put_summary(struct page *page)
{
	const struct request *req = page->req;
	buf_printf(page->out, "<div class=\"problems\" role=\"alert\">");
	for (int i = 0; i < req->problem_count; i++) {
		char id[64];
		bool linked = field_id(req->problems[i].field, id, sizeof(id));
		buf_printf(page->out, "<p class=\"problem\">");
		if (linked) {
			buf_printf(page->out, "<a href=\"#");
			page_put_terminated(page, id);
			buf_printf(page->out, "\">");
		} else {
			buf_printf(page->out, "<span>");
		}
		put_problem_message(page, &req->problems[i]);
		buf_printf(page->out, linked ? "</a></p>" : "</span></p>");
	}
	buf_printf(page->out, "</div>\n");
}

void
page_problems(struct page *page, const char *field)
{
	const struct request *req = page->req;
	if (!*field) {
		if (req->problem_count > 0)
			put_summary(page);
		return;
	}
	for (int i = 0; i < req->problem_count; i++) {
		if (strcmp(req->problems[i].field, field) != 0)
			continue;
		buf_printf(page->out, "<p class=\"problem\"><span>");
		put_problem_message(page, &req->problems[i]);
		buf_printf(page->out, "</span></p>\n");
	}
}

void
show_problems(struct page *page, const char *field)
{
	page_problems(page, field);
}

struct text
problem_text(const struct request *req, const struct problem *problem)
{
	const char *message = page_translate(req->language, problem->message);
	const char *place = strstr(message, "%1");
	if (!place)
		return text_of(message);
	return text_printf(req->arena, "%.*s%.*s%s", (int)(place - message), message,
		TEXT_ARG(problem->detail), place + 2);
}
