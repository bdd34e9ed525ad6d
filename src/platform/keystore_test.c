#include "platform/keystore.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "platform/crypt.h"

struct fixture {
	char directory[64];
	struct arena *arena;
	struct keystore *store;
};

static int
set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof *fixture);
	strcpy(fixture->directory, "/tmp/keystore-test-XXXXXX");
	if (!mkdtemp(fixture->directory))
		return -1;
	fixture->arena = arena_create(1 << 22);
	assert_int_equal(keystore_make(fixture->directory), OK);
	assert_int_equal(keystore_open(&fixture->store, fixture->directory), OK);
	*state = fixture;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *fixture = *state;
	char path[128];
	keystore_close(fixture->store);
	arena_destroy(fixture->arena);
	static const char *const names[] = { "/keys/keys.db", "/keys/keys.db-journal", "/keys/master.key",
		"/keys", "" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(path, sizeof path, "%s%s", fixture->directory, names[i]);
		(void)remove(path);
	}
	free(fixture);
	return 0;
}

static struct cell
name_of(int64_t person, const char *name)
{
	return (struct cell){
		.subject = person, .row = person, .column = "person.family_name", .open = text_of(name)
	};
}

static void
reopen(struct fixture *fixture)
{
	keystore_close(fixture->store);
	assert_int_equal(keystore_open(&fixture->store, fixture->directory), OK);
}

static void
test_cells_open_again_after_a_restart(void **state)
{
	struct fixture *fixture = *state;
	struct cell cells[] = { name_of(7, "Bianchi"), name_of(8, ""), name_of(7, "Verdi") };
	assert_int_equal(keystore_seal_cells(fixture->store, fixture->arena, cells, 3), OK);
	assert_int_equal(cells[0].closed.length, 7 + SEAL_OVERHEAD);
	reopen(fixture);
	cells[0].open = cells[2].open = (struct text){ 0 };
	assert_int_equal(keystore_open_cells(fixture->store, fixture->arena, cells, 3), OK);
	assert_true(text_is(cells[0].open, "Bianchi"));
	assert_true(text_is(cells[1].open, ""));
	assert_true(text_is(cells[2].open, "Verdi"));
	assert_int_equal(keystore_subjects(fixture->store), 2);
}

/* A cell that was moved to another row, column or subject does not open. */
static void
test_a_moved_cell_is_broken(void **state)
{
	struct fixture *fixture = *state;
	struct cell cells[] = { name_of(7, "Bianchi"), name_of(8, "Verdi") };
	assert_int_equal(keystore_seal_cells(fixture->store, fixture->arena, cells, 2), OK);
	struct cell moved = cells[0];
	moved.row = 8;
	assert_int_equal(keystore_open_cells(fixture->store, fixture->arena, &moved, 1), BROKEN);
	moved = cells[0];
	moved.subject = 8;
	assert_int_equal(keystore_open_cells(fixture->store, fixture->arena, &moved, 1), BROKEN);
	moved = cells[0];
	moved.column = "person.given_name";
	assert_int_equal(keystore_open_cells(fixture->store, fixture->arena, &moved, 1), BROKEN);
	moved = cells[0];
	moved.subject = 9; /* never had a key */
	assert_int_equal(keystore_open_cells(fixture->store, fixture->arena, &moved, 1), BROKEN);
}

/* R63: erasing the key erases the person everywhere, for good. */
static void
test_a_destroyed_key_leaves_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct cell cells[] = { name_of(7, "Bianchi"), name_of(8, "Verdi") };
	assert_int_equal(keystore_seal_cells(fixture->store, fixture->arena, cells, 2), OK);
	assert_int_equal(keystore_destroy(fixture->store, 7), OK);
	for (int round = 0; round < 2; round++) {
		assert_int_equal(keystore_open_cells(fixture->store, fixture->arena, cells, 2), OK);
		assert_true(cells[0].gone && cells[0].open.length == 0);
		assert_true(!cells[1].gone && text_is(cells[1].open, "Verdi"));
		struct cell again = name_of(7, "Rossi");
		assert_int_equal(keystore_seal_cells(fixture->store, fixture->arena, &again, 1), CONFLICT);
		reopen(fixture);
	}
}

