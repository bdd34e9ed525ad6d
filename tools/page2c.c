/*
 * page2c: an .html template becomes C that writes the page, escaped.
 *
 *   page2c IN.html OUT.h OUT.c
 *
 *   {{ use "register/lesson.h" }}              a header with the view
 *   {{ page lesson_html(struct lesson_view) title "Lesson" }} ... {{ end }}
 *   {{ part lesson_row(struct lesson_pupil) }} ... {{ end }}
 *   {{ v.day | long_day }}  {{ if a and not b }} {{ elif c is NAME }} {{ else }} {{ end }}
 *   {{ for row in v.rows }} {{ else }} {{ end }}  {{ include lesson_row(row) }}
 *   {{ tr "%1 of %2 hours" v.absent v.limit }}  {{ trn v.count "%1 pupil" "%1 pupils" }}
 *   {{ form }}  {{ problems "topic" }}  {{ v.drawing | raw }}  {{# comment }}
 *
 * There is no C in a template. #line directives make the compiler name the
 * template when a field is missing. Lines of directives alone leave no trace.
 */
#include "page2c.h"

#include <stdio.h>
#include <string.h>

static void block_open(struct template *template, enum block_kind kind, const char *at);
static void block_else(struct template *template, const char *at, bool elif);
static void block_end(struct template *template, const char *at);

/* The whole file in one text, every line known to be good. */
static char *
read_whole(struct source *source)
{
	struct out whole = { 0 };
	out_put(&whole, "", 0);
	char *line;
	while ((line = source_line(source)))
		out_printf(&whole, "%s\n", line);
	return whole.at;
}

/* Where the directive that begins at "{{" ends, behind its "}}". */
static const char *
directive_end(struct template *template, const char *at)
{
	bool comment = at[2] == '#', quoted = false;
	for (at += 2; *at; at++) {
		if (*at == '\\' && quoted && at[1])
			at++;
		else if (*at == '"' && !comment)
			quoted = !quoted;
		else if (at[0] == '}' && at[1] == '}' && !quoted)
			return at + 2;
		else if (*at == '\n' && !comment)
			break;
	}
	fail(template->place, comment ? "this comment has no \"}}\"" : "\"}}\" is missing in this line");
}

