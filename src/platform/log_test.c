#include "platform/log.h"

#include <stdio.h>
#include <string.h>

#include "platform/clock.h"
#include "platform/limits.h"
#include "platform/test.h"

struct kept {
	char line[LOG_LINE_BYTES_MAX];
	enum log_level level;
};

static void
keep(void *context, enum log_level level, const char *line)
{
	struct kept *kept = context;
	kept->level = level;
	snprintf(kept->line, sizeof kept->line, "%s", line);
}

static void
a_line_has_its_time_level_and_process(void **state)
{
	(void)state;
	struct kept kept = { 0 };
	struct clock *clock = clock_fixed((struct instant){ 1795348982123 });
	struct log_sink sink = { .process = "web", .clock = clock, .line = keep, .context = &kept };
	log_to(&sink);
	log_line(LEVEL_WARNING, "route %d", 7);
	assert_string_equal(kept.line, "2026-11-22T12:03:02.123Z warning web: route 7");
	assert_int_equal(kept.level, LEVEL_WARNING);
	sink.process = NULL;
	log_line(LEVEL_INFO, "ready");
	assert_string_equal(kept.line, "2026-11-22T12:03:02.123Z info: ready");
	log_to(NULL);
	clock_destroy(clock);
}

static void
no_input_can_forge_a_second_line(void **state)
{
	(void)state;
	struct kept kept = { 0 };
	struct log_sink sink = { .line = keep, .context = &kept };
	log_to(&sink);
	log_line(LEVEL_INFO, "path %s", "/a\n2026 info: b\x1b[1m\x7f");
	assert_non_null(strstr(kept.line, "path /a?2026 info: b?[1m?"));
	char many[2 * LOG_LINE_BYTES_MAX];
	memset(many, 'x', sizeof many - 1);
	many[sizeof many - 1] = '\0';
	log_line(LEVEL_INFO, "%s", many);
	assert_int_equal(strlen(kept.line), LOG_LINE_BYTES_MAX - 2);
	log_to(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_has_its_time_level_and_process),
		cmocka_unit_test(no_input_can_forge_a_second_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
