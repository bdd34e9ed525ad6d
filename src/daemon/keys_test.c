#include "daemon/keys_desk.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "platform/crypt.h"

/* The desk behind a socket pair, as the keys process has it; it counts the frames. */
struct fixture {
	char directory[64];
	struct keystore *store;
	int pair[2];
	pthread_t desk;
	enum wire_asker asker;
	atomic_int frames;
	atomic_int lose; /* so many frames are read and never answered */
	struct arena *arena;
	struct keys *keys;
};

static void *
serve(void *context)
{
	struct fixture *fixture = context;
	struct arena *arena = arena_create(8 << 20);
	struct buf answer;
	char *frame = malloc(WIRE_ASK_BYTES_MAX);
	buf_init(&answer, WIRE_ANSWER_BYTES_MAX);
	ssize_t got;
	while ((got = recv(fixture->pair[1], frame, WIRE_ASK_BYTES_MAX, 0)) > 0) {
		fixture->frames++;
		if (fixture->lose > 0) {
			fixture->lose--;
			continue;
		}
		buf_clear(&answer);
		keys_desk_answer(fixture->store, fixture->asker, (struct text){ frame, (size_t)got }, arena,
			&answer);
		if (answer.length > 0)
			assert_true(send(fixture->pair[1], answer.at, answer.length, MSG_NOSIGNAL) > 0);
		arena_reset(arena);
	}
	buf_finish(&answer);
	free(frame);
	arena_destroy(arena);
	return NULL;
}

static int
set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof *fixture);
	strcpy(fixture->directory, "/tmp/keys-test-XXXXXX");
	assert_non_null(mkdtemp(fixture->directory));
	assert_int_equal(keystore_make(fixture->directory), OK);
	assert_int_equal(keystore_open(&fixture->store, fixture->directory), OK);
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fixture->pair), 0);
	fixture->asker = BY_WEB;
	fixture->arena = arena_create(64 << 20);
	pthread_create(&fixture->desk, NULL, serve, fixture);
	assert_int_equal(keys_connect(&fixture->keys, fixture->pair[0]), OK);
	*state = fixture;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *fixture = *state;
	keys_close(fixture->keys);
	shutdown(fixture->pair[0], SHUT_RDWR);
	pthread_join(fixture->desk, NULL);
	close(fixture->pair[0]);
	close(fixture->pair[1]);
	keystore_close(fixture->store);
	arena_destroy(fixture->arena);
	char path[128];
	static const char *const names[] = { "/keys/keys.db", "/keys/keys.db-journal", "/keys/master.key",
		"/keys", "" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(path, sizeof path, "%s%s", fixture->directory, names[i]);
		(void)remove(path);
	}
	free(fixture);
	return 0;
}

static void
test_the_second_look_costs_no_message(void **state)
{
	struct fixture *fixture = *state;
	struct sealer *sealer = keys_sealer(fixture->keys);
	struct cell cells[3];
	for (int i = 0; i < 3; i++)
		cells[i] = (struct cell){
			.subject = 10 + i, .row = i, .column = "person.family_name", .open = TEXT("Neri")
		};
	assert_int_equal(sealer->seal(sealer, fixture->arena, cells, 3), OK);
	assert_int_equal(fixture->frames, 1);
	for (int i = 0; i < 3; i++)
		cells[i].open = (struct text){ 0 };
	assert_int_equal(sealer->open(sealer, fixture->arena, cells, 3), OK);
	assert_true(text_is(cells[2].open, "Neri"));
	assert_int_equal(fixture->frames, 1);

	struct keys *fresh; /* another process, with nothing remembered */
	keys_close(fixture->keys);
	assert_int_equal(keys_connect(&fresh, fixture->pair[0]), OK);
	fixture->keys = fresh;
	sealer = keys_sealer(fresh);
	cells[2].open = (struct text){ 0 };
	assert_int_equal(sealer->open(sealer, fixture->arena, cells, 3), OK);
	assert_true(text_is(cells[2].open, "Neri"));
	assert_int_equal(fixture->frames, 2);
	cells[1].row = 99;
	assert_int_equal(sealer->open(sealer, fixture->arena, cells, 3), BROKEN);
}

static void
test_a_large_batch_is_split(void **state)
{
	struct fixture *fixture = *state;
	struct sealer *sealer = keys_sealer(fixture->keys);
	enum { COUNT = 3000 };
	struct cell *cells = arena_array(fixture->arena, struct cell, COUNT);
	for (int i = 0; i < COUNT; i++)
		cells[i] = (struct cell){ .subject = 10,
			.row = i,
			.column = "lesson.topic",
			.open = text_printf(fixture->arena, "%0*d", 100, i) };
	assert_int_equal(sealer->seal(sealer, fixture->arena, cells, COUNT), OK);
	assert_true(fixture->frames > 3);
	assert_int_equal(keystore_open_cells(fixture->store, fixture->arena, cells, COUNT), OK);
	assert_true(text_ends(cells[COUNT - 1].open, "2999"));
	char *huge = arena_take(fixture->arena, WIRE_CELL_BYTES_MAX + 1, 1);
	struct cell largest = {
		.subject = 10, .row = 1, .column = "lesson.topic", .open = { huge, WIRE_CELL_BYTES_MAX }
	};
	assert_int_equal(sealer->seal(sealer, fixture->arena, &largest, 1), OK);
	largest.open.length++;
	assert_int_equal(sealer->seal(sealer, fixture->arena, &largest, 1), INVALID);
}

