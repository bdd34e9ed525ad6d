#ifndef PLATFORM_CHECKPOINTER_H
#define PLATFORM_CHECKPOINTER_H

#include "platform/db.h"

/*
 * Carries what stands in a database's write-ahead log into the file, on a
 * thread and a connection of its own: nobody's save waits for it. It never
 * stops who reads or writes; where it falls behind, the writer does the rest.
 */
struct checkpointer;

enum outcome checkpointer_create(struct checkpointer **checkpointer, const char *database_path) MUST_USE;
void checkpointer_wake(void *checkpointer);                   /* any thread */
void checkpointer_destroy(struct checkpointer *checkpointer); /* NULL is fine */

#endif
