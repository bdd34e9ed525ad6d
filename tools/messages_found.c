#include "messages_found.h"

#include <string.h>

static void
found_add(struct founds *founds, const char *id, const char *plural, struct place place)
{
	for (int i = 0; i < founds->count; i++) {
		struct found *before = &founds->at[i];
		if (strcmp(before->id, id) != 0)
			continue;
		if (plural && before->plural && strcmp(plural, before->plural) != 0)
			fail(place, "\"%s\" has another plural in %s:%d", id, before->place.name,
				before->place.line);
		if (plural)
			before->plural = plural;
		return;
	}
	founds->at = grow(founds->at, founds->count, sizeof(*founds->at));
	founds->at[founds->count++] = (struct found){ id, plural, place };
}

/* "..." and what follows it in quotes, as in C; NULL when there is no quote. */
static char *
take_text(const char **at, struct place place, bool joined)
{
	struct out text = { 0 };
	const char *ahead = *at;
	if (!take_byte(&ahead, '"'))
		return NULL;
	out_put(&text, "", 0);
	do {
		for (; *ahead && *ahead != '"'; ahead++) {
			const char *escaped = *ahead == '\\' ? strchr("nt\"\\'", ahead[1]) : NULL;
			if (*ahead == '\\' && (!escaped || !*escaped))
				fail(place, "this text has an escape that messages do not");
			if (escaped)
				ahead++;
			char byte = escaped && *escaped == 'n' ? '\n'
				: escaped && *escaped == 't'   ? '\t'
							       : *ahead;
			out_put(&text, &byte, 1);
		}
		if (*ahead != '"')
			fail(place, "this text is not closed in its line");
		ahead++;
	} while (joined && take_byte(&ahead, '"'));
	*at = ahead;
	return text.at;
}

/* The directives of one line: none is longer than its line. */
static void
find_in_template(struct founds *founds, const char *line, struct place place)
{
	for (const char *at = strstr(line, "{{"); at; at = strstr(at, "{{")) {
		at += 2;
		const char *ahead = at;
		const char *word = take_name(&ahead);
		if (!word)
			continue;
		char *id = NULL, *plural = NULL;
		if (strcmp(word, "tr") == 0) {
			id = take_text(&ahead, place, false);
		} else if (strcmp(word, "trn") == 0 && take_dotted(&ahead)) {
			if (take_byte(&ahead, '|'))
				(void)take_name(&ahead); /* the filter */
			id = take_text(&ahead, place, false);
			plural = take_text(&ahead, place, false);
		} else if (strcmp(word, "page") == 0) {
			const char *title = strstr(ahead, " title ");
			if (title && (title += strlen(" title ")))
				id = take_text(&title, place, false);
		}
		if (id)
			found_add(founds, id, plural, place);
	}
}

static bool
stands_alone(const char *line, const char *at)
{
	return at == line ||
		!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789", at[-1]);
}

static void
find_in_c(struct founds *founds, const char *line, struct place place)
{
	for (const char *at = strstr(line, "TR"); at; at = strstr(at + 2, "TR")) {
		if (!stands_alone(line, at))
			continue;
		bool number = starts(at, "TRN(");
		if (!number && !starts(at, "TR("))
			continue;
		const char *ahead = strchr(at, '(') + 1;
		char *id = take_text(&ahead, place, true);
		char *plural = id && number && take_byte(&ahead, ',') ? take_text(&ahead, place, true) : NULL;
		if (id && number && !plural)
			fail(place, "TRN needs the singular and the plural in one line");
		if (id)
			found_add(founds, id, plural, place);
	}
}

/* TR( or TRN( with its text behind it, or with a line that ends there. */
static const char *
call_in(const char *line)
{
	for (const char *at = strstr(line, "TR"); at; at = strstr(at + 2, "TR")) {
		const char *behind = at + 2 + (at[2] == 'N');
		if (stands_alone(line, at) && *behind == '(' && (behind[1] == '"' || !behind[1]))
			return at;
	}
	return NULL;
}

/* A call that C lays out over two lines is joined until its bracket closes. */
void
messages_find(struct founds *founds, const char *path)
{
	struct source source;
	source_open(&source, path);
	size_t length = strlen(path);
	bool template = length > 5 && strcmp(path + length - 5, ".html") == 0;
	char *line;
	while ((line = source_line(&source))) {
		struct place place = source_place(&source);
		if (template) {
			find_in_template(founds, line, place);
			continue;
		}
		const char *call;
		while ((call = call_in(line)) && !strchr(call, ')')) {
			char *more = source_line(&source);
			if (!more)
				break;
			line = keep_printf("%s%s%s", line, call[strlen(call) - 1] == '(' ? "" : " ",
				trimmed(more));
		}
		find_in_c(founds, line, place);
	}
}
