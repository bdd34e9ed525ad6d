/* A devices process that takes nothing: who tells it waits once, and it is told anew. */
#include "daemon/devices_channel.h"

#include <poll.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

#include "platform/test.h"

static int waits; /* for room, with patience */

int
poll(struct pollfd *fds, nfds_t count, int timeout_ms)
{
	uint8_t byte[4] = { 0 };
	assert_int_equal(count, 1);
	waits += timeout_ms > 0;
	bool room = send(fds->fd, byte, sizeof byte, MSG_DONTWAIT) > 0;
	fds->revents = room ? POLLOUT : 0;
	return room;
}

static void
a_deaf_one_is_waited_for_once(void **state)
{
	(void)state;
	int ends[2];
	char byte[4096] = { 0 };
	struct text frame = { byte, sizeof byte };
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
	void *fd = (void *)(intptr_t)ends[0];
	devices_channel_tell(fd, frame);
	assert_false(devices_channel_is_back(ends[0])); /* it never was away */
	while (send(ends[0], byte, 1, MSG_DONTWAIT) > 0)
		continue;
	for (int i = 0; i < 100; i++)
		devices_channel_tell(fd, frame);
	assert_int_equal(waits, 1);
	assert_false(devices_channel_is_back(ends[0]));
	while (recv(ends[1], byte, sizeof byte, MSG_DONTWAIT) > 0)
		continue;
	assert_true(devices_channel_is_back(ends[0]));
	assert_false(devices_channel_is_back(ends[0])); /* said once */
	while (send(ends[0], byte, 1, MSG_DONTWAIT) > 0)
		continue;
	devices_channel_tell(fd, frame);
	assert_int_equal(waits, 2);
	close(ends[0]);
	close(ends[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(a_deaf_one_is_waited_for_once) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
