#ifndef DAEMON_DRILL_H
#define DAEMON_DRILL_H

#include <sys/types.h>

#include "daemon/process.h"

/*
 * Only in builds with -Ddrill=true. Code that a thief would run after taking a
 * process over: each process tries everything that its boundary must stop and
 * says how it went, one line an attempt on standard error:
 *
 *   drill web stopped read-master-key: Permission denied
 *   drill web reached read-master-key
 *   drill web done
 *
 * test/drill/run counts them. With the sandbox off the same attempts must
 * reach their goal, or the drill proves nothing.
 */
struct drill_order { /* what the parent sends, after the letter PROCESS_DRILL */
	pid_t pids[PROCESSES];
};
void drill_run(const struct process_start *start, enum process process, const struct drill_order *order);

#endif
