#include "platform/request.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform/id.h"

/* A page shows a month or a year around its day: the calendar goes on that far. */
#define DAYS_AROUND_PAGE 400

struct text
request_parameter(const struct request *req, const char *name)
{
	for (int i = 0; i < req->parameter_count; i++)
		if (strcmp(req->parameters[i].name, name) == 0)
			return req->parameters[i].value;
	abort(); /* the route has no such parameter */
}

bool
request_day(const struct request *req, const char *name, struct day *day)
{
	return day_parse(request_parameter(req, name), day) &&
		day_between(*day, (struct day){ DAY_NUMBER_MIN + DAYS_AROUND_PAGE },
			(struct day){ DAY_NUMBER_MAX - DAYS_AROUND_PAGE });
}

bool
request_int64(const struct request *req, const char *name, int64_t *value)
{
	return text_int64(request_parameter(req, name), value);
}

void
request_problem(struct request *req, const char *field, const char *message)
{
	request_problem_about(req, field, message, (struct text){ 0 });
}

/* More problems than a page can show add nothing for who reads them. */
void
request_problem_about(struct request *req, const char *field, const char *message, struct text detail)
{
	if (req->problem_count == PROBLEMS_MAX)
		return;
	req->problems[req->problem_count++] = (struct problem){
		.field = field, .message = message, .detail = detail
	};
}

bool
request_has_problem(const struct request *req, const char *field)
{
	for (int i = 0; i < req->problem_count; i++)
		if (!field || strcmp(req->problems[i].field, field) == 0)
			return true;
	return false;
}

enum outcome
request_invalid(enum outcome shown)
{
	return shown == OK ? INVALID : shown;
}

int64_t
request_new_id(struct request *req)
{
	return id_make(req->now, req->random);
}

/* Becomes a Location header: bytes that could end it or be read as another
 * site's address are written as %XX, wherever they came from. */
void
reply_see(struct reply *reply, struct request *req, const char *format, ...)
{
	va_list arguments, again;
	va_start(arguments, format);
	va_copy(again, arguments);
	size_t length = (size_t)vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	char *plain = arena_take(req->arena, length + 1, 1);
	vsnprintf(plain, length + 1, format, again);
	va_end(again);
	assert(plain[0] == '/');

	char *path = arena_take(req->arena, length * 3 + 1, 1);
	size_t used = 0;
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)plain[i];
		bool other_site = i == 1 && byte == '/';
		if (byte <= ' ' || byte >= 0x7f || strchr("\"<>\\", byte) || other_site)
			used += (size_t)sprintf(path + used, "%%%02X", byte);
		else
			path[used++] = (char)byte;
	}
	reply->status = 303;
	reply->see = (struct text){ path, used };
}

void
request_deliver(struct request *req, const struct delivery *delivery)
{
	struct delivery *copy = arena_new(req->arena, struct delivery);
	*copy = *delivery;
	copy->next = req->deliveries;
	req->deliveries = copy;
}

void
request_tell(struct request *req, struct text frame)
{
	struct telling **last = &req->tellings;
	while (*last)
		last = &(*last)->next;
	*last = arena_new(req->arena, struct telling);
	(*last)->frame = text_copy(req->arena, frame);
}
