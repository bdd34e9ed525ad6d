#include "agent/windows/link.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wincrypt.h>

#include "agent/seal.h"

#define RECEIVE_BYTES_MAX (MESSAGE_HEAD_BYTES + MESSAGE_POLICY_BYTES_MAX)

static bool upgrade(struct attempt *attempt, uint8_t hash[32]);
static void receive_all(struct attempt *attempt);

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
	link->heard = CreateEventW(NULL, FALSE, FALSE, NULL);
	link->internet = WinHttpOpen(L"campanella-agent", WINHTTP_ACCESS_TYPE_DEFAULT_PROXY, NULL, NULL, 0);
	if (link->wake && link->heard && link->internet)
		return link;
	link_destroy(link);
	return NULL;
}

void
link_tell(struct attempt *attempt, struct event event)
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

bool
link_knows_certificate(struct link *link, HINTERNET request, uint8_t hash[32])
{
	const CERT_CONTEXT *certificate = NULL;
	DWORD length = sizeof certificate;
	if (!WinHttpQueryOption(request, WINHTTP_OPTION_SERVER_CERT_CONTEXT, &certificate, &length) ||
		!certificate)
		return false;
	seal_hash(certificate->pbCertEncoded, certificate->cbCertEncoded, hash);
	CertFreeCertificateContext(certificate);
	if (!link->pinned || memcmp(hash, link->pin, 32) == 0)
		return true;
	fprintf(stderr, "the server's certificate is not the one this device knows\n");
	return false;
}

/* With a pin the hash is compared instead, before a word is said. */
HINTERNET
link_request(struct link *link, HINTERNET connect, LPCWSTR method, LPCWSTR path)
{
	DWORD all_faults = SECURITY_FLAG_IGNORE_UNKNOWN_CA | SECURITY_FLAG_IGNORE_CERT_CN_INVALID |
		SECURITY_FLAG_IGNORE_CERT_DATE_INVALID | SECURITY_FLAG_IGNORE_CERT_WRONG_USAGE;
	HINTERNET request = WinHttpOpenRequest(connect, method, path, NULL, NULL, NULL, WINHTTP_FLAG_SECURE);
	if (!request || !link->pinned ||
		WinHttpSetOption(request, WINHTTP_OPTION_SECURITY_FLAGS, &all_faults, sizeof all_faults))
		return request;
	WinHttpCloseHandle(request);
	return NULL;
}

static bool
upgrade(struct attempt *attempt, uint8_t hash[32])
{
	struct link *link = attempt->link;
	bool reached = false;
	attempt->request = link_request(link, attempt->connect, L"GET", L"/device");
	bool good = attempt->request &&
		WinHttpSetOption(attempt->request, WINHTTP_OPTION_UPGRADE_TO_WEB_SOCKET, NULL, 0) &&
		WinHttpSendRequest(attempt->request, NULL, 0, NULL, 0, 0, 0) &&
		(reached = link_knows_certificate(link, attempt->request, hash)) &&
		WinHttpReceiveResponse(attempt->request, NULL) && link_status(attempt->request) == 101;
	if (good)
		attempt->socket = WinHttpWebSocketCompleteUpgrade(attempt->request, 0);
	if (!attempt->socket && attempt->request) {
		WinHttpCloseHandle(attempt->request);
		attempt->request = NULL;
	}
	EnterCriticalSection(&link->lock);
	if (attempt->socket)
		poll_upgraded(&link->poll);
	else if (reached)
		poll_upgrade_failed(&link->poll);
	link->socket = attempt->socket;
	LeaveCriticalSection(&link->lock);
	return attempt->socket != NULL;
}

/* For link_poll.c, in its thread: a WebSocket, if it works again. */
bool
link_upgrades_again(struct attempt *attempt)
{
	struct event opened = { .kind = EVENT_OPENED };
	if (!upgrade(attempt, opened.certificate))
		return false;
	link_tell(attempt, (struct event){ .kind = EVENT_CLOSED }); /* the poll */
	EnterCriticalSection(&attempt->link->lock);
	attempt->link->polls = false;
	LeaveCriticalSection(&attempt->link->lock);
	link_tell(attempt, opened);
	receive_all(attempt);
	return true;
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

static void
receive_all(struct attempt *attempt)
{
	size_t length;
	for (uint8_t *bytes; (bytes = receive(attempt, &length));)
		link_tell(attempt,
			(struct event){ .kind = EVENT_RECEIVED, .bytes = bytes, .length = length });
}

static bool
polls_next(struct link *link)
{
	EnterCriticalSection(&link->lock);
	bool next = poll_is_next(&link->poll);
	LeaveCriticalSection(&link->lock);
	return next;
}

static DWORD WINAPI
connection_thread(void *context)
{
	struct attempt *attempt = context;
	struct link *link = attempt->link;
	struct event opened = { .kind = EVENT_OPENED };
	attempt->connect = WinHttpConnect(link->internet, link->host, link->port, 0);
	if (attempt->connect && !polls_next(link) && upgrade(attempt, opened.certificate)) {
		link_tell(attempt, opened);
		receive_all(attempt);
	} else if (attempt->connect && polls_next(link)) {
		link_poll(attempt);
	}
	EnterCriticalSection(&link->lock);
	link->polls = false;
	link->socket = NULL;
	if (attempt->socket)
		WinHttpCloseHandle(attempt->socket);
	LeaveCriticalSection(&link->lock);
	if (attempt->request)
		WinHttpCloseHandle(attempt->request);
	if (attempt->connect)
		WinHttpCloseHandle(attempt->connect);
	link_tell(attempt, (struct event){ .kind = EVENT_CLOSED });
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
	bool good = link->established && link->polls && poll_put(&link->poll, bytes);
	if (link->established && link->socket && !link->polls)
		good = WinHttpWebSocketSend(link->socket, WINHTTP_WEB_SOCKET_BINARY_MESSAGE_BUFFER_TYPE,
			       (void *)(uintptr_t)bytes.at, (DWORD)bytes.length) == NO_ERROR;
	LeaveCriticalSection(&link->lock);
	return good;
}

bool
link_is_free(const struct link *link)
{
	return link->established && !link->polls; /* sending waits until the system has taken it */
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
	CloseHandle(link->heard);
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
	SetEvent(link->heard); /* what there is to answer has been said */
	if (link->overflow) {
		link->overflow = false;
		link_close(link);
		link->listener.closed(link->listener.context);
	}
}
