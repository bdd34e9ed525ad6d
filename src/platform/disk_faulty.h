#ifndef PLATFORM_DISK_FAULTY_H
#define PLATFORM_DISK_FAULTY_H

#include "platform/disk.h"
#include "platform/random.h"

/*
 * A disk that goes wrong when told to. Tests only. It counts operations
 * (writes, syncs, truncations, renames, folder syncs) from 1.
 */
enum disk_fault {
	DISK_FINE,
	DISK_FAILS, /* the k-th operation fails with EIO and does nothing */
	DISK_TEARS, /* the k-th write writes a part, then fails; other operations fail */
	DISK_FULL,  /* from the k-th on, every write fails with ENOSPC after a part */
	DISK_DIES,  /* from the k-th on, everything fails: the process is as good as dead */
};

struct disk_faulty {
	struct disk disk; /* first: it is handed out as this */
	enum disk_fault fault;
	int at;
	int operations;
	int fired;
	int64_t synced; /* length of the file that was synced last; the rest may be lost */
	struct random *random;
};

void disk_faulty_init(struct disk_faulty *faulty, struct random *random);
/* The next operation counts as 1. */
void disk_faulty_plan(struct disk_faulty *faulty, enum disk_fault fault, int at);
/* What a power failure leaves of the file: all that was synced, and a random
 * part of the rest. */
void disk_faulty_power_cut(struct disk_faulty *faulty, const char *path);

/* Counts one operation; true if it has to go wrong. */
bool disk_faulty_strikes(struct disk_faulty *faulty);
/* The writes of every database opened after this count as well (vfs_faulty.c). */
void vfs_faulty_install(struct disk_faulty *faulty);

#endif
