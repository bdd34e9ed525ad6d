/* Posts: what is stored once, what is given back, and what is not ours. */
#include "daemon/dispatch_fixture.h"

#include <stdio.h>
#include <string.h>

#include "platform/query.h"

static void
forget_posted(struct fixture *fixture, const char *form)
{
	struct db *db;
	struct value key[] = { value_of_int(7), value_of_text(text_of(form)) };
	assert_int_equal(db_open(&db, &(struct db_options){ .path = fixture->store.database }), OK);
	assert_int_equal(db_drop(db, table_named(TEXT("posted")), key), OK);
	db_close(db);
}

static void
test_post(void **state)
{
	struct fixture *fixture = *state;

	expect(send_form(fixture, "/pupils/20", "teacher", "f1", ""), 303);
	assert_non_null(strstr(reply, "location: /pupils/20\r\n"));
	assert_int_equal(recorded, 1);
	assert_int_equal(rows(fixture, "attendance"), TEST_PUPILS);
	assert_int_equal(rows(fixture, "look"), 1);
	assert_int_equal(rows(fixture, "operation"), 1);

	/* The same form again: the first outcome, nothing done. Another's is another. */
	expect(send_form(fixture, "/pupils/20", "teacher", "f1", "&late=1"), 303);
	assert_non_null(strstr(reply, "location: /pupils/20\r\n"));
	assert_int_equal(recorded, 1);
	expect(send_form(fixture, "/pupils/21", "teacher", "f2", ""), 303);
	assert_int_equal(recorded, 2);

	/* Nor after a crash that left the operation in the journal, but not what was posted. */
	forget_posted(fixture, "f1");
	expect(send_form(fixture, "/pupils/20", "teacher", "f1", "&late=1"), 303);
	assert_int_equal(recorded, 2);
	assert_int_equal(rows(fixture, "operation"), 2);

	/* Wrong: the page again with what it showed on the trail; nothing stored. */
	expect(send_form(fixture, "/pupils/22", "teacher", "f3", "&wrong=1"), 422);
	assert_non_null(strstr(reply, "again, private 22"));
	assert_int_equal(rows(fixture, "attendance"), 2 * TEST_PUPILS);
	assert_int_equal(rows(fixture, "look"), 3);
	expect(send_form(fixture, "/pupils/22", "teacher", "f3", "&late=1"), 409);
	assert_int_equal(rows(fixture, "look"), 3);
	assert_int_equal(rows(fixture, "operation"), 2);
	expect(send_form(fixture, "/pupils/22", "teacher", "f3", ""), 303);
}

/* A full disk: what was entered is given back on a page, and is one save when
 * it is sent again. */
static void
test_what_could_not_be_stored_comes_back(void **state)
{
	struct fixture *fixture = *state;

	disk_faulty_plan(&fixture->store.faulty, DISK_FULL, 1);
	expect(send_form(fixture, "/pupils/21", "teacher", "f21", "&topic=Two+%3Cb%3Ewords&state=A"), 503);
	assert_non_null(strstr(reply, "content-type: text/html"));
	assert_non_null(strstr(reply, "retry-after:"));
	assert_non_null(strstr(reply, "Non è stato registrato nulla")); /* the school's language */
	assert_non_null(strstr(reply, "<form method=\"post\" action=\"/pupils/21\""));
	assert_non_null(strstr(reply, "name=\"form\" value=\"f21\""));
	assert_non_null(strstr(reply, "name=\"state\" value=\"A\""));
	assert_non_null(strstr(reply, "name=\"event_time\""));
	assert_non_null(strstr(reply, "<blockquote>Two &lt;b&gt;words</blockquote>"));
	assert_int_equal(rows(fixture, "operation"), 0);

	disk_faulty_plan(&fixture->store.faulty, DISK_FINE, 0);
	expect(send_form(fixture, "/pupils/21", "teacher", "f21", "&topic=Two+words&state=A"), 303);
	expect(send_form(fixture, "/pupils/21", "teacher", "f21", "&topic=Two+words&state=A"), 303);
	assert_int_equal(rows(fixture, "operation"), 1);
}

static void
test_forged_posts(void **state)
{
	struct fixture *fixture = *state;
	char body[128];

	get(fixture, "/open", "teacher");
	snprintf(body, sizeof(body), "token=%.32s&form=1", strstr(reply, "token=") + 6);
	expect(post(fixture, "/pupils/1", "teacher", "", "form=1"), 401);
	expect(post(fixture, "/pupils/1", "teacher", "Origin: https://evil.example\r\n", body), 403);
	expect(post(fixture, "/pupils/1", "teacher", "Origin: https://s\r\nSec-Fetch-Site: cross-site\r\n",
		       body),
		403);
	expect(post(fixture, "/pupils/1", "other", "Origin: https://s\r\n", body), 401);
	expect(post(fixture, "/pupils/1", "teacher", "Origin: https://s\r\n", "form=1"), 401);
	expect(post(fixture, "/pupils/1", "teacher", "Origin: https://s\r\n", "token=%00"), 422);
	assert_int_equal(recorded, 0);
	expect(post(fixture, "/pupils/1", "teacher", "Referer: https://s/pupils/1\r\n", body), 303);
	assert_int_equal(recorded, 1);
}

static void
test_prepared_and_touched(void **state)
{
	struct fixture *fixture = *state;

	expect(send_form(fixture, "/slow", NULL, "f1", ""), 303);
	assert_non_null(strstr(reply,
		"set-cookie: __Host-sid=new; Secure; HttpOnly; SameSite=Strict; Path=/\r\n"));
	assert_int_equal(prepared, 1);
	expect(send_form(fixture, "/slow", NULL, "f1", "&wrong=1"), 422);
	assert_null(strstr(reply, "set-cookie"));
	assert_int_equal(prepared, 2);

	expect(get(fixture, "/open", "touch"), 200);
	assert_int_equal(touched, 1);
	expect(send_form(fixture, "/pupils/5", "touch", "f1", ""), 303);
	assert_int_equal(touched, 3);
}

static void
test_foreseen(void **state)
{
	struct fixture *fixture = *state;

	expect(send_form(fixture, "/foreseen", NULL, "f1", ""), 303);
	assert_int_equal(foreseen, 1);
	assert_int_equal(prepared, 0);
	expect(send_form(fixture, "/foreseen", NULL, "f1", "&unforeseen=1"), 503);
	assert_null(strstr(reply, "set-cookie"));
	assert_int_equal(foreseen, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_DISPATCHER(test_post),
		WITH_DISPATCHER(test_what_could_not_be_stored_comes_back),
		WITH_DISPATCHER(test_forged_posts),
		WITH_DISPATCHER(test_prepared_and_touched),
		WITH_DISPATCHER(test_foreseen),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
