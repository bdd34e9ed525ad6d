#include "platform/keystore.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform/crypt.h"
#include "platform/keystore_files.h"
#include "platform/log.h"
#include "platform/subject_keys.h"

/*
 * Why a file of its own and not a table of the school's database: a backup, a
 * replica or a stolen copy of the database must not carry the keys along, and
 * destroying a key must not depend on every copy being found.
 *
 * A destroyed key leaves its subject behind with an empty wrap, so that the
 * same subject is never given a fresh key by mistake and readers can tell
 * "erased" from "broken". secure_delete overwrites the wrap in the file, the
 * journal is truncated after each commit, and a wrap that survives somewhere
 * on the disk is of no use without the master key.
 */
enum other_key {
	OTHER_MAC, /* KEYS_MACS of them */
	OTHER_LENT = OTHER_MAC + KEYS_MACS,
	OTHER_PEPPER = OTHER_LENT + KEYS_LENTS,
	OTHER_SIGN, /* the seeds of the Ed25519 pairs, KEYS_SIGNS of them */
	OTHER_KEYS = OTHER_SIGN + KEYS_SIGNS
};

static const char *const other_names[OTHER_KEYS] = {
	[OTHER_MAC + KEYS_MAC_USER_NAME] = "mac user name",
	[OTHER_MAC + KEYS_MAC_UNKNOWN] = "mac unknown name",
	[OTHER_MAC + KEYS_MAC_ACTIVATION] = "mac activation",
	[OTHER_MAC + KEYS_MAC_MATCH] = "mac match",
	[OTHER_LENT + KEYS_LENT_FORM_TOKEN] = "form token",
	[OTHER_LENT + KEYS_LENT_JOURNAL] = "journal",
	[OTHER_LENT + KEYS_LENT_TIME] = "time",
	[OTHER_PEPPER] = "pepper",
	[OTHER_SIGN + KEYS_SIGN_RECORD] = "sign",
	[OTHER_SIGN + KEYS_SIGN_LEASE] = "sign lease",
	[OTHER_SIGN + KEYS_SIGN_POLICY] = "sign policy",
};

struct secrets { /* in locked memory */
	uint8_t master[CRYPT_KEY_BYTES];
	uint8_t other[OTHER_KEYS][CRYPT_KEY_BYTES];
	struct {
		uint8_t secret[CRYPT_SECRET_BYTES];
		uint8_t open[CRYPT_PUBLIC_BYTES];
	} pairs[KEYS_SIGNS];
};

struct keystore {
	pthread_mutex_t lock; /* over all that follows, except secrets, which never change */
	sqlite3 *db;
	sqlite3_stmt *version;
	sqlite3_stmt *all;
	sqlite3_stmt *add;
	sqlite3_stmt *destroy;
	int64_t version_seen;
	bool held;
	bool told_missing;
	struct subject_keys *subjects;
	struct secrets *secrets;
};

static enum outcome load_others(struct keystore *store);
static enum outcome refresh(struct keystore *store);
static enum outcome load_subjects(struct keystore *store);
static enum outcome make_missing(struct keystore *store, const struct cell *cells, size_t count);
static enum outcome add_subject(struct keystore *store, int64_t subject);
static void tell_of_missing(struct keystore *store, int64_t subject);
static enum outcome broken(struct keystore *store, const char *what);
static struct bytes cell_bound(const struct cell *cell, uint8_t room[CELL_BOUND_BYTES_MAX]);
static struct bytes subject_bound(int64_t subject, uint8_t room[16]);

