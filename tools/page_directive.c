#include "page2c.h"

#include <string.h>

static void put_value(struct template *template, const char **at);
static void put_message(struct template *template, const char *at);
static void put_number_message(struct template *template, const char *at);
static void put_include(struct template *template, const char *at);

void
line_begin(struct template *template)
{
	out_printf(template->body, "#line %d ", template->place.line);
	out_literal(template->body, template->path, strlen(template->path));
	out_put(template->body, "\n", 1);
	for (int i = 0; i < template->depth; i++)
		out_put(template->body, "\t", 1);
}

void
need_end(struct template *template, const char *at)
{
	skip_blanks(&at);
	if (*at)
		fail(template->place, "\"%s\" was not expected here", at);
}

static bool
is_variable(const struct template *template, const char *name)
{
	if (strcmp(name, "v") == 0)
		return true;
	for (int i = 0; i < template->open_count; i++)
		if (template->open[i].kind == FOR && strcmp(template->open[i].name, name) == 0)
			return true;
	return false;
}

char *
take_path(struct template *template, const char **at)
{
	const char *start = *at;
	char *name = take_name(at);
	if (!name)
		fail(template->place, "expected a value at \"%s\"", start);
	if (!is_variable(template, name)) {
		struct out known = { 0 };
		for (int i = 0; i < template->open_count; i++)
			if (template->open[i].kind == FOR)
				out_printf(&known, " %s", template->open[i].name);
		fail(template->place, "\"%s\" is not a variable here; there is v%s", name,
			known.at ? known.at : "");
	}
	struct out path = { 0 };
	const char *joint = "->";
	out_printf(&path, "%s", name);
	while (**at == '.') {
		(*at)++;
		char *field = take_name(at);
		if (!field)
			fail(template->place, "a name is missing after the dot");
		out_printf(&path, "%s%s", joint, name_in_c(field));
		joint = ".";
	}
	return *joint == '-' ? keep_printf("(*%s)", name) : path.at;
}

/* "..." with \" and \\ inside; as it stands in the page, so msgids stay plain. */
char *
take_quoted(struct template *template, const char **at)
{
	if (!take_byte(at, '"'))
		fail(template->place, "expected a text in quotes at \"%s\"", *at);
	struct out text = { 0 };
	out_put(&text, "", 0);
	for (; **at && **at != '"'; (*at)++) {
		if (**at == '\\' && ((*at)[1] == '"' || (*at)[1] == '\\'))
			(*at)++;
		out_put(&text, *at, 1);
	}
	if (**at != '"')
		fail(template->place, "this quote is not closed");
	(*at)++;
	return text.at;
}

static bool
take_keyword(const char **at, const char *keyword)
{
	const char *ahead = *at;
	char *name = take_name(&ahead);
	if (!name || strcmp(name, keyword) != 0)
		return false;
	*at = ahead;
	return true;
}

static const char *
literal_of(const char *text)
{
	struct out out = { 0 };
	out_literal(&out, text, strlen(text));
	return out.at;
}

/* PATH is [not] CONSTANT | [not] PATH */
static char *
take_comparison(struct template *template, const char **at)
{
	bool not = take_keyword(at, "not");
	char *path = take_path(template, at);
	if (!take_keyword(at, "is")) {
		for (int i = 0; i < template->list_count; i++)
			if (strcmp(template->lists[i], keep_printf("%s %s", template->function, path)) == 0)
				return keep_printf("%s.count %s 0", path, not ? "==" : "!=");
		return keep_printf("%spage_holds(%s)", not ? "!" : "", path);
	}
	if (not )
		fail(template->place, "write \"is not\" instead of \"not ... is\"");
	not = take_keyword(at, "not");
	skip_blanks(at);
	if (**at == '"')
		return keep_printf("%stext_is(%s, %s)", not ? "!" : "", path,
			literal_of(take_quoted(template, at)));
	bool negative = take_byte(at, '-');
	const char *start = *at;
	while (**at >= '0' && **at <= '9')
		(*at)++;
	if (*at > start)
		return keep_printf("%s %s %s%.*s", path, not ? "!=" : "==", negative ? "-" : "",
			(int)(*at - start), start);
	char *constant = negative ? NULL : take_name(at);
	if (!constant || is_variable(template, constant))
		fail(template->place, "expected a constant, a number or a text after \"is\"");
	return keep_printf("%s %s %s", path, not ? "!=" : "==", constant);
}

char *
take_condition(struct template *template, const char **at)
{
	char *condition = take_comparison(template, at);
	const char *joint = NULL;
	for (;;) {
		const char *next = take_keyword(at, "and") ? "&&" : take_keyword(at, "or") ? "||" : NULL;
		if (!next)
			return condition;
		if (joint && strcmp(joint, next) != 0)
			fail(template->place, "\"and\" and \"or\" do not mix: use two ifs, or decide in C");
		joint = next;
		condition = keep_printf("%s %s %s", condition, joint, take_comparison(template, at));
	}
}

