#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "agent/picture.h"

/* A screen in memory in place of the platform's. */
struct screen {
	unsigned width, height;
	uint32_t pixels[1280 * 720];
	unsigned strips;
};
struct indicator_shown {
	unsigned x, y;
};
struct encoder {
	uint8_t *to;
	size_t room, used;
};

static struct screen screen;
static struct encoder the_encoder;
static const struct indicator_shown shown = { 500, 20 };
static const uint32_t mark = 0xa5c31e07;

void
screen_size(const struct screen *of, unsigned *width, unsigned *height)
{
	*width = of->width;
	*height = of->height;
}

const uint8_t *
screen_strip(struct screen *of, const struct indicator_shown *is, unsigned y, unsigned rows)
{
	assert_non_null(is);
	assert_true(rows <= SCREEN_STRIP_ROWS && y + rows <= of->height);
	of->strips++;
	return (const uint8_t *)&of->pixels[(size_t)y * of->width];
}

void
indicator_mark_at(const struct indicator_shown *is, unsigned *x, unsigned *y)
{
	*x = is->x;
	*y = is->y;
}

/* "Encodes" to four bytes: the length matters here, not the picture. */
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
encoder_begin(struct encoder *encoder, unsigned width, unsigned height, uint8_t *to, size_t room)
{
	(void)width;
	(void)height;
	*encoder = (struct encoder){ .to = to, .room = room };
	return room >= 4;
}

bool
encoder_rows(struct encoder *encoder, const uint8_t *pixels, size_t stride, unsigned rows)
{
	(void)stride;
	(void)rows;
	memcpy(encoder->to, pixels, 4);
	encoder->used = 4;
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

static void
test_sizes_of_thumbnails(void **state)
{
	(void)state;
	static const unsigned sizes[][4] = { { 1920, 1080, 480, 270 }, { 1366, 768, 455, 256 },
		{ 3840, 2160, 480, 270 }, { 1280, 720, 426, 240 }, { 480, 270, 480, 270 },
		{ 1080, 1920, 135, 240 } };
	struct picture picture;
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		assert_true(picture_init(&picture, MESSAGE_KIND_THUMB, sizes[i][0], sizes[i][1]));
		assert_int_equal(picture.width, sizes[i][2]);
		assert_int_equal(picture.height, sizes[i][3]);
		picture_finish(&picture);
	}
	assert_false(picture_init(&picture, MESSAGE_KIND_THUMB, 8, 8));
	assert_false(picture_init(&picture, MESSAGE_KIND_THUMB, 100000, 100));
}

static void
take_and_expect(struct picture *picture, struct picture_room *room, bool whole, struct screen_rows rows,
	enum picture_made expected, size_t tiles)
{
	struct message_bytes text;
	struct message_tiles taken;
	assert_int_equal(picture_take(picture, room, &screen, &shown, mark, whole, rows, &text), expected);
	if (expected == PICTURE_MADE && !whole) {
		assert_true(message_tiles_decode(text, &taken));
		assert_int_equal(taken.tiles.count, tiles);
	}
	if (expected == PICTURE_NO_INDICATOR)
		assert_int_equal(text.length, 0);
}

static void
test_only_what_changed_is_sent(void **state)
{
	(void)state;
	static const enum message_kind kinds[] = { MESSAGE_KIND_THUMB, MESSAGE_KIND_FULL };
	for (int i = 0; i < 2; i++) {
		struct picture picture;
		struct picture_room room = { 0 };
		assert_true(picture_room_init(&room));
		assert_true(picture_init(&picture, kinds[i], screen.width, screen.height));
		take_and_expect(&picture, &room, true, (struct screen_rows){ 0 }, PICTURE_MADE, 0);
		take_and_expect(&picture, &room, false, SCREEN_ALL_ROWS, PICTURE_SAME, 0);
		screen.pixels[400 * 1280 + 10] ^= 0xffffff;
		screen.pixels[401 * 1280 + 1270] ^= 0xffffff;
		screen.strips = 0;
		take_and_expect(&picture, &room, false, (struct screen_rows){ 400, 402 }, PICTURE_MADE, 2);
		assert_int_equal(screen.strips, 2); /* the changed one and the mark's */
		take_and_expect(&picture, &room, false, SCREEN_ALL_ROWS, PICTURE_SAME, 0);
		picture_finish(&picture);
		picture_room_finish(&room);
	}
}

/* CLS-27: without the indicator's own pixels nothing is made, and what was missed comes later. */
static void
test_no_mark_no_picture(void **state)
{
	(void)state;
	struct picture picture;
	struct picture_room room = { 0 };
	assert_true(picture_room_init(&room));
	assert_true(picture_init(&picture, MESSAGE_KIND_THUMB, screen.width, screen.height));
	take_and_expect(&picture, &room, true, SCREEN_ALL_ROWS, PICTURE_MADE, 0);
	screen.pixels[(shown.y + 2) * 1280 + shown.x + 2] ^= 1;
	take_and_expect(&picture, &room, false, SCREEN_ALL_ROWS, PICTURE_NO_INDICATOR, 0);
	take_and_expect(&picture, &room, true, SCREEN_ALL_ROWS, PICTURE_NO_INDICATOR, 0);
	draw_mark();
	take_and_expect(&picture, &room, false, SCREEN_ALL_ROWS, PICTURE_MADE, picture.rows);
	/* Another agent's mark is not this one's. */
	struct message_bytes text;
	assert_int_equal(picture_take(&picture, &room, &screen, &shown, ~mark, true, SCREEN_ALL_ROWS, &text),
		PICTURE_NO_INDICATOR);
	picture_finish(&picture);
	picture_room_finish(&room);
}

static void
test_another_size_of_the_screen_is_no_picture(void **state)
{
	(void)state;
	struct picture picture;
	struct picture_room room = { 0 };
	struct message_bytes text;
	assert_true(picture_room_init(&room));
	assert_true(picture_init(&picture, MESSAGE_KIND_FULL, screen.width, screen.height));
	screen.width = 640;
	assert_int_equal(picture_take(&picture, &room, &screen, &shown, mark, true, SCREEN_ALL_ROWS, &text),
		PICTURE_NONE);
	picture_finish(&picture);
	picture_room_finish(&room);
}

static void
test_rows_join(void **state)
{
	(void)state;
	struct screen_rows rows = { 0 };
	screen_rows_join(&rows, (struct screen_rows){ 5, 5 });
	assert_int_equal(rows.from, rows.to);
	screen_rows_join(&rows, (struct screen_rows){ 10, 20 });
	screen_rows_join(&rows, (struct screen_rows){ 5, 12 });
	assert_int_equal(rows.from, 5);
	assert_int_equal(rows.to, 20);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_box_is_the_mean, start),
		cmocka_unit_test_setup(test_sizes_of_thumbnails, start),
		cmocka_unit_test_setup(test_only_what_changed_is_sent, start),
		cmocka_unit_test_setup(test_no_mark_no_picture, start),
		cmocka_unit_test_setup(test_another_size_of_the_screen_is_no_picture, start),
		cmocka_unit_test(test_rows_join),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
