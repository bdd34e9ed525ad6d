#include "cli/school.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"
#include "identity/roster.h"
#include "identity/setting.h"
#include "platform/id.h"
#include "platform/limits.h"

#define WHY_BYTES_MAX 4096

static bool put_path(char path[PATH_MAX], const char *directory, struct text value);
static enum outcome read_config(struct school *school);
static enum outcome settle_clock(struct school *school);

enum outcome
school_look(struct school *school, const char *word, const char *directory)
{
	*school = (struct school){ .word = word };
	school->arena = arena_create(JOB_ARENA_BYTES_MAX);
	if (!realpath(directory, school->directory)) {
		command_say(word, "%s: %s", directory, strerror(errno));
		return NOT_FOUND;
	}
	return read_config(school);
}

enum outcome
school_open(struct school *school, const char *word, const char *directory)
{
	enum outcome got = school_look(school, word, directory);
	if (got == OK)
		got = school_open_store(school, false);
	if (got == OK)
		got = settle_clock(school);
	return got;
}

enum outcome
school_open_store(struct school *school, bool create)
{
	enum outcome got = keys_open(&school->keys, school->directory);
	if (got != OK) {
		command_say(school->word, "%s/keys: the key store does not open (%s)%s", school->directory,
			outcome_word(got),
			got == NOT_FOUND ? "" : "; run this as the user that owns the school's folder");
		return got;
	}
	struct frame_key key;
	static_assert(sizeof key.bytes == KEYS_LENT_BYTES, "the journal's key");
	if (keys_lend(school->keys, KEYS_LENT_JOURNAL, key.bytes) != OK)
		return BROKEN;
	if (!school->clock)
		school->clock = school->clock_file[0] ? clock_from_file(school->clock_file) : clock_system();
	if (!school->random)
		school->random = random_system();

	struct buf why;
	buf_init(&why, WHY_BYTES_MAX);
	got = school_store_open(&school->store,
		&(struct school_store_options){
			.database_path = school->database,
			.journal_path = school->journal,
			.create = create,
			.key = &key,
			.sealer = keys_sealer(school->keys),
			.clock = school->clock,
			.random = school->random,
			.steps = schema_steps,
			.step_count = schema_step_count,
		},
		&why);
	explicit_bzero(&key, sizeof key);
	if (got == OK)
		school->db = school_store_db(school->store);
	else
		command_say(school->word, "%s does not open (%s) %.*s", school->database, outcome_word(got),
			TEXT_ARG(text_trim(buf_text(&why))));
	buf_finish(&why);
	return got;
}

void
school_close(struct school *school)
{
	school_store_close(school->store);
	keys_close(school->keys);
	clock_destroy(school->clock);
	clock_destroy(school->store_clock);
	random_destroy(school->random);
	arena_destroy(school->arena);
	*school = (struct school){ 0 };
}

struct run_call {
	struct school *school;
	enum outcome (*run)(struct school *school, void *context);
	void *context;
};

/* New subject keys are on disk before the rows that need them. */
static enum outcome
run_held(struct db *db, void *context)
{
	struct run_call *call = context;
	assert(db == call->school->db);
	enum outcome got = keys_hold(call->school->keys);
	if (got != OK)
		return got;
	got = call->run(call->school, call->context);
	enum outcome released = keys_release(call->school->keys);
	return got == OK ? released : got;
}

enum outcome
school_commit(struct school *school, const char *action,
	enum outcome (*run)(struct school *school, void *context), void *context)
{
	struct instant now = school_now(school);
	struct operation operation = {
		.id = school_new_id(school),
		.role = TEXT("operator"),
		.action = text_of(action),
		.event_at = now,
		.recorded_at = now,
	};
	struct run_call call = { school, run, context };
	enum outcome got = commit_run(school->store, &operation, run_held, &call);
	if (got == BROKEN || got == BUSY) {
		const char *wound = school_store_wound(school->store);
		const char *problem = wound ? wound : db_problem(school->db);
		command_say(school->word, "nothing was written%s%s", problem[0] ? ": " : "", problem);
	}
	return got;
}

enum outcome
school_roster(struct school *school, struct day day, struct roster *roster)
{
	return roster_load(roster,
		&(struct roster_options){
			.db = school->db,
			.arena = school->arena,
			.keys = school->keys,
			.random = school->random,
			.now = school_now(school),
			.day = day,
		});
}

void
school_say_unread(const struct school *school)
{
	const char *problem = db_problem(school->db);
	command_say(school->word, "the school cannot be read%s%s; campanella doctor %s says what to do",
		problem[0] ? ": " : "", problem, school->directory);
}

