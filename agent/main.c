/*
 * campanella-agent: the program on a pupil's device. It does what stands in
 * allowed.def when the school's server asks and the device's own checks agree,
 * and nothing else. It listens on no port.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent/enrol.h"
#include "agent/seal.h"
#include "agent/session.h"
#include "agent/words.h"
#ifdef _WIN32
#include "agent/windows/windows.h"
#endif

static const char usage[] =
	"usage: campanella-agent [--folder DIR] COMMAND\n\n"
	"  enrol HOST:PORT CODE [--certificate SHA256] [--anew]   make this device known to a school\n"
	"  run [--shift-minutes N]   connect and wait; N: in the time of a demo school\n"
	"  allowed    all that the school can ask of this device, and what you see then\n"
	"  log        who looked at this screen\n"
	"  hand       raise your hand, or take it down\n"
#ifdef _WIN32
	"  service install|remove   keep the agent running for whoever signs in\n"
#endif
	;

static int
print_allowed(void)
{
#define ALLOWED(type, message, happens, seen) printf("%s\n    You see: %s.\n", happens, seen);
#include "agent/allowed.def"
#undef ALLOWED
	printf("Everything else is refused.\n");
	return 0;
}

static int
print_log(const char *folder)
{
	char path[600], line[1024];
	struct device_state state;
	(void)snprintf(path, sizeof path, "%s/views.log", folder);
	FILE *file = fopen(path, "rb");
	if (!file) {
		printf("Nobody has looked at this screen.\n");
		return 0;
	}
	while (fgets(line, sizeof line, file))
		fputs(line, stdout);
	fclose(file);
	if (state_load(&state, folder) && state.log_count > state.school_count)
		printf("The school has not confirmed the last %u.\n", state.log_count - state.school_count);
	if (state.differs_at) {
		char clock[6];
		machine_clock_text(state.differs_at, clock);
		words_print(line, sizeof line, WORD_LOG_DIFFERS, "");
		printf("%s (%lld, %s)\n", line, (long long)(state.differs_at / 1000), clock);
	}
	return 0;
}

/* Two would write one record of who looked. */
static bool
is_alone(const char *folder)
{
	if (machine_is_alone(folder))
		return true;
	fprintf(stderr, "campanella-agent: another one is at work in %s; end it first\n", folder);
	return false;
}

static int
run(const char *folder, const char *shift_minutes)
{
	static struct session session;
	session.opens_pages = opener_start(); /* before there is a key to know */
	session.shift = (int64_t)strtoll(shift_minutes, NULL, 10) * 60 * 1000;
	if (!identity_load(&session.identity, folder)) {
		fprintf(stderr, "campanella-agent: no key of this device in %s, or others can read it\n",
			folder);
		return 1;
	}
	if (!is_alone(folder))
		return 1;
	if (!state_load(&session.state, folder)) {
		fprintf(stderr, "campanella-agent: %s/state is damaged\n", folder);
		return 1;
	}
	(void)snprintf(session.folder, sizeof session.folder, "%s", folder);
	const struct link_listener listener = { &session, session_opened, session_received, session_closed };
	session.link = link_create(session.identity.host, session.identity.port,
		session.identity.pinned ? session.identity.certificate : NULL, &listener);
	if (!session.link)
		return 1;
	session_init(&session);
	machine_end_listen();
	machine_hand_listen(folder);
	if (!machine_sandbox(folder))
		fprintf(stderr, "campanella-agent: this system cannot shut the agent in completely\n");
	while (!machine_is_ending()) {
		if (machine_hand_was_toggled())
			session_hand(&session, !session.hand_up);
		link_service(session.link, session_tick(&session));
	}
	struct link *link = session.link; /* the session is wiped */
	session_finish(&session);
	link_destroy(link);
	return 0;
}

/* The office knows the device by its key: another one makes it another device, on whose tile
 * nobody sits, and the one before stays on the list. */
static bool
may_be_another(const char *folder, bool anew)
{
	struct identity own;
	bool known = identity_load(&own, folder);
	if (known && !anew)
		fprintf(stderr,
			"campanella-agent: this device belongs to a school already (%s); with --anew it becomes "
			"another device, and the office revokes the one that it was\n",
			own.school);
	seal_forget(&own, sizeof own);
	return !known || anew;
}

static int
enrol_from(int count, char **words, const char *folder)
{
	struct identity identity = { 0 };
	bool anew = count > 3 && strcmp(words[count - 1], "--anew") == 0;
	count -= anew;
	if (count != 3 && !(count == 5 && strcmp(words[3], "--certificate") == 0)) {
		fputs(usage, stderr);
		return 2;
	}
	if (!address_parse(words[1], identity.host, sizeof identity.host, &identity.port)) {
		fprintf(stderr, "campanella-agent: %s is not HOST:PORT\n", words[1]);
		return 2;
	}
	if (count == 5) {
		identity.pinned = hex_parse(words[4], identity.certificate, 32);
		if (!identity.pinned) {
			fprintf(stderr, "campanella-agent: a certificate's SHA-256 has 64 digits\n");
			return 2;
		}
	}
	/* One that runs would write its own record over the new one. */
	return is_alone(folder) && may_be_another(folder, anew) ? enrol(&identity, folder, words[2]) : 1;
}

int
main(int count, char **words)
{
	char folder[512] = "";
	count--;
	words++;
	if (count >= 2 && strcmp(words[0], "--folder") == 0) {
		(void)snprintf(folder, sizeof folder, "%s", words[1]);
		count -= 2;
		words += 2;
	}
	if (count < 1) {
		fputs(usage, stderr);
		return 2;
	}
	if (strcmp(words[0], "--help") == 0) {
		fputs(usage, stdout);
		return 0;
	}
#ifdef _WIN32
	if (strcmp(words[0], "service") == 0)
		return service_command(count, words);
	if (strcmp(words[0], "open") == 0 && count == 1)
		return opener_main();
#endif
	if (strcmp(words[0], "allowed") == 0)
		return print_allowed();
	if (!folder[0] && !machine_folder(folder, sizeof folder)) {
		fprintf(stderr, "campanella-agent: there is no folder for the key of this device\n");
		return 1;
	}
	words_language(machine_locale());
	if (strcmp(words[0], "log") == 0)
		return print_log(folder);
	if (strcmp(words[0], "hand") == 0) {
		if (machine_hand_toggle(folder))
			return 0;
		fprintf(stderr, "campanella-agent: none is at work in %s\n", folder);
		return 1;
	}
	if (!seal_start()) {
		fprintf(stderr, "campanella-agent: libgcrypt is too old\n");
		return 1;
	}
	if (strcmp(words[0], "enrol") == 0)
		return enrol_from(count, words, folder);
	if (strcmp(words[0], "run") == 0 && count == 1)
		return run(folder, "0");
	if (strcmp(words[0], "run") == 0 && count == 3 && strcmp(words[1], "--shift-minutes") == 0)
		return run(folder, words[2]);
	fputs(usage, stderr);
	return 2;
}
