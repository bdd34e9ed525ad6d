#include "platform/request.h"

#include "platform/limits.h"
#include "platform/test.h"

static struct arena *arena;

static void
parameters_are_parsed_or_refused(void **state)
{
	(void)state;
	struct request req = { .arena = arena,
		.parameter_count = 4,
		.parameters = { { "class", TEXT("4711") }, { "day", TEXT("2026-11-22") },
			{ "other", TEXT("2026-02-30") }, { "word", TEXT("47x") } } };
	int64_t number;
	struct day day;
	assert_true(text_is(request_parameter(&req, "word"), "47x"));
	assert_true(request_int64(&req, "class", &number) && number == 4711);
	assert_false(request_int64(&req, "word", &number));
	assert_true(request_day(&req, "day", &day) && day_equal(day, day_of(2026, 11, 22)));
	assert_false(request_day(&req, "other", &day));
	assert_false(request_day(&req, "class", &day));
}

static void
problems_are_kept_up_to_a_limit(void **state)
{
	(void)state;
	struct request req = { .arena = arena };
	assert_false(request_has_problem(&req, NULL));
	request_problem(&req, "topic", "too long");
	assert_true(request_has_problem(&req, NULL));
	assert_true(request_has_problem(&req, "topic"));
	assert_false(request_has_problem(&req, "activity"));
	for (int i = 0; i < 2 * PROBLEMS_MAX; i++)
		request_problem_about(&req, "activity", "too long: %1", TEXT("x"));
	assert_int_equal(req.problem_count, PROBLEMS_MAX);
	assert_true(text_is(req.problems[1].detail, "x"));
}

static void
ids_are_new(void **state)
{
	(void)state;
	struct request req = { .now = { INT64_C(1795417380000) }, .random = random_seeded(1) };
	int64_t first = request_new_id(&req), second = request_new_id(&req);
	assert_true(first > 0 && second > 0 && first != second);
	random_destroy(req.random);
}

static void
a_redirect_stays_here_and_in_its_header(void **state)
{
	(void)state;
	struct request req = { .arena = arena };
	struct reply reply = { 0 };
	reply_see(&reply, &req, "/lessons/%d/%s/1?saved=1", 12, "2026-11-22");
	assert_int_equal(reply.status, 303);
	assert_true(text_is(reply.see, "/lessons/12/2026-11-22/1?saved=1"));
	reply_see(&reply, &req, "/%s", "/evil.example/");
	assert_true(text_is(reply.see, "/%2Fevil.example/"));
	reply_see(&reply, &req, "/%s", "\\evil.example");
	assert_true(text_is(reply.see, "/%5Cevil.example"));
	reply_see(&reply, &req, "/a%s", "\r\nset-cookie: x=1 \xc3\xa8");
	assert_true(text_is(reply.see, "/a%0D%0Aset-cookie:%20x=1%20%C3%A8"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parameters_are_parsed_or_refused),
		cmocka_unit_test(problems_are_kept_up_to_a_limit),
		cmocka_unit_test(ids_are_new),
		cmocka_unit_test(a_redirect_stays_here_and_in_its_header),
	};
	arena = arena_create(16 * MIB);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_destroy(arena);
	return failed;
}
