#include "agent/picture.h"

#include <stdlib.h>
#include <string.h>

#include "agent/seal.h"

/*
 * A capture runs over the screen once. For each strip: is the mark in it, make
 * it smaller or take it as it is, note what has changed. That is encoded while
 * the strip is there (full) or at the end (thumb).
 */
struct taking {
	struct picture *picture;
	struct picture_room *room;
	struct screen *screen;
	const struct indicator_shown *shown;
	uint32_t mark;
	unsigned mark_x, mark_y; /* on the screen */
	bool whole, looked, marked, failed;
	size_t used, touched; /* of room->pieces */
	struct message_tile tiles[1000];
	size_t tile_count;
};

/* Pixels of a rectangle that begins at (left, top) of the picture. */
struct pixels {
	const uint8_t *at;
	size_t stride;
	unsigned left, top;
};

#define EXACT_PIXELS 4096 /* a rectangle that is worth a try pixel for pixel */

static bool
init_thumb(struct picture *picture)
{
	picture->small = calloc(picture->height, picture->width * sizeof *picture->small);
	picture->sums = malloc((size_t)picture->width * picture->box * 4 * sizeof *picture->sums);
	return picture->small && picture->sums;
}

bool
picture_init(struct picture *picture, enum message_kind kind, unsigned screen_width, unsigned screen_height)
{
	bool thumb = kind == MESSAGE_KIND_THUMB;
	*picture = (struct picture){ .kind = kind, .box = 1 };
	if (thumb) {
		unsigned across = (screen_width + PICTURE_THUMB_WIDTH - 1) / PICTURE_THUMB_WIDTH;
		unsigned down = (screen_height + PICTURE_THUMB_HEIGHT - 1) / PICTURE_THUMB_HEIGHT;
		picture->box = across > down ? across : down;
	}
	if (picture->box == 0 || picture->box > PICTURE_BOX_MAX)
		return false;
	picture->width = screen_width / picture->box;
	picture->height = screen_height / picture->box;
	if (picture->width < 16 || picture->height < 16 || picture->width > UINT16_MAX ||
		picture->height > UINT16_MAX || picture->width * picture->height > PICTURE_PIXELS_MAX)
		return false;
	if (changes_init(&picture->changes, picture->width, picture->height,
		    thumb ? PICTURE_THUMB_TILE : PICTURE_FULL_TILE, !thumb) &&
		(!thumb || init_thumb(picture)))
		return true;
	picture_finish(picture);
	return false;
}

void
picture_finish(struct picture *picture)
{
	if (picture->small)
		seal_forget(picture->small,
			(size_t)picture->width * picture->height * sizeof *picture->small);
	free(picture->small);
	free(picture->sums);
	changes_finish(&picture->changes);
	*picture = (struct picture){ 0 };
}

bool
picture_room_init(struct picture_room *room)
{
	room->room = PICTURE_ROOM_BYTES;
	room->encoder = encoder_create();
	room->exact = exact_create();
	room->pieces = malloc(room->room);
	room->text = malloc(room->room);
	return room->encoder && room->exact && room->pieces && room->text;
}

void
picture_room_finish(struct picture_room *room)
{
	encoder_destroy(room->encoder);
	exact_destroy(room->exact);
	free(room->pieces);
	free(room->text);
	*room = (struct picture_room){ 0 };
}

/* Rows of a box byte by byte: a loop that compilers do with vectors, the better the more rows at once. */
static inline __attribute__((always_inline)) void
add_rows(uint16_t *restrict sums, const uint8_t *restrict from, size_t stride, unsigned rows, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++) {
		unsigned sum = sums[i];
		for (unsigned j = 0; j < rows; j++)
			sum += from[j * stride + i];
		sums[i] = (uint16_t)sum;
	}
}

/* Then its columns; a pixel's four sums at once: 16 x 16 x 255 is less than 65536. */
static inline __attribute__((always_inline)) void
add_columns(const uint16_t *sum, unsigned box, uint8_t *to, unsigned width)
{
	unsigned pixels = box * box;
	uint32_t share = (65536 + pixels - 1) / pixels;
	for (unsigned x = 0; x < width; x++, to += 4) {
		uint64_t all = 0;
		for (unsigned i = 0; i < box; i++, sum += 4) {
			uint64_t one;
			memcpy(&one, sum, sizeof one);
			all += one;
		}
		uint32_t pixel = (uint32_t)(all & 0xffff) * share >> 16 |
			((uint32_t)(all >> 16 & 0xffff) * share >> 16) << 8 |
			((uint32_t)(all >> 32 & 0xffff) * share >> 16) << 16;
		memcpy(to, &pixel, sizeof pixel);
	}
}

