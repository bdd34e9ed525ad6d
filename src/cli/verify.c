#include "audit/verify.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/json.h"
#include "cli/school.h"
#include "platform/sandbox.h"

/*
 * campanella verify DIR [--repair [--from database|journal]] [--json]
 *
 * Exit code 0 when both copies are the same, or are again after --repair;
 * 5 (conflict) when they differ. Differences are named by table, key, column
 * and operation. What stands in a cell is never printed: it may be about a
 * person, and this goes to a terminal and into mails to whoever helps.
 */
#define WHY_BYTES_MAX 4096

struct call {
	struct command_line line;
	struct school school;
	char scratch[PATH_MAX];
	struct frame_key key;
	bool json;
	enum verify_from from;
	json_t *differences;
	struct verify_summary summary;
};

static enum outcome read_from(struct call *call);
static enum outcome open_folder(struct call *call);
static void remove_left(const char *directory);
static enum outcome hold_lock(struct call *call);
static enum outcome compare(struct call *call, bool repair);
static void found(void *context, const struct difference *difference);
static void print_end(const struct call *call, bool mended);
static void print_rebuilt(const char *database);
static void print_json(struct call *call, bool mended);

int
verify_command(int argc, char **argv)
{
	struct call call = { 0 };
	if (command_read(&call.line, argc, argv, 1, 1) != OK)
		return outcome_exit_code(INVALID);
	call.json = command_has(&call.line, "json");
	call.differences = json_array();
	bool repair = command_has(&call.line, "repair"), mended = false;
	enum outcome done = read_from(&call);
	if (done == OK)
		done = open_folder(&call);
	/* As root a repair would leave files that the school's own user cannot open. */
	if (done == OK && repair)
		done = sandbox_become_owner(call.school.directory);
	if (done == OK && repair)
		done = hold_lock(&call);
	if (done == OK)
		done = compare(&call, repair);
	if (done == OK && call.summary.repaired) {
		/* The proof: compared again, from the files. */
		struct verify_summary before = call.summary;
		done = compare(&call, false);
		mended = done == OK && call.summary.all == 0;
		if (mended)
			call.summary = before;
	}
	if (done == OK && call.json)
		print_json(&call, mended);
	else if (done == OK)
		print_end(&call, mended);
	if (done == OK && call.summary.all > 0 && !mended)
		done = CONFLICT;
	json_decref(call.differences);
	explicit_bzero(&call.key, sizeof(call.key));
	school_close(&call.school);
	return outcome_exit_code(done);
}

static enum outcome
read_from(struct call *call)
{
	const char *from = command_value(&call->line, "from");
	if (!from)
		return OK;
	if (strcmp(from, "database") == 0)
		call->from = VERIFY_FROM_DATABASE;
	else if (strcmp(from, "journal") == 0)
		call->from = VERIFY_FROM_JOURNAL;
	if (call->from != VERIFY_FROM_BOTH && command_has(&call->line, "repair"))
		return OK;
	command_say("verify",
		call->from == VERIFY_FROM_BOTH ? "--from: database or journal"
					       : "--from says what to repair from: give --repair too");
	return INVALID;
}

static enum outcome
open_folder(struct call *call)
{
	struct school *school = &call->school;
	enum outcome done = school_look(school, "verify", call->line.operands[0]);
	if (done != OK)
		return done;
	int length = snprintf(call->scratch, sizeof(call->scratch), "%s/verify-%d.scratch", school->directory,
		(int)getpid());
	if (length < 0 || (size_t)length >= sizeof(call->scratch))
		return INVALID;
	remove_left(school->directory);
	done = keys_open(&school->keys, school->directory);
	if (done == OK)
		done = keys_lend(school->keys, KEYS_LENT_JOURNAL, call->key.bytes);
	if (done != OK)
		command_say("verify", "%s/keys: the key store does not open (%s)%s", school->directory,
			outcome_word(done),
			done == NOT_FOUND ? "" : "; run this as the user that owns the school's folder");
	return done;
}

/* What a comparison that was killed left behind: as large as the database, and with rows that
 * the school clears away in its time. */
static void
remove_left(const char *directory)
{
	DIR *folder = opendir(directory);
	for (struct dirent *entry; folder && (entry = readdir(folder));) {
		int pid = 0, end = 0;
		if (sscanf(entry->d_name, "verify-%d.scratch%n", &pid, &end) == 1 && end > 0 && pid > 0 &&
			kill(pid, 0) != 0 && errno == ESRCH)
			(void)unlinkat(dirfd(folder), entry->d_name, 0);
	}
	if (folder)
		closedir(folder);
}

/* The lock of `campanella serve`, until this process ends: nobody writes
 * while the copies are mended. */