enum outcome
keystore_make(const char *directory)
{
	crypt_begin();
	uint8_t master[CRYPT_KEY_BYTES];
	uint8_t fresh[OTHER_KEYS][CRYPT_KEY_BYTES];
	struct wrapped_key wrapped[OTHER_KEYS];
	crypt_random(master, sizeof master);
	crypt_random(fresh, sizeof fresh);
	for (int i = 0; i < OTHER_KEYS; i++) {
		wrapped[i].name = other_names[i];
		crypt_seal(master, (struct bytes){ (const uint8_t *)other_names[i], strlen(other_names[i]) },
			fresh[i], CRYPT_KEY_BYTES, wrapped[i].closed);
	}
	enum outcome got = keystore_files_make(directory, master, wrapped, OTHER_KEYS);
	crypt_wipe(master, sizeof master);
	crypt_wipe(fresh, sizeof fresh);
	return got;
}

enum outcome
keystore_open(struct keystore **opened, const char *directory)
{
	crypt_begin();
	*opened = NULL;
	struct keystore *store = calloc(1, sizeof *store);
	assert(store);
	pthread_mutex_init(&store->lock, NULL);
	store->subjects = subject_keys_create();
	store->secrets = sodium_malloc(sizeof *store->secrets);
	assert(store->secrets);
	store->version_seen = -1;

	enum outcome got = keystore_files_master(directory, store->secrets->master);
	if (got != OK)
		goto out;
	got = keystore_files_open(directory, &store->db);
	if (got != OK)
		goto out;
	static const struct {
		size_t at;
		const char *sql;
	} statements[] = {
		{ offsetof(struct keystore, version), "pragma data_version" },
		{ offsetof(struct keystore, all), "select subject, wrapped from subject_key" },
		{ offsetof(struct keystore, add), "insert into subject_key values (?1, ?2)" },
		{ offsetof(struct keystore, destroy),
			"insert into subject_key values (?1, null)"
			" on conflict (subject) do update set wrapped = null" },
	};
	for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
		sqlite3_stmt **statement = (sqlite3_stmt **)((char *)store + statements[i].at);
		if (sqlite3_prepare_v3(store->db, statements[i].sql, -1, SQLITE_PREPARE_PERSISTENT, statement,
			    NULL) != SQLITE_OK) {
			got = broken(store, "prepare");
			goto out;
		}
	}
	got = load_others(store);
	if (got == OK)
		got = refresh(store);
out:
	if (got == OK)
		*opened = store;
	else
		keystore_close(store);
	return got;
}

void
keystore_close(struct keystore *store)
{
	if (!store)
		return;
	if (store->held)
		(void)!keystore_release(store);
	sqlite3_finalize(store->version);
	sqlite3_finalize(store->all);
	sqlite3_finalize(store->add);
	sqlite3_finalize(store->destroy);
	sqlite3_close(store->db);
	subject_keys_destroy(store->subjects);
	sodium_free(store->secrets); /* wipes */
	pthread_mutex_destroy(&store->lock);
	free(store);
}

enum outcome
keystore_seal_cells(struct keystore *store, struct arena *arena, struct cell *cells, size_t count)
{
	uint8_t room[CELL_BOUND_BYTES_MAX];
	uint8_t key[CRYPT_KEY_BYTES];
	pthread_mutex_lock(&store->lock);
	enum outcome got = refresh(store);
	if (got == OK)
		got = make_missing(store, cells, count);
	for (size_t i = 0; i < count && got == OK; i++) {
		if (subject_keys_find(store->subjects, cells[i].subject, key) != SUBJECT_KEY_LIVES) {
			got = CONFLICT;
			break;
		}
		uint8_t *closed = arena_take(arena, cells[i].open.length + CRYPT_OVERHEAD, 1);
		crypt_seal(key, cell_bound(&cells[i], room), cells[i].open.at, cells[i].open.length, closed);
		cells[i].closed = (struct bytes){ closed, cells[i].open.length + CRYPT_OVERHEAD };
	}
	pthread_mutex_unlock(&store->lock);
	crypt_wipe(key, sizeof key);
	return got;
}