static bool
is_silent(const char *directive)
{
	static const char *const words[] = { "use", "page", "part", "if", "elif", "else", "for", "end",
		"include", "problems", "form" };
	const char *at = directive;
	if (*at == '#')
		return true;
	const char *word = take_name(&at);
	for (size_t i = 0; word && i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

/* Does only silent directives and blanks stand between here and the line's
 * end? Then *next is the start of the next line. A comment may span lines. */
static bool
line_is_silent(struct template *template, const char *at, const char **next)
{
	bool any = false;
	for (;;) {
		skip_blanks(&at);
		if (*at == '\n' || !*at)
			break;
		if (!starts(at, "{{") || !is_silent(at + 2))
			return false;
		at = directive_end(template, at);
		any = true;
	}
	*next = *at ? at + 1 : at;
	return any;
}

/* What a browser would run, or read as more than a value. The pages' security
 * policy refuses inline script and style; say it here and not in a browser. */
static void
check_literal(struct template *template, const char *at, size_t length)
{
	static const char *const refused[] = { "<style", " style=", "<script>",
		"javascript:", "onclick=", "onload=", "onchange=", "onsubmit=", "onerror=", "oninput=" };
	char *text = keep_text(at, length);
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		const char *hit = strstr(text, refused[i]);
		struct place place = template->place;
		for (const char *after = hit; hit && *after; after++)
			place.line -= *after == '\n';
		if (hit)
			fail(place, "\"%s\": no inline script or style; they belong into web/", refused[i]);
	}
	for (size_t i = 0; i < length; i++) {
		if (template->html == 0)
			template->html = at[i] == '<' ? '>' : 0;
		else if (template->html == '>')
			template->html = at[i] == '>' ? 0 : at[i] == '"' || at[i] == '\'' ? at[i] : '>';
		else if (template->html == at[i])
			template->html = '>';
	}
}

static void
put_literal(struct template *template, const char *at, size_t length)
{
	if (length == 0)
		return;
	if (template->open_count == 0) {
		if (strspn(at, " \t\n") < length)
			fail(template->place, "text stands outside of a page or part");
		return;
	}
	for (int i = 0; i < template->depth; i++)
		out_put(template->body, "\t", 1);
	out_printf(template->body, "page_literal(page, ");
	out_literal(template->body, at, length);
	out_printf(template->body, ", %zu);\n", length);
}

static void
use(struct template *template, const char *at)
{
	if (template->open_count > 0)
		fail(template->place, "\"use\" stands before the pages and parts");
	char *header = take_quoted(template, &at);
	need_end(template, at);
	template->uses = grow(template->uses, template->use_count, sizeof(*template->uses));
	template->uses[template->use_count++] = header;
}

static void
directive(struct template *template, const char *text)
{
	const char *at = text;
	const char *word = take_name(&at);
	if (*text == '#')
		return;
	if (word && strcmp(word, "use") == 0)
		use(template, at);
	else if (word && strcmp(word, "page") == 0)
		block_open(template, PAGE, at);
	else if (word && strcmp(word, "part") == 0)
		block_open(template, PART, at);
	else if (template->open_count == 0)
		fail(template->place, "\"%s\" stands outside of a page or part", trimmed(text));
	else if (word && strcmp(word, "if") == 0)
		block_open(template, IF, at);
	else if (word && strcmp(word, "for") == 0)
		block_open(template, FOR, at);
	else if (word && strcmp(word, "elif") == 0)
		block_else(template, at, true);
	else if (word && strcmp(word, "else") == 0)
		block_else(template, at, false);
	else if (word && strcmp(word, "end") == 0)
		block_end(template, at);
	else
		put_directive(template, text);
}

static void
count_lines(struct template *template, const char *from, const char *to)
{
	for (; from < to; from++)
		template->place.line += *from == '\n';
}

/* One after the other: literal text, then a directive. */
static void
translate(struct template *template, const char *text)
{
	const char *at = text, *literal = text, *next;
	bool line_start = true;
	while (*at) {
		bool silent = line_start && line_is_silent(template, at, &next);
		line_start = false;
		if (!silent && !starts(at, "{{")) {
			line_start = *at == '\n';
			template->place.line += line_start;
			at++;
			continue;
		}
		check_literal(template, literal, (size_t)(at - literal));
		put_literal(template, literal, (size_t)(at - literal));
		const char *stop = silent ? next : at + 1;
		while (at < stop) {
			if (!starts(at, "{{")) {
				count_lines(template, at, at + 1);
				at++;
				continue;
			}
			const char *end = directive_end(template, at);
			directive(template, trimmed(keep_text(at + 2, (size_t)(end - at) - 4)));
			count_lines(template, at, end);
			at = end;
		}
		literal = at;
		line_start = silent;
	}
	check_literal(template, literal, (size_t)(at - literal));
	put_literal(template, literal, (size_t)(at - literal));
	if (template->open_count > 0)
		fail(template->open[template->open_count - 1].place, "this has no {{ end }}");
}

static struct open_block *
push(struct template *template, enum block_kind kind, const char *name)
{
	if (template->open_count == template->open_room) {
		int room = template->open_room == 0 ? 8 : template->open_room * 2;
		struct open_block *bigger = keep((size_t)room * sizeof(*bigger));
		if (template->open_count > 0)
			memcpy(bigger, template->open, (size_t) template->open_count * sizeof(*bigger));
		template->open = bigger;
		template->open_room = room;
	}
	struct open_block *block = &template->open[template->open_count++];
	*block = (struct open_block){
		.kind = kind, .name = name, .depth = template->depth, .place = template->place
	};
	template->depth++;
	return block;
}

/* page NAME(struct T) title "..." | part NAME(struct T) */
static void
function_open(struct template *template, enum block_kind kind, const char *at)
{
	const char *word = kind == PAGE ? "page" : "part";
	if (template->open_count > 0)
		fail(template->place, "a %s cannot stand inside another block", word);
	char *name = take_name(&at);
	char *type = name && take_byte(&at, '(') ? take_name(&at) : NULL;
	char *tag = type && strcmp(type, "struct") == 0 ? take_name(&at) : NULL;
	if (!tag || !take_byte(&at, ')'))
		fail(template->place, "expected: %s NAME(struct VIEW)%s", word,
			kind == PAGE ? " title \"...\"" : "");
	const char *title = NULL;
	if (kind == PAGE) {
		char *title_word = take_name(&at);
		if (!title_word || strcmp(title_word, "title") != 0)
			fail(template->place, "a page needs title \"...\"");
		title = take_quoted(template, &at);
	}
	need_end(template, at);
	const char *takes = kind == PAGE ? "struct request *req, struct reply *reply" : "struct page *page";
	out_printf(template->header, "void %s(%s, const struct %s *v);\n", name, takes, tag);
	out_printf(template->body, "\nvoid\n%s(%s, const struct %s *v)\n{\n\t(void)v;\n", name, takes, tag);
	if (kind == PAGE) {
		out_printf(template->body,
			"\tstruct page here = { .req = req, .out = &reply->body };\n"
			"\tstruct page *page = &here;\n\tpage_frame_open(page, ");
		out_literal(template->body, title, strlen(title));
		out_printf(template->body, ");\n");
	}
	template->function = name;
	template->html = 0;
	push(template, kind, name);
}

/* for NAME in PATH */
static void
loop_open(struct template *template, const char *at)
{
	char *name = take_name(&at);
	char *in = name ? take_name(&at) : NULL;
	if (!in || strcmp(in, "in") != 0)
		fail(template->place, "expected: for NAME in LIST");
	bool taken = strcmp(name, "v") == 0 || strcmp(name, "page") == 0 ||
		strcmp(name_in_c(name), name) != 0;
	for (int i = 0; i < template->open_count; i++)
		taken |= template->open[i].kind == FOR && strcmp(template->open[i].name, name) == 0;
	if (taken)
		fail(template->place, "\"%s\" cannot name a loop's variable here", name);
	char *path = take_path(template, &at);
	need_end(template, at);
	template->lists = grow(template->lists, template->list_count, sizeof(*template->lists));
	template->lists[template->list_count++] = keep_printf("%s %s", template->function, path);
	line_begin(template);
	out_printf(template->body, "for (size_t at_%s = 0; at_%s < %s.count; at_%s++) {\n", name, name, path,
		name);
	push(template, FOR, name)->path = path;
	line_begin(template);
	out_printf(template->body, "const __typeof__(*%s.at) *%s = &%s.at[at_%s];\n", path, name, path, name);
	line_begin(template);
	out_printf(template->body, "(void)%s;\n", name);
}

static void
block_open(struct template *template, enum block_kind kind, const char *at)
{
	if (kind == PAGE || kind == PART) {
		function_open(template, kind, at);
	} else if (kind == FOR) {
		loop_open(template, at);
	} else {
		char *condition = take_condition(template, &at);
		need_end(template, at);
		line_begin(template);
		out_printf(template->body, "if (%s) {\n", condition);
		push(template, IF, "if");
	}
}

static void
block_else(struct template *template, const char *at, bool elif)
{
	struct open_block *block = &template->open[template->open_count - 1];
	if ((block->kind != IF && block->kind != FOR) || block->has_else || (elif && block->kind == FOR))
		fail(template->place, "this %s belongs to nothing", elif ? "elif" : "else");
	char *condition = elif ? take_condition(template, &at) : NULL;
	need_end(template, at);
	template->depth--;
	line_begin(template);
	if (elif)
		out_printf(template->body, "} else if (%s) {\n", condition);
	else if (block->kind == IF)
		out_printf(template->body, "} else {\n");
	else
		out_printf(template->body, "} if (%s.count == 0) {\n", block->path);
	template->depth++;
	block->has_else = !elif;
	if (block->kind == FOR)
		block->name = ""; /* there is no element now */
}

static void
block_end(struct template *template, const char *at)
{
	need_end(template, at);
	struct open_block *block = &template->open[--template->open_count];
	if (block->kind == PAGE)
		out_printf(template->body, "\tpage_frame_close(page);\n");
	template->depth = block->depth;
	line_begin(template);
	out_printf(template->body, "}\n");
}

/* What `if PATH` means depends on whether the page loops over it, also further
 * down: so lists are found in a first pass. */
static void
template_to_c(struct template *template, struct source *source, struct out *body, struct out *header)
{
	char *text = read_whole(source);
	struct out dropped = { 0 };
	*template = (struct template){
		.path = template->path, .body = &dropped, .header = &dropped, .place = { source->name, 1 }
	};
	translate(template, text);
	*template = (struct template){ .path = template->path,
		.body = body,
		.header = header,
		.place = { source->name, 1 },
		.lists = template->lists,
		.list_count = template->list_count };
	translate(template, text);
}

static void
finish(const struct template *template, const char *header_path, const char *body_path,
	const struct out *body, const struct out *header)
{
	const char *guard = guard_of(header_path);
	const char *name = short_name(header_path);
	struct out first = { 0 }, second = { 0 };
	out_printf(&first,
		"/* Made by page2c from %s. */\n#ifndef %s\n#define %s\n\n#include \"platform/page.h\"\n",
		template->place.name, guard, guard);
	for (int i = 0; i < template->use_count; i++)
		out_printf(&first, "#include \"%s\"\n", template->uses[i]);
	out_printf(&first, "\n%s\n#endif\n", header->at ? header->at : "");
	out_printf(&second, "/* Made by page2c from %s. */\n#include \"%s\"\n%s", template->place.name, name,
		body->at ? body->at : "");
	out_save(&first, header_path);
	out_save(&second, body_path);
}

int
main(int count, char **arguments)
{
	if (count != 4) {
		fprintf(stderr, "usage: page2c IN.html OUT.h OUT.c\n");
		return 2;
	}
	struct source source;
	struct template template = { .path = arguments[1] };
	struct out body = { 0 }, header = { 0 };
	source_open(&source, arguments[1]);
	template_to_c(&template, &source, &body, &header);
	finish(&template, arguments[2], arguments[3], &body, &header);
	reader_forget();
	return 0;
}