void
put_directive(struct template *template, const char *at)
{
	const char *word_at = at;
	const char *word = take_name(&word_at);
	if (template->html == '>')
		fail(template->place, "a value inside a tag needs quotes around it");
	if (word && strcmp(word, "tr") == 0) {
		put_message(template, word_at);
	} else if (word && strcmp(word, "trn") == 0) {
		put_number_message(template, word_at);
	} else if (word && strcmp(word, "form") == 0) {
		need_end(template, word_at);
		line_begin(template);
		out_printf(template->body, "page_form(page);\n");
	} else if (word && strcmp(word, "problems") == 0) {
		skip_blanks(&word_at);
		const char *field = *word_at == '"' ? literal_of(take_quoted(template, &word_at))
						    : take_path(template, &word_at);
		need_end(template, word_at);
		line_begin(template);
		out_printf(template->body, "page_problems(page, %s);\n", field);
	} else if (word && strcmp(word, "include") == 0) {
		put_include(template, word_at);
	} else {
		put_value(template, &at);
		need_end(template, at);
	}
}

/* PATH [| FILTER] */
static void
put_value(struct template *template, const char **at)
{
	char *path = take_path(template, at);
	const char *call = "page_put";
	if (take_byte(at, '|')) {
		char *filter = take_name(at);
		if (!filter)
			fail(template->place, "a filter is missing after \"|\"");
		call = strcmp(filter, "raw") == 0 ? "page_put_html" : keep_printf("show_%s", filter);
	}
	line_begin(template);
	out_printf(template->body, "%s(page, %s);\n", call, path);
}

/* %1 to %9: all up to count, and none above. */
static void
check_arguments(struct template *template, const char *message, int count)
{
	bool used[10] = { false };
	for (const char *at = message; *at; at++) {
		if (at[0] != '%' || at[1] < '1' || at[1] > '9')
			continue;
		if (at[1] - '0' > count)
			fail(template->place, "%%%c has no value", at[1]);
		used[at[1] - '0'] = true;
	}
	for (int i = 1; i <= count; i++)
		if (!used[i])
			fail(template->place, "value %d is not used: the message has no %%%d", i, i);
}

/* tr "..." VALUE... */
static void
put_message(struct template *template, const char *at)
{
	const char *message = take_quoted(template, &at);
	int count = 0;
	skip_blanks(&at);
	if (*at) {
		line_begin(template);
		out_printf(template->body, "{\n");
		template->depth++;
		line_begin(template);
		out_printf(template->body, "struct html arguments[9];\n");
		line_begin(template);
		out_printf(template->body, "size_t mark;\n");
	}
	for (; *at; skip_blanks(&at)) {
		if (++count > 9)
			fail(template->place, "a message has nine values at most");
		line_begin(template);
		out_printf(template->body, "mark = page_mark(page);\n");
		put_value(template, &at);
		line_begin(template);
		out_printf(template->body, "arguments[%d] = page_cut(page, mark);\n", count - 1);
	}
	check_arguments(template, message, count);
	line_begin(template);
	if (count == 0) {
		out_printf(template->body, "page_tr(page, %s);\n", literal_of(message));
		return;
	}
	out_printf(template->body, "page_tr_arguments(page, %s, arguments, %d);\n", literal_of(message),
		count);
	template->depth--;
	line_begin(template);
	out_printf(template->body, "}\n");
}

/* trn PATH[|FILTER] "one" "many": a message without %1 stands beside its number. */
static void
put_number_message(struct template *template, const char *at)
{
	char *number = take_path(template, &at);
	char *filter = take_byte(&at, '|') ? take_name(&at) : NULL;
	const char *one = take_quoted(template, &at);
	const char *many = take_quoted(template, &at);
	need_end(template, at);
	check_arguments(template, many, strstr(many, "%1") ? 1 : 0);
	for (const char *place = one; *place; place++)
		if (place[0] == '%' && place[1] >= '2' && place[1] <= '9')
			fail(template->place, "%%%c has no value", place[1]);
	line_begin(template);
	if (!filter) {
		out_printf(template->body, "page_trn(page, (int64_t)%s, %s, %s);\n", number, literal_of(one),
			literal_of(many));
		return;
	}
	out_printf(template->body, "{ size_t mark = page_mark(page);\n");
	line_begin(template);
	out_printf(template->body, "show_%s(page, %s);\n", filter, number);
	line_begin(template);
	out_printf(template->body, "page_trn_shown(page, page_cut(page, mark), %s, %s); }\n", literal_of(one),
		literal_of(many));
}

/* include PART(PATH): a variable is a pointer already. */
static void
put_include(struct template *template, const char *at)
{
	const char *part = take_name(&at);
	if (!part || !take_byte(&at, '('))
		fail(template->place, "expected: include PART(VALUE)");
	const char *path = take_path(template, &at);
	if (!take_byte(&at, ')'))
		fail(template->place, "expected: include PART(VALUE)");
	need_end(template, at);
	line_begin(template);
	if (starts(path, "(*"))
		out_printf(template->body, "%s(page, %.*s);\n", part, (int)strlen(path) - 3, path + 2);
	else
		out_printf(template->body, "%s(page, &%s);\n", part, path);
}