enum outcome
keystore_open_cells(struct keystore *store, struct arena *arena, struct cell *cells, size_t count)
{
	uint8_t room[CELL_BOUND_BYTES_MAX];
	uint8_t key[CRYPT_KEY_BYTES];
	pthread_mutex_lock(&store->lock);
	enum outcome got = refresh(store);
	for (size_t i = 0; i < count && got == OK; i++) {
		struct cell *cell = &cells[i];
		enum subject_key_state state = subject_keys_find(store->subjects, cell->subject, key);
		cell->gone = state == SUBJECT_KEY_DESTROYED;
		cell->open = (struct text){ 0 };
		if (cell->gone)
			continue;
		if (state == SUBJECT_KEY_UNKNOWN)
			tell_of_missing(store, cell->subject);
		if (state == SUBJECT_KEY_UNKNOWN || cell->closed.length < CRYPT_OVERHEAD) {
			got = BROKEN;
			break;
		}
		size_t length = cell->closed.length - CRYPT_OVERHEAD;
		char *open = arena_take(arena, length + 1, 1);
		if (!crypt_open(key, cell_bound(cell, room), cell->closed, open))
			got = BROKEN;
		cell->open = (struct text){ open, length };
	}
	pthread_mutex_unlock(&store->lock);
	crypt_wipe(key, sizeof key);
	return got;
}

enum outcome
keystore_destroy(struct keystore *store, int64_t subject)
{
	pthread_mutex_lock(&store->lock);
	sqlite3_bind_int64(store->destroy, 1, subject);
	int step = sqlite3_step(store->destroy);
	sqlite3_reset(store->destroy);
	enum outcome got = step == SQLITE_DONE ? OK : broken(store, "destroy");
	if (got == OK)
		subject_keys_put(store->subjects, subject, NULL);
	pthread_mutex_unlock(&store->lock);
	return got;
}

/* Between hold and release one transaction stays open: one fsync for a whole import. */
enum outcome
keystore_hold(struct keystore *store)
{
	pthread_mutex_lock(&store->lock);
	assert(!store->held);
	enum outcome got = OK;
	if (sqlite3_exec(store->db, "begin immediate", NULL, NULL, NULL) != SQLITE_OK)
		got = broken(store, "hold");
	else
		store->held = true;
	pthread_mutex_unlock(&store->lock);
	return got;
}

enum outcome
keystore_release(struct keystore *store)
{
	pthread_mutex_lock(&store->lock);
	assert(store->held);
	enum outcome got = OK;
	if (sqlite3_exec(store->db, "commit", NULL, NULL, NULL) != SQLITE_OK) {
		got = broken(store, "release");
		(void)sqlite3_exec(store->db, "rollback", NULL, NULL, NULL);
		store->version_seen = -1; /* what was made is not there: read it all again */
	}
	store->held = false;
	pthread_mutex_unlock(&store->lock);
	return got;
}

size_t
keystore_subjects(struct keystore *store)
{
	pthread_mutex_lock(&store->lock);
	size_t living = refresh(store) == OK ? subject_keys_living(store->subjects) : 0;
	pthread_mutex_unlock(&store->lock);
	return living;
}

uint64_t
keystore_erasures(struct keystore *store)
{
	pthread_mutex_lock(&store->lock);
	uint64_t erasures = refresh(store) == OK ? subject_keys_destroyed(store->subjects) : 0;
	pthread_mutex_unlock(&store->lock);
	return erasures;
}

enum outcome
keystore_password_hash(struct keystore *store, struct text password, char phc[KEYS_PHC_BYTES_MAX])
{
	static_assert(KEYS_PHC_BYTES_MAX == CRYPT_PHC_SIZE, "phc");
	return crypt_password_hash(store->secrets->other[OTHER_PEPPER], password, phc) ? OK : BROKEN;
}

