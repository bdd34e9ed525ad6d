#include "agent/windows/windows.h"

#include <stdio.h>
#include <string.h>
#include <userenv.h>
#include <wtsapi32.h>

#define NAME    L"CampanellaAgent"
#define LOOK_MS 5000

/*
 * Services of Windows live in session 0 and cannot see a screen. This one does
 * a single thing: it keeps `campanella-agent run` going in the session at the
 * screen, as the user who sits there, so that the agent has that user's rights
 * and no more.
 */
static SERVICE_STATUS_HANDLE status_handle;
static HANDLE stop;

static void
report(DWORD state)
{
	SERVICE_STATUS status = { .dwServiceType = SERVICE_WIN32_OWN_PROCESS,
		.dwCurrentState = state,
		.dwControlsAccepted = state == SERVICE_RUNNING ? SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_SHUTDOWN
							       : 0 };
	SetServiceStatus(status_handle, &status);
}

static DWORD WINAPI
on_control(DWORD control, DWORD type, void *data, void *context)
{
	(void)type;
	(void)data;
	(void)context;
	if (control == SERVICE_CONTROL_STOP || control == SERVICE_CONTROL_SHUTDOWN) {
		report(SERVICE_STOP_PENDING);
		SetEvent(stop);
	}
	return control == SERVICE_CONTROL_INTERROGATE || control == SERVICE_CONTROL_STOP ||
			control == SERVICE_CONTROL_SHUTDOWN
		? NO_ERROR
		: ERROR_CALL_NOT_IMPLEMENTED;
}

/* The agent as the user of that session; NULL when nobody is signed in there. */
static HANDLE
start_companion(DWORD session)
{
	WCHAR path[MAX_PATH], line[MAX_PATH + 16];
	HANDLE token = NULL;
	void *environment = NULL;
	PROCESS_INFORMATION process = { 0 };
	STARTUPINFOW start = { .cb = sizeof start, .lpDesktop = (LPWSTR)L"winsta0\\default" };
	if (!GetModuleFileNameW(NULL, path, MAX_PATH) || !WTSQueryUserToken(session, &token))
		return NULL;
	(void)_snwprintf(line, MAX_PATH + 16, L"\"%ls\" run", path);
	if (!CreateEnvironmentBlock(&environment, token, FALSE))
		environment = NULL;
	if (CreateProcessAsUserW(token, path, line, NULL, NULL, FALSE,
		    CREATE_UNICODE_ENVIRONMENT | CREATE_NO_WINDOW, environment, NULL, &start, &process))
		CloseHandle(process.hThread);
	if (environment)
		DestroyEnvironmentBlock(environment);
	CloseHandle(token);
	return process.hProcess;
}

static void
end_companion(HANDLE *companion)
{
	if (!*companion)
		return;
	TerminateProcess(*companion, 0);
	CloseHandle(*companion);
	*companion = NULL;
}

static void
keep_companion(void)
{
	HANDLE companion = NULL;
	DWORD session = 0xffffffff;
	do {
		DWORD now = WTSGetActiveConsoleSessionId();
		if (now != session || (companion && WaitForSingleObject(companion, 0) == WAIT_OBJECT_0))
			end_companion(&companion);
		session = now;
		if (!companion && session != 0xffffffff)
			companion = start_companion(session);
	} while (WaitForSingleObject(stop, LOOK_MS) == WAIT_TIMEOUT);
	end_companion(&companion);
}

static void WINAPI
service_main(DWORD count, LPWSTR *words)
{
	(void)count;
	(void)words;
	status_handle = RegisterServiceCtrlHandlerExW(NAME, on_control, NULL);
	stop = CreateEventW(NULL, TRUE, FALSE, NULL);
	if (!status_handle || !stop)
		return;
	report(SERVICE_RUNNING);
	keep_companion();
	report(SERVICE_STOPPED);
}

static int
install(SC_HANDLE manager)
{
	WCHAR path[MAX_PATH], line[MAX_PATH + 16];
	if (!GetModuleFileNameW(NULL, path, MAX_PATH))
		return 1;
	(void)_snwprintf(line, MAX_PATH + 16, L"\"%ls\" service run", path);
	SC_HANDLE service = CreateServiceW(manager, NAME, L"Campanella agent", SERVICE_ALL_ACCESS,
		SERVICE_WIN32_OWN_PROCESS, SERVICE_AUTO_START, SERVICE_ERROR_NORMAL, line, NULL, NULL, NULL,
		NULL, NULL);
	if (!service)
		return 1;
	/* Ended by somebody (veyon #113): it comes back. */
	SC_ACTION again = { SC_ACTION_RESTART, 5000 };
	SERVICE_FAILURE_ACTIONSW failure = { .dwResetPeriod = 86400, .cActions = 1, .lpsaActions = &again };
	(void)ChangeServiceConfig2W(service, SERVICE_CONFIG_FAILURE_ACTIONS, &failure);
	CloseServiceHandle(service);
	return 0;
}

static int
take_away(SC_HANDLE manager)
{
	SERVICE_STATUS status;
	SC_HANDLE service = OpenServiceW(manager, NAME, SERVICE_STOP | DELETE);
	if (!service)
		return 1;
	(void)ControlService(service, SERVICE_CONTROL_STOP, &status);
	bool gone = DeleteService(service);
	CloseServiceHandle(service);
	return gone ? 0 : 1;
}

int
service_command(int count, char **words)
{
	if (count == 2 && strcmp(words[1], "run") == 0) {
		const SERVICE_TABLE_ENTRYW table[] = { { (LPWSTR)NAME, service_main }, { NULL, NULL } };
		return StartServiceCtrlDispatcherW(table) ? 0 : 1;
	}
	SC_HANDLE manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_ALL_ACCESS);
	int done = 2;
	if (manager && count == 2 && strcmp(words[1], "install") == 0)
		done = install(manager);
	else if (manager && count == 2 && strcmp(words[1], "remove") == 0)
		done = take_away(manager);
	if (manager)
		CloseServiceHandle(manager);
	if (done)
		fprintf(stderr, "campanella-agent: service install|remove, as administrator\n");
	return done;
}
