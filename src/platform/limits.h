#ifndef PLATFORM_LIMITS_H
#define PLATFORM_LIMITS_H

/*
 * Every queue, body, list, upload and session has a limit, and the limit has a
 * name and a unit, here. What a school may change stands in its school.conf
 * and is bounded by these; limits that are a part of one format stand beside
 * its parser (FORM_FIELDS_MAX, CONFIG_LINES_MAX).
 */

#define KIB 1024
#define MIB (1024 * KIB)

/* Memory of one unit of work; past it the process dies with a report. */
#define ARENA_FIRST_BLOCK_BYTES (16 * KIB)
#define ARENA_BLOCK_BYTES_MAX   (1 * MIB)
#define REQUEST_ARENA_BYTES_MAX (32 * MIB)
#define JOB_ARENA_BYTES_MAX     (512 * MIB)

/* Of each thread's heap in web: what is free there stays with the process. */
#define HEAP_KEPT_BYTES_MAX (8 * MIB)

/* One request. */
#define REQUEST_BODY_BYTES_MAX (1 * MIB)
#define REPLY_BODY_BYTES_MAX   (16 * MIB)
#define PATH_BYTES_MAX         (4 * KIB)

/* Connections, and how long a silent one is kept. */
#define CONNECTIONS_MAX         4096
#define CONNECTION_IDLE_SECONDS 60

/* Work that waits its turn. */
#define READ_WORKERS_MAX       8
#define READ_QUEUE_MAX         1024
#define WRITE_QUEUE_MAX        1024
#define GROUP_COMMIT_JOBS_MAX  64
#define GROUP_COMMIT_GATHER_MS 2 /* while readers still have requests in hand */
#define HASH_QUEUE_MAX         256
#define DRAIN_SECONDS_MAX      20

/* Files that are read whole. */
#define CONFIG_BYTES_MAX (64 * KIB)

/* One line of the log, with its newline. */
#define LOG_LINE_BYTES_MAX (1 * KIB)

#endif
