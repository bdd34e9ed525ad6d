#include "agent/picture.h"

#include <stdlib.h>
#include <string.h>

#include "agent/seal.h"

/*
 * A capture runs over the screen once. For each strip: is the mark in it, make
 * it smaller or take it as it is, hash its tiles. What is said to have changed
 * is encoded while the strip is there (full) or at the end (thumb).
 */
struct taking {
	struct picture *picture;
	struct picture_room *room;
	bool whole, marked, failed;
	struct screen_rows rows; /* of the screen, to be looked at */
	size_t used;             /* of room->jpegs */
	struct message_tile tiles[1000];
	size_t tile_count;
};

bool
picture_init(struct picture *picture, enum message_kind kind, unsigned screen_width, unsigned screen_height)
{
	*picture = (struct picture){ .kind = kind, .box = 1, .tile = PICTURE_FULL_TILE };
	if (kind == MESSAGE_KIND_THUMB) {
		unsigned across = (screen_width + PICTURE_THUMB_WIDTH - 1) / PICTURE_THUMB_WIDTH;
		unsigned down = (screen_height + PICTURE_THUMB_HEIGHT - 1) / PICTURE_THUMB_HEIGHT;
		picture->box = across > down ? across : down;
		picture->tile = PICTURE_THUMB_TILE;
	}
	if (picture->box == 0 || picture->box > PICTURE_BOX_MAX)
		return false;
	picture->width = screen_width / picture->box;
	picture->height = screen_height / picture->box;
	if (picture->width < 16 || picture->height < 16 || picture->width > UINT16_MAX ||
		picture->height > UINT16_MAX)
		return false;
	picture->columns = (picture->width + picture->tile - 1) / picture->tile;
	picture->rows = (picture->height + picture->tile - 1) / picture->tile;
	if (picture->columns * picture->rows > PICTURE_TILES_MAX)
		return false;
	if (kind != MESSAGE_KIND_THUMB)
		return true;
	picture->small = calloc(picture->height, picture->width * 4);
	picture->sums = malloc((size_t)picture->width * picture->box * 4 * sizeof *picture->sums);
	if (picture->small && picture->sums)
		return true;
	picture_finish(picture);
	return false;
}

void
picture_finish(struct picture *picture)
{
	if (picture->small)
		seal_forget(picture->small, (size_t)picture->width * picture->height * 4);
	free(picture->small);
	free(picture->sums);
	*picture = (struct picture){ 0 };
}

bool
picture_room_init(struct picture_room *room)
{
	room->room = PICTURE_ROOM_BYTES;
	room->encoder = encoder_create();
	room->jpegs = malloc(room->room);
	room->text = malloc(room->room);
	return room->encoder && room->jpegs && room->text;
}

void
picture_room_finish(struct picture_room *room)
{
	encoder_destroy(room->encoder);
	free(room->jpegs);
	free(room->text);
	*room = (struct picture_room){ 0 };
}

/* The rows of a box first, byte by byte: a loop that compilers do with vectors. */
static void
add_row(uint16_t *restrict sums, const uint8_t *restrict row, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		sums[i] = (uint16_t)(sums[i] + row[i]);
}

void
picture_box(const uint8_t *from, size_t stride, unsigned box, uint8_t *to, unsigned width, unsigned rows,
	uint16_t *sums)
{
	unsigned pixels = box * box;
	uint32_t share = (65536 + pixels - 1) / pixels;
	size_t bytes = (size_t)width * box * 4;
	for (unsigned y = 0; y < rows; y++) {
		memset(sums, 0, bytes * sizeof *sums);
		for (unsigned j = 0; j < box; j++, from += stride)
			add_row(sums, from, bytes);
		const uint16_t *sum = sums;
		for (unsigned x = 0; x < width; x++, to += 4) {
			uint64_t all = 0; /* a pixel's four sums at once: 16 x 16 x 255 is less than 65536 */
			for (unsigned i = 0; i < box; i++, sum += 4) {
				uint64_t one;
				memcpy(&one, sum, sizeof one);
				all += one;
			}
			to[0] = (uint8_t)((uint32_t)(all & 0xffff) * share >> 16);
			to[1] = (uint8_t)((uint32_t)(all >> 16 & 0xffff) * share >> 16);
			to[2] = (uint8_t)((uint32_t)(all >> 32 & 0xffff) * share >> 16);
			to[3] = 0;
		}
	}
}

/* Tells tiles apart; nobody gains by making two that are not told apart. */
uint64_t
picture_hash(const uint8_t *pixels, size_t stride, unsigned width, unsigned height)
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
	return hash ? hash : 1;
}

