#include "audit/trail.h"

#include "identity/session.h"

#include "platform/test.h"

/* R37, C7: gone at the start of the school year, never before six months. */
static void
looks_are_kept_from_the_year_or_six_months(void **state)
{
	(void)state;
	struct day begun = day_of(2026, 9, 14);
	assert_int_equal(trail_kept_from(begun, day_of(2026, 9, 14)).number, day_of(2026, 3, 14).number);
	assert_int_equal(trail_kept_from(begun, day_of(2027, 3, 13)).number, day_of(2026, 9, 13).number);
	assert_int_equal(trail_kept_from(begun, day_of(2027, 3, 15)).number, begun.number);
	assert_int_equal(trail_kept_from(begun, day_of(2027, 6, 8)).number, begun.number);
}

static struct request
asking(struct arena *arena, const struct session *session)
{
	return (struct request){ .arena = arena, .random = random_system(), .session = session };
}

static void
one_look_is_one_line(void **state)
{
	(void)state;
	struct arena *arena = arena_create(1 << 16);
	struct session session = { .role = ROLE_TEACHER };
	struct request req = asking(arena, &session);
	trail_note(&req, READ, ATTENDANCE, SUBJECT_CLASS, 7, TEACHES_CLASS, INSTRUCTION);
	trail_note(&req, READ, ATTENDANCE, SUBJECT_CLASS, 7, TEACHES_CLASS, INSTRUCTION);
	trail_note(&req, READ, ROSTER, SUBJECT_CLASS, 7, TEACHES_CLASS, INSTRUCTION);
	assert_non_null(req.looks->next);
	assert_null(req.looks->next->next);
	arena_destroy(arena);
}

/* A request that was rolled back showed nothing: only its refusals stay. */
static void
what_was_refused_is_kept_apart(void **state)
{
	(void)state;
	struct arena *arena = arena_create(1 << 16);
	struct session session = { .role = ROLE_GUARDIAN };
	struct request req = asking(arena, &session);
	trail_note(&req, READ, ROSTER, SUBJECT_PERSON, 1, GUARDIAN_OF, INFORMATION);
	trail_note_refused(&req, READ, ATTENDANCE, SUBJECT_PERSON, 2);
	trail_keep(&req, LOOK_REFUSED);
	assert_int_equal(req.looks->record.subject, 2);
	assert_null(req.looks->next);
	trail_keep(&req, LOOK_ALLOWED);
	assert_false(trail_is_due(&req));
	arena_destroy(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(looks_are_kept_from_the_year_or_six_months),
		cmocka_unit_test(one_look_is_one_line),
		cmocka_unit_test(what_was_refused_is_kept_apart),
	};
	return cmocka_run_group_tests_name("trail", tests, NULL, NULL);
}
