#include "reader.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Kept blocks form a list, so that a fuzz target leaks nothing. */
struct block {
	struct block *next;
	_Alignas(16) char bytes[];
};
static struct block *blocks;
static jmp_buf *trap;

static size_t utf8_length(const unsigned char *at, size_t left);

void
fail(struct place place, const char *format, ...)
{
	if (trap)
		longjmp(*trap, 1);
	va_list arguments;
	va_start(arguments, format);
	if (place.line > 0)
		fprintf(stderr, "%s:%d: ", place.name, place.line);
	else
		fprintf(stderr, "%s: ", place.name);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	va_end(arguments);
	exit(1);
}

bool
reader_try(void (*work)(void *), void *context)
{
	jmp_buf here;
	trap = &here;
	bool whole = false;
	if (setjmp(here) == 0) {
		work(context);
		whole = true;
	}
	trap = NULL;
	return whole;
}

void
reader_forget(void)
{
	while (blocks) {
		struct block *next = blocks->next;
		free(blocks);
		blocks = next;
	}
}

void *
keep(size_t bytes)
{
	struct block *block = calloc(1, sizeof(*block) + bytes);
	if (!block) {
		fputs("out of memory\n", stderr);
		abort();
	}
	block->next = blocks;
	blocks = block;
	return block->bytes;
}

char *
keep_text(const char *at, size_t length)
{
	char *copy = keep(length + 1);
	memcpy(copy, at, length);
	return copy;
}

char *
keep_printf(const char *format, ...)
{
	va_list arguments, again;
	va_start(arguments, format);
	va_copy(again, arguments);
	size_t length = (size_t)vsnprintf(NULL, 0, format, arguments);
	char *text = keep(length + 1);
	vsnprintf(text, length + 1, format, again);
	va_end(again);
	va_end(arguments);
	return text;
}

void *
grow(void *array, int count, size_t each)
{
	/* Sizes are 0, 8, 16, 32 ...: full exactly at these. */
	bool full = count == 0 || (count >= 8 && (count & (count - 1)) == 0);
	if (!full)
		return array;
	size_t room = count == 0 ? 8 : (size_t)count * 2;
	char *bigger = keep(room * each);
	if (count > 0)
		memcpy(bigger, array, (size_t)count * each);
	return bigger;
}

void
source_open(struct source *source, const char *path)
{
	struct place place = { path, 0 };
	FILE *file = fopen(path, "rb");
	if (!file)
		fail(place, "%s", strerror(errno));
	struct out whole = { 0 };
	char chunk[8192];
	size_t got;
	while ((got = fread(chunk, 1, sizeof(chunk), file)) > 0)
		out_put(&whole, chunk, got);
	if (ferror(file))
		fail(place, "cannot be read");
	fclose(file);
	source_of(source, short_name(path), whole.at, whole.length);
}

void
source_of(struct source *source, const char *name, const char *at, size_t length)
{
	*source = (struct source){ .name = name, .at = at, .end = at + length };
	if (!at)
		source->at = source->end = "";
}

char *
source_line(struct source *source)
{
	if (source->at == source->end)
		return NULL;
	source->line++;
	const char *start = source->at;
	while (source->at < source->end && *source->at != '\n') {
		size_t step = utf8_length((const unsigned char *)source->at,
			(size_t)(source->end - source->at));
		if (step == 0)
			fail(source_place(source), "this line holds bytes that are not UTF-8 text");
		source->at += step;
	}
	size_t length = (size_t)(source->at - start);
	if (source->at < source->end)
		source->at++;
	if (length > 0 && start[length - 1] == '\r')
		length--;
	return keep_text(start, length);
}

struct place
source_place(const struct source *source)
{
	return (struct place){ source->name, source->line };
}

const char *
short_name(const char *path)
{
	int slashes = 0;
	for (const char *at = path + strlen(path); at > path; at--)
		if (at[-1] == '/' && ++slashes == 2)
			return at;
	return path;
}

/* Bytes of the character that stands here; 0 for what is no UTF-8 and for
 * control characters, which no source needs. */
