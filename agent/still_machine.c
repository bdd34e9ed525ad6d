#include "agent/still_machine.h"

#include <assert.h>
#include <string.h>

struct still still;
static struct indicator *const the_indicator = (struct indicator *)&still.notice;
static struct screen *const the_screen = (struct screen *)&still.width;
static struct panel *const the_panel = (struct panel *)&still.panels;

void
still_begin(void)
{
	still = (struct still){ .now = 1000, .width = STILL_WIDTH_MAX, .height = STILL_HEIGHT_MAX };
}

int64_t
machine_wall(void)
{
	return STILL_WALL + still.now;
}

int64_t
machine_monotonic(void)
{
	return still.now;
}

size_t
machine_addresses(uint8_t (*addresses)[16], size_t most)
{
	memset(addresses[0], 0, 16);
	return most > 0;
}

enum message_platform
machine_platform(void)
{
	return MESSAGE_PLATFORM_LINUX;
}

enum message_session
machine_session(void)
{
	return MESSAGE_SESSION_X11;
}

bool
machine_user_is_here(void)
{
	return true;
}

void
machine_clock_text(int64_t wall, char text[6])
{
	(void)wall, memcpy(text, "09:00", 6);
}

struct screen *
screen_open(void)
{
	return the_screen;
}

void
screen_close(struct screen *screen)
{
	(void)screen;
}

void
screen_size(const struct screen *screen, unsigned *width, unsigned *height)
{
	(void)screen, *width = still.width, *height = still.height;
}

void
screen_add_changed(struct screen *screen, struct screen_area *area)
{
	(void)screen;
	screen_area_join(area, SCREEN_ALL);
}

const uint8_t *
screen_strip(struct screen *screen, const struct indicator_shown *shown, struct screen_area area,
	size_t *stride)
{
	(void)screen;
	assert(shown && still.notice && area.right <= still.width && area.bottom <= still.height);
	still.strips++;
	*stride = (size_t)still.width * 4;
	return (const uint8_t *)(still.pixels + (size_t)area.top * still.width + area.left);
}

/* The mark in the upper left corner, as it stands on a screen of this width. */
static void
draw_mark(uint32_t mark)
{
	for (unsigned y = 0; y < INDICATOR_MARK_BLOCK; y++)
		for (unsigned x = 0; x < INDICATOR_MARK_BITS * INDICATOR_MARK_BLOCK && x < still.width; x++)
			still.pixels[y * still.width + x] = mark >> (x / INDICATOR_MARK_BLOCK) & 1
				? INDICATOR_MARK_ON
				: INDICATOR_MARK_OFF;
}

static uint32_t drawn;

struct indicator *
indicator_open(struct screen *screen, uint32_t mark)
{
	(void)screen;
	drawn = mark;
	return the_indicator;
}

void
indicator_close(struct indicator *indicator)
{
	still.notice &= !indicator;
}

void
indicator_say(struct indicator *indicator, const struct indicator_text *text)
{
	(void)indicator;
	assert(text->count > 0 && text->count <= INDICATOR_LINES_MAX);
	still.notice = true;
}

const struct indicator_shown *
indicator_ready(struct indicator *indicator)
{
	still.now += still.ready_takes;
	draw_mark(drawn);
	return still.notice ? (const struct indicator_shown *)indicator : NULL;
}

void
indicator_mark_at(const struct indicator_shown *shown, unsigned *x, unsigned *y)
{
	(void)shown, *x = *y = 0;
}

struct panel *
panel_open(struct screen *screen, bool lock, const char *title, const char *text, const char *foot)
{
	(void)screen, (void)lock;
	assert(strlen(title) < 1200 && strlen(text) < 1200 && strlen(foot) < 1200);
	still.panels++;
	return the_panel;
}

bool
panel_service(struct panel *panel)
{
	return panel != NULL;
}

void
panel_close(struct panel *panel)
{
	still.panels -= panel != NULL;
}

bool
opener_open(const char *address, size_t length)
{
	(void)address;
	return length > 0;
}

struct encoder *
encoder_create(void)
{
	return (struct encoder *)&still.strips;
}

void
encoder_destroy(struct encoder *encoder)
{
	(void)encoder;
}

bool
encoder_begin(struct encoder *encoder, unsigned width, unsigned height, uint8_t *to, size_t room)
{
	(void)encoder, (void)width, (void)height, (void)to;
	return room > 0;
}

bool
encoder_rows(struct encoder *encoder, const uint8_t *from, size_t stride, unsigned rows)
{
	(void)encoder, (void)from, (void)stride, (void)rows;
	return true;
}

size_t
encoder_end(struct encoder *encoder)
{
	return encoder ? 1 : 0;
}