enum keys_verdict
keystore_password_check(struct keystore *store, struct text password, struct text phc)
{
	switch (crypt_password_check(store->secrets->other[OTHER_PEPPER], password, phc)) {
	case CRYPT_RIGHT: return KEYS_RIGHT;
	case CRYPT_RIGHT_WEAK: return KEYS_RIGHT_REHASH;
	case CRYPT_WRONG: break;
	}
	return KEYS_WRONG;
}

void
keystore_mac(struct keystore *store, enum keys_mac which, struct text bytes, uint8_t mac[KEYS_MAC_BYTES])
{
	assert(which < KEYS_MACS);
	crypt_mac(store->secrets->other[OTHER_MAC + which],
		(struct bytes){ (const uint8_t *)bytes.at, bytes.length }, mac);
}

void
keystore_lend(struct keystore *store, enum keys_lent which, uint8_t key[KEYS_LENT_BYTES])
{
	assert(which < KEYS_LENTS);
	memcpy(key, store->secrets->other[OTHER_LENT + which], KEYS_LENT_BYTES);
}

void
keystore_sign(struct keystore *store, enum keys_sign which, struct text bytes,
	uint8_t signature[KEYS_SIGNATURE_BYTES])
{
	crypt_sign(store->secrets->pairs[which].secret,
		(struct bytes){ (const uint8_t *)bytes.at, bytes.length }, signature);
}

void
keystore_sign_public(struct keystore *store, enum keys_sign which, uint8_t key[KEYS_SIGN_PUBLIC_BYTES])
{
	memcpy(key, store->secrets->pairs[which].open, KEYS_SIGN_PUBLIC_BYTES);
}

static enum outcome
load_others(struct keystore *store)
{
	struct secrets *secrets = store->secrets;
	for (int i = 0; i < OTHER_KEYS; i++) {
		struct wrapped_key wrapped = { .name = other_names[i] };
		enum outcome got = keystore_files_other(store->db, &wrapped);
		if (got != OK)
			return got;
		if (!crypt_open(secrets->master,
			    (struct bytes){ (const uint8_t *)wrapped.name, strlen(wrapped.name) },
			    (struct bytes){ wrapped.closed, sizeof wrapped.closed }, secrets->other[i])) {
			log_line(LEVEL_FAILURE,
				"key store: the key \"%s\" does not open with this master key: bring back "
				"master.key and keys.db, both from one backup of keys/",
				wrapped.name);
			return BROKEN;
		}
	}
	for (int i = 0; i < KEYS_SIGNS; i++)
		crypto_sign_seed_keypair(secrets->pairs[i].open, secrets->pairs[i].secret,
			secrets->other[OTHER_SIGN + i]);
	return OK;
}

/* A command may have made or destroyed keys meanwhile. */
static enum outcome
refresh(struct keystore *store)
{
	int step = sqlite3_step(store->version);
	int64_t version = step == SQLITE_ROW ? sqlite3_column_int64(store->version, 0) : -1;
	sqlite3_reset(store->version);
	if (step != SQLITE_ROW)
		return broken(store, "version");
	if (version == store->version_seen)
		return OK;
	enum outcome got = load_subjects(store);
	if (got == OK)
		store->version_seen = version;
	return got;
}

static enum outcome
load_subjects(struct keystore *store)
{
	uint8_t key[CRYPT_KEY_BYTES], room[16];
	enum outcome got = OK;
	int step;
	subject_keys_clear(store->subjects);
	while (got == OK && (step = sqlite3_step(store->all)) == SQLITE_ROW) {
		int64_t subject = sqlite3_column_int64(store->all, 0);
		struct bytes wrapped = { sqlite3_column_blob(store->all, 1),
			(size_t)sqlite3_column_bytes(store->all, 1) };
		if (sqlite3_column_type(store->all, 1) == SQLITE_NULL) {
			subject_keys_put(store->subjects, subject, NULL);
		} else if (wrapped.length == WRAPPED_KEY_BYTES &&
			crypt_open(store->secrets->master, subject_bound(subject, room), wrapped, key)) {
			subject_keys_put(store->subjects, subject, key);
		} else {
			log_line(LEVEL_FAILURE, "key store: the key of subject %lld does not open",
				(long long)subject);
			got = BROKEN;
		}
	}
	if (got == OK && step != SQLITE_DONE)
		got = broken(store, "load");
	sqlite3_reset(store->all);
	crypt_wipe(key, sizeof key);
	return got;
}

