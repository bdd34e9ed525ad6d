#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

#include "agent/picture.h"

/* A screen in memory in place of the platform's. */
struct screen {
	unsigned width, height;
	uint32_t pixels[1280 * 720];
	unsigned grabbed; /* pixels */
};
struct indicator_shown {
	unsigned x, y;
};
struct encoder {
	uint8_t *to;
	unsigned width;
	size_t used;
};

static struct screen screen;
static struct encoder the_encoder;
static const struct indicator_shown shown = { 500, 20 };
static const uint32_t mark = 0xa5c31e07;
static const enum message_kind kinds[] = { MESSAGE_KIND_THUMB, MESSAGE_KIND_FULL };
static struct picture picture;
static struct picture_room room;

void
screen_size(const struct screen *of, unsigned *width, unsigned *height)
{
	*width = of->width;
	*height = of->height;
}

const uint8_t *
screen_strip(struct screen *of, const struct indicator_shown *is, struct screen_area area, size_t *stride)
{
	assert_non_null(is);
	assert_true(area.left < area.right && area.right <= of->width);
	assert_true(area.top < area.bottom && area.bottom <= of->height);
	assert_true(area.bottom - area.top <= SCREEN_STRIP_ROWS);
	of->grabbed += (area.right - area.left) * (area.bottom - area.top);
	*stride = (size_t)of->width * 4;
	return (const uint8_t *)&of->pixels[(size_t)area.top * of->width + area.left];
}

void
indicator_mark_at(const struct indicator_shown *is, unsigned *x, unsigned *y)
{
	*x = is->x;
	*y = is->y;
}

/* "Encodes" to a head, as long as a JPEG's, and the blue of each pixel. */
#define HEAD_BYTES 300

struct encoder *
encoder_create(void)
{
	return &the_encoder;
}

void
encoder_destroy(struct encoder *encoder)
{
	(void)encoder;
}

bool
encoder_begin(struct encoder *encoder, unsigned width, unsigned height, uint8_t *to, size_t space)
{
	*encoder = (struct encoder){ .to = to, .width = width, .used = HEAD_BYTES };
	if (space < HEAD_BYTES + (size_t)width * height)
		return false;
	memset(to, 0xff, HEAD_BYTES);
	return true;
}

bool
encoder_rows(struct encoder *encoder, const uint8_t *pixels, size_t stride, unsigned rows)
{
	for (unsigned y = 0; y < rows; y++)
		for (unsigned x = 0; x < encoder->width; x++)
			encoder->to[encoder->used++] = pixels[y * stride + x * 4];
	return true;
}

size_t
encoder_end(struct encoder *encoder)
{
	return encoder->used;
}

static void
draw_mark(void)
{
	for (unsigned bit = 0; bit < INDICATOR_MARK_BITS; bit++)
		for (unsigned i = 0; i < INDICATOR_MARK_BLOCK * INDICATOR_MARK_BLOCK; i++)
			screen.pixels[(shown.y + i / 4) * screen.width + shown.x + bit * 4 + i % 4] = mark >>
						bit &
					1
				? INDICATOR_MARK_ON
				: INDICATOR_MARK_OFF;
}

static int
start(void **state)
{
	(void)state;
	screen = (struct screen){ .width = 1280, .height = 720 };
	for (unsigned i = 0; i < 1280 * 720; i++)
		screen.pixels[i] = 0xfedcba;
	draw_mark();
	return 0;
}

