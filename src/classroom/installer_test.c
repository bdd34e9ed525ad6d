/* The installer of a batch: what it starts, and that a name in it stays a name. */
#include "classroom/installer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "classroom/network.h"
#include "platform/arena.h"
#include "platform/test.h"

#define HASH "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static struct arena *arena;
static const struct installer_facts facts = { .host = TEXT("school.example"),
	.port = 8444,
	.code = "ABCD-EFGH-JKLM",
	.certificate = HASH,
	.label = TEXT("Cart 3\n rm -rf $HOME `id` & del %PATH% ^"),
	.devices = 30,
	.last_day = { 20794 } };

static int
set_up(void **state)
{
	(void)state;
	arena = arena_create(1 << 20);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_destroy(arena);
	return 0;
}

static bool
says(struct text script, const char *words)
{
	return memmem(script.at, script.length, words, strlen(words)) != NULL;
}

static void
the_line_pins_the_certificate(void **state)
{
	(void)state;
	assert_true(text_is(installer_line(arena, INSTALLER_LINUX, &facts),
		"campanella-agent enrol school.example:8444 ABCD-EFGH-JKLM --certificate " HASH));
	struct installer_facts trusted = facts;
	trusted.certificate = "";
	assert_true(text_is(installer_line(arena, INSTALLER_WINDOWS, &trusted),
		"campanella-agent.exe enrol school.example:8444 ABCD-EFGH-JKLM"));
}

static void
a_name_stays_a_remark(void **state)
{
	(void)state;
	for (int i = 0; i < INSTALLERS; i++) {
		struct text script = installer_script(arena, (enum installer)i, &facts);
		assert_true(says(script, "enrol school.example:8444 ABCD-EFGH-JKLM --certificate " HASH));
		assert_true(says(script,
			"Cart 3_ rm -rf _HOME _id_ _ del _PATH_ _: a code for 30, until 2026-12-07."));
		assert_int_equal(memchr(script.at, '\0', script.length) != NULL, 0);
	}
}

/* As a shell reads it: enrols once, says so the second time. */
static void
the_shell_runs_it(void **state)
{
	(void)state;
	char folder[] = "/tmp/campanella-installer.XXXXXX", path[100], command[600];
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/install.sh", folder);
	FILE *file = fopen(path, "we");
	assert_non_null(file);
	struct text script = installer_script(arena, INSTALLER_LINUX, &facts);
	fwrite(script.at, 1, script.length, file);
	assert_int_equal(fclose(file), 0);
	snprintf(command, sizeof command,
		"cd %s && mkdir -p .config/campanella-agent && export HOME=%s XDG_CONFIG_HOME= && "
		"printf '#!/bin/sh\\necho \"$@\" >>said; >.config/campanella-agent/key\\n' >campanella-agent && "
		"chmod +x campanella-agent && sh install.sh >/dev/null && sh install.sh | grep -q already && "
		"grep -qx 'enrol school.example:8444 ABCD-EFGH-JKLM --certificate " HASH
		"' said && test $(wc -l <said) = 1",
		folder, folder);
	int ended = system(command);
	snprintf(command, sizeof command, "rm -rf %s", folder);
	assert_int_equal(system(command), 0);
	assert_int_equal(ended, 0);
}

static void
a_host_is_a_host(void **state)
{
	(void)state;
	assert_true(text_is(network_host(TEXT("school.example:8443")), "school.example"));
	assert_true(text_is(network_host(TEXT("[::1]:8443")), "[::1]"));
	assert_true(text_is(network_host(TEXT("10.0.0.1")), "10.0.0.1"));
	static const char *const bad[] = { "a b", "a;rm", "$(id)", "-x", "a\"b", "a,b", "" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(network_host(text_of(bad[i])).length, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_line_pins_the_certificate, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_name_stays_a_remark, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_shell_runs_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_host_is_a_host, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
