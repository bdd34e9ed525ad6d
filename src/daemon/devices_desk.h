#ifndef DAEMON_DEVICES_DESK_H
#define DAEMON_DEVICES_DESK_H

#include "classroom/device_presence.h"
#include "daemon/dispatch.h"
#include "platform/clock.h"

/*
 * Web's side of the channel to the devices process: one thread that hears what
 * devices did and answers from the register. It reads with a connection of its
 * own; what it writes goes through the one writer, journalled, and only when
 * that is durable the devices process hears of it.
 */
struct devices_desk;

struct devices_desk_options {
	int fd;
	const char *database_path;
	struct keys *keys; /* all borrowed */
	struct clock *clock;
	struct random *random;
	struct device_presence *presence;
	struct dispatch *dispatch;
};
enum outcome devices_desk_create(struct devices_desk **desk,
	const struct devices_desk_options *options) MUST_USE;
void devices_desk_destroy(struct devices_desk *desk); /* before the dispatch goes; NULL is fine */

#endif