static void
test_box_is_the_mean(void **state)
{
	(void)state;
	uint32_t from[4 * 4], to[1];
	uint16_t sums[16];
	for (int i = 0; i < 16; i++)
		from[i] = i < 8 ? 0xff000000 : 0x00ffff10;
	picture_box((const uint8_t *)from, 16, 4, (uint8_t *)to, 1, 1, sums);
	assert_int_equal(to[0] & 0xff, 0x08);
	assert_int_equal(to[0] >> 8 & 0xff, 0x7f);
	assert_int_equal(to[0] >> 16 & 0xff, 0x7f);
	/* White stays white in boxes of every size. */
	static uint32_t white[16 * 16];
	uint16_t wide[64];
	memset(white, 0xff, sizeof white);
	for (unsigned box = 1; box <= PICTURE_BOX_MAX; box++) {
		picture_box((const uint8_t *)white, 64, box, (uint8_t *)to, 1, 1, wide);
		assert_int_equal(to[0] & 0xffffff, 0xffffff);
	}
}

/* Each box of every size beside a plain sum of its pixels. */
static void
test_boxes_of_every_size(void **state)
{
	(void)state;
	enum { WIDE = 3, HIGH = 2, SIDE = WIDE * PICTURE_BOX_MAX };
	static uint8_t from[HIGH * PICTURE_BOX_MAX][SIDE * 4];
	uint16_t sums[SIDE * 4];
	for (unsigned i = 0; i < sizeof from; i++)
		from[i / sizeof from[0]][i % sizeof from[0]] = (uint8_t)(i * i * 7 + i / 5);
	for (unsigned box = 1; box <= PICTURE_BOX_MAX; box++) {
		uint8_t to[HIGH][WIDE][4];
		picture_box(from[0], sizeof from[0], box, to[0][0], WIDE, HIGH, sums);
		for (unsigned i = 0; i < HIGH * WIDE * 3; i++) {
			unsigned y = i / (WIDE * 3), x = i / 3 % WIDE, colour = i % 3, sum = 0;
			for (unsigned k = 0; k < box * box; k++)
				sum += from[y * box + k / box][(x * box + k % box) * 4 + colour];
			unsigned off = to[y][x][colour] - sum / (box * box);
			assert_true(off == 0 || (off == 1 && sum % (box * box) != 0));
		}
	}
}

static void
test_sizes_of_thumbnails(void **state)
{
	(void)state;
	static const unsigned sizes[][4] = { { 1920, 1080, 480, 270 }, { 1366, 768, 455, 256 },
		{ 3840, 2160, 480, 270 }, { 1280, 720, 426, 240 }, { 480, 270, 480, 270 },
		{ 1080, 1920, 135, 240 } };
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		assert_true(picture_init(&picture, MESSAGE_KIND_THUMB, sizes[i][0], sizes[i][1]));
		assert_int_equal(picture.width, sizes[i][2]);
		assert_int_equal(picture.height, sizes[i][3]);
		picture_finish(&picture);
	}
	assert_false(picture_init(&picture, MESSAGE_KIND_THUMB, 8, 8));
	assert_false(picture_init(&picture, MESSAGE_KIND_THUMB, 100000, 100));
	assert_true(picture_init(&picture, MESSAGE_KIND_FULL, 7680, 4320));
	picture_finish(&picture);
	assert_false(picture_init(&picture, MESSAGE_KIND_FULL, 7680, 4321));
}

/* The teacher's page: what it shows, made of nothing but what was sent. */
static uint8_t page[1280 * 720];
static size_t sent_pixels, sent_bytes;
static struct message_tiles sent;
static struct message_tile last_tile;

static void
draw_tile(unsigned width, unsigned height, const struct message_tile *tile)
{
	static uint8_t open[1280 * 720 * 3];
	size_t count = (size_t)tile->width * tile->height;
	bool exact = tile->form == MESSAGE_TILE_FORM_PIXELS;
	assert_true(count > 0 && tile->x + tile->width <= width && tile->y + tile->height <= height);
	if (exact) {
		z_stream stream = { .next_in = (uint8_t *)(uintptr_t)tile->content.at,
			.avail_in = (unsigned)tile->content.length,
			.next_out = open,
			.avail_out = sizeof open };
		assert_int_equal(inflateInit2(&stream, -15), Z_OK);
		assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
		assert_int_equal(stream.total_out, count * 3);
		assert_int_equal(stream.avail_in, 0);
		inflateEnd(&stream);
	} else {
		assert_int_equal(tile->content.length, HEAD_BYTES + count);
		memcpy(open, tile->content.at + HEAD_BYTES, count);
	}
	for (unsigned i = 0; i < count; i++)
		page[(tile->y + i / tile->width) * width + tile->x + i % tile->width] =
			open[exact ? i * 3 + 2 : i];
	sent_pixels += count;
	sent_bytes += tile->content.length;
}

