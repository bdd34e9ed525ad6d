#include "agent/windows/link.h"

#include <stdlib.h>
#include <string.h>

#define HEARD_MS 2000 /* for the agent's own thread to take an answer in */

static bool
is_given_up(struct attempt *attempt)
{
	EnterCriticalSection(&attempt->link->lock);
	bool over = attempt->link->connection != attempt->connection;
	LeaveCriticalSection(&attempt->link->lock);
	return over;
}

static size_t
take_body(struct link *link, uint8_t body[POLL_BODY_MAX])
{
	EnterCriticalSection(&link->lock);
	size_t length = poll_take_body(&link->poll, body);
	LeaveCriticalSection(&link->lock);
	return length;
}

unsigned
link_status(HINTERNET request)
{
	DWORD status = 0, size = sizeof status;
	return WinHttpQueryHeaders(request, WINHTTP_QUERY_STATUS_CODE | WINHTTP_QUERY_FLAG_NUMBER,
		       WINHTTP_HEADER_NAME_BY_INDEX, &status, &size, WINHTTP_NO_HEADER_INDEX)
		? status
		: 0;
}

static uint8_t *
read_answer(HINTERNET request, size_t *length)
{
	DWORD got = 0;
	uint8_t *bytes = malloc(POLL_ANSWER_MAX);
	*length = 0;
	bool good = bytes && WinHttpReceiveResponse(request, NULL) && link_status(request) == 200;
	while (good) {
		good = WinHttpReadData(request, bytes + *length, (DWORD)(POLL_ANSWER_MAX - *length), &got);
		if (good && got == 0)
			return bytes;
		*length += got;
		good = good && *length < POLL_ANSWER_MAX;
	}
	free(bytes);
	return NULL;
}

/* The head first: TLS stands then, and whose certificate it is is known before a word is said. */
static uint8_t *
ask(struct attempt *attempt, uint8_t hash[32], const uint8_t *known, size_t *length)
{
	uint8_t body[POLL_BODY_MAX], *answer = NULL;
	DWORD size = (DWORD)take_body(attempt->link, body), written = 0;
	HINTERNET request = link_request(attempt->link, attempt->connect, L"POST", L"" POLL_PATH);
	if (request && WinHttpSendRequest(request, NULL, 0, NULL, 0, size, 0) &&
		link_knows_certificate(attempt->link, request, hash) &&
		(!known || memcmp(hash, known, 32) == 0) && WinHttpWriteData(request, body, size, &written) &&
		written == size)
		answer = read_answer(request, length);
	if (request)
		WinHttpCloseHandle(request);
	return answer;
}

static bool
tell_all(struct attempt *attempt, uint8_t *bytes, size_t length)
{
	struct link *link = attempt->link;
	struct message_bytes answer = { bytes, length }, message;
	bool broken = false, some;
	ResetEvent(link->heard);
	do {
		EnterCriticalSection(&link->lock);
		some = poll_next(&link->poll, &answer, &message, &broken);
		LeaveCriticalSection(&link->lock);
		uint8_t *copy = some ? malloc(message.length) : NULL;
		if (copy) {
			memcpy(copy, message.at, message.length);
			link_tell(attempt,
				(struct event){
					.kind = EVENT_RECEIVED, .bytes = copy, .length = message.length });
		}
	} while (some);
	if (length > 0) /* what the agent answers goes with the next request */
		(void)WaitForSingleObject(link->heard, HEARD_MS);
	return !broken;
}

void
link_poll(struct attempt *attempt)
{
	struct link *link = attempt->link;
	struct event opened = { .kind = EVENT_OPENED };
	bool open = false, good = true;
	int64_t upgrade_at = machine_monotonic() + POLL_FIRST_MS;
	EnterCriticalSection(&link->lock);
	poll_begin(&link->poll);
	LeaveCriticalSection(&link->lock);
	while (good && !is_given_up(attempt)) {
		int64_t asked = machine_monotonic();
		uint8_t hash[32];
		size_t length;
		uint8_t *answer = ask(attempt, hash, open ? opened.certificate : NULL, &length);
		if (answer && !open) {
			open = true;
			memcpy(opened.certificate, hash, 32);
			EnterCriticalSection(&link->lock);
			link->polls = true;
			LeaveCriticalSection(&link->lock);
			link_tell(attempt, opened);
		}
		good = answer && tell_all(attempt, answer, length);
		free(answer);
		int64_t rest = asked + POLL_PACE_MS - machine_monotonic();
		if (good && rest > 0)
			Sleep((DWORD)rest);
		if (good && machine_monotonic() >= upgrade_at) {
			upgrade_at = machine_monotonic() + POLL_AGAIN_MS;
			good = !link_upgrades_again(attempt);
		}
	}
	EnterCriticalSection(&link->lock);
	if (!open)
		poll_failed(&link->poll);
	LeaveCriticalSection(&link->lock);
}
