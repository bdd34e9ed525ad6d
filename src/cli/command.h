#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdio.h>

#include "platform/outcome.h"
#include "platform/text.h"

/*
 * The words of the command line: `campanella WORD ...`. One file per word, one
 * line per word in command.def; the help is made from the same table that
 * options are read by, and the man pages are compared with it in the tests.
 */
#define COMMAND_OPTIONS_MAX  24
#define COMMAND_OPERANDS_MAX 64

struct command_option {
	const char *name;    /* "journal" for --journal */
	const char *value;   /* "PATH"; NULL for an option without a value */
	const char *meaning; /* one line */
};
struct command {
	const char *word;
	int (*run)(int argc, char **argv); /* argv[0] is the word; returns the exit code */
	const char *operands;              /* "DIR FILE..." */
	const char *summary;
	const struct command_option *options; /* ends with a NULL name */
	const char *remarks;                  /* paragraphs for --help; may be empty */
};
extern const struct command commands[];
extern const int command_count;

const struct command *command_find(const char *word); /* NULL: no such word */
void command_help(FILE *out, const struct command *command);
void command_list(FILE *out);

/* The arguments of one call, read by the table. */
struct command_line {
	const struct command *command;
	const char *values[COMMAND_OPTIONS_MAX]; /* by the option's place; "" for one without value */
	const char *operands[COMMAND_OPERANDS_MAX + 1];
	int operand_count;
};
/* INVALID after saying on standard error what is wrong. Options may stand
 * anywhere; "--" ends them; both "--name value" and "--name=value" are read. */
enum outcome command_read(struct command_line *line, int argc, char **argv, int operands_min,
	int operands_max) MUST_USE;
bool command_has(const struct command_line *line, const char *option);
const char *command_value(const struct command_line *line, const char *option); /* NULL: not given */
/* False after a message when the value is no whole number from least to most. */
bool command_int64(const struct command_line *line, const char *option, int64_t if_absent, int64_t least,
	int64_t most, int64_t *value);

/* "campanella WORD: message" on standard error. */
void command_say(const char *word, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Words that other folders answer for. */
#define COMMAND(word, operands, summary, remarks) int word##_command(int argc, char **argv);
#include "cli/command.def"
#undef COMMAND

#endif