/* What it shows is what is on the screen, each pixel of it. */
static void
page_is_the_screen(void)
{
	static uint32_t now[1280 * 720];
	static uint16_t sums[1280 * 4];
	for (unsigned y = 0; y < picture.height; y++)
		picture_box((const uint8_t *)&screen.pixels[y * picture.box * screen.width], screen.width * 4,
			picture.box, (uint8_t *)&now[y * picture.width], picture.width, 1, sums);
	for (unsigned i = 0; i < picture.width * picture.height; i++)
		if (page[i] != (now[i] & 0xff))
			fail_msg("the page differs at %u, %u", i % picture.width, i / picture.width);
}

static void
take_and_expect(bool whole, struct screen_area area, enum picture_made expected, size_t tiles)
{
	struct message_bytes text;
	struct message_picture taken;
	sent_pixels = sent_bytes = 0;
	assert_int_equal(picture_take(&picture, &room, &screen, &shown, mark, whole, area, &text), expected);
	if (expected == PICTURE_MADE && whole) {
		assert_true(message_picture_decode(text, &taken));
		assert_int_equal(taken.jpeg.length, HEAD_BYTES + (size_t)taken.width * taken.height);
		memcpy(page, taken.jpeg.at + HEAD_BYTES, (size_t)taken.width * taken.height);
	} else if (expected == PICTURE_MADE) {
		assert_true(message_tiles_decode(text, &sent));
		if (tiles)
			assert_int_equal(sent.tiles.count, tiles);
		struct message_bytes rest = sent.tiles.bytes;
		for (size_t i = 0; i < sent.tiles.count; i++) {
			assert_true(message_tile_take(&rest, &last_tile));
			draw_tile(sent.width, sent.height, &last_tile);
		}
	}
	if (expected == PICTURE_NO_INDICATOR || expected == PICTURE_NONE)
		assert_int_equal(text.length, 0);
	else
		page_is_the_screen();
}

static void
fill(struct screen_area area, uint32_t colour)
{
	for (unsigned y = area.top; y < area.bottom; y++)
		for (unsigned x = area.left; x < area.right; x++)
			screen.pixels[y * screen.width + x] = colour;
}

static uint32_t noise_state;

static uint32_t
noise(void)
{
	noise_state = noise_state * 1664525 + 1013904223;
	return noise_state >> 8;
}

/* As large as a letter, dark on light, never twice the same. */
static struct screen_area
type_letter(unsigned x, unsigned y)
{
	for (unsigned i = 0; i < 7 * 9; i++)
		if (noise() % 3 == 0)
			screen.pixels[(y + i / 7) * screen.width + x + i % 7] = 0x101010;
	fill((struct screen_area){ x, y, x + 7, y + 1 }, 0x101010);
	fill((struct screen_area){ x, y, x + 1, y + 9 }, 0x101010);
	return (struct screen_area){ x, y, x + 7, y + 9 };
}

/* The first picture, which is whole. */
static void
begin(enum message_kind kind)
{
	assert_int_equal(start(NULL), 0);
	assert_true(picture_room_init(&room));
	assert_true(picture_init(&picture, kind, screen.width, screen.height));
	take_and_expect(true, (struct screen_area){ 0 }, PICTURE_MADE, 0);
}

static void
finish(void)
{
	picture_finish(&picture);
	picture_room_finish(&room);
}