bool
picture_has_mark(const uint8_t *row, uint32_t mark)
{
	for (unsigned bit = 0; bit < INDICATOR_MARK_BITS; bit++) {
		uint32_t pixel;
		memcpy(&pixel, row + (size_t)(bit * INDICATOR_MARK_BLOCK + INDICATOR_MARK_BLOCK / 2) * 4, 4);
		uint32_t expected = mark >> bit & 1 ? INDICATOR_MARK_ON : INDICATOR_MARK_OFF;
		if ((pixel & 0xffffff) != expected)
			return false;
	}
	return true;
}

void
screen_rows_join(struct screen_rows *rows, struct screen_rows more)
{
	if (more.from == more.to)
		return;
	if (rows->from == rows->to) {
		*rows = more;
		return;
	}
	rows->from = more.from < rows->from ? more.from : rows->from;
	rows->to = more.to > rows->to ? more.to : rows->to;
}

static unsigned
least(unsigned one, unsigned other)
{
	return one < other ? one : other;
}

/* Rows of pixels as one JPEG behind the others. */
static struct message_bytes
encode(struct taking *taking, const uint8_t *pixels, size_t stride, unsigned width, unsigned rows)
{
	struct picture_room *room = taking->room;
	uint8_t *to = room->jpegs + taking->used;
	size_t length = 0;
	if (encoder_begin(room->encoder, width, rows, to, room->room - taking->used) &&
		encoder_rows(room->encoder, pixels, stride, rows))
		length = encoder_end(room->encoder);
	if (length == 0)
		taking->failed = true;
	taking->used += length;
	return (struct message_bytes){ to, length };
}

/* One row of tiles: neighbours that changed become one JPEG, whose head is paid once. */
static void
take_tile_row(struct taking *taking, unsigned row, const uint8_t *pixels, size_t stride, unsigned rows)
{
	struct picture *picture = taking->picture;
	uint64_t *hashes = &picture->hashes[row * picture->columns];
	unsigned start = 0, run = 0;
	for (unsigned column = 0; column <= picture->columns; column++) {
		bool changed = false;
		if (column < picture->columns) {
			unsigned x = column * picture->tile;
			uint64_t hash = picture_hash(pixels + (size_t)x * 4, stride,
				least(picture->tile, picture->width - x), rows);
			changed = hash != hashes[column];
			hashes[column] = hash;
		}
		if (changed && run++ == 0)
			start = column;
		if (changed || run == 0)
			continue;
		unsigned x = start * picture->tile, width = least(run * picture->tile, picture->width - x);
		run = 0;
		if (taking->whole)
			continue;
		if (taking->tile_count == sizeof taking->tiles / sizeof taking->tiles[0]) {
			taking->failed = true;
			return;
		}
		taking->tiles[taking->tile_count++] = (struct message_tile){ .x = (uint16_t)x,
			.y = (uint16_t)(row * picture->tile),
			.width = (uint16_t)width,
			.height = (uint16_t)rows,
			.jpeg = encode(taking, pixels + (size_t)x * 4, stride, width, rows) };
	}
}

/* The strip in which the mark must stand has it or not. */
static void
look_for_mark(struct taking *taking, unsigned mark_x, unsigned mark_y, uint32_t mark, const uint8_t *strip,
	size_t stride, unsigned y)
{
	if ((mark_x + INDICATOR_MARK_BITS * INDICATOR_MARK_BLOCK) * 4 > stride)
		return;
	taking->marked = picture_has_mark(strip + (size_t)(mark_y - y) * stride + (size_t)mark_x * 4, mark);
}

struct mark_place {
	unsigned x, y;
	uint32_t mark;
};

static bool
take_strip(struct taking *taking, struct screen *screen, const struct indicator_shown *shown,
	const struct mark_place *at, unsigned y, unsigned rows)
{
	struct picture *picture = taking->picture;
	unsigned width, height;
	screen_size(screen, &width, &height);
	size_t stride = (size_t)width * 4;
	const uint8_t *strip = screen_strip(screen, shown, y, rows);
	if (!strip)
		return false;
	if (at->y >= y && at->y < y + rows)
		look_for_mark(taking, at->x, at->y, at->mark, strip, stride, y);
	if (picture->kind == MESSAGE_KIND_THUMB) {
		unsigned row = y / picture->box;
		if (row < picture->height) /* rows that fill no box are seen by nobody */
			picture_box(strip, stride, picture->box,
				picture->small + (size_t)row * picture->width * 4, picture->width,
				least(rows / picture->box, picture->height - row), picture->sums);
		return true;
	}
	take_tile_row(taking, y / picture->tile, strip, stride, rows);
	return !taking->whole || encoder_rows(taking->room->encoder, strip, stride, rows);
}