/* A command works beside a running server. */
static void
test_two_openings_see_each_other(void **state)
{
	struct fixture *fixture = *state;
	struct keystore *command;
	assert_int_equal(keystore_open(&command, fixture->directory), OK);
	struct cell cell = name_of(7, "Bianchi");
	assert_int_equal(keystore_seal_cells(command, fixture->arena, &cell, 1), OK);
	assert_int_equal(keystore_open_cells(fixture->store, fixture->arena, &cell, 1), OK);
	assert_int_equal(keystore_destroy(command, 7), OK);
	assert_int_equal(keystore_open_cells(fixture->store, fixture->arena, &cell, 1), OK);
	assert_true(cell.gone);
	keystore_close(command);
}

static void
test_many_subjects_held_in_one_transaction(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(keystore_hold(fixture->store), OK);
	for (int64_t person = 1; person <= 1500; person++) {
		struct cell cell = name_of(person, "Neri");
		assert_int_equal(keystore_seal_cells(fixture->store, fixture->arena, &cell, 1), OK);
	}
	assert_int_equal(keystore_release(fixture->store), OK);
	reopen(fixture);
	assert_int_equal(keystore_subjects(fixture->store), 1500);
}

/* The file carries neither a key in clear nor a master key that others can read. */
static void
test_the_files_are_closed(void **state)
{
	struct fixture *fixture = *state;
	char path[128];
	struct stat status;
	snprintf(path, sizeof path, "%s/keys/master.key", fixture->directory);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	assert_int_equal(keystore_make(fixture->directory), CONFLICT);
	assert_int_equal(chmod(path, 0640), 0);
	struct keystore *store;
	assert_int_equal(keystore_open(&store, fixture->directory), REFUSED);
	assert_null(store);
	assert_int_equal(keystore_open(&store, "/tmp/no-such-school"), NOT_FOUND);
}

static void
test_another_master_key_opens_nothing(void **state)
{
	struct fixture *fixture = *state;
	char path[128];
	snprintf(path, sizeof path, "%s/keys/master.key", fixture->directory);
	FILE *file = fopen(path, "r+");
	fputs("0123456789abcdef0123456789abcdef", file);
	fclose(file);
	struct keystore *store;
	assert_int_equal(keystore_open(&store, fixture->directory), BROKEN);
}

static void
test_digests_differ_by_purpose_and_last(void **state)
{
	struct fixture *fixture = *state;
	uint8_t name[KEYS_MAC_BYTES], again[KEYS_MAC_BYTES], unknown[KEYS_MAC_BYTES];
	keystore_mac(fixture->store, KEYS_MAC_USER_NAME, TEXT("bianchi"), name);
	keystore_mac(fixture->store, KEYS_MAC_UNKNOWN, TEXT("bianchi"), unknown);
	reopen(fixture);
	keystore_mac(fixture->store, KEYS_MAC_USER_NAME, TEXT("bianchi"), again);
	assert_memory_equal(name, again, sizeof name);
	assert_memory_not_equal(name, unknown, sizeof name);
}

static void
test_signatures_check_with_the_public_key(void **state)
{
	struct fixture *fixture = *state;
	uint8_t signature[KEYS_SIGNATURE_BYTES], open_key[KEYS_SIGN_PUBLIC_BYTES];
	keystore_sign(fixture->store, KEYS_SIGN_RECORD, TEXT("receipt"), signature);
	reopen(fixture);
	keystore_sign_public(fixture->store, KEYS_SIGN_RECORD, open_key);
	assert_true(crypt_sign_check(open_key, (struct bytes){ (const uint8_t *)"receipt", 7 }, signature));
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(test_cells_open_again_after_a_restart),
		WITH_STORE(test_a_moved_cell_is_broken),
		WITH_STORE(test_a_destroyed_key_leaves_nothing),
		WITH_STORE(test_two_openings_see_each_other),
		WITH_STORE(test_many_subjects_held_in_one_transaction),
		WITH_STORE(test_the_files_are_closed),
		WITH_STORE(test_another_master_key_opens_nothing),
		WITH_STORE(test_digests_differ_by_purpose_and_last),
		WITH_STORE(test_signatures_check_with_the_public_key),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
