#include "platform/http_head.h"

#include <string.h>

static bool is_unreserved(unsigned char byte);
static char *put_encoded(char *to, struct text text, bool first_equals_is_plain);

bool
http_head_path_is_fine(struct text path)
{
	if (path.length == 0 || path.at[0] != '/' || !text_is_utf8(path))
		return false;
	for (size_t i = 0; i < path.length; i++) {
		unsigned char byte = (unsigned char)path.at[i];
		if (byte < 0x20 || byte == 0x7f || byte == '\\')
			return false;
	}
	struct text rest = { path.at + 1, path.length - 1 };
	while (rest.length > 0) {
		struct text segment = text_cut(&rest, '/');
		if (text_is(segment, ".") || text_is(segment, ".."))
			return false;
	}
	return true;
}

bool
http_head_host_is_fine(struct text host)
{
	if (host.length == 0 || host.length > 255)
		return false;
	for (size_t i = 0; i < host.length; i++) {
		char byte = host.at[i];
		bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
		bool digit = byte >= '0' && byte <= '9';
		if (!letter && !digit && !memchr(".-_:[]", byte, 6))
			return false;
	}
	return true;
}

bool
http_head_length(struct text value, size_t *length)
{
	if (value.length == 0 || value.length > 15)
		return false;
	size_t sum = 0;
	for (size_t i = 0; i < value.length; i++) {
		if (value.at[i] < '0' || value.at[i] > '9')
			return false;
		sum = sum * 10 + (size_t)(value.at[i] - '0');
	}
	*length = sum;
	return true;
}

struct text
http_head_query(struct arena *arena, const struct text *parts, size_t count)
{
	size_t room = 0;
	for (size_t i = 0; i < count; i++)
		room += 3 * parts[i].length + 1;
	if (room == 0)
		return (struct text){ 0 };

	char *start = arena_take(arena, room, 1);
	char *at = start;
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			*at++ = '&';
		at = put_encoded(at, parts[i], true);
	}
	return (struct text){ start, (size_t)(at - start) };
}

bool
http_head_cookie(struct text header, const char *name, struct text *value)
{
	while (header.length > 0) {
		struct text pair = text_trim(text_cut(&header, ';'));
		struct text rest = pair;
		struct text found = text_cut(&rest, '=');
		if (found.length == pair.length)
			continue; /* no "=" in it */
		if (text_is(text_trim(found), name)) {
			*value = text_trim(rest);
			return true;
		}
	}
	return false;
}

static bool
is_unreserved(unsigned char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
		byte == '-' || byte == '.' || byte == '_' || byte == '~';
}

static char *
put_encoded(char *to, struct text text, bool first_equals_is_plain)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < text.length; i++) {
		unsigned char byte = (unsigned char)text.at[i];
		if (byte == '=' && first_equals_is_plain) {
			first_equals_is_plain = false;
			*to++ = '=';
		} else if (is_unreserved(byte)) {
			*to++ = (char)byte;
		} else {
			*to++ = '%';
			*to++ = digits[byte >> 4];
			*to++ = digits[byte & 15];
		}
	}
	return to;
}
