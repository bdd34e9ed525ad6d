/* How the looks of the trail become the lines that a family reads. */
#include "platform/test.h"
#include "privacy/who_looked.h"

#define BIT(thing) (UINT64_C(1) << (thing))

static struct look_line
look(int64_t ms, enum role role, enum thing thing, const char *name)
{
	return (struct look_line){ .first = { ms },
		.last = { ms },
		.times = 1,
		.role = role,
		.verb = READ,
		.things = BIT(thing),
		.purpose = INSTRUCTION,
		.name = text_of(name) };
}

static void
test_one_page_is_one_line(void **state)
{
	(void)state;
	struct look_line at[8];
	struct look_lines lines = { at, 0 };
	look_lines_add(&lines, look(1000, ROLE_TEACHER, ATTENDANCE, "Lia"));
	look_lines_add(&lines, look(1000, ROLE_TEACHER, ROSTER, "Lia"));
	look_lines_add(&lines, look(1000, ROLE_TEACHER, JUSTIFICATION, "Lia"));
	assert_int_equal(lines.count, 1);
	assert_int_equal(at[0].things, BIT(ATTENDANCE) | BIT(ROSTER) | BIT(JUSTIFICATION));
}

/* Nothing that somebody else did, or at another time, is hidden in a line. */
static void
test_every_other_look_has_its_own_line(void **state)
{
	(void)state;
	struct look_line at[9];
	struct look_lines lines = { at, 0 };
	look_lines_add(&lines, look(1000, ROLE_TEACHER, ATTENDANCE, "Lia"));
	look_lines_add(&lines, look(1000, ROLE_TEACHER, ATTENDANCE, "Lia")); /* twice */
	look_lines_add(&lines, look(1000, ROLE_TEACHER, ROSTER, "Ugo"));     /* another person */
	look_lines_add(&lines, look(1000, ROLE_HEAD, LESSON, "Ugo"));        /* in another role */
	look_lines_add(&lines, look(1001, ROLE_HEAD, ROSTER, "Ugo"));        /* later */
	struct look_line recorded = look(1001, ROLE_HEAD, ATTENDANCE, "Ugo");
	recorded.verb = RECORD;
	look_lines_add(&lines, recorded);
	recorded.things = BIT(ROSTER);
	recorded.purpose = SUPERVISION;
	look_lines_add(&lines, recorded);
	recorded.things = BIT(JUSTIFICATION); /* once, when the other was looked at twice */
	recorded.times = 2;
	look_lines_add(&lines, recorded);
	recorded.things = BIT(LESSON);
	recorded.first.ms = 999;
	look_lines_add(&lines, recorded);
	assert_int_equal(lines.count, 9);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_page_is_one_line),
		cmocka_unit_test(test_every_other_look_has_its_own_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
