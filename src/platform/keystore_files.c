#include "platform/keystore_files.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform/log.h"

/* An unsafe setting here would be found only after a power cut. */
static const char pragmas[] = "pragma journal_mode = truncate;"
			      "pragma synchronous = full;"
			      "pragma secure_delete = on;"
			      "pragma temp_store = memory;"
			      "pragma busy_timeout = 5000;"
			      "pragma trusted_schema = off;";

static const char tables[] =
	"begin;"
	"create table subject_key (subject integer primary key, wrapped blob) strict;"
	"create table other_key (name text primary key, wrapped blob not null) strict, without rowid;";

static enum outcome add_others(sqlite3 *db, const struct wrapped_key *keys, int count);
static enum outcome write_master(const char *directory, const uint8_t master[CRYPT_KEY_BYTES]);
static enum outcome sync_directory(const char *path);
static enum outcome missing(const char *path);
static enum outcome failed(const char *what, const char *path);

enum outcome
keystore_files_make(const char *directory, const uint8_t master[CRYPT_KEY_BYTES],
	const struct wrapped_key *keys, int count)
{
	char path[PATH_MAX];
	snprintf(path, sizeof path, "%s/keys/master.key", directory);
	if (access(path, F_OK) == 0)
		return CONFLICT;
	snprintf(path, sizeof path, "%s/keys", directory);
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return failed("cannot make", path);
	/* Left behind by an init that was cut short; without a master key nothing was ever sealed. */
	snprintf(path, sizeof path, "%s/keys/keys.db", directory);
	if (unlink(path) != 0 && errno != ENOENT)
		return failed("cannot replace", path);

	int fd = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0)
		return failed("cannot make", path);
	close(fd);
	sqlite3 *db = NULL;
	enum outcome got = keystore_files_open(directory, &db);
	if (got == OK && sqlite3_exec(db, tables, NULL, NULL, NULL) != SQLITE_OK)
		got = failed(sqlite3_errmsg(db), path);
	if (got == OK)
		got = add_others(db, keys, count);
	if (got == OK && sqlite3_exec(db, "commit", NULL, NULL, NULL) != SQLITE_OK)
		got = failed(sqlite3_errmsg(db), path);
	sqlite3_close(db);
	return got == OK ? write_master(directory, master) : got;
}

static enum outcome
missing(const char *path)
{
	log_line(LEVEL_FAILURE,
		"key store: %s is missing; bring back master.key and keys.db, both from one backup of keys/",
		path);
	return NOT_FOUND;
}

enum outcome
keystore_files_master(const char *directory, uint8_t master[CRYPT_KEY_BYTES])
{
	char path[PATH_MAX];
	snprintf(path, sizeof path, "%s/keys/master.key", directory);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0 && errno == ENOENT)
		return missing(path);
	if (fd < 0)
		return failed("cannot open", path);

	struct stat status;
	enum outcome got = OK;
	if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
		got = failed("not a file:", path);
	} else if (status.st_mode & 077) {
		log_line(LEVEL_FAILURE, "key store: %s can be read by others: chmod 600 it", path);
		got = REFUSED;
	} else if (status.st_size != CRYPT_KEY_BYTES ||
		read(fd, master, CRYPT_KEY_BYTES) != CRYPT_KEY_BYTES) {
		got = failed("not a master key:", path);
	}
	close(fd);
	return got;
}

enum outcome
keystore_files_open(const char *directory, sqlite3 **db)
{
	char path[PATH_MAX];
	snprintf(path, sizeof path, "%s/keys/keys.db", directory);
	*db = NULL;
	if (access(path, F_OK) != 0)
		return errno == ENOENT ? missing(path) : failed("cannot open", path);
	if (sqlite3_open_v2(path, db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK ||
		sqlite3_exec(*db, pragmas, NULL, NULL, NULL) != SQLITE_OK) {
		enum outcome got = failed(*db ? sqlite3_errmsg(*db) : "cannot open", path);
		sqlite3_close(*db);
		*db = NULL;
		return got;
	}
	return OK;
}

enum outcome
keystore_files_other(sqlite3 *db, struct wrapped_key *key)
{
	sqlite3_stmt *find = NULL;
	enum outcome got = BROKEN;
	if (sqlite3_prepare_v2(db, "select wrapped from other_key where name = ?1", -1, &find, NULL) !=
		SQLITE_OK)
		goto out;
	sqlite3_bind_text(find, 1, key->name, -1, SQLITE_STATIC);
	if (sqlite3_step(find) != SQLITE_ROW || sqlite3_column_bytes(find, 0) != WRAPPED_KEY_BYTES)
		goto out;
	memcpy(key->closed, sqlite3_column_blob(find, 0), WRAPPED_KEY_BYTES);
	got = OK;
out:
	if (got != OK)
		log_line(LEVEL_FAILURE, "key store: no key \"%s\": %s", key->name, sqlite3_errmsg(db));
	sqlite3_finalize(find);
	return got;
}

static enum outcome
add_others(sqlite3 *db, const struct wrapped_key *keys, int count)
{
	sqlite3_stmt *add = NULL;
	enum outcome got = OK;
	if (sqlite3_prepare_v2(db, "insert into other_key values (?1, ?2)", -1, &add, NULL) != SQLITE_OK)
		got = failed(sqlite3_errmsg(db), "keys.db");
	for (int i = 0; i < count && got == OK; i++) {
		sqlite3_bind_text(add, 1, keys[i].name, -1, SQLITE_STATIC);
		sqlite3_bind_blob(add, 2, keys[i].closed, sizeof keys[i].closed, SQLITE_STATIC);
		if (sqlite3_step(add) != SQLITE_DONE)
			got = failed(sqlite3_errmsg(db), "keys.db");
		sqlite3_reset(add);
	}
	sqlite3_finalize(add);
	return got;
}

static enum outcome
write_master(const char *directory, const uint8_t master[CRYPT_KEY_BYTES])
{
	char path[PATH_MAX], folder[PATH_MAX];
	snprintf(path, sizeof path, "%s/keys/master.key", directory);
	snprintf(folder, sizeof folder, "%s/keys", directory);
	int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
	if (fd < 0)
		return failed("cannot make", path);
	enum outcome got = OK;
	if (write(fd, master, CRYPT_KEY_BYTES) != CRYPT_KEY_BYTES || fsync(fd) != 0)
		got = failed("cannot write", path);
	close(fd);
	if (got != OK)
		unlink(path);
	return got == OK ? sync_directory(folder) : got;
}

static enum outcome
sync_directory(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return failed("cannot open", path);
	int synced = fsync(fd);
	close(fd);
	return synced == 0 ? OK : failed("cannot write", path);
}

static enum outcome
failed(const char *what, const char *path)
{
	log_line(LEVEL_FAILURE, "key store: %s %s: %s", what, path, strerror(errno));
	return BROKEN;
}
