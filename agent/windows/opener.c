#include "agent/windows/windows.h"

#include <shellapi.h>
#include <stdio.h>
#include <string.h>

#include "agent/page.h"

/*
 * The shell brings much into a process that asks it to open something, so this
 * program asks in a process of its own: `campanella-agent open`, which holds no
 * key. It is started before the agent shuts itself in, because after that the
 * agent's job takes no second process, and ends with the pipe to it.
 */
#define LINE_CHARACTERS (MAX_PATH + 16)
#define WAITING_BYTES   (32 * PAGE_BYTES_MAX) /* so many addresses until the agent would have to wait */

static HANDLE to_opener;

bool
opener_start(void)
{
	WCHAR path[MAX_PATH], line[LINE_CHARACTERS];
	SECURITY_ATTRIBUTES handed_on = { .nLength = sizeof handed_on, .bInheritHandle = TRUE };
	PROCESS_INFORMATION process;
	HANDLE from_agent = NULL;
	if (!GetModuleFileNameW(NULL, path, MAX_PATH) ||
		!CreatePipe(&from_agent, &to_opener, &handed_on, WAITING_BYTES))
		return false;
	STARTUPINFOW start = { .cb = sizeof start, .dwFlags = STARTF_USESTDHANDLES, .hStdInput = from_agent };
	(void)_snwprintf(line, LINE_CHARACTERS, L"\"%ls\" open", path);
	bool started = SetHandleInformation(to_opener, HANDLE_FLAG_INHERIT, 0) &&
		CreateProcessW(path, line, NULL, NULL, TRUE, CREATE_NO_WINDOW, NULL, NULL, &start, &process);
	CloseHandle(from_agent);
	if (!started) {
		CloseHandle(to_opener);
		to_opener = NULL;
		return false;
	}
	CloseHandle(process.hThread);
	CloseHandle(process.hProcess);
	return true;
}

bool
opener_open(const char *address, size_t length)
{
	char line[PAGE_BYTES_MAX + 1];
	DWORD written;
	if (!to_opener || !page_is_web(address, length))
		return false;
	memcpy(line, address, length);
	line[length] = '\n';
	return WriteFile(to_opener, line, (DWORD)length + 1, &written, NULL) && written == length + 1;
}

/* Nothing but the agent that started it writes to it; each address is looked at again all the same. */
int
opener_main(void)
{
	char line[PAGE_BYTES_MAX + 2];
	WCHAR wide[PAGE_BYTES_MAX + 1];
	while (fgets(line, sizeof line, stdin)) {
		line[strcspn(line, "\r\n")] = '\0';
		if (page_is_web(line, strlen(line)) &&
			MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, line, -1, wide,
				PAGE_BYTES_MAX + 1))
			(void)ShellExecuteW(NULL, L"open", wide, NULL, NULL, SW_SHOWNORMAL);
	}
	return 0;
}