int64_t
school_new_id(struct school *school)
{
	return id_make(school_now(school), school->random);
}

struct instant
school_now(struct school *school)
{
	return clock_now(school->clock);
}

enum outcome
school_read_file(const char *word, struct arena *arena, const char *path, size_t bytes_max,
	struct text *bytes)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe is not waited for */
	struct stat facts;
	if (fd < 0 || fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode)) {
		bool closed = fd < 0 && errno == EACCES;
		command_say(word, "%s: %s%s", path, fd < 0 ? strerror(errno) : "not a file",
			closed ? "; the user that runs this must be able to read it" : "");
		if (fd >= 0)
			close(fd);
		return NOT_FOUND;
	}
	if ((uint64_t)facts.st_size > bytes_max) {
		command_say(word, "%s: larger than %zu bytes", path, bytes_max);
		close(fd);
		return INVALID;
	}
	char *at = arena_array(arena, char, (size_t)facts.st_size + 1);
	size_t length = 0;
	ssize_t got = 1;
	while (length < (size_t)facts.st_size && got > 0) {
		got = read(fd, at + length, (size_t)facts.st_size - length);
		length += got > 0 ? (size_t)got : 0;
	}
	close(fd);
	*bytes = (struct text){ at, length };
	return got < 0 ? BROKEN : OK;
}

enum outcome
school_write_file(const char *word, const char *path, struct text bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		command_say(word, "%s: %s", path, strerror(errno));
		return errno == EEXIST ? CONFLICT : BROKEN;
	}
	size_t done = 0;
	while (done < bytes.length) {
		ssize_t put = write(fd, bytes.at + done, bytes.length - done);
		if (put < 0)
			break;
		done += (size_t)put;
	}
	if (done == bytes.length && fsync(fd) == 0 && close(fd) == 0)
		return OK;
	command_say(word, "%s: %s", path, strerror(errno));
	close(fd);
	unlink(path);
	return BROKEN;
}

static enum outcome
read_config(struct school *school)
{
	static const char *const known[] = {
		"journal",
		"listen",
		"host",
		"certificate",
		"key",
		"clock-file",
		"devices-listen",
		"devices-tls-1.2",
		NULL,
	};
	char path[PATH_MAX];
	struct config_fault fault = { 0 };
	if (!put_path(path, school->directory, TEXT("school.conf")))
		return INVALID;
	enum outcome got = config_read(&school->config, school->arena, path, &fault);
	if (got == OK)
		got = config_check(&school->config, known, &fault);
	if (got == NOT_FOUND) {
		command_say(school->word, "%s: there is no school here (campanella init makes one)",
			school->directory);
		return got;
	}
	if (got != OK) {
		config_fault_print(stderr, school->word, path, &fault);
		return got;
	}
	bool fits = put_path(school->database, school->directory, TEXT("school.db")) &&
		put_path(school->journal, school->directory,
			config_text(&school->config, "journal", SCHOOL_JOURNAL)) &&
		put_path(school->certificate, school->directory,
			config_text(&school->config, "certificate", "tls/certificate.pem")) &&
		put_path(school->certificate_key, school->directory,
			config_text(&school->config, "key", "tls/key.pem"));
#ifdef CAMPANELLA_TEST_HOOKS
	if (config_has(&school->config, "clock-file"))
		fits = fits &&
			put_path(school->clock_file, school->directory,
				config_text(&school->config, "clock-file", ""));
#endif
	if (!fits)
		command_say(school->word, "%s: a path is too long", path);
	return fits ? OK : INVALID;
}

static bool
put_path(char path[PATH_MAX], const char *directory, struct text value)
{
	int length = value.length && value.at[0] == '/'
		? snprintf(path, PATH_MAX, "%.*s", TEXT_ARG(value))
		: snprintf(path, PATH_MAX, "%s/%.*s", directory, TEXT_ARG(value));
	return length > 0 && length < PATH_MAX;
}

static enum outcome
settle_clock(struct school *school)
{
	struct text zone = setting_read(school->db, school->arena, "school.zone");
	if (!zone_parse(zone, &school->zone) ||
		!setting_clock_shift(school->db, school->arena, &school->shift_minutes)) {
		command_say(school->word, "the settings of the school cannot be read");
		return BROKEN;
	}
	if (school->shift_minutes && !school->clock_file[0]) {
		school->store_clock = school->clock;
		school->clock = clock_shifted(school->shift_minutes);
	}
	zone_local(school->zone, school_now(school), &school->today, &school->time);
	return OK;
}