/* What web is not listed for is refused, whatever it sends. */
static void
test_web_cannot_destroy(void **state)
{
	struct fixture *fixture = *state;
	struct sealer *sealer = keys_sealer(fixture->keys);
	struct cell cell = { .subject = 7, .row = 7, .column = "person.family_name", .open = TEXT("Neri") };
	assert_int_equal(sealer->seal(sealer, fixture->arena, &cell, 1), OK);
	assert_int_equal(keys_destroy(fixture->keys, 7), REFUSED);
	assert_int_equal(sealer->open(sealer, fixture->arena, &cell, 1), OK);
	assert_false(cell.gone);
	fixture->asker = BY_JOBS;
	assert_int_equal(keys_destroy(fixture->keys, 7), OK);
	assert_int_equal(sealer->open(sealer, fixture->arena, &cell, 1), OK);
	assert_true(cell.gone && cell.open.length == 0);
	struct text phc;
	assert_int_equal(keys_password_hash(fixture->keys, fixture->arena, TEXT("x"), &phc), REFUSED);
}

static void
test_passwords_digests_and_signatures_go_through(void **state)
{
	struct fixture *fixture = *state;
	struct text phc;
	enum keys_verdict verdict;
	uint8_t one[KEYS_MAC_BYTES], other[KEYS_MAC_BYTES], signature[KEYS_SIGNATURE_BYTES],
		key[KEYS_SIGN_PUBLIC_BYTES];
	assert_int_equal(keys_password_hash(fixture->keys, fixture->arena, TEXT("Tre civette 7"), &phc), OK);
	assert_int_equal(keys_password_check(fixture->keys, TEXT("Tre civette 7"), phc, &verdict), OK);
	assert_int_equal(verdict, KEYS_RIGHT);
	assert_int_equal(keys_password_check(fixture->keys, TEXT("Tre civette 8"), phc, &verdict), OK);
	assert_int_equal(verdict, KEYS_WRONG);
	assert_int_equal(keys_mac(fixture->keys, KEYS_MAC_USER_NAME, TEXT("neri"), one), OK);
	keystore_mac(fixture->store, KEYS_MAC_USER_NAME, TEXT("neri"), other);
	assert_memory_equal(one, other, sizeof one);
	assert_int_equal(keys_sign(fixture->keys, KEYS_SIGN_LEASE, TEXT("receipt"), signature), OK);
	assert_int_equal(keys_sign_public(fixture->keys, KEYS_SIGN_LEASE, key), OK);
	assert_true(crypt_sign_check(key, (struct bytes){ (const uint8_t *)"receipt", 7 }, signature));
	assert_int_equal(keys_lend(fixture->keys, KEYS_LENT_JOURNAL, one), OK);
	assert_int_equal(keys_lend(fixture->keys, KEYS_LENTS, one), INVALID);
}

static void *
ask_a_digest(void *context)
{
	struct fixture *fixture = context;
	uint8_t mac[KEYS_MAC_BYTES];
	return keys_mac(fixture->keys, KEYS_MAC_MATCH, TEXT("x"), mac) == OK ? fixture : NULL;
}

/* A keys process died with the question; its successor is asked again. */
static void
test_what_is_under_way_is_repeated(void **state)
{
	struct fixture *fixture = *state;
	pthread_t asking;
	void *answered = NULL;
	fixture->lose = 1;
	pthread_create(&asking, NULL, ask_a_digest, fixture);
	while (fixture->frames == 0)
		sched_yield();
	keys_reconnected(fixture->keys);
	pthread_join(asking, &answered);
	assert_ptr_equal(answered, fixture);
}

static void
answer_to(struct fixture *fixture, const void *frame, size_t length, struct buf *answer)
{
	buf_clear(answer);
	keys_desk_answer(fixture->store, BY_WEB, (struct text){ frame, length }, fixture->arena, answer);
}

static void
test_frames_that_are_none(void **state)
{
	struct fixture *fixture = *state;
	struct buf ask, answer;
	struct wire_header header;
	buf_init(&ask, WIRE_ASK_BYTES_MAX);
	buf_init(&answer, WIRE_ANSWER_BYTES_MAX);
	answer_to(fixture, "", 0, &answer);
	assert_int_equal(answer.length, 0);
	wire_put_header(&ask, &(struct wire_header){ .number = WIRE_seal, .count = 2, .id = 5 });
	wire_put_seal_ask(&ask, &(struct wire_seal_ask){ 7, 7, TEXT("person.family_name"), TEXT("Neri") });
	answer_to(fixture, ask.at, ask.length, &answer); /* one item short */
	struct text rest = buf_text(&answer);
	assert_true(wire_take_header(&rest, &header));
	assert_int_equal(header.outcome, INVALID);
	assert_int_equal(header.id, 5);
	assert_int_equal(keystore_subjects(fixture->store), 0); /* and nothing was done */
	for (size_t length = 0; length < ask.length; length++)
		answer_to(fixture, ask.at, length, &answer);
	assert_int_equal(keystore_subjects(fixture->store), 0);
	buf_finish(&ask);
	buf_finish(&answer);
}

#define AT_THE_DESK(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		AT_THE_DESK(test_the_second_look_costs_no_message),
		AT_THE_DESK(test_a_large_batch_is_split),
		AT_THE_DESK(test_web_cannot_destroy),
		AT_THE_DESK(test_passwords_digests_and_signatures_go_through),
		AT_THE_DESK(test_what_is_under_way_is_repeated),
		AT_THE_DESK(test_frames_that_are_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
