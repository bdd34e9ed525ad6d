#include "agent/changes.h"

#include <stdlib.h>
#include <string.h>

#define TILES_MAX  4096
#define WIDTH_MAX  2048 /* of a rectangle: its JPEG stays far below a tile's bytes */
#define FOR_A_HEAD 400  /* pixels that are sent again rather than one more head */

bool
screen_area_is_empty(struct screen_area area)
{
	return area.left >= area.right || area.top >= area.bottom;
}

static unsigned
least(unsigned one, unsigned other)
{
	return one < other ? one : other;
}

static unsigned
most(unsigned one, unsigned other)
{
	return one > other ? one : other;
}

void
screen_area_join(struct screen_area *area, struct screen_area more)
{
	if (screen_area_is_empty(more))
		return;
	if (screen_area_is_empty(*area)) {
		*area = more;
		return;
	}
	*area = (struct screen_area){ least(area->left, more.left), least(area->top, more.top),
		most(area->right, more.right), most(area->bottom, more.bottom) };
}

static unsigned
parts(unsigned length, unsigned part)
{
	return (length + part - 1) / part;
}

bool
changes_init(struct changes *changes, unsigned width, unsigned height, unsigned tile, bool hashes)
{
	*changes = (struct changes){ .width = width,
		.height = height,
		.tile = tile,
		.columns = parts(width, tile),
		.rows = parts(height, tile) };
	if (changes->columns * changes->rows > TILES_MAX)
		return false;
	changes->boxes = calloc((size_t)changes->columns * changes->rows, sizeof *changes->boxes);
	if (hashes)
		changes->hashes = calloc((size_t)parts(width, CHANGES_CELL) * parts(height, CHANGES_CELL),
			sizeof *changes->hashes);
	return changes->boxes && (changes->hashes || !hashes);
}

void
changes_finish(struct changes *changes)
{
	free(changes->boxes);
	free(changes->hashes);
	*changes = (struct changes){ 0 };
}

void
changes_none(struct changes *changes)
{
	memset(changes->boxes, 0, (size_t)changes->columns * changes->rows * sizeof *changes->boxes);
}

void
changes_all(struct changes *changes)
{
	struct screen_area *box = changes->boxes;
	for (unsigned y = 0; y < changes->height; y += changes->tile)
		for (unsigned x = 0; x < changes->width; x += changes->tile)
			*box++ = (struct screen_area){ x, y, least(x + changes->tile, changes->width),
				least(y + changes->tile, changes->height) };
}

/* What lies within one tile. */
static void
add(struct changes *changes, struct screen_area area)
{
	unsigned column = area.left / changes->tile, row = area.top / changes->tile;
	screen_area_join(&changes->boxes[row * changes->columns + column], area);
}

void
changes_row(struct changes *changes, unsigned x, unsigned y, unsigned width, uint32_t *was,
	const uint32_t *now)
{
	for (unsigned end = x + width, stop; x < end; was += stop - x, now += stop - x, x = stop) {
		stop = least(end, x - x % changes->tile + changes->tile);
		unsigned from = 0, to = stop - x;
		while (from < to && was[from] == now[from])
			from++;
		if (from == to)
			continue;
		while (was[to - 1] == now[to - 1])
			to--;
		memcpy(was + from, now + from, (to - from) * sizeof *was);
		add(changes, (struct screen_area){ x + from, y, x + to, y + 1 });
	}
}

/* Tells cells apart; nobody gains by making two that are not told apart. */
static uint64_t
hash_of(const uint8_t *pixels, size_t stride, unsigned width, unsigned height)
{
	uint64_t hash = 0x9e3779b97f4a7c15;
	for (unsigned y = 0; y < height; y++, pixels += stride) {
		unsigned x = 0;
		for (; x + 2 <= width; x += 2) {
			uint64_t two;
			memcpy(&two, pixels + (size_t)x * 4, 8);
			hash = (hash ^ (two & UINT64_C(0x00ffffff00ffffff))) * UINT64_C(0xff51afd7ed558ccd);
			hash ^= hash >> 32;
		}
		if (x < width) {
			uint32_t one;
			memcpy(&one, pixels + (size_t)x * 4, 4);
			hash = (hash ^ (one & 0x00ffffff)) * UINT64_C(0xff51afd7ed558ccd);
			hash ^= hash >> 32;
		}
	}
	return hash ? hash : 1; /* 0 is a cell that was never seen */
}

void
changes_cells(struct changes *changes, struct screen_area area, const uint8_t *pixels, size_t stride)
{
	unsigned columns = parts(changes->width, CHANGES_CELL);
	for (unsigned y = area.top; y < area.bottom; y += CHANGES_CELL, pixels += stride * CHANGES_CELL) {
		uint64_t *hash = &changes->hashes[y / CHANGES_CELL * columns + area.left / CHANGES_CELL];
		unsigned bottom = least(y + CHANGES_CELL, area.bottom);
		for (unsigned x = area.left; x < area.right; x += CHANGES_CELL, hash++) {
			unsigned right = least(x + CHANGES_CELL, area.right);
			uint64_t now = hash_of(pixels + (size_t)(x - area.left) * 4, stride, right - x,
				bottom - y);
			if (now != *hash)
				add(changes, (struct screen_area){ x, y, right, bottom });
			*hash = now;
		}
	}
}

static unsigned
pixels_of(struct screen_area area)
{
	return (area.right - area.left) * (area.bottom - area.top);
}

struct screen_area
changes_next(const struct changes *changes, unsigned row, unsigned *column)
{
	const struct screen_area *boxes = &changes->boxes[row * changes->columns];
	struct screen_area run = { 0 };
	for (; *column < changes->columns; ++*column) {
		struct screen_area box = boxes[*column], both = run;
		if (screen_area_is_empty(box))
			continue;
		screen_area_join(&both, box);
		if (!screen_area_is_empty(run) &&
			(both.right - both.left > WIDTH_MAX ||
				pixels_of(both) > pixels_of(run) + pixels_of(box) + FOR_A_HEAD))
			break;
		run = both;
	}
	return run;
}
