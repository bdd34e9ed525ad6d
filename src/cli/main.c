/*
 * `campanella`: the server and the command line in one program. A child
 * process of the server is this program too, called with "@NAME".
 */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "daemon/process.h"
#include "cli/version.h"

int
main(int argc, char **argv)
{
	if (process_is_child(argc, argv))
		return process_child_main(argc, argv);
	if (argc < 2) {
		command_list(stderr);
		return outcome_exit_code(INVALID);
	}
	const char *word = argv[1];
	if (strcmp(word, "--help") == 0 || strcmp(word, "help") == 0) {
		const struct command *about = argc > 2 ? command_find(argv[2]) : NULL;
		if (about)
			command_help(stdout, about);
		else
			command_list(stdout);
		return 0;
	}
	if (strcmp(word, "--version") == 0) {
		puts("campanella " CAMPANELLA_VERSION);
		return 0;
	}
	const struct command *command = command_find(word);
	if (!command) {
		fprintf(stderr, "campanella: there is no word \"%s\" (campanella --help lists them)\n", word);
		return outcome_exit_code(INVALID);
	}
	for (int i = 2; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--help") == 0) {
			command_help(stdout, command);
			return 0;
		}
	return command->run(argc - 1, argv + 1);
}