/* Rows of tiles, top to bottom; whole, they run into one JPEG as they come. */
static bool
take_full(struct taking *taking, struct screen *screen, const struct indicator_shown *shown,
	const struct mark_place *at, unsigned width, unsigned height)
{
	struct picture_room *room = taking->room;
	unsigned step = taking->picture->tile;
	if (taking->whole && !encoder_begin(room->encoder, width, height, room->jpegs, room->room))
		return false;
	for (unsigned y = 0; y < height; y += step) {
		unsigned rows = least(step, height - y);
		bool has_mark = at->y >= y && at->y < y + rows;
		if (!has_mark && (y + rows <= taking->rows.from || y >= taking->rows.to))
			continue;
		if (!take_strip(taking, screen, shown, at, y, rows))
			return false;
	}
	if (taking->whole)
		taking->used = encoder_end(room->encoder);
	return !taking->whole || taking->used;
}

/* The rows that changed and those of the mark, no others: each strip is a question to the display. */
static bool
take_thumb(struct taking *taking, struct screen *screen, const struct indicator_shown *shown,
	const struct mark_place *at, unsigned height)
{
	unsigned box = taking->picture->box, step = SCREEN_STRIP_ROWS - SCREEN_STRIP_ROWS % box;
	unsigned from = taking->rows.from - taking->rows.from % box, to = least(taking->rows.to, height);
	to = least(to + (box - to % box) % box, height);
	for (unsigned y = from; y < to; y += step)
		if (!take_strip(taking, screen, shown, at, y, least(step, to - y)))
			return false;
	if (at->y >= from && at->y < to)
		return true;
	unsigned y = at->y - at->y % box;
	return y < height && take_strip(taking, screen, shown, at, y, least(box, height - y));
}

/* The screen once. */
static bool
take_strips(struct taking *taking, struct screen *screen, const struct indicator_shown *shown, uint32_t mark)
{
	struct picture *picture = taking->picture;
	struct mark_place at = { .mark = mark };
	unsigned width, height;
	screen_size(screen, &width, &height);
	indicator_mark_at(shown, &at.x, &at.y);
	at.y += INDICATOR_MARK_BLOCK / 2;
	if (width / picture->box != picture->width || height / picture->box != picture->height)
		return false;
	bool taken = picture->kind == MESSAGE_KIND_THUMB
		? take_thumb(taking, screen, shown, &at, height)
		: take_full(taking, screen, shown, &at, width, height);
	return taken && !taking->failed;
}

static void
take_small(struct taking *taking)
{
	struct picture *picture = taking->picture;
	size_t stride = (size_t)picture->width * 4;
	for (unsigned row = 0; row < picture->rows; row++) {
		unsigned y = row * picture->tile;
		take_tile_row(taking, row, picture->small + y * stride, stride,
			least(picture->tile, picture->height - y));
	}
	if (taking->whole)
		(void)encode(taking, picture->small, stride, picture->width, picture->height);
}

enum picture_made
picture_take(struct picture *picture, struct picture_room *room, struct screen *screen,
	const struct indicator_shown *shown, uint32_t mark, bool whole, struct screen_rows rows,
	struct message_bytes *text)
{
	static struct taking taking;
	taking = (struct taking){
		.picture = picture, .room = room, .whole = whole, .rows = whole ? SCREEN_ALL_ROWS : rows
	};
	bool taken = take_strips(&taking, screen, shown, mark);
	if (taken && taking.marked && picture->kind == MESSAGE_KIND_THUMB)
		take_small(&taking);
	struct message_writer out = message_writer(room->text, room->room - SEAL_TAG_BYTES);
	if (whole)
		message_picture_put(&out,
			&(struct message_picture){ .width = (uint16_t)picture->width,
				.height = (uint16_t)picture->height,
				.jpeg = { room->jpegs, taking.used } });
	else
		message_tiles_put(&out,
			&(struct message_tiles){ .width = (uint16_t)picture->width,
				.height = (uint16_t)picture->height,
				.tiles = { .at = taking.tiles, .count = taking.tile_count } });
	seal_forget(room->jpegs, taking.used);
	bool good = taken && taking.marked && !taking.failed && !out.failed;
	*text = good ? message_written(&out) : (struct message_bytes){ 0 };
	if (!good) {
		seal_forget(room->text, out.length);
		memset(picture->hashes, 0, sizeof picture->hashes); /* what was not sent has to come again */
		return taken && !taking.marked ? PICTURE_NO_INDICATOR : PICTURE_NONE;
	}
	return whole || taking.tile_count ? PICTURE_MADE : PICTURE_SAME;
}
