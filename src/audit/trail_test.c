#include "audit/trail.h"

#include "identity/session.h"

#include "platform/test.h"

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
		cmocka_unit_test(one_look_is_one_line),
		cmocka_unit_test(what_was_refused_is_kept_apart),
	};
	return cmocka_run_group_tests_name("trail", tests, NULL, NULL);
}
