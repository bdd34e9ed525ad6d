/*
 * po2c: the translations of po/ become one sorted table.
 *
 *   po2c OUT.c LANGUAGE.po...                      messages[]
 *   po2c --template SOURCE...                      prints what there is to translate
 *   po2c --missing [--strict] LANGUAGE.po... -- SOURCE...
 *       lists what the sources say and a language lacks, and what it has for
 *       nothing; with --strict a missing text is a failure
 *
 * A translation must use the same %1 to %9 as its message: a value that is
 * lost on the way would be a wrong sentence.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "messages_found.h"

#define LANGUAGES_MAX 8

struct entry {
	const char *id, *plural;
	const char *said[2];
	bool fuzzy;
	struct place place;
};

struct catalogue {
	const char *language; /* "it" */
	struct entry *entries;
	int count;
};

static void check_entry(const struct entry *entry);

/* "..." of a .po line. */
static const char *
po_text(const char **at, struct place place)
{
	struct out text = { 0 };
	out_put(&text, "", 0);
	if (!take_byte(at, '"'))
		fail(place, "a text in quotes was expected");
	for (; **at && **at != '"'; (*at)++) {
		char byte = **at;
		if (byte == '\\') {
			(*at)++;
			if (!**at || !strchr("nt\"\\", **at))
				fail(place, "of escapes only \\n \\t \\\" and \\\\ are understood");
			byte = **at == 'n' ? '\n' : **at == 't' ? '\t' : **at;
		}
		out_put(&text, &byte, 1);
	}
	if (!take_byte(at, '"'))
		fail(place, "this quote is not closed");
	skip_blanks(at);
	if (**at)
		fail(place, "\"%s\" was not expected here", *at);
	return text.at;
}

static void
catalogue_add(struct catalogue *catalogue, const struct entry *entry)
{
	if (!entry->id || !*entry->id)
		return; /* the header */
	check_entry(entry);
	for (int i = 0; i < catalogue->count; i++)
		if (strcmp(catalogue->entries[i].id, entry->id) == 0)
			fail(entry->place, "\"%s\" stands twice, first in line %d", entry->id,
				catalogue->entries[i].place.line);
	catalogue->entries = grow(catalogue->entries, catalogue->count, sizeof(*catalogue->entries));
	catalogue->entries[catalogue->count++] = *entry;
}

/* Which part of an entry a keyword begins. */
static const char **
part_of(struct entry *entry, const char *keyword, struct place place)
{
	if (strcmp(keyword, "msgid") == 0)
		return &entry->id;
	if (strcmp(keyword, "msgid_plural") == 0)
		return &entry->plural;
	if (strcmp(keyword, "msgstr") == 0 || strcmp(keyword, "msgstr[0]") == 0)
		return &entry->said[0];
	if (strcmp(keyword, "msgstr[1]") == 0)
		return &entry->said[1];
	fail(place, "\"%s\": expected msgid, msgid_plural, msgstr, msgstr[0] or msgstr[1]", keyword);
}

static void
catalogue_read(struct catalogue *catalogue, struct source *source)
{
	struct entry entry = { 0 };
	const char **part = NULL;
	bool fuzzy = false;
	char *line;
	while ((line = source_line(source))) {
		struct place place = source_place(source);
		const char *at = line;
		skip_blanks(&at);
		if (*at == '#') {
			fuzzy |= starts(at, "#,") && strstr(at, "fuzzy");
		} else if (*at == '"') {
			if (!part)
				fail(place, "this text belongs to nothing");
			*part = keep_printf("%s%s", *part, po_text(&at, place));
		} else if (*at) {
			const char *keyword = keep_text(at, strcspn(at, " \t\""));
			at += strlen(keyword);
			if (strcmp(keyword, "msgid") == 0) {
				catalogue_add(catalogue, &entry);
				entry = (struct entry){ .place = place, .fuzzy = fuzzy };
				fuzzy = false;
			}
			part = part_of(&entry, keyword, place);
			if (!entry.id && part != &entry.id)
				fail(place, "%s stands before any msgid", keyword);
			if (*part)
				fail(place, "%s stands twice", keyword);
			*part = po_text(&at, place);
		}
	}
	catalogue_add(catalogue, &entry);
}

/* The values a text uses, as bits. */
static unsigned
values_of(const char *text)
{
	unsigned values = 0;
	for (; text && *text; text++)
		if (text[0] == '%' && text[1] >= '1' && text[1] <= '9')
			values |= 1u << (text[1] - '0');
	return values;
}

static void
check_entry(const struct entry *entry)
{
	if (!entry->said[0] || (entry->plural != NULL) != (entry->said[1] != NULL))
		fail(entry->place, "\"%s\" has %s", entry->id,
			entry->plural ? "a plural and needs msgstr[0] and msgstr[1]"
				      : "no plural and needs one msgstr");
	for (int i = 0; i < 2; i++) {
		if (!entry->said[i] || !*entry->said[i])
			continue;
		unsigned said = values_of(entry->said[i]),
			 meant = values_of(i == 0 ? entry->id : entry->plural);
		/* "one pupil" may leave out the number that is one. */
		if (said != meant && !(entry->plural && i == 0 && said == 0))
			fail(entry->place, "the translation of \"%s\" does not use the same %%1 to %%9",
				entry->id);
	}
}

static bool
is_translated(const struct entry *entry)
{
	return !entry->fuzzy && *entry->said[0] && (!entry->plural || *entry->said[1]);
}

static const struct entry *
entry_find(const struct catalogue *catalogue, const char *id)
{
	for (int i = 0; i < catalogue->count; i++)
		if (strcmp(catalogue->entries[i].id, id) == 0)
			return &catalogue->entries[i];
	return NULL;
}