static void
test_only_what_changed_is_sent(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		begin(kinds[i]);
		take_and_expect(false, SCREEN_ALL, PICTURE_SAME, 0);
		fill((struct screen_area){ 10, 400, 13, 403 }, 0);
		fill((struct screen_area){ 1270, 401, 1273, 404 }, 0);
		take_and_expect(false, (struct screen_area){ 10, 400, 1273, 404 }, PICTURE_MADE, 2);
		take_and_expect(false, SCREEN_ALL, PICTURE_SAME, 0);
		finish();
	}
}

static void
test_a_letter_is_a_small_rectangle(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		begin(kinds[i]);
		screen.grabbed = 0;
		struct screen_area letter = type_letter(300, 400);
		take_and_expect(false, letter, PICTURE_MADE, 1);
		assert_int_equal(last_tile.form, MESSAGE_TILE_FORM_PIXELS);
		assert_true(sent_pixels <= (kinds[i] == MESSAGE_KIND_THUMB ? 3 * 4 : 32 * 16));
		assert_true(sent_bytes <= 100);
		assert_true(screen.grabbed <= 32 * 16 + INDICATOR_MARK_BITS * INDICATOR_MARK_BLOCK);
		finish();
	}
}

static void
test_letters_of_a_second_are_one_rectangle(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		begin(kinds[i]);
		for (unsigned second = 0; second < 30; second++) { /* over the borders of tiles */
			struct screen_area drawn = { 0 };
			for (unsigned n = 0; n < 5; n++)
				screen_area_join(&drawn, type_letter(40 + (second * 5 + n) * 7, 250));
			take_and_expect(false, drawn, PICTURE_MADE, 0);
			assert_true(sent.tiles.count <= 2);
			assert_true(sent_bytes <= 250);
		}
		finish();
	}
}

/* Whatever is drawn and whatever fails between, the page shows the screen. */
static void
test_any_changes_compose(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		begin(kinds[i]);
		noise_state = 1;
		for (unsigned round = 0; round < 60; round++) {
			struct screen_area drawn = { 0 };
			for (unsigned n = 1 + noise() % 4; n > 0; n--) {
				unsigned x = noise() % 1280, y = noise() % 720;
				struct screen_area area = { x, y, x + 1 + noise() % (1280 - x),
					y + 1 + noise() % (720 - y) };
				if (noise() % 2) /* most are small */
					area = (struct screen_area){ x, y, x + 1 < 1280 ? x + 2 : x + 1,
						y + 1 };
				for (unsigned at = area.top; at < area.bottom; at++)
					for (unsigned on = area.left; on < area.right; on++)
						screen.pixels[at * 1280 + on] = noise() % 5 ? 0xffffff
											    : n * 0x10101;
				screen_area_join(&drawn, area);
			}
			/* One that surely changes it. */
			struct screen_area stamp = { round * 8, 640, round * 8 + 8, 648 };
			fill(stamp, (uint32_t)(round % 2 + 1) * 0x303030);
			screen_area_join(&drawn, stamp);
			if (round % 10 == 3) {
				fill((struct screen_area){ shown.x, shown.y, shown.x + 4, shown.y + 4 },
					0x123456);
				take_and_expect(false, drawn, PICTURE_NO_INDICATOR, 0);
			}
			draw_mark();
			screen_area_join(&drawn,
				(struct screen_area){ shown.x, shown.y, shown.x + 128, shown.y + 4 });
			take_and_expect(round % 17 == 16, drawn, PICTURE_MADE, 0);
			assert_true(sent_pixels <= picture.width * picture.height);
		}
		finish();
	}
}

static void
test_what_is_no_text_is_a_jpeg(void **state)
{
	(void)state;
	begin(MESSAGE_KIND_FULL);
	for (unsigned i = 0; i < 64 * 64; i++)
		screen.pixels[(320 + i / 64) * 1280 + 320 + i % 64] = noise() & 0xffffff;
	take_and_expect(false, (struct screen_area){ 320, 320, 384, 384 }, PICTURE_MADE, 1);
	assert_int_equal(last_tile.form, MESSAGE_TILE_FORM_JPEG);
	finish();
}

