#ifndef AGENT_CHANGES_H
#define AGENT_CHANGES_H

#include "agent/platform.h"

/*
 * What of a picture has changed since it was last sent. The picture is divided
 * into tiles; of each the box around its changes is kept. A thumbnail is held
 * against the one before, pixel for pixel; a whole screen, of which no copy is
 * kept, by the hashes of small cells.
 */
#define CHANGES_CELL 16 /* pixels of a whole screen; a block of JPEG's colours */

struct changes {
	unsigned width, height, tile;
	unsigned columns, rows;    /* of tiles */
	struct screen_area *boxes; /* one a tile */
	uint64_t *hashes;          /* one a cell */
};

/* tile is a multiple of CHANGES_CELL; with hashes: changes_cells will be asked. */
bool changes_init(struct changes *changes, unsigned width, unsigned height, unsigned tile, bool hashes);
void changes_finish(struct changes *changes);

/* All of it has changed. */
void changes_all(struct changes *changes);
void changes_none(struct changes *changes);
/* Pixels of one row from x on, beside those they replace; was becomes now. */
void changes_row(struct changes *changes, unsigned x, unsigned y, unsigned width, uint32_t *was,
	const uint32_t *now);
/* The pixels of an area, which begins at cells and ends at them or where the picture ends. */
void changes_cells(struct changes *changes, struct screen_area area, const uint8_t *pixels, size_t stride);
/* The next rectangle to be sent of a row of tiles, from *column on: neighbours become one. Empty: no more. */
struct screen_area changes_next(const struct changes *changes, unsigned row, unsigned *column);

#endif
