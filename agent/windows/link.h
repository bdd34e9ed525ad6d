#ifndef AGENT_WINDOWS_LINK_H
#define AGENT_WINDOWS_LINK_H

#include "agent/windows/windows.h"

#include <winhttp.h>

#include "agent/platform.h"
#include "agent/poll.h"

/* Inside of link.c, the WebSocket, and link_poll.c, what goes when there is none. */
#define EVENTS_MAX 64

/*
 * WinHTTP waits in its calls, so one thread per connection connects and
 * receives; all that it hears goes through a queue to the agent's thread,
 * which alone calls the listener.
 */
enum event_kind { EVENT_OPENED, EVENT_RECEIVED, EVENT_CLOSED };
struct event {
	enum event_kind kind;
	unsigned connection; /* events of one given up are not heard */
	uint8_t certificate[32];
	uint8_t *bytes;
	size_t length;
};

struct link {
	struct link_listener listener;
	WCHAR host[256];
	INTERNET_PORT port;
	bool pinned, established, connecting, polls;
	uint8_t pin[32];
	HINTERNET internet, socket;
	HANDLE wake, heard, thread;
	CRITICAL_SECTION lock;
	struct event events[EVENTS_MAX];
	unsigned first, count, connection;
	bool overflow;
	struct poll poll;
};

/* What one thread needs, its own copy. */
struct attempt {
	struct link *link;
	unsigned connection;
	HINTERNET connect, request, socket;
};

/* link.c, in the thread of a connection */
void link_tell(struct attempt *attempt, struct event event);
HINTERNET link_request(struct link *link, HINTERNET connect, LPCWSTR method, LPCWSTR path);
/* What the other end showed; false: it is not the one that is pinned. */
bool link_knows_certificate(struct link *link, HINTERNET request, uint8_t hash[32]);
bool link_upgrades_again(struct attempt *attempt);

/* link_poll.c: until the line ends. */
void link_poll(struct attempt *attempt);
unsigned link_status(HINTERNET request); /* 0: there is none */

#endif
