#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "agent/identity.h"
#include "agent/seal.h"
#include "agent/view_log.h"

static char folder[] = "/tmp/campanella-identity.XXXXXX";

static int
make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) && seal_start() ? 0 : -1;
}

static int
remove_folder(void **state)
{
	static const char *const names[] = { "key", "state", "views.log" };
	char path[128];
	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		(void)snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		(void)unlink(path);
	}
	return rmdir(folder);
}

static void
test_a_key_comes_back_and_is_private(void **state)
{
	(void)state;
	struct identity identity = { .host = "school.example",
		.port = 8444,
		.device = UINT64_C(12345678901234567890),
		.pinned = true,
		.school = "Istituto Esempio" };
	struct identity again;
	struct stat is;
	char path[128];
	memset(identity.seed, 7, 32);
	memset(identity.certificate, 9, 32);
	assert_true(identity_save(&identity, folder));
	assert_true(identity_load(&again, folder));
	assert_int_equal(again.port, 8444);
	assert_true(again.device == identity.device && again.pinned);
	assert_memory_equal(again.seed, identity.seed, 32);
	assert_memory_equal(again.certificate, identity.certificate, 32);
	assert_string_equal(again.school, "Istituto Esempio");
	(void)snprintf(path, sizeof path, "%s/key", folder);
	assert_int_equal(stat(path, &is), 0);
	assert_int_equal(is.st_mode & 0777, 0600);
	/* A key that others can read is not used. */
	assert_int_equal(chmod(path, 0640), 0);
	assert_false(identity_load(&again, folder));
}

static void
test_addresses_of_schools(void **state)
{
	(void)state;
	static const char *const good[] = { "https://school.example", "school.example:8444",
		"https://[::1]:1/" };
	static const char *const bad[] = { "http://school.example", "https://", "https://a b", "https://a:0",
		"https://a:70000", "https://a/path", "https://user@a", "https://[::1", "ftp://a" };
	char host[64];
	int port;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		assert_true(address_parse(good[i], host, sizeof host, &port));
	assert_string_equal(host, "::1");
	assert_int_equal(port, 1);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(address_parse(bad[i], host, sizeof host, &port));
}

/* CLS-31 */
static void
test_the_view_log_is_a_chain(void **state)
{
	(void)state;
	struct device_state device_state, again;
	struct message_lease_terms terms = { .lease = 1,
		.device = 7,
		.pupil = 101,
		.class = 5,
		.teacher = 11,
		.kind = MESSAGE_KIND_THUMB,
		.teacher_name = message_text("Prof. Bianchi"),
		.lesson = message_text("Arte") };
	uint8_t first[32], zeros[32] = { 0 };
	assert_true(state_load(&device_state, folder));
	assert_true(view_log_add(&device_state, folder, &terms, 1000));
	view_log_entry(zeros, &terms, 1000, first);
	assert_memory_equal(device_state.log_head, first, 32);
	terms.lease = 2;
	assert_true(view_log_add(&device_state, folder, &terms, 2000));
	assert_memory_equal(device_state.log_before, first, 32);
	assert_true(state_load(&again, folder));
	assert_int_equal(again.log_count, 2);
	assert_memory_equal(again.log_head, device_state.log_head, 32);
	assert_true(again.log_at == 2000);

	assert_int_equal(view_log_compare(&again, 2, device_state.log_head), VIEW_LOG_AGREES);
	assert_int_equal(view_log_compare(&again, 2, first), VIEW_LOG_DIFFERS);
	assert_int_equal(view_log_compare(&again, 0, zeros), VIEW_LOG_DIFFERS);
	assert_int_equal(view_log_compare(&again, 1, first), VIEW_LOG_TAKEN_BACK);
	assert_int_equal(again.log_count, 1);
	assert_memory_equal(again.log_head, first, 32);
	/* Only the last one: an older head of the school is a difference. */
	assert_int_equal(view_log_compare(&again, 0, zeros), VIEW_LOG_DIFFERS);
}

static void
test_an_entry_depends_on_every_part(void **state)
{
	(void)state;
	uint8_t previous[32] = { 1 }, base[32], other[32];
	const struct message_lease_terms terms = {
		.lease = 1, .device = 2, .pupil = 3, .class = 4, .teacher = 5, .kind = MESSAGE_KIND_THUMB
	};
	struct message_lease_terms changed[8];
	view_log_entry(previous, &terms, 9, base);
	for (int i = 0; i < 8; i++)
		changed[i] = terms;
	changed[0].lease++;
	changed[1].device++;
	changed[2].pupil++;
	changed[3].class ++;
	changed[4].teacher++;
	changed[5].kind = MESSAGE_KIND_FULL;
	changed[6].remote = 1;
	changed[7].page_key[31] = 1;
	for (int i = 0; i < 8; i++) {
		view_log_entry(previous, &changed[i], 9, other);
		assert_memory_not_equal(other, base, 32);
	}
	view_log_entry(previous, &terms, 10, other);
	assert_memory_not_equal(other, base, 32);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_key_comes_back_and_is_private),
		cmocka_unit_test(test_addresses_of_schools),
		cmocka_unit_test(test_the_view_log_is_a_chain),
		cmocka_unit_test(test_an_entry_depends_on_every_part),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
