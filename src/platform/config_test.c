#include "platform/config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "platform/limits.h"
#include "platform/test.h"

static struct arena *arena;

static void
keys_values_and_comments(void **state)
{
	(void)state;
	struct config config;
	struct config_fault fault;
	struct text text = TEXT("# the school\n\nlisten 127.0.0.1:8443\r\n"
				"  journal-path\t/srv/a#b/journal # other disk\nidle.minutes 15");
	assert_int_equal(config_parse(&config, arena, text, &fault), OK);
	assert_int_equal(config.count, 3);
	assert_true(text_is(config_text(&config, "listen", "x"), "127.0.0.1:8443"));
	assert_true(text_is(config_text(&config, "journal-path", "x"), "/srv/a#b/journal"));
	assert_true(text_is(config_text(&config, "absent", "default"), "default"));
	assert_true(config_has(&config, "idle.minutes") && !config_has(&config, "idle"));
	assert_int_equal(config.entries[2].line, 5);
}

static void
faults_name_the_line(void **state)
{
	(void)state;
	struct config config;
	struct config_fault fault;
	assert_int_equal(config_parse(&config, arena, TEXT("a 1\nb\n"), &fault), INVALID);
	assert_int_equal(fault.line, 2);
	assert_int_equal(config_parse(&config, arena, TEXT("a 1\nb 2\na 3"), &fault), INVALID);
	assert_int_equal(fault.line, 3);
	assert_true(text_is(fault.about, "a"));
	assert_int_equal(config_parse(&config, arena, TEXT("Port 1"), &fault), INVALID);
	assert_int_equal(config_parse(&config, arena, TEXT("1port 1"), &fault), INVALID);
	assert_int_equal(config_parse(&config, arena, TEXT("a \xff"), &fault), INVALID);
	assert_int_equal(fault.line, 0);
	assert_int_equal(config.count, 0);
}

static void
typed_values_are_checked(void **state)
{
	(void)state;
	struct config config;
	struct config_fault fault;
	bool flag;
	struct text text = TEXT("port 8443\nworkers many\nsecure yes\nopen true\n");
	assert_int_equal(config_parse(&config, arena, text, &fault), OK);
	assert_int_equal(config_flag(&config, "secure", false, &flag, &fault), OK);
	assert_true(flag);
	assert_int_equal(config_flag(&config, "open", false, &flag, &fault), INVALID);
	assert_int_equal(fault.line, 4);
	assert_int_equal(config_flag(&config, "hidden", true, &flag, &fault), OK);
	assert_true(flag);
	const char *some[] = { "port", "workers", "secure", NULL };
	const char *all[] = { "port", "workers", "secure", "open", NULL };
	assert_int_equal(config_check(&config, some, &fault), INVALID);
	assert_int_equal(fault.line, 4);
	assert_int_equal(config_check(&config, all, &fault), OK);
}

static void
files_are_read_whole_or_not_at_all(void **state)
{
	(void)state;
	struct config config;
	struct config_fault fault;
	char path[] = "/tmp/config-test-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "listen here\n", 12), 12);
	assert_int_equal(config_read(&config, arena, path, &fault), OK);
	assert_true(text_is(config_text(&config, "listen", ""), "here"));
	assert_int_equal(ftruncate(fd, CONFIG_BYTES_MAX + 1), 0);
	assert_int_equal(config_read(&config, arena, path, &fault), INVALID);
	close(fd);
	unlink(path);
	assert_int_equal(config_read(&config, arena, path, &fault), NOT_FOUND);
	assert_int_equal(config_read(&config, arena, "/", &fault), BROKEN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_values_and_comments),
		cmocka_unit_test(faults_name_the_line),
		cmocka_unit_test(typed_values_are_checked),
		cmocka_unit_test(files_are_read_whole_or_not_at_all),
	};
	arena = arena_create(16 * MIB);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_destroy(arena);
	return failed;
}