static enum outcome
hold_lock(struct call *call)
{
	char path[PATH_MAX];
	int length = snprintf(path, sizeof(path), "%s/lock", call->school.directory);
	int fd = length > 0 && (size_t)length < sizeof(path) ? open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600)
							     : -1;
	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
		return OK;
	if (fd < 0)
		command_say("verify", "%s cannot be opened: %s; repair as the user that owns the folder",
			path, strerror(errno));
	else
		command_say("verify", "%s is being served: stop it first, then repair",
			call->school.directory);
	return CONFLICT;
}

static enum outcome
compare(struct call *call, bool repair)
{
	struct buf why;
	buf_init(&why, WHY_BYTES_MAX);
	enum outcome done = verify(
		&(struct verify_options){
			.database_path = call->school.database,
			.journal_path = call->school.journal,
			.scratch_path = call->scratch,
			.key = &call->key,
			.steps = schema_steps,
			.step_count = schema_step_count,
			.now = clock_now(clock_system()),
			.repair = repair,
			.from = repair ? call->from : VERIFY_FROM_BOTH,
			.found = found,
			.context = call,
		},
		&call->summary, &why);
	if (done != OK)
		command_say("verify", "%.*s", TEXT_ARG(text_trim(buf_text(&why))));
	buf_finish(&why);
	return done;
}

static void
found(void *context, const struct difference *difference)
{
	struct call *call = context;
	if (call->json) {
		json_t *object = json_pack("{s:s, s:I}", "kind", difference_word(difference->kind),
			"operation", (json_int_t)difference->operation);
		if (difference->kind == DIFFERENCE_DROPPED)
			json_object_set_new(object, "was", json_text(difference->key));
		if (difference->table) {
			json_object_set_new(object, "table", json_string(difference->table));
			json_object_set_new(object, "key", json_text(difference->key));
		}
		if (difference->column)
			json_object_set_new(object, "column", json_string(difference->column));
		json_array_append_new(call->differences, object);
		return;
	}
	if (difference->kind == DIFFERENCE_DROPPED) {
		printf("operation %llu (%.*s): %s\n", (unsigned long long)difference->operation,
			TEXT_ARG(difference->key), difference_sentence(difference->kind));
		return;
	}
	if (difference->table)
		printf("%s (%.*s)", difference->table, TEXT_ARG(difference->key));
	if (difference->column)
		printf(" %s", difference->column);
	if (difference->operation > 0)
		printf("%soperation %llu", difference->table ? ", " : "",
			(unsigned long long)difference->operation);
	printf("%s%s\n", difference->table || difference->operation > 0 ? ": " : "",
		difference_sentence(difference->kind));
}

static void
print_end(const struct call *call, bool mended)
{
	const struct verify_summary *summary = &call->summary;
	printf("%llu operations and %llu rows compared: ", (unsigned long long)summary->operations,
		(unsigned long long)summary->rows);
	if (summary->all == 0)
		printf("both copies are the same\n");
	else
		printf("%llu difference%s%s\n", (unsigned long long)summary->all,
			summary->all == 1 ? "" : "s",
			mended ? ", mended; both copies are the same again" : "");
	if (mended && summary->aside[0] && !summary->differences[DIFFERENCE_DROPPED])
		printf("In the second copy's place lay a file without an operation of this school. It is kept as "
		       "%s.\n",
			summary->aside);
	else if (mended && summary->aside[0])
		printf("%llu operation%s of the copy that did not stay %s in no copy now; that copy is kept as "
		       "%s.\n",
			(unsigned long long)summary->differences[DIFFERENCE_DROPPED],
			summary->differences[DIFFERENCE_DROPPED] == 1 ? "" : "s",
			summary->differences[DIFFERENCE_DROPPED] == 1 ? "is" : "are", summary->aside);
	else if (mended && summary->rebuilt)
		print_rebuilt(call->school.database);
	if (summary->all > 0 && !mended)
		printf("Stop the server and run: campanella verify %s --repair\n", call->school.directory);
}

static void
print_rebuilt(const char *database)
{
	char damaged[PATH_MAX + sizeof ".damaged"];
	snprintf(damaged, sizeof damaged, "%s.damaged", database);
	printf("The database was made again from the journal");
	if (access(damaged, F_OK) == 0)
		printf("; the old file is kept as %s", damaged);
	puts(".");
}

static void
print_json(struct call *call, bool mended)
{
	const struct verify_summary *summary = &call->summary;
	json_print(json_pack("{s:I, s:I, s:I, s:b, s:b, s:s, s:O}", "operations",
		(json_int_t)summary->operations, "rows", (json_int_t)summary->rows, "difference_count",
		(json_int_t)summary->all, "repaired", mended, "database_rebuilt", mended && summary->rebuilt,
		"kept_aside", summary->aside, "differences", call->differences));
}
