/* What the encoder writes is read back with the library's other half. */
#include <stdlib.h>
#include <string.h>
/* jpeglib.h needs stdio.h before it. */
#include <stdio.h>

#include <jpeglib.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "agent/platform.h"

#define WIDTH  640
#define HEIGHT 360

/* Every shade beside every other: more kinds of change than a small piece knows. */
static void
paint(uint8_t *pixels)
{
	uint32_t noise = 1;
	for (size_t i = 0; i < (size_t)WIDTH * HEIGHT; i++) {
		noise = noise * 1664525 + 1013904223;
		uint8_t grey = (uint8_t)(i % WIDTH * 255 / WIDTH);
		uint8_t shade = i / WIDTH / 32 % 2 ? grey : (uint8_t)(noise >> 24);
		memset(pixels + i * 4, shade, 4);
	}
}

static size_t
encode(struct encoder *encoder, const uint8_t *pixels, unsigned width, unsigned height, uint8_t *to,
	size_t room)
{
	assert_true(encoder_begin(encoder, width, height, to, room));
	assert_true(encoder_rows(encoder, pixels, (size_t)WIDTH * 4, height));
	size_t length = encoder_end(encoder);
	assert_true(length > 0);
	return length;
}

/* By how much the shades differ on average from what was encoded. */
static unsigned
difference(const uint8_t *jpeg, size_t length, const uint8_t *pixels)
{
	struct jpeg_decompress_struct back;
	struct jpeg_error_mgr errors;
	static uint8_t row[WIDTH * 4];
	uint64_t sum = 0;
	back.err = jpeg_std_error(&errors);
	jpeg_create_decompress(&back);
	jpeg_mem_src(&back, jpeg, length);
	assert_int_equal(jpeg_read_header(&back, TRUE), JPEG_HEADER_OK);
	back.out_color_space = JCS_EXT_BGRX;
	jpeg_start_decompress(&back);
	for (unsigned y = 0; y < back.output_height; y++) {
		JSAMPROW to = row;
		assert_int_equal(jpeg_read_scanlines(&back, &to, 1), 1);
		for (unsigned x = 0; x < back.output_width; x++)
			sum += (uint64_t)abs(row[x * 4] - pixels[((size_t)y * WIDTH + x) * 4]);
	}
	unsigned average = (unsigned)(sum / back.output_width / back.output_height);
	assert_int_equal(errors.num_warnings, 0);
	jpeg_finish_decompress(&back);
	jpeg_destroy_decompress(&back);
	return average;
}

/* A piece with one colour leaves tables behind that know no other. */
static void
test_a_whole_picture_after_a_small_piece(void **state)
{
	(void)state;
	size_t room = (size_t)WIDTH * HEIGHT * 4;
	uint8_t *pixels = malloc(room), *plain = calloc(1, room), *jpeg = malloc(room);
	struct encoder *encoder = encoder_create();
	assert_true(pixels && plain && jpeg && encoder);
	paint(pixels);
	size_t first = encode(encoder, pixels, WIDTH, HEIGHT, jpeg, room);
	assert_in_range(difference(jpeg, first, pixels), 0, 40);
	for (int i = 0; i < 3; i++) {
		(void)encode(encoder, plain, 64, 64, jpeg, room);
		assert_int_equal(encode(encoder, pixels, WIDTH, HEIGHT, jpeg, room), first);
		assert_in_range(difference(jpeg, first, pixels), 0, 40);
	}
	encoder_destroy(encoder);
	free(pixels);
	free(plain);
	free(jpeg);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_whole_picture_after_a_small_piece),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
