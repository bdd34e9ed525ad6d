#include "daemon/devices_channel.h"

#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#include "platform/log.h"

#define ROOM_MS 1000

static atomic_bool lost; /* since then nobody waits for room */

void
devices_channel_tell(void *fd, struct text frame)
{
	struct pollfd room = { (int)(intptr_t)fd, POLLOUT, 0 };
	ssize_t sent;
	do
		sent = send(room.fd, frame.at, frame.length, MSG_NOSIGNAL | MSG_DONTWAIT);
	while (sent < 0 &&
		(errno == EINTR || (errno == EAGAIN && !atomic_load(&lost) && poll(&room, 1, ROOM_MS) > 0)));
	if (sent < 0 && !atomic_exchange(&lost, true))
		log_line(LEVEL_WARNING, "the devices process takes nothing: %s", strerror(errno));
}

bool
devices_channel_is_back(int fd)
{
	struct pollfd room = { fd, POLLOUT, 0 };
	if (!atomic_load(&lost) || poll(&room, 1, 0) <= 0 || !(room.revents & POLLOUT))
		return false;
	atomic_store(&lost, false);
	log_line(LEVEL_INFO, "the devices process takes what it is told again");
	return true;
}
