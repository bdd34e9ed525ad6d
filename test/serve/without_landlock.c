/*
 * without_landlock no|off|blocked COMMAND...: runs it as on a kernel that has no
 * Landlock, has it switched off, or in a container that forbids it.
 */
#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LANDLOCK_CREATE_RULESET 444

int
main(int argc, char **argv)
{
	if (argc < 3)
		return 2;
	int error = strcmp(argv[1], "no") == 0 ? ENOSYS : strcmp(argv[1], "off") == 0 ? EOPNOTSUPP : EPERM;
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	if (!filter ||
		seccomp_rule_add(filter, SCMP_ACT_ERRNO((unsigned)error), LANDLOCK_CREATE_RULESET, 0) != 0 ||
		seccomp_load(filter) != 0) {
		perror("without_landlock");
		return 1;
	}
	execvp(argv[2], argv + 2);
	perror(argv[2]);
	return 1;
}
