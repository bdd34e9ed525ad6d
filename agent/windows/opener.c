#include "agent/windows/windows.h"

#include <shellapi.h>
#include <stdio.h>
#include <string.h>

#include "agent/page.h"

/*
 * The shell brings much into a process that asks it to open something, so this
 * program asks in a process of its own: `campanella-agent open ADDRESS`, which
 * holds no key, looks at the address again and ends.
 */
#define LINE_CHARACTERS (MAX_PATH + PAGE_BYTES_MAX + 32)

bool
opener_start(void)
{
	return true;
}

bool
opener_open(const char *address, size_t length)
{
	WCHAR path[MAX_PATH], line[LINE_CHARACTERS], wide[PAGE_BYTES_MAX + 1];
	STARTUPINFOW start = { .cb = sizeof start };
	PROCESS_INFORMATION process;
	if (!page_is_web(address, length) || !GetModuleFileNameW(NULL, path, MAX_PATH))
		return false;
	int letters = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, address, (int)length, wide,
		PAGE_BYTES_MAX);
	if (letters <= 0)
		return false;
	wide[letters] = L'\0';
	(void)_snwprintf(line, LINE_CHARACTERS, L"\"%ls\" open %ls", path, wide);
	if (!CreateProcessW(path, line, NULL, NULL, FALSE, CREATE_NO_WINDOW, NULL, NULL, &start, &process))
		return false;
	CloseHandle(process.hThread);
	CloseHandle(process.hProcess);
	return true;
}

int
opener_main(const char *address)
{
	WCHAR wide[PAGE_BYTES_MAX + 1];
	/* What stands on a command line is in this machine's letters: of the address only ASCII comes here
	 * unharmed. */
	if (!page_is_web(address, strlen(address)) ||
		!MultiByteToWideChar(CP_ACP, MB_ERR_INVALID_CHARS, address, -1, wide, PAGE_BYTES_MAX + 1))
		return 2;
	return (INT_PTR)ShellExecuteW(NULL, L"open", wide, NULL, NULL, SW_SHOWNORMAL) > 32 ? 0 : 1;
}
