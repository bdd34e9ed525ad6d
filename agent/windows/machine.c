#include "agent/windows/windows.h"

#include <iphlpapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <ws2tcpip.h>

int64_t
machine_wall(void)
{
	FILETIME now;
	GetSystemTimeAsFileTime(&now);
	/* 100 ns since 1601 */
	return (int64_t)(((uint64_t)now.dwHighDateTime << 32 | now.dwLowDateTime) / 10000) -
		INT64_C(11644473600000);
}

int64_t
machine_monotonic(void)
{
	return (int64_t)GetTickCount64();
}

static bool
address_of(const SOCKADDR *from, uint8_t to[16])
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	if (from->sa_family == AF_INET) {
		memcpy(to, mapped, 12);
		memcpy(to + 12, &((const struct sockaddr_in *)(const void *)from)->sin_addr, 4);
		return true;
	}
	if (from->sa_family != AF_INET6)
		return false;
	memcpy(to, &((const struct sockaddr_in6 *)(const void *)from)->sin6_addr, 16);
	return true;
}

size_t
machine_addresses(uint8_t (*addresses)[16], size_t most)
{
	ULONG length = 16 * 1024,
	      flags = GAA_FLAG_SKIP_ANYCAST | GAA_FLAG_SKIP_MULTICAST | GAA_FLAG_SKIP_DNS_SERVER;
	IP_ADAPTER_ADDRESSES *all = NULL;
	size_t count = 0;
	ULONG got = ERROR_BUFFER_OVERFLOW;
	for (int tries = 0; tries < 3 && got == ERROR_BUFFER_OVERFLOW; tries++) {
		free(all);
		all = malloc(length);
		got = all ? GetAdaptersAddresses(AF_UNSPEC, flags, NULL, all, &length) : ERROR_OUTOFMEMORY;
	}
	for (const IP_ADAPTER_ADDRESSES *one = all; got == ERROR_SUCCESS && one; one = one->Next)
		for (const IP_ADAPTER_UNICAST_ADDRESS *at = one->FirstUnicastAddress;
			one->OperStatus == IfOperStatusUp && at && count < most;
			at = at->Next) /* one that lies still is nowhere */
			if (address_of(at->Address.lpSockaddr, addresses[count]))
				count++;
	free(all);
	return count;
}

enum message_platform
machine_platform(void)
{
	return MESSAGE_PLATFORM_WINDOWS;
}

enum message_session
machine_session(void)
{
	return MESSAGE_SESSION_WINDOWS;
}

bool
machine_user_is_here(void)
{
	DWORD session;
	return ProcessIdToSessionId(GetCurrentProcessId(), &session) &&
		session == WTSGetActiveConsoleSessionId();
}

bool
machine_folder(char *to, size_t room)
{
	const char *data = getenv("LOCALAPPDATA");
	int length = data ? snprintf(to, room, "%s/Campanella", data) : 0;
	if (length <= 0 || (size_t)length >= room)
		return false;
	return CreateDirectoryA(to, NULL) || GetLastError() == ERROR_ALREADY_EXISTS;
}

bool
machine_is_alone(const char *folder)
{
	char path[600];
	(void)snprintf(path, sizeof path, "%s/lock", folder);
	/* Shared with nobody, as long as the agent lives. */
	return CreateFileA(path, GENERIC_WRITE, 0, NULL, OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL) !=
		INVALID_HANDLE_VALUE;
}

const char *
machine_locale(void)
{
	static char name[LOCALE_NAME_MAX_LENGTH];
	WCHAR wide[LOCALE_NAME_MAX_LENGTH];
	int length = GetUserDefaultLocaleName(wide, LOCALE_NAME_MAX_LENGTH);
	for (int i = 0; i < length; i++)
		name[i] = (char)wide[i];
	return name;
}

void
machine_clock_text(int64_t wall, char text[6])
{
	__time64_t seconds = wall / 1000;
	const struct tm *local = _localtime64(&seconds);
	if (!local || strftime(text, 6, "%H:%M", local) == 0)
		memcpy(text, "--:--", 6);
}

/* No other program can be started from here, and no crash leaves a picture on disk. */
bool
machine_sandbox(const char *folder)
{
	(void)folder;
	JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {
		.BasicLimitInformation = { .LimitFlags = JOB_OBJECT_LIMIT_ACTIVE_PROCESS |
				JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION,
			.ActiveProcessLimit = 1 }
	};
	SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
	HANDLE job = CreateJobObjectW(NULL, NULL);
	return job &&
		SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits) &&
		AssignProcessToJobObject(job, GetCurrentProcess());
}

static HANDLE hand, ending;

static BOOL WINAPI
on_end(DWORD why)
{
	(void)why;
	SetEvent(ending);
	return TRUE;
}

bool
machine_hand_toggle(const char *folder)
{
	(void)folder;
	HANDLE event = OpenEventW(EVENT_MODIFY_STATE, FALSE, L"Local\\CampanellaHand");
	bool good = event && SetEvent(event);
	if (event)
		CloseHandle(event);
	return good;
}

void
machine_hand_listen(const char *folder)
{
	(void)folder;
	hand = CreateEventW(NULL, FALSE, FALSE, L"Local\\CampanellaHand");
}

bool
machine_hand_was_toggled(void)
{
	return hand && WaitForSingleObject(hand, 0) == WAIT_OBJECT_0;
}

void
machine_end_listen(void)
{
	ending = CreateEventW(NULL, TRUE, FALSE, NULL);
	SetConsoleCtrlHandler(on_end, TRUE);
}

bool
machine_is_ending(void)
{
	return ending && WaitForSingleObject(ending, 0) == WAIT_OBJECT_0;
}
