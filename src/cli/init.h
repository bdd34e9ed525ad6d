#ifndef CLI_INIT_H
#define CLI_INIT_H

#include "cli/command.h"
#include "cli/school_create.h"
#include "identity/activation.h"

/* What `campanella init` knows before it makes anything. */
struct init {
	struct command_line line;
	struct arena *arena;
	bool asks; /* a person sits at the terminal */
	bool left; /* without an answer */
	struct school_plan plan;
	struct text head;
	struct text head_given_name;
	struct text head_family_name;
	char code[ACTIVATION_CODE_SIZE];
};

/*
 * The plan from the options, from who sits at the terminal, and from what is
 * usual. An answer that does not fit is asked for again; false when an option
 * does not, or nobody is there to ask. What was wrong has been said.
 */
bool init_ask(struct init *init) MUST_USE;

#endif