/* All new subjects of a batch in one transaction, durable before a cell leaves. */
static enum outcome
make_missing(struct keystore *store, const struct cell *cells, size_t count)
{
	uint8_t key[CRYPT_KEY_BYTES];
	bool begun = false;
	enum outcome got = OK;
	for (size_t i = 0; i < count && got == OK; i++) {
		if (subject_keys_find(store->subjects, cells[i].subject, key) != SUBJECT_KEY_UNKNOWN)
			continue;
		if (!begun && !store->held) {
			if (sqlite3_exec(store->db, "begin immediate", NULL, NULL, NULL) != SQLITE_OK)
				return broken(store, "begin");
			begun = true;
		}
		got = add_subject(store, cells[i].subject);
	}
	crypt_wipe(key, sizeof key);
	if (begun && (got != OK || sqlite3_exec(store->db, "commit", NULL, NULL, NULL) != SQLITE_OK)) {
		got = broken(store, "make");
		(void)sqlite3_exec(store->db, "rollback", NULL, NULL, NULL);
		store->version_seen = -1;
	}
	return got;
}

static enum outcome
add_subject(struct keystore *store, int64_t subject)
{
	uint8_t key[CRYPT_KEY_BYTES], wrapped[WRAPPED_KEY_BYTES], room[16];
	crypt_random(key, sizeof key);
	crypt_seal(store->secrets->master, subject_bound(subject, room), key, sizeof key, wrapped);
	sqlite3_bind_int64(store->add, 1, subject);
	sqlite3_bind_blob(store->add, 2, wrapped, sizeof wrapped, SQLITE_STATIC);
	int step = sqlite3_step(store->add);
	sqlite3_reset(store->add);
	sqlite3_clear_bindings(store->add);
	if (step == SQLITE_DONE)
		subject_keys_put(store->subjects, subject, key);
	crypt_wipe(key, sizeof key);
	return step == SQLITE_DONE ? OK : broken(store, "add");
}

/* Once: a page of names asks for many. */
static void
tell_of_missing(struct keystore *store, int64_t subject)
{
	if (store->told_missing)
		return;
	store->told_missing = true;
	log_line(LEVEL_FAILURE,
		"key store: the key of subject %lld is missing, so keys/ is older than the database; "
		"stop the school and bring back the newest backup of keys/",
		(long long)subject);
}

static enum outcome
broken(struct keystore *store, const char *what)
{
	log_line(LEVEL_FAILURE, "key store: %s: %s", what, sqlite3_errmsg(store->db));
	return BROKEN;
}

/* What a cell is bound to besides its subject's key: its column and its row. */
static struct bytes
cell_bound(const struct cell *cell, uint8_t room[CELL_BOUND_BYTES_MAX])
{
	size_t length = strlen(cell->column);
	assert(length + 9 <= CELL_BOUND_BYTES_MAX);
	memcpy(room, cell->column, length);
	room[length] = 0;
	for (int i = 0; i < 8; i++)
		room[length + 1 + (size_t)i] = (uint8_t)((uint64_t)cell->row >> (56 - 8 * i));
	return (struct bytes){ room, length + 9 };
}

static struct bytes
subject_bound(int64_t subject, uint8_t room[16])
{
	memcpy(room, "subject\0", 8);
	for (int i = 0; i < 8; i++)
		room[8 + i] = (uint8_t)((uint64_t)subject >> (56 - 8 * i));
	return (struct bytes){ room, 16 };
}
