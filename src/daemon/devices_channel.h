#ifndef DAEMON_DEVICES_CHANNEL_H
#define DAEMON_DEVICES_CHANNEL_H

#include <stdbool.h>

#include "platform/text.h"

/*
 * Web's way to the devices process. It waits a moment for room, once: a devices
 * process that takes nothing, dead or in other hands, does not hold up the one
 * writer of the school. What was lost meanwhile is said anew when there is room.
 */

/* For struct dispatch_options.tell: the context is the descriptor. Any thread. */
void devices_channel_tell(void *fd, struct text frame);
/* Once: something was lost, and there is room again. */
bool devices_channel_is_back(int fd);

#endif
