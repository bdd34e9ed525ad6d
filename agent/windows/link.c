#include "agent/windows/windows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wincrypt.h>
#include <winhttp.h>

#include "agent/seal.h"

#define RECEIVE_BYTES_MAX (MESSAGE_HEAD_BYTES + MESSAGE_POLICY_BYTES_MAX)
#define EVENTS_MAX        64

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
	bool pinned, established, connecting;
	uint8_t pin[32];
	HINTERNET internet, socket;
	HANDLE wake, thread;
	CRITICAL_SECTION lock;
	struct event events[EVENTS_MAX];
	unsigned first, count, connection;
	bool overflow;
};

/* What one thread needs, its own copy. */
struct attempt {
	struct link *link;
	unsigned connection;
	HINTERNET connect, request, socket;
};

struct link *
link_create(const char *host, int port, const uint8_t *pin, const struct link_listener *listener)
{
	struct link *link = calloc(1, sizeof *link);
	if (!link)
		return NULL;
	link->listener = *listener;
	link->port = (INTERNET_PORT)port;
	(void)windows_text(host, link->host, 256);
	if (pin) {
		link->pinned = true;
		memcpy(link->pin, pin, sizeof link->pin);
	}
	InitializeCriticalSection(&link->lock);
	link->wake = CreateEventW(NULL, FALSE, FALSE, NULL);
	link->internet = WinHttpOpen(L"campanella-agent", WINHTTP_ACCESS_TYPE_DEFAULT_PROXY, NULL, NULL, 0);
	if (link->wake && link->internet)
		return link;
	link_destroy(link);
	return NULL;
}

static void
say(struct attempt *attempt, struct event event)
{
	struct link *link = attempt->link;
	event.connection = attempt->connection;
	EnterCriticalSection(&link->lock);
	if (link->count < EVENTS_MAX)
		link->events[(link->first + link->count++) % EVENTS_MAX] = event;
	else
		free(event.bytes), link->overflow = true;
	LeaveCriticalSection(&link->lock);
	SetEvent(link->wake);
}

static bool
certificate_of(HINTERNET request, uint8_t hash[32])
{
	const CERT_CONTEXT *certificate = NULL;
	DWORD length = sizeof certificate;
	if (!WinHttpQueryOption(request, WINHTTP_OPTION_SERVER_CERT_CONTEXT, &certificate, &length) ||
		!certificate)
		return false;
	seal_hash(certificate->pbCertEncoded, certificate->cbCertEncoded, hash);
	CertFreeCertificateContext(certificate);
	return true;
}

static bool
upgrade(struct attempt *attempt, uint8_t hash[32])
{
	struct link *link = attempt->link;
	DWORD all_faults = SECURITY_FLAG_IGNORE_UNKNOWN_CA | SECURITY_FLAG_IGNORE_CERT_CN_INVALID |
		SECURITY_FLAG_IGNORE_CERT_DATE_INVALID | SECURITY_FLAG_IGNORE_CERT_WRONG_USAGE;
	attempt->connect = WinHttpConnect(link->internet, link->host, link->port, 0);
	attempt->request = attempt->connect ? WinHttpOpenRequest(attempt->connect, L"GET", L"/device", NULL,
						      NULL, NULL, WINHTTP_FLAG_SECURE)
					    : NULL;
	if (!attempt->request)
		return false;
	/* With a pin the hash is compared instead, before a word is said. */
	if (link->pinned &&
		!WinHttpSetOption(attempt->request, WINHTTP_OPTION_SECURITY_FLAGS, &all_faults,
			sizeof all_faults))
		return false;
	if (!WinHttpSetOption(attempt->request, WINHTTP_OPTION_UPGRADE_TO_WEB_SOCKET, NULL, 0) ||
		!WinHttpSendRequest(attempt->request, NULL, 0, NULL, 0, 0, 0) ||
		!WinHttpReceiveResponse(attempt->request, NULL) || !certificate_of(attempt->request, hash))
		return false;
	if (link->pinned && memcmp(hash, link->pin, 32) != 0) {
		fprintf(stderr, "the server's certificate is not the one this device knows\n");
		return false;
	}
	attempt->socket = WinHttpWebSocketCompleteUpgrade(attempt->request, 0);
	return attempt->socket != NULL;
}

/* One whole message; NULL: the connection is over. */
static uint8_t *
receive(struct attempt *attempt, size_t *length)
{
	uint8_t *bytes = malloc(RECEIVE_BYTES_MAX);
	*length = 0;
	for (;;) {
		DWORD got = 0;
		WINHTTP_WEB_SOCKET_BUFFER_TYPE type;
		if (!bytes || *length == RECEIVE_BYTES_MAX ||
			WinHttpWebSocketReceive(attempt->socket, bytes + *length,
				(DWORD)(RECEIVE_BYTES_MAX - *length), &got, &type) != NO_ERROR ||
			(type != WINHTTP_WEB_SOCKET_BINARY_MESSAGE_BUFFER_TYPE &&
				type != WINHTTP_WEB_SOCKET_BINARY_FRAGMENT_BUFFER_TYPE)) {
			free(bytes);
			return NULL;
		}
		*length += got;
		if (type == WINHTTP_WEB_SOCKET_BINARY_MESSAGE_BUFFER_TYPE)
			return bytes;
	}
}

