#include "daemon/frame_slot.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "platform/crypt.h"
#include "platform/log.h"

static bool make_room(struct frame_slot *slot, size_t length);

bool
frame_slot_put(struct frame_slot *slot, struct bytes bytes, int64_t now_ms)
{
	if (bytes.length == 0 || bytes.length > FRAME_BYTES_MAX || !make_room(slot, bytes.length)) {
		frame_slot_wipe(slot); /* the picture before is not the picture of now */
		return false;
	}
	if (slot->length > bytes.length)
		crypt_wipe(slot->at + bytes.length, slot->length - bytes.length);
	memcpy(slot->at, bytes.at, bytes.length);
	slot->length = bytes.length;
	slot->kept_ms = now_ms;
	return true;
}

struct bytes
frame_slot_get(const struct frame_slot *slot)
{
	return (struct bytes){ slot->at, slot->length };
}

void
frame_slot_wipe(struct frame_slot *slot)
{
	if (slot->at) {
		crypt_wipe(slot->at, slot->room);
		munlock(slot->at, slot->room);
		munmap(slot->at, slot->room);
	}
	*slot = (struct frame_slot){ 0 };
}

static bool
make_room(struct frame_slot *slot, size_t length)
{
	if (length <= slot->room)
		return true;
	frame_slot_wipe(slot);
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t room = (length + page - 1) / page * page;
	uint8_t *at = mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (at == MAP_FAILED)
		return false;
	if (madvise(at, room, MADV_DONTDUMP) != 0 || mlock(at, room) != 0) {
		static bool said;
		if (!said)
			log_line(LEVEL_WARNING,
				"no memory can be locked for pictures: none is kept for a page that reconnects");
		said = true;
		munmap(at, room);
		return false;
	}
	*slot = (struct frame_slot){ at, 0, room, 0 };
	return true;
}