static void
catalogue_open(struct catalogue *catalogue, const char *path)
{
	struct source source;
	const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	*catalogue = (struct catalogue){ .language = keep_text(name, strcspn(name, ".")) };
	source_open(&source, path);
	catalogue_read(catalogue, &source);
}

static int
id_order(const void *one, const void *other)
{
	return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static void
emit(const struct catalogue *catalogues, int count, struct out *out)
{
	const char **ids = NULL;
	int id_count = 0;
	for (int c = 0; c < count; c++)
		for (int e = 0; e < catalogues[c].count; e++) {
			if (!is_translated(&catalogues[c].entries[e]))
				continue;
			ids = grow(ids, id_count, sizeof(*ids));
			ids[id_count++] = catalogues[c].entries[e].id;
		}
	if (id_count > 0)
		qsort(ids, (size_t)id_count, sizeof(*ids), id_order);

	int messages = 0;
	out_printf(out,
		"/* Made by po2c from po/. */\n#include \"platform/page.h\"\n\nconst struct message messages[] = {\n");
	for (int i = 0; i < id_count; i++) {
		if (i > 0 && strcmp(ids[i - 1], ids[i]) == 0)
			continue;
		messages++;
		out_printf(out, "\t{ ");
		out_literal(out, ids[i], strlen(ids[i]));
		out_printf(out, ", {\n");
		for (int c = 0; c < count; c++) {
			const struct entry *entry = entry_find(&catalogues[c], ids[i]);
			if (!entry || !is_translated(entry))
				continue;
			out_printf(out, "\t\t[LANGUAGE_%s] = { ", upper(catalogues[c].language));
			out_literal(out, entry->said[0], strlen(entry->said[0]));
			if (entry->said[1]) {
				out_printf(out, ", ");
				out_literal(out, entry->said[1], strlen(entry->said[1]));
			}
			out_printf(out, " },\n");
		}
		out_printf(out, "\t} },\n");
	}
	if (messages == 0)
		out_printf(out, "\t{ .id = \"\" },\n");
	out_printf(out, "};\nconst int message_count = %d;\n", messages);
}

static void
print_template(char **paths, int count)
{
	struct founds founds = { 0 };
	struct out out = { 0 };
	for (int i = 0; i < count; i++)
		messages_find(&founds, paths[i]);
	out_printf(&out, "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n");
	for (int i = 0; i < founds.count; i++) {
		const struct found *found = &founds.at[i];
		out_printf(&out, "\n#: %s:%d\nmsgid ", found->place.name, found->place.line);
		out_literal(&out, found->id, strlen(found->id));
		if (found->plural) {
			out_printf(&out, "\nmsgid_plural ");
			out_literal(&out, found->plural, strlen(found->plural));
		}
		out_printf(&out, found->plural ? "\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n" : "\nmsgstr \"\"\n");
	}
	fwrite(out.at, 1, out.length, stdout);
}

/* How many texts one language lacks. */
static int
print_missing(const struct catalogue *catalogue, const struct founds *founds)
{
	int missing = 0;
	for (int i = 0; i < founds->count; i++) {
		const struct found *found = &founds->at[i];
		const struct entry *entry = entry_find(catalogue, found->id);
		bool same = entry && is_translated(entry) && (!found->plural || entry->plural);
		if (!same)
			printf("%s lacks \"%s\" (%s:%d)\n", catalogue->language, found->id, found->place.name,
				found->place.line);
		missing += !same;
	}
	for (int e = 0; e < catalogue->count; e++) {
		int i = 0;
		while (i < founds->count && strcmp(founds->at[i].id, catalogue->entries[e].id) != 0)
			i++;
		if (i == founds->count)
			printf("%s has \"%s\", which nothing says\n", catalogue->language,
				catalogue->entries[e].id);
	}
	return missing;
}

static int
missing(char **arguments, int count)
{
	struct catalogue catalogues[LANGUAGES_MAX];
	struct founds founds = { 0 };
	int languages = 0, lacking = 0, next = 0;
	bool strict = count > 0 && strcmp(arguments[0], "--strict") == 0;
	for (next = strict; next < count && strcmp(arguments[next], "--") != 0 && languages < LANGUAGES_MAX;
		next++)
		catalogue_open(&catalogues[languages++], arguments[next]);
	for (next++; next < count; next++)
		messages_find(&founds, arguments[next]);
	for (int i = 0; i < languages; i++)
		lacking += print_missing(&catalogues[i], &founds);
	printf("%d texts, %d translations missing\n", founds.count, lacking);
	return (strict && lacking > 0) || founds.count == 0 ? 1 : 0;
}

int
main(int count, char **arguments)
{
	int status = 0;
	if (count < 3 || count > LANGUAGES_MAX + 2 + 4096) {
		fprintf(stderr,
			"usage: po2c OUT.c LANGUAGE.po...\n       po2c --template SOURCE...\n"
			"       po2c --missing [--strict] LANGUAGE.po... -- SOURCE...\n");
		return 2;
	}
	if (strcmp(arguments[1], "--template") == 0) {
		print_template(&arguments[2], count - 2);
	} else if (strcmp(arguments[1], "--missing") == 0) {
		status = missing(&arguments[2], count - 2);
	} else {
		struct catalogue catalogues[LANGUAGES_MAX];
		struct out out = { 0 };
		int languages = 0;
		for (int i = 2; i < count && languages < LANGUAGES_MAX; i++)
			catalogue_open(&catalogues[languages++], arguments[i]);
		emit(catalogues, languages, &out);
		out_save(&out, arguments[1]);
	}
	reader_forget();
	return status;
}
