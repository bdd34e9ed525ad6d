#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
/* jpeglib.h needs stdio.h before it. */
#include <stdio.h>

#include <jpeglib.h>

#include "agent/platform.h"

/* libjpeg-turbo, straight from the screen's pixels; a full room ends it by longjmp, as the library wants. */
struct encoder {
	struct jpeg_compress_struct compress;
	struct jpeg_error_mgr errors;
	struct jpeg_destination_mgr room;
	size_t given;
	jmp_buf out;
	bool started;
};

static void
give_up(j_common_ptr common)
{
	longjmp(((struct encoder *)(void *)common->client_data)->out, 1);
}

static void
be_quiet(j_common_ptr common, int level)
{
	(void)common;
	(void)level;
}

static void
nothing(j_compress_ptr compress)
{
	(void)compress;
}

static boolean
room_is_full(j_compress_ptr compress)
{
	give_up((j_common_ptr)compress);
	return FALSE;
}

static bool
start(struct encoder *encoder)
{
	encoder->compress.err = jpeg_std_error(&encoder->errors);
	encoder->errors.error_exit = give_up;
	encoder->errors.emit_message = be_quiet;
	encoder->compress.client_data = encoder;
	if (setjmp(encoder->out))
		return false;
	jpeg_create_compress(&encoder->compress);
	encoder->room = (struct jpeg_destination_mgr){
		.init_destination = nothing, .empty_output_buffer = room_is_full, .term_destination = nothing
	};
	encoder->compress.dest = &encoder->room;
	return true;
}

struct encoder *
encoder_create(void)
{
	struct encoder *encoder = calloc(1, sizeof *encoder);
	if (encoder && start(encoder))
		return encoder;
	free(encoder);
	return NULL;
}

void
encoder_destroy(struct encoder *encoder)
{
	if (!encoder)
		return;
	jpeg_destroy_compress(&encoder->compress);
	free(encoder);
}

bool
encoder_begin(struct encoder *encoder, unsigned width, unsigned height, uint8_t *to, size_t room)
{
	struct jpeg_compress_struct *compress = &encoder->compress;
	if (room == 0) /* the library asks for more only after a byte that fitted */
		return false;
	if (encoder->started)
		jpeg_abort_compress(compress);
	encoder->started = true;
	if (setjmp(encoder->out))
		return false;
	compress->image_width = width;
	compress->image_height = height;
	compress->input_components = 4;
	compress->in_color_space = JCS_EXT_BGRX;
	jpeg_set_defaults(compress); /* 4:2:0 */
	jpeg_set_quality(compress, 50, TRUE);
	compress->dct_method = JDCT_ISLOW;
	compress->write_JFIF_header = FALSE;
	encoder->room.next_output_byte = to;
	encoder->room.free_in_buffer = encoder->given = room;
	jpeg_start_compress(compress, TRUE);
	return true;
}

bool
encoder_rows(struct encoder *encoder, const uint8_t *pixels, size_t stride, unsigned rows)
{
	if (setjmp(encoder->out))
		return false;
	for (unsigned i = 0; i < rows; i++) {
		JSAMPROW row = (JSAMPROW)(uintptr_t)(pixels +
			i * stride); /* the library does not write to it */
		if (jpeg_write_scanlines(&encoder->compress, &row, 1) != 1)
			return false;
	}
	return true;
}

size_t
encoder_end(struct encoder *encoder)
{
	if (setjmp(encoder->out))
		return 0;
	jpeg_finish_compress(&encoder->compress);
	encoder->started = false;
	return encoder->given - encoder->room.free_in_buffer;
}
