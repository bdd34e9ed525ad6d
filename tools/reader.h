#ifndef TOOLS_READER_H
#define TOOLS_READER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What the generators share: reading a file line by line, keeping small texts,
 * complaining with file:line, and output that reaches the disk only when the
 * whole input was good. Everything kept lives until reader_forget.
 *
 * The first fault ends the run: fail prints it and leaves with 1, or jumps
 * back to reader_try, which the fuzz targets use.
 */
struct source {
	const char *name; /* as people say it: "register/attendance.sql" */
	const char *at;   /* what is left */
	const char *end;
	int line; /* of the line given last */
};

/* The place of a fault; the name is what stands in messages. */
struct place {
	const char *name;
	int line;
};

_Noreturn void fail(struct place place, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Runs work and says whether it came to its end; its message is dropped. */
bool reader_try(void (*work)(void *), void *context);
void reader_forget(void); /* everything kept */

void *keep(size_t bytes); /* zeroed */
char *keep_text(const char *at, size_t length);
char *keep_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Room for one more in a kept array that doubles: grow(array, count, sizeof *array). */
void *grow(void *array, int count, size_t each);

void source_open(struct source *source, const char *path);
void source_of(struct source *source, const char *name, const char *at, size_t length);
/* The next line, kept, without its end; NULL after the last. NUL and bytes
 * that are not UTF-8 are faults: a template with them would be served. */
char *source_line(struct source *source);
struct place source_place(const struct source *source);
/* The last two parts of a path: what people call the file. */
const char *short_name(const char *path);

/* Scanning one line. All of them move *at. */
void skip_blanks(const char **at);
bool take_byte(const char **at, char byte); /* blanks before it are skipped */
char *take_name(const char **at);           /* [A-Za-z_][A-Za-z0-9_]*, kept; NULL if none */
char *take_dotted(const char **at);         /* names joined by dots */
char *take_word(const char **at);           /* up to the next blank; NULL at the end */
bool is_name(const char *text);
bool starts(const char *text, const char *prefix);
char *trimmed(const char *text);
/* A name in C: "short" becomes "short_". */
const char *name_in_c(const char *name);
char *upper(const char *text); /* ATTENDANCE_DAY of attendance_day */

/* Text to write. Fuzz targets drop it. */
struct out {
	char *at;
	size_t length;
	size_t room;
};
void out_put(struct out *out, const char *at, size_t length);
void out_printf(struct out *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A C string literal with its quotes, of one line. */
void out_literal(struct out *out, const char *at, size_t length);
/* Replaces the file at once. */
void out_save(const struct out *out, const char *path);
/* The include guard of a header that stands in gen/: REGISTER_ATTENDANCE_SQL_H. */
char *guard_of(const char *path);

#endif
