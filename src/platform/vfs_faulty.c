#include "platform/disk_faulty.h"

#include <assert.h>
#include <sqlite3.h>
#include <string.h>

/*
 * The database's own writes, counted and failed together with those of the
 * journal: a layer over the engine's file system that hands everything on.
 */
struct faulty_file {
	sqlite3_file base;
	sqlite3_file *real; /* right behind this struct */
};

static struct disk_faulty *plan;
static sqlite3_vfs *real_vfs;

static sqlite3_file *
real_of(sqlite3_file *file)
{
	return ((struct faulty_file *)file)->real;
}

static int
faulty_close(sqlite3_file *file)
{
	return real_of(file)->pMethods ? real_of(file)->pMethods->xClose(real_of(file)) : SQLITE_OK;
}

static int
faulty_read(sqlite3_file *file, void *bytes, int length, sqlite3_int64 at)
{
	return real_of(file)->pMethods->xRead(real_of(file), bytes, length, at);
}

static int
faulty_write(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 at)
{
	if (!disk_faulty_strikes(plan))
		return real_of(file)->pMethods->xWrite(real_of(file), bytes, length, at);
	if (plan->fault == DISK_TEARS || plan->fault == DISK_FULL) {
		int part = (int)random_below(plan->random, (uint64_t)length);
		if (part > 0)
			(void)real_of(file)->pMethods->xWrite(real_of(file), bytes, part, at);
	}
	return plan->fault == DISK_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int
faulty_truncate(sqlite3_file *file, sqlite3_int64 length)
{
	if (plan->fault != DISK_FULL && disk_faulty_strikes(plan))
		return SQLITE_IOERR_TRUNCATE;
	return real_of(file)->pMethods->xTruncate(real_of(file), length);
}

static int
faulty_sync(sqlite3_file *file, int flags)
{
	if (plan->fault != DISK_FULL && disk_faulty_strikes(plan))
		return SQLITE_IOERR_FSYNC;
	return real_of(file)->pMethods->xSync(real_of(file), flags);
}

static int
faulty_size(sqlite3_file *file, sqlite3_int64 *size)
{
	return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int
faulty_lock(sqlite3_file *file, int level)
{
	return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int
faulty_unlock(sqlite3_file *file, int level)
{
	return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int
faulty_reserved(sqlite3_file *file, int *reserved)
{
	return real_of(file)->pMethods->xCheckReservedLock(real_of(file), reserved);
}

static int
faulty_control(sqlite3_file *file, int operation, void *argument)
{
	return real_of(file)->pMethods->xFileControl(real_of(file), operation, argument);
}

static int
faulty_sector(sqlite3_file *file)
{
	return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int
faulty_device(sqlite3_file *file)
{
	return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int
faulty_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **at)
{
	return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, at);
}

static int
faulty_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
	return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}

static void
faulty_shm_barrier(sqlite3_file *file)
{
	real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int
faulty_shm_unmap(sqlite3_file *file, int remove)
{
	return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

static const sqlite3_io_methods faulty_methods = {
	.iVersion = 2,
	.xClose = faulty_close,
	.xRead = faulty_read,
	.xWrite = faulty_write,
	.xTruncate = faulty_truncate,
	.xSync = faulty_sync,
	.xFileSize = faulty_size,
	.xLock = faulty_lock,
	.xUnlock = faulty_unlock,
	.xCheckReservedLock = faulty_reserved,
	.xFileControl = faulty_control,
	.xSectorSize = faulty_sector,
	.xDeviceCharacteristics = faulty_device,
	.xShmMap = faulty_shm_map,
	.xShmLock = faulty_shm_lock,
	.xShmBarrier = faulty_shm_barrier,
	.xShmUnmap = faulty_shm_unmap,
};

static int
faulty_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *flags_out)
{
	(void)vfs;
	struct faulty_file *faulty = (struct faulty_file *)file;
	faulty->real = (sqlite3_file *)(faulty + 1);
	memset(faulty->real, 0, (size_t)real_vfs->szOsFile);
	int opened = real_vfs->xOpen(real_vfs, name, faulty->real, flags, flags_out);
	faulty->base.pMethods = faulty->real->pMethods ? &faulty_methods : NULL;
	return opened;
}

void
vfs_faulty_install(struct disk_faulty *faulty)
{
	static sqlite3_vfs vfs;
	plan = faulty;
	if (real_vfs)
		return;
	real_vfs = sqlite3_vfs_find(NULL);
	assert(real_vfs);
	vfs = *real_vfs;
	vfs.zName = "faulty";
	vfs.szOsFile = (int)sizeof(struct faulty_file) + real_vfs->szOsFile;
	vfs.xOpen = faulty_open;
	int registered = sqlite3_vfs_register(&vfs, 1);
	assert(registered == SQLITE_OK);
}
