#ifndef AGENT_PICTURE_H
#define AGENT_PICTURE_H

#include "agent/changes.h"
#include "agent/exact.h"

/*
 * From the screen to what is sent: a thumbnail by averaging boxes of pixels, or
 * the screen as it is; whole, or only the rectangles that differ from the last
 * time. The screen is read in strips, so that no copy of it is ever held.
 */
#define PICTURE_THUMB_WIDTH  480
#define PICTURE_THUMB_HEIGHT 270
#define PICTURE_THUMB_TILE   64
#define PICTURE_FULL_TILE    128
#define PICTURE_BOX_MAX      16 /* sums of a box stay in 32 bits */
#define PICTURE_PIXELS_MAX   (7680 * 4320)

enum picture_made { PICTURE_MADE, PICTURE_SAME, PICTURE_NO_INDICATOR, PICTURE_NONE };

struct picture {
	enum message_kind kind;
	unsigned width, height, box; /* box: pixels of the screen for one of the picture */
	uint32_t *small;             /* thumb: the picture as it was last seen */
	uint16_t *sums;              /* one row of the screen, added up */
	struct changes changes;
	bool again; /* the last was not sent: all of it has to come */
};

/* False: a screen that cannot be shown. */
bool picture_init(struct picture *picture, enum message_kind kind, unsigned screen_width,
	unsigned screen_height);
void picture_finish(struct picture *picture);

/* Scratch that all pictures share; allocated at the first one, wiped and freed with the last. */
struct picture_room {
	struct encoder *encoder;
	struct exact *exact;
	uint8_t *pieces, *text; /* pieces as encoded; the sealed text to be */
	size_t room;
};
#define PICTURE_ROOM_BYTES 4000000
bool picture_room_init(struct picture_room *room);
void picture_room_finish(struct picture_room *room);

/*
 * Captures: whole gives a `picture`, otherwise `tiles` of what has changed, as
 * bytes of wire/messages.def in room->text. PICTURE_NO_INDICATOR when the mark
 * is not in what was grabbed: then nothing is made (CLS-27). Only the area in
 * which something was drawn is grabbed, and the mark.
 */
enum picture_made picture_take(struct picture *picture, struct picture_room *room, struct screen *screen,
	const struct indicator_shown *shown, uint32_t mark, bool whole, struct screen_area area,
	struct message_bytes *text);

/* Parts of it, for the tests. */
void picture_box(const uint8_t *from, size_t stride, unsigned box, uint8_t *to, unsigned width, unsigned rows,
	uint16_t *sums);
bool picture_has_mark(const uint8_t *row, uint32_t mark);

#endif