static DWORD WINAPI
connection_thread(void *context)
{
	struct attempt *attempt = context;
	struct event opened = { .kind = EVENT_OPENED };
	if (upgrade(attempt, opened.certificate)) {
		EnterCriticalSection(&attempt->link->lock);
		attempt->link->socket = attempt->socket;
		LeaveCriticalSection(&attempt->link->lock);
		say(attempt, opened);
		size_t length;
		for (uint8_t *bytes; (bytes = receive(attempt, &length));)
			say(attempt,
				(struct event){ .kind = EVENT_RECEIVED, .bytes = bytes, .length = length });
	}
	EnterCriticalSection(&attempt->link->lock);
	attempt->link->socket = NULL;
	if (attempt->socket)
		WinHttpCloseHandle(attempt->socket);
	LeaveCriticalSection(&attempt->link->lock);
	if (attempt->request)
		WinHttpCloseHandle(attempt->request);
	if (attempt->connect)
		WinHttpCloseHandle(attempt->connect);
	say(attempt, (struct event){ .kind = EVENT_CLOSED });
	free(attempt);
	return 0;
}

void
link_connect(struct link *link)
{
	if (link->connecting || link->established)
		return;
	if (link->thread) {
		if (WaitForSingleObject(link->thread, 0) != WAIT_OBJECT_0)
			return; /* the last one is still going */
		CloseHandle(link->thread);
		link->thread = NULL;
	}
	struct attempt *attempt = calloc(1, sizeof *attempt);
	if (!attempt)
		return;
	attempt->link = link;
	attempt->connection = ++link->connection;
	link->connecting = true;
	link->thread = CreateThread(NULL, 256 * 1024, connection_thread, attempt, 0, NULL);
	if (!link->thread) {
		link->connecting = false;
		free(attempt);
	}
}

bool
link_send(struct link *link, struct message_bytes bytes)
{
	EnterCriticalSection(&link->lock);
	bool good = link->established && link->socket &&
		WinHttpWebSocketSend(link->socket, WINHTTP_WEB_SOCKET_BINARY_MESSAGE_BUFFER_TYPE,
			(void *)(uintptr_t)bytes.at, (DWORD)bytes.length) == NO_ERROR;
	LeaveCriticalSection(&link->lock);
	return good;
}

bool
link_is_free(const struct link *link)
{
	return link->established; /* sending waits until the system has taken it */
}

void
link_close(struct link *link)
{
	EnterCriticalSection(&link->lock);
	if (link->socket)
		(void)WinHttpWebSocketShutdown(link->socket, WINHTTP_WEB_SOCKET_SUCCESS_CLOSE_STATUS, NULL,
			0);
	LeaveCriticalSection(&link->lock);
	link->established = link->connecting = false;
	link->connection++;
}

void
link_destroy(struct link *link)
{
	if (!link)
		return;
	link_close(link);
	if (link->internet)
		WinHttpCloseHandle(link->internet);
	if (link->thread && WaitForSingleObject(link->thread, 2000) != WAIT_OBJECT_0)
		return; /* the process ends; the thread still has the link */
	if (link->thread)
		CloseHandle(link->thread);
	while (link->count--)
		free(link->events[link->first++ % EVENTS_MAX].bytes);
	CloseHandle(link->wake);
	DeleteCriticalSection(&link->lock);
	free(link);
}

static bool
next_event(struct link *link, struct event *event)
{
	EnterCriticalSection(&link->lock);
	bool some = link->count > 0;
	if (some) {
		*event = link->events[link->first];
		link->first = (link->first + 1) % EVENTS_MAX;
		link->count--;
	}
	LeaveCriticalSection(&link->lock);
	return some;
}

static void
hear(struct link *link, const struct event *event)
{
	void *context = link->listener.context;
	if (event->connection != link->connection)
		return;
	switch (event->kind) {
	case EVENT_OPENED:
		link->established = true;
		link->listener.opened(context, event->certificate);
		break;
	case EVENT_RECEIVED:
		link->listener.received(context, (struct message_bytes){ event->bytes, event->length });
		break;
	case EVENT_CLOSED:
		link->established = link->connecting = false;
		link->listener.closed(context);
		break;
	}
}

void
link_service(struct link *link, int64_t ms)
{
	struct event event;
	DWORD wait = ms < 0 ? 0 : ms > 250 ? 250 : (DWORD)ms; /* a signal to end is looked at between */
	(void)MsgWaitForMultipleObjects(1, &link->wake, FALSE, wait, QS_ALLINPUT);
	windows_pump();
	while (next_event(link, &event)) {
		hear(link, &event);
		free(event.bytes);
	}
	if (link->overflow) {
		link->overflow = false;
		link_close(link);
		link->listener.closed(link->listener.context);
	}
}