/* In the room there is, or not at all. */
static void
test_pixels_need_their_room(void **state)
{
	(void)state;
	struct exact *exact = exact_create();
	uint32_t pixels[40 * 16];
	uint8_t to[4000];
	assert_non_null(exact);
	for (unsigned i = 0; i < 40 * 16; i++)
		pixels[i] = noise() % 4 ? 0xffffff : 0x101010;
	size_t length = exact_pack(exact, (const uint8_t *)pixels, 160, 40, 16, to, sizeof to);
	assert_true(length > 0 && length < sizeof pixels / 4);
	for (size_t space = 0; space < length; space++) {
		to[space] = 0xa5;
		assert_int_equal(exact_pack(exact, (const uint8_t *)pixels, 160, 40, 16, to, space), 0);
		assert_int_equal(to[space], 0xa5);
	}
	assert_int_equal(exact_pack(exact, (const uint8_t *)pixels, 160, 40, 16, to, length + 1), length);
	exact_destroy(exact);
}

/* CLS-27: without the indicator's own pixels nothing is made, and what was missed comes later. */
static void
test_no_mark_no_picture(void **state)
{
	(void)state;
	begin(MESSAGE_KIND_THUMB);
	screen.pixels[(shown.y + 2) * 1280 + shown.x + 2] ^= 1;
	take_and_expect(false, SCREEN_ALL, PICTURE_NO_INDICATOR, 0);
	take_and_expect(true, SCREEN_ALL, PICTURE_NO_INDICATOR, 0);
	draw_mark();
	take_and_expect(false, SCREEN_ALL, PICTURE_MADE, picture.changes.rows);
	/* Where nothing was drawn the mark is looked at all the same. */
	screen.pixels[(shown.y + 2) * 1280 + shown.x + 2] ^= 1;
	take_and_expect(false, type_letter(300, 400), PICTURE_NO_INDICATOR, 0);
	draw_mark();
	/* Another agent's mark is not this one's. */
	struct message_bytes text;
	assert_int_equal(picture_take(&picture, &room, &screen, &shown, ~mark, true, SCREEN_ALL, &text),
		PICTURE_NO_INDICATOR);
	finish();
}

static void
test_another_size_of_the_screen_is_no_picture(void **state)
{
	(void)state;
	begin(MESSAGE_KIND_FULL);
	screen.width = 640;
	take_and_expect(true, SCREEN_ALL, PICTURE_NONE, 0);
	finish();
}

static void
test_areas_join(void **state)
{
	(void)state;
	struct screen_area area = { 0 };
	screen_area_join(&area, (struct screen_area){ 5, 5, 5, 9 });
	assert_true(screen_area_is_empty(area));
	screen_area_join(&area, (struct screen_area){ 10, 1, 20, 2 });
	screen_area_join(&area, (struct screen_area){ 5, 1, 12, 7 });
	assert_memory_equal(&area, (&(struct screen_area){ 5, 1, 20, 7 }), sizeof area);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_box_is_the_mean, start),
		cmocka_unit_test_setup(test_boxes_of_every_size, start),
		cmocka_unit_test_setup(test_sizes_of_thumbnails, start),
		cmocka_unit_test_setup(test_only_what_changed_is_sent, start),
		cmocka_unit_test(test_a_letter_is_a_small_rectangle),
		cmocka_unit_test(test_letters_of_a_second_are_one_rectangle),
		cmocka_unit_test(test_any_changes_compose),
		cmocka_unit_test(test_what_is_no_text_is_a_jpeg),
		cmocka_unit_test(test_pixels_need_their_room),
		cmocka_unit_test_setup(test_no_mark_no_picture, start),
		cmocka_unit_test_setup(test_another_size_of_the_screen_is_no_picture, start),
		cmocka_unit_test(test_areas_join),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
