#ifndef DAEMON_PROCESS_WIRE_H
#define DAEMON_PROCESS_WIRE_H

/* The letters between the parent and its children, after the struct process_start. */
enum {
	PROCESS_SAYS_READY = 'r',   /* child: it answers */
	PROCESS_STOP = 's',         /* parent: finish and return */
	PROCESS_RELOAD = 'l',       /* parent: the certificate changed */
	PROCESS_KEYS_BACK = 'k',    /* parent: a new keys process took over */
	PROCESS_DRILL = 'd',        /* parent, drill builds only: a struct drill_order follows */
	PROCESS_SAYS_DRILLED = 'D', /* child, drill builds only: it has tried everything */
};

#endif
