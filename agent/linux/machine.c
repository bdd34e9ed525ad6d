#include <errno.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "agent/platform.h"

static int64_t
clock_ms(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t
machine_wall(void)
{
	return clock_ms(CLOCK_REALTIME);
}

int64_t
machine_monotonic(void)
{
	return clock_ms(CLOCK_BOOTTIME);
}

size_t
machine_addresses(uint8_t (*addresses)[16], size_t most)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	struct ifaddrs *all;
	size_t count = 0;
	if (getifaddrs(&all) != 0)
		return 0;
	for (const struct ifaddrs *one = all; one && count < most; one = one->ifa_next) {
		if (!one->ifa_addr || !(one->ifa_flags & IFF_UP))
			continue;
		if (one->ifa_addr->sa_family == AF_INET) {
			memcpy(addresses[count], mapped, 12);
			memcpy(addresses[count++] + 12,
				&((struct sockaddr_in *)(void *)one->ifa_addr)->sin_addr, 4);
		} else if (one->ifa_addr->sa_family == AF_INET6) {
			memcpy(addresses[count++], &((struct sockaddr_in6 *)(void *)one->ifa_addr)->sin6_addr,
				16);
		}
	}
	freeifaddrs(all);
	return count;
}

enum message_platform
machine_platform(void)
{
	return MESSAGE_PLATFORM_LINUX;
}

enum message_session
machine_session(void)
{
	const char *type = getenv("XDG_SESSION_TYPE"), *wayland = getenv("WAYLAND_DISPLAY");
	if ((type && strcmp(type, "wayland") == 0) || (wayland && *wayland))
		return MESSAGE_SESSION_WAYLAND; /* CLS-12: XWayland shows only its own windows, so no picture
						   at all */
	const char *display = getenv("DISPLAY");
	return display && *display ? MESSAGE_SESSION_X11 : MESSAGE_SESSION_NONE;
}

/* systemd-logind says whose session is at the screen; where it does not run there is no switching either. */
bool
machine_user_is_here(void)
{
	char path[64], line[256];
	(void)snprintf(path, sizeof path, "/run/systemd/users/%u", (unsigned)getuid());
	FILE *file = fopen(path, "re");
	if (!file) /* what cannot be asked is not known */
		return errno == ENOENT;
	bool here = true;
	while (fgets(line, sizeof line, file))
		if (strncmp(line, "STATE=", 6) == 0)
			here = strcmp(line + 6, "active\n") == 0;
	fclose(file);
	return here;
}

bool
machine_folder(char *to, size_t room)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	char parent[256];
	int length = config && *config ? snprintf(parent, sizeof parent, "%s", config)
				       : snprintf(parent, sizeof parent, "%s/.config", home ? home : "");
	if (length <= 0 || (size_t)length >= sizeof parent)
		return false;
	(void)mkdir(parent, 0700);
	length = snprintf(to, room, "%s/campanella-agent", parent);
	if (length <= 0 || (size_t)length >= room)
		return false;
	(void)mkdir(to, 0700);
	return access(to, W_OK | X_OK) == 0;
}

static int
open_lock(const char *folder, int flags)
{
	char path[600];
	(void)snprintf(path, sizeof path, "%s/lock", folder);
	return open(path, flags | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
}

bool
machine_is_alone(const char *folder)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int fd = open_lock(folder, O_CREAT);
	/* Kept as long as the agent lives; a file system without locks does not stop it. */
	return fd >= 0 && (fcntl(fd, F_SETLK, &lock) == 0 || (errno != EACCES && errno != EAGAIN));
}

const char *
machine_locale(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const char *value = getenv(names[i]);
		if (value && *value)
			return value;
	}
	return "";
}

void
machine_clock_text(int64_t wall, char text[6])
{
	time_t seconds = (time_t)(wall / 1000);
	struct tm local;
	if (!localtime_r(&seconds, &local) || strftime(text, 6, "%H:%M", &local) == 0)
		memcpy(text, "--:--", 6);
}

static volatile sig_atomic_t hand_toggled, ending;

static void
on_hand(int signal_number)
{
	(void)signal_number;
	hand_toggled = 1;
}

static void
on_end(int signal_number)
{
	(void)signal_number;
	ending = 1;
}

static void
listen_to(int signal_number, void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler };
	sigaction(signal_number, &action, NULL);
}

void
machine_hand_listen(const char *folder)
{
	(void)folder;
	listen_to(SIGUSR1, on_hand);
}

bool
machine_hand_toggle(const char *folder)
{
	/* The one that holds the lock now: a number in a file would be another program's one day. */
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int fd = open_lock(folder, 0);
	bool found = fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type == F_WRLCK && lock.l_pid > 1;
	if (fd >= 0)
		close(fd);
	return found && kill(lock.l_pid, SIGUSR1) == 0;
}

bool
machine_hand_was_toggled(void)
{
	bool toggled = hand_toggled != 0;
	hand_toggled = 0;
	return toggled;
}

void
machine_end_listen(void)
{
	listen_to(SIGTERM, on_end);
	listen_to(SIGINT, on_end);
	listen_to(SIGPIPE, SIG_IGN);
}

bool
machine_is_ending(void)
{
	return ending != 0;
}
