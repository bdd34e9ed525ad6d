#include "cli/command.h"

#include <assert.h>
#include <string.h>

#include "cli/option.h"

const struct command commands[] = {
#define COMMAND(word, operands, summary, remarks)                                                            \
	{ #word, word##_command, operands, summary, word##_options, remarks },
#include "cli/command.def"
#undef COMMAND
};
const int command_count = (int)(sizeof commands / sizeof commands[0]);

static int option_place(const struct command *command, const char *name, size_t length);
static bool read_option(struct command_line *line, int argc, char **argv, int *at);
static void print_option(FILE *out, const char *name, const char *value, const char *meaning);

const struct command *
command_find(const char *word)
{
	for (int i = 0; i < command_count; i++)
		if (strcmp(commands[i].word, word) == 0)
			return &commands[i];
	return NULL;
}

void
command_list(FILE *out)
{
	fputs("usage: campanella WORD [--help] ...\n\n", out);
	for (int i = 0; i < command_count; i++)
		fprintf(out, "  %-8s %s\n", commands[i].word, commands[i].summary);
	fputs("\n  --help     this list; with a word, what the word takes\n"
	      "  --version  which campanella this is\n\n"
	      "Exit codes: 0 done, 1 broken, 2 wrong input, 3 refused, 4 not found,\n"
	      "5 conflict, 6 busy.\n",
		out);
}

void
command_help(FILE *out, const struct command *command)
{
	fprintf(out, "usage: campanella %s %s%s\n%s.\n\n", command->word, command->operands,
		command->options[0].name ? " [OPTIONS]" : "", command->summary);
	for (const struct command_option *option = command->options; option->name; option++)
		print_option(out, option->name, option->value, option->meaning);
	print_option(out, "help", NULL, "this text");
	if (command->remarks[0])
		fprintf(out, "\n%s\n", command->remarks);
}

enum outcome
command_read(struct command_line *line, int argc, char **argv, int operands_min, int operands_max)
{
	assert(operands_max <= COMMAND_OPERANDS_MAX);
	*line = (struct command_line){ .command = command_find(argv[0]) };
	assert(line->command);
	bool options_over = false;
	for (int at = 1; at < argc; at++) {
		if (!options_over && strcmp(argv[at], "--") == 0) {
			options_over = true;
		} else if (!options_over && argv[at][0] == '-' && argv[at][1]) {
			if (!read_option(line, argc, argv, &at))
				return INVALID;
		} else if (line->operand_count == operands_max) {
			command_say(argv[0], "\"%s\" is one too many (campanella %s --help)", argv[at],
				argv[0]);
			return INVALID;
		} else {
			line->operands[line->operand_count++] = argv[at];
		}
	}
	if (line->operand_count < operands_min) {
		command_say(argv[0], "something is missing; it is called as: campanella %s %s", argv[0],
			line->command->operands);
		return INVALID;
	}
	return OK;
}

bool
command_has(const struct command_line *line, const char *option)
{
	return command_value(line, option) != NULL;
}

const char *
command_value(const struct command_line *line, const char *option)
{
	int place = option_place(line->command, option, strlen(option));
	assert(place >= 0);
	return line->values[place];
}

bool
command_int64(const struct command_line *line, const char *option, int64_t if_absent, int64_t least,
	int64_t most, int64_t *value)
{
	*value = if_absent;
	const char *given = command_value(line, option);
	if (!given)
		return true;
	if (text_int64(text_of(given), value) && *value >= least && *value <= most)
		return true;
	command_say(line->command->word, "--%s takes a whole number from %lld to %lld, not \"%s\"", option,
		(long long)least, (long long)most, given);
	return false;
}

static int
option_place(const struct command *command, const char *name, size_t length)
{
	for (int i = 0; command->options[i].name; i++) {
		assert(i < COMMAND_OPTIONS_MAX);
		if (strncmp(command->options[i].name, name, length) == 0 &&
			command->options[i].name[length] == '\0')
			return i;
	}
	return -1;
}

static bool
read_option(struct command_line *line, int argc, char **argv, int *at)
{
	const struct command *command = line->command;
	const char *name = argv[*at];
	size_t length = strcspn(name, "=");
	int place = name[1] == '-' ? option_place(command, name + 2, length - 2) : -1;
	if (place < 0) {
		command_say(command->word, "there is no option \"%.*s\" (campanella %s --help)", (int)length,
			name, command->word);
		return false;
	}
	const struct command_option *option = &command->options[place];
	if (line->values[place]) {
		command_say(command->word, "--%s stands twice", option->name);
		return false;
	}
	if (!option->value) {
		if (name[length] == '=') {
			command_say(command->word, "--%s takes no value", option->name);
			return false;
		}
		line->values[place] = "";
		return true;
	}
	if (name[length] == '=') {
		line->values[place] = name + length + 1;
	} else if (*at + 1 < argc) {
		line->values[place] = argv[++*at];
	} else {
		command_say(command->word, "--%s needs a value: --%s %s", option->name, option->name,
			option->value);
		return false;
	}
	return true;
}

static void
print_option(FILE *out, const char *name, const char *value, const char *meaning)
{
	char left[64];
	snprintf(left, sizeof left, "--%s%s%s", name, value ? " " : "", value ? value : "");
	fprintf(out, "  %-24s %s\n", left, meaning);
}