static size_t
utf8_length(const unsigned char *at, size_t left)
{
	if (at[0] < 0x80)
		return at[0] >= 0x20 || at[0] == '\t' || at[0] == '\r';
	size_t length = at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
	if (at[0] < 0xc2 || at[0] > 0xf4 || length > left)
		return 0;
	for (size_t i = 1; i < length; i++)
		if ((at[i] & 0xc0) != 0x80)
			return 0;
	if ((at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xed && at[1] > 0x9f) ||
		(at[0] == 0xf0 && at[1] < 0x90) || (at[0] == 0xf4 && at[1] > 0x8f))
		return 0;
	return length;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

void
skip_blanks(const char **at)
{
	while (**at == ' ' || **at == '\t')
		(*at)++;
}

bool
take_byte(const char **at, char byte)
{
	skip_blanks(at);
	if (**at != byte)
		return false;
	(*at)++;
	return true;
}

char *
take_name(const char **at)
{
	skip_blanks(at);
	const char *start = *at;
	if (!is_letter(*start))
		return NULL;
	while (is_letter(**at) || is_digit(**at))
		(*at)++;
	return keep_text(start, (size_t)(*at - start));
}

char *
take_dotted(const char **at)
{
	skip_blanks(at);
	const char *start = *at;
	const char *end = start;
	while (is_letter(**at)) {
		while (is_letter(**at) || is_digit(**at))
			(*at)++;
		end = *at;
		if (**at == '.')
			(*at)++;
	}
	*at = end;
	return end == start ? NULL : keep_text(start, (size_t)(end - start));
}

char *
take_word(const char **at)
{
	skip_blanks(at);
	const char *start = *at;
	while (**at && **at != ' ' && **at != '\t')
		(*at)++;
	return *at == start ? NULL : keep_text(start, (size_t)(*at - start));
}

bool
is_name(const char *text)
{
	const char *at = text;
	if (!is_letter(*at))
		return false;
	while (is_letter(*at) || is_digit(*at))
		at++;
	return *at == '\0';
}

bool
starts(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

char *
trimmed(const char *text)
{
	skip_blanks(&text);
	size_t length = strlen(text);
	while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
		length--;
	return keep_text(text, length);
}

char *
upper(const char *text)
{
	char *copy = keep_text(text, strlen(text));
	for (char *at = copy; *at; at++)
		if (*at >= 'a' && *at <= 'z')
			*at = (char)(*at - 'a' + 'A');
	return copy;
}

const char *
name_in_c(const char *name)
{
	static const char *const taken[] = {
		"auto",
		"bool",
		"break",
		"case",
		"char",
		"const",
		"continue",
		"default",
		"do",
		"double",
		"else",
		"enum",
		"extern",
		"float",
		"for",
		"goto",
		"if",
		"inline",
		"int",
		"long",
		"register",
		"restrict",
		"return",
		"short",
		"signed",
		"sizeof",
		"static",
		"struct",
		"switch",
		"typedef",
		"typeof",
		"union",
		"unsigned",
		"void",
		"volatile",
		"while",
	};
	for (int i = 0; i < (int)(sizeof(taken) / sizeof(*taken)); i++)
		if (strcmp(name, taken[i]) == 0)
			return keep_printf("%s_", name);
	return name;
}

void
out_put(struct out *out, const char *at, size_t length)
{
	if (out->room - out->length < length + 1) {
		size_t room = (out->length + length + 1) * 2;
		char *bigger = keep(room);
		if (out->length > 0)
			memcpy(bigger, out->at, out->length);
		out->at = bigger;
		out->room = room;
	}
	if (length > 0)
		memcpy(out->at + out->length, at, length);
	out->length += length;
	out->at[out->length] = '\0';
}

void
out_printf(struct out *out, const char *format, ...)
{
	va_list arguments, again;
	va_start(arguments, format);
	va_copy(again, arguments);
	size_t length = (size_t)vsnprintf(NULL, 0, format, arguments);
	char *text = keep(length + 1);
	vsnprintf(text, length + 1, format, again);
	va_end(again);
	va_end(arguments);
	out_put(out, text, length);
}

void
out_literal(struct out *out, const char *at, size_t length)
{
	out_put(out, "\"", 1);
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)at[i];
		if (c == '"' || c == '\\')
			out_printf(out, "\\%c", c);
		else if (c == '\n')
			out_put(out, "\\n", 2);
		else if (c == '\t')
			out_put(out, "\\t", 2);
		else if (c < 0x20 || c == 0x7f)
			out_printf(out, "\\%03o", c);
		else
			out_put(out, &at[i], 1);
	}
	out_put(out, "\"", 1);
}

void
out_save(const struct out *out, const char *path)
{
	struct place place = { path, 0 };
	char *fresh = keep_printf("%s.new", path);
	FILE *file = fopen(fresh, "wb");
	if (!file)
		fail((struct place){ fresh, 0 }, "%s", strerror(errno));
	size_t written = fwrite(out->at, 1, out->length, file);
	if (fclose(file) != 0 || written != out->length) {
		unlink(fresh);
		fail(place, "cannot be written");
	}
	if (rename(fresh, path) != 0)
		fail(place, "%s", strerror(errno));
}

char *
guard_of(const char *path)
{
	char *guard = upper(short_name(path));
	for (char *at = guard; *at; at++)
		if (!is_letter(*at) && !is_digit(*at))
			*at = '_';
	return guard;
}
