#include "daemon/serve_config.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "platform/config.h"
#include "platform/limits.h"

static const char *const known[] = { "journal", "listen", "host", "certificate", "key", "devices-listen",
	"devices-tls-1.2", "clock-file", NULL };

static enum outcome read_values(struct process_start *start, struct serve_listen *listen,
	struct serve_listen *devices_listen, const struct config *config, const char *listen_option,
	struct config_fault *fault);
static bool put_path(char path[PROCESS_PATH_MAX], const char *directory, struct text value);
static enum outcome say(const char *about, const char *message);

enum outcome
serve_config_read(struct process_start *start, struct serve_listen *listen,
	struct serve_listen *devices_listen, const char *directory, const char *listen_option)
{
	char resolved[PATH_MAX], path[PATH_MAX + 16];
	*start = (struct process_start){ .sandbox = true };
	if (!realpath(directory, resolved) || strlen(resolved) + 64 > PROCESS_PATH_MAX) {
		say(directory, strerror(errno));
		return NOT_FOUND;
	}
	memcpy(start->directory, resolved, strlen(resolved) + 1);
	snprintf(path, sizeof path, "%s/school.conf", resolved);

	struct arena *arena = arena_create(4 * MIB);
	struct config config = { 0 };
	struct config_fault fault = { 0 };
	enum outcome got = config_read(&config, arena, path, &fault);
	if (got == OK)
		got = config_check(&config, known, &fault);
	if (got == OK)
		got = read_values(start, listen, devices_listen, &config, listen_option, &fault);
	if (got == NOT_FOUND)
		say(directory, "there is no school here (campanella init makes one)");
	else if (got != OK && fault.message)
		config_fault_print(stderr, "serve", path, &fault);
	arena_destroy(arena);
	return got;
}

bool
serve_listen_parse(struct text text, struct serve_listen *listen)
{
	size_t colon = text.length;
	while (colon > 0 && text.at[colon - 1] != ':')
		colon--;
	int64_t port;
	if (colon < 2 || !text_int64((struct text){ text.at + colon, text.length - colon }, &port) ||
		port < 0 || port > 65535)
		return false;
	struct text host = { text.at, colon - 1 };
	bool bracketed = host.length > 2 && host.at[0] == '[' && host.at[host.length - 1] == ']';
	if (bracketed)
		host = (struct text){ host.at + 1, host.length - 2 };
	else if (memchr(host.at, ':', host.length) || memchr(host.at, '[', host.length))
		return false;
	if (host.length == 0 || host.length >= sizeof listen->address)
		return false;
	memcpy(listen->address, host.at, host.length);
	listen->address[host.length] = '\0';
	listen->port = (int)port;
	return true;
}

void
serve_devices_beside(struct serve_listen *devices_listen, const struct serve_listen *listen_at)
{
	if (devices_listen->port >= 0)
		return;
	*devices_listen = *listen_at;
	devices_listen->port = listen_at->port < 32768 ? listen_at->port + 1
						       : 0; /* beside a port of chance: chance */
}

int
serve_listen_open(struct serve_listen *listen_at)
{
	char port[8];
	snprintf(port, sizeof port, "%d", listen_at->port);
	struct addrinfo wanted = { .ai_flags = AI_PASSIVE | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;
	int failed = getaddrinfo(listen_at->address, port, &wanted, &found);
	if (failed) {
		say(listen_at->address, gai_strerror(failed));
		return -1;
	}
	int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_storage bound;
	socklen_t length = sizeof bound;
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){ 1 }, sizeof(int)) != 0 ||
		bind(fd, found->ai_addr, found->ai_addrlen) != 0 || listen(fd, SOMAXCONN) != 0 ||
		getsockname(fd, (struct sockaddr *)&bound, &length) != 0) {
		fprintf(stderr, "campanella serve: cannot listen on %s:%s: %s%s\n", listen_at->address, port,
			strerror(errno),
			errno == EACCES && listen_at->port < 1024
				? "; a port below 1024 needs the right that contrib/campanella.service gives"
				: "");
		if (fd >= 0)
			close(fd);
		fd = -1;
	} else {
		in_port_t real = bound.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&bound)->sin6_port
							     : ((struct sockaddr_in *)&bound)->sin_port;
		listen_at->port = ntohs(real);
	}
	freeaddrinfo(found);
	return fd;
}

static enum outcome
read_values(struct process_start *start, struct serve_listen *listen_at, struct serve_listen *devices_listen,
	const struct config *config, const char *listen_option, struct config_fault *fault)
{
	struct text at = listen_option ? text_of(listen_option)
				       : config_text(config, "listen", "127.0.0.1:8443");
	if (!serve_listen_parse(at, listen_at)) {
		fprintf(stderr, "campanella serve: \"%.*s\" is not HOST:PORT\n", TEXT_ARG(at));
		return INVALID;
	}
	struct text devices_at = config_text(config, "devices-listen", "");
	*devices_listen = (struct serve_listen){ .port = -1 };
	if (devices_at.length > 0 && !serve_listen_parse(devices_at, devices_listen))
		return say("devices-listen", "is not HOST:PORT");
	if (config_flag(config, "devices-tls-1.2", true, &start->devices_tls_1_2, fault) != OK)
		return INVALID;
	struct text host = config_text(config, "host", "");
	if (host.length >= sizeof start->host)
		return say("host", "too long");
	memcpy(start->host, host.at, host.length);
	if (!put_path(start->journal_file, start->directory, config_text(config, "journal", "journal")) ||
		!put_path(start->certificate_file, start->directory,
			config_text(config, "certificate", "tls/certificate.pem")) ||
		!put_path(start->key_file, start->directory, config_text(config, "key", "tls/key.pem")))
		return say("school.conf", "a path is too long");
#ifdef CAMPANELLA_TEST_HOOKS
	if (config_has(config, "clock-file") &&
		!put_path(start->clock_file, start->directory, config_text(config, "clock-file", "")))
		return say("clock-file", "too long");
#else
	if (config_has(config, "clock-file"))
		return say("clock-file", "only a test build has a clock that can be moved");
#endif
	return OK;
}

static bool
put_path(char path[PROCESS_PATH_MAX], const char *directory, struct text value)
{
	int length = value.length > 0 && value.at[0] == '/'
		? snprintf(path, PROCESS_PATH_MAX, "%.*s", TEXT_ARG(value))
		: snprintf(path, PROCESS_PATH_MAX, "%s/%.*s", directory, TEXT_ARG(value));
	return length > 0 && length < PROCESS_PATH_MAX;
}

static enum outcome
say(const char *about, const char *message)
{
	fprintf(stderr, "campanella serve: %s: %s\n", about, message);
	return INVALID;
}