void
picture_box(const uint8_t *from, size_t stride, unsigned box, uint8_t *to, unsigned width, unsigned rows,
	uint16_t *sums)
{
	size_t bytes = (size_t)width * box * 4;
	for (unsigned y = 0; y < rows; y++, to += (size_t)width * 4) {
		unsigned left = box;
		memset(sums, 0, bytes * sizeof *sums);
		for (; left >= 4; left -= 4, from += 4 * stride)
			add_rows(sums, from, stride, 4, bytes);
		for (; left > 0; left--, from += stride)
			add_rows(sums, from, stride, 1, bytes);
		if (box == 4) /* of the common screens; known to the compiler */
			add_columns(sums, 4, to, width);
		else
			add_columns(sums, box, to, width);
	}
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

static unsigned
least(unsigned one, unsigned other)
{
	return one < other ? one : other;
}

/* As much will be wiped. */
static void
touch(struct taking *taking, size_t length)
{
	if (taking->used + length > taking->touched)
		taking->touched = taking->used + length;
}

/* Rows of pixels as one JPEG behind the other pieces. */
static size_t
encode(struct taking *taking, const uint8_t *pixels, size_t stride, unsigned width, unsigned rows)
{
	struct picture_room *room = taking->room;
	uint8_t *to = room->pieces + taking->used;
	size_t length = 0;
	if (encoder_begin(room->encoder, width, rows, to, room->room - taking->used) &&
		encoder_rows(room->encoder, pixels, stride, rows))
		length = encoder_end(room->encoder);
	if (length == 0)
		taking->failed = true;
	touch(taking, length);
	taking->used += length;
	return length;
}

/* Bytes of a rectangle's pixels, where they are fewer than most. */
static size_t
pack(struct taking *taking, const uint8_t *pixels, size_t stride, unsigned width, unsigned rows, size_t most)
{
	struct picture_room *room = taking->room;
	size_t left = room->room - taking->used;
	if (width * rows > EXACT_PIXELS)
		return 0;
	most = most < left ? most : left;
	touch(taking, most);
	return exact_pack(room->exact, pixels, stride, width, rows, room->pieces + taking->used, most);
}

/* One rectangle: its pixels, or a JPEG where this is shorter. */
static void
add_tile(struct taking *taking, struct screen_area area, struct pixels pixels)
{
	uint8_t *to = taking->room->pieces + taking->used;
	if (taking->tile_count == sizeof taking->tiles / sizeof taking->tiles[0]) {
		taking->failed = true;
		return;
	}
	const uint8_t *from = pixels.at + (area.top - pixels.top) * pixels.stride +
		(size_t)(area.left - pixels.left) * 4;
	unsigned width = area.right - area.left, rows = area.bottom - area.top;
	struct message_tile *tile = &taking->tiles[taking->tile_count++];
	*tile = (struct message_tile){ .x = (uint16_t)area.left,
		.y = (uint16_t)area.top,
		.width = (uint16_t)width,
		.height = (uint16_t)rows,
		.form = MESSAGE_TILE_FORM_PIXELS };
	/* A JPEG takes a tenth of the time that pixels take: these are made at most once. */
	size_t jpeg = encode(taking, from, pixels.stride, width, rows);
	size_t exact = pack(taking, from, pixels.stride, width, rows, jpeg);
	if (exact)
		memmove(to, to + jpeg, exact);
	else
		tile->form = MESSAGE_TILE_FORM_JPEG;
	taking->used = (size_t)(to - taking->room->pieces) + (exact ? exact : jpeg);
	tile->content = (struct message_bytes){ to, exact ? exact : jpeg };
}

static void
add_tiles(struct taking *taking, unsigned row, struct pixels pixels)
{
	struct screen_area area;
	for (unsigned column = 0; !taking->failed;) {
		area = changes_next(&taking->picture->changes, row, &column);
		if (screen_area_is_empty(area))
			return;
		add_tile(taking, area, pixels);
	}
}

/* Rows of boxes beside the picture as it was. */
static void
make_smaller(struct taking *taking, struct screen_area area, const uint8_t *strip, size_t stride)
{
	struct picture *picture = taking->picture;
	unsigned box = picture->box, x = area.left / box, width = (area.right - area.left) / box;
	uint32_t row[PICTURE_THUMB_WIDTH];
	for (unsigned y = area.top / box; y < area.bottom / box; y++, strip += stride * box) {
		picture_box(strip, stride, box, (uint8_t *)row, width, 1, picture->sums);
		changes_row(&picture->changes, x, y, width, picture->small + y * picture->width + x, row);
	}
	seal_forget(row, sizeof row);
}

static bool
take_strip(struct taking *taking, struct screen_area area)
{
	struct picture *picture = taking->picture;
	size_t stride;
	const uint8_t *strip = screen_strip(taking->screen, taking->shown, area, &stride);
	if (!strip)
		return false;
	if (taking->mark_y >= area.top && taking->mark_y < area.bottom && taking->mark_x >= area.left &&
		taking->mark_x + INDICATOR_MARK_BITS * INDICATOR_MARK_BLOCK <= area.right) {
		taking->looked = true;
		taking->marked = picture_has_mark(strip + (taking->mark_y - area.top) * stride +
				(size_t)(taking->mark_x - area.left) * 4,
			taking->mark);
	}
	if (picture->kind == MESSAGE_KIND_THUMB) {
		make_smaller(taking, area, strip, stride);
		return true;
	}
	changes_cells(&picture->changes, area, strip, stride);
	if (taking->whole)
		return encoder_rows(taking->room->encoder, strip, stride, area.bottom - area.top);
	add_tiles(taking, area.top / PICTURE_FULL_TILE,
		(struct pixels){ strip, stride, area.left, area.top });
	return !taking->failed;
}

/* The mark alone, where the rest of the picture did not have it. */
static bool
take_mark(struct taking *taking, unsigned width, unsigned height)
{
	struct screen_area area = { taking->mark_x, taking->mark_y,
		taking->mark_x + INDICATOR_MARK_BITS * INDICATOR_MARK_BLOCK, taking->mark_y + 1 };
	size_t stride;
	if (area.right > width || area.bottom > height)
		return true; /* it is not on the screen: not marked */
	const uint8_t *strip = screen_strip(taking->screen, taking->shown, area, &stride);
	taking->marked = strip && picture_has_mark(strip, taking->mark);
	return strip != NULL;
}

/* Out to whole boxes or cells; rows that fill no box are seen by nobody. */
static struct screen_area
aligned(const struct picture *picture, struct screen_area area)
{
	unsigned box = picture->box, step = box, width = picture->width * box, height = picture->height * box;
	if (picture->kind != MESSAGE_KIND_THUMB)
		step = CHANGES_CELL;
	area.right = least(area.right, width);
	area.bottom = least(area.bottom, height);
	return (struct screen_area){ area.left - area.left % step, area.top - area.top % step,
		least(area.right + step - 1 - (area.right + step - 1) % step, width),
		least(area.bottom + step - 1 - (area.bottom + step - 1) % step, height) };
}

/* The area once, from top to bottom; a whole screen runs into one JPEG as it comes. */
static bool
take_strips(struct taking *taking, struct screen_area area)
{
	struct picture *picture = taking->picture;
	struct picture_room *room = taking->room;
	bool thumb = picture->kind == MESSAGE_KIND_THUMB, running = taking->whole && !thumb;
	unsigned width, height;
	screen_size(taking->screen, &width, &height);
	if (width / picture->box != picture->width || height / picture->box != picture->height)
		return false;
	unsigned step = thumb ? SCREEN_STRIP_ROWS - SCREEN_STRIP_ROWS % picture->box : PICTURE_FULL_TILE;
	if (running && !encoder_begin(room->encoder, width, height, room->pieces, room->room))
		return false;
	area = aligned(picture, area);
	for (unsigned y = area.top, next; area.left < area.right && y < area.bottom; y = next) {
		next = least(y - y % step + step, area.bottom);
		if (!take_strip(taking, (struct screen_area){ area.left, y, area.right, next }))
			return false;
	}
	if (running) {
		taking->used = encoder_end(room->encoder);
		touch(taking, 0);
	}
	return (!running || taking->used) && (taking->looked || take_mark(taking, width, height));
}

static void
take_small(struct taking *taking)
{
	struct picture *picture = taking->picture;
	struct pixels pixels = { (const uint8_t *)picture->small, (size_t)picture->width * 4, 0, 0 };
	if (taking->whole)
		(void)encode(taking, pixels.at, pixels.stride, picture->width, picture->height);
	for (unsigned row = 0; row < picture->changes.rows && !taking->whole; row++)
		add_tiles(taking, row, pixels);
}

enum picture_made
picture_take(struct picture *picture, struct picture_room *room, struct screen *screen,
	const struct indicator_shown *shown, uint32_t mark, bool whole, struct screen_area area,
	struct message_bytes *text)
{
	static struct taking taking;
	taking = (struct taking){ .picture = picture,
		.room = room,
		.screen = screen,
		.shown = shown,
		.mark = mark,
		.whole = whole };
	indicator_mark_at(shown, &taking.mark_x, &taking.mark_y);
	taking.mark_y += INDICATOR_MARK_BLOCK / 2;
	if (picture->again)
		changes_all(&picture->changes);
	bool taken = take_strips(&taking, whole || picture->again ? SCREEN_ALL : area);
	if (taken && taking.marked && picture->kind == MESSAGE_KIND_THUMB)
		take_small(&taking);
	struct message_writer out = message_writer(room->text, room->room - SEAL_TAG_BYTES);
	if (whole)
		message_picture_put(&out,
			&(struct message_picture){ .width = (uint16_t)picture->width,
				.height = (uint16_t)picture->height,
				.jpeg = { room->pieces, taking.used } });
	else
		message_tiles_put(&out,
			&(struct message_tiles){ .width = (uint16_t)picture->width,
				.height = (uint16_t)picture->height,
				.tiles = { .at = taking.tiles, .count = taking.tile_count } });
	seal_forget(room->pieces, taking.touched);
	picture->again = !taken || !taking.marked || taking.failed || out.failed;
	*text = picture->again ? (struct message_bytes){ 0 } : message_written(&out);
	if (picture->again) {
		seal_forget(room->text, out.length);
		return taken && !taking.marked ? PICTURE_NO_INDICATOR : PICTURE_NONE;
	}
	changes_none(&picture->changes);
	return whole || taking.tile_count ? PICTURE_MADE : PICTURE_SAME;
}
