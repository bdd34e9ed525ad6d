#ifndef DAEMON_PROCESS_H
#define DAEMON_PROCESS_H

#include <stdbool.h>

#include "platform/clock.h"

/*
 * The processes of `campanella serve`, and how the parent starts them: it
 * forks and executes its own binary again with "@NAME" as the first argument,
 * so that no child inherits memory. A child finds its ends of the socket pairs
 * at fixed descriptors and reads one struct process_start from the first.
 */
enum process { PROCESS_PARENT, PROCESS_WEB, PROCESS_KEYS, PROCESS_JOBS, PROCESS_DEVICES, PROCESSES };

enum {
	FD_PARENT = 3,          /* every child: what the parent says, what the child answers */
	FD_KEYS = 4,            /* web, jobs, devices: the channel to the keys process */
	FD_LISTEN = 5,          /* web, devices: bound and listening */
	FD_DEVICES = 6,         /* web: what it tells the devices process, and hears from it */
	FD_WEB = 6,             /* devices: the other end of that */
	FD_WEB_CHANNEL = 4,     /* keys: the other end of web's channel */
	FD_JOBS_CHANNEL = 5,    /* keys: the other end of jobs' channel */
	FD_DEVICES_CHANNEL = 6, /* keys: the other end of devices' channel */
};

#define PROCESS_PATH_MAX 1024

struct process_start {
	enum process process;
	char directory[PROCESS_PATH_MAX]; /* DIR, absolute */
	char host[256];                   /* as printed in the address: https://HOST:PORT */
	int port;
	int devices_port;                        /* where devices and open walls connect */
	bool devices_tls_1_2;                    /* a school with devices that know no 1.3 (CLS-13) */
	char certificate_file[PROCESS_PATH_MAX]; /* PEM, absolute */
	char key_file[PROCESS_PATH_MAX];
	char journal_file[PROCESS_PATH_MAX]; /* the second copy */
	int64_t clock_shift_minutes;         /* a demo school lives on its own day */
	char clock_file[PROCESS_PATH_MAX];   /* stories: an instant that the test moves; empty otherwise */
	bool sandbox;                        /* false only for the drill's positive control */
};

const char *process_name(enum process process); /* "web" */

/* "@web" as the first argument: this is a child. Returns the exit code. */
bool process_is_child(int argc, char **argv);
int process_child_main(int argc, char **argv);

/* One each, in daemon/NAME.c. They return the exit code of the process. */
int web_main(const struct process_start *start);
int keys_main(const struct process_start *start);
int jobs_main(const struct process_start *start);
int devices_main(const struct process_start *start);

struct clock *process_clock(const struct process_start *start);

/*
 * What the parent may say while the child runs. The calls are made on a thread
 * of their own. When the parent is gone, the process ends at once.
 */
struct process_events {
	void (*stop)(void *context);      /* answer what runs, then return from NAME_main */
	void (*reload)(void *context);    /* the certificate changed; NULL is fine */
	void (*keys_back)(void *context); /* a new keys process took over the channel; NULL is fine */
	void *context;
};
void process_watch(const struct process_events *events); /* copied */
void process_ready(void);                                /* tells the parent that this process answers */
_Noreturn void process_end(int code);

#endif
