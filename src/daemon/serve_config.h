#ifndef DAEMON_SERVE_CONFIG_H
#define DAEMON_SERVE_CONFIG_H

#include "daemon/process.h"

/*
 * What DIR/school.conf tells the server: journal, listen, host, certificate,
 * key, devices-listen, devices-tls-1.2, and under test hooks clock-file.
 * Relative paths are below DIR. `listen`
 * (HOST:PORT, [IPV6]:PORT) on the command line wins over the file; the standard
 * is 127.0.0.1:8443.
 */
struct serve_listen {
	char address[256];
	int port;
};
/* Says on standard error what is wrong. */
enum outcome serve_config_read(struct process_start *start, struct serve_listen *listen,
	struct serve_listen *devices_listen, const char *directory, const char *listen_option) MUST_USE;
/* Where nothing was said: the same address, the next port; any port beside any port. */
void serve_devices_beside(struct serve_listen *devices_listen, const struct serve_listen *listen);
bool serve_listen_parse(struct text text, struct serve_listen *listen);

/* A listening socket; *port becomes the real one when it was 0. -1 after saying why. */
int serve_listen_open(struct serve_listen *listen);

#endif
