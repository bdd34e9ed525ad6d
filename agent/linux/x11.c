#include "agent/linux/x11.h"

#include <stdint.h>

Window x11_indicator;

static bool failed;

/* Windows can vanish between a question and its answer: that is no reason to die. */
static int
note_error(Display *display, XErrorEvent *event)
{
	(void)display;
	(void)event;
	failed = true;
	return 0;
}

bool
x11_noted(void)
{
	bool was = failed;
	failed = false;
	return was;
}

bool
x11_failed(struct screen *screen)
{
	XSetErrorHandler(note_error);
	XSync(screen->display, False);
	return x11_noted();
}

Window
x11_topmost(struct screen *screen, Window *below)
{
	Window root, parent, *children = NULL, top = None;
	unsigned count = 0;
	bool done = false;
	if (below)
		*below = None;
	if (XQueryTree(screen->display, screen->root, &root, &parent, &children, &count)) {
		/* Windows that are not shown cover nothing. */
		while (count > 0 && !done) {
			XWindowAttributes is;
			Window window = children[--count];
			if (window == x11_indicator && !below) { /* who asks knows whether it is shown */
				top = window;
				break;
			}
			if (!XGetWindowAttributes(screen->display, window, &is) ||
				is.map_state != IsViewable || is.class == InputOnly)
				continue;
			done = top != None || !below;
			if (top == None)
				top = window;
			else
				*below = window;
		}
	}
	if (children)
		XFree(children);
	return top;
}

bool
x11_take_common(struct screen *screen, const XEvent *event)
{
	if (!screen->damage_known || event->type != screen->damage_event)
		return false;
	/* The box around all that was drawn since the last question, each time it grows. */
	const XDamageNotifyEvent *drawn = (const XDamageNotifyEvent *)(const void *)event;
	int right = drawn->area.x + drawn->area.width, bottom = drawn->area.y + drawn->area.height;
	struct screen_area area = { (unsigned)(drawn->area.x > 0 ? drawn->area.x : 0),
		(unsigned)(drawn->area.y > 0 ? drawn->area.y : 0), (unsigned)(right > 0 ? right : 0),
		(unsigned)(bottom > 0 ? bottom : 0) };
	screen_area_join(&screen->damaged, area);
	return true;
}

/* The next character; at least one byte is taken, whatever it is. */
static uint32_t
next_character(const char **at)
{
	unsigned char first = (unsigned char)*(*at)++;
	int after = first < 0xc0 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
	uint32_t character = after == 0 ? first : first & (0x3fu >> after);
	for (; after > 0 && (**at & 0xc0) == 0x80; after--)
		character = character << 6 | ((unsigned char)*(*at)++ & 0x3f);
	return character;
}

/* Quotation marks and dashes as people type them are in few of the X server's fonts: an empty box says less.
 */
static uint32_t
plain(uint32_t character)
{
	switch (character) {
	case 0x00a0:
	case 0x202f: return ' ';
	case 0x2010:
	case 0x2011:
	case 0x2012:
	case 0x2013:
	case 0x2014: return '-';
	case 0x2018:
	case 0x2019: return '\'';
	case 0x201c:
	case 0x201d: return '"';
	default: return character > 0xffff ? '?' : character;
	}
}

int
x11_text(const char *utf8, XChar2b text[X11_TEXT_MAX])
{
	int count = 0;
	while (*utf8 && count < X11_TEXT_MAX) {
		uint32_t character = plain(next_character(&utf8));
		text[count++] = (XChar2b){ (unsigned char)(character >> 8), (unsigned char)character };
	}
	return count;
}

int
x11_width(const struct screen *screen, const char *utf8)
{
	XChar2b text[X11_TEXT_MAX];
	int count = x11_text(utf8, text);
	return XTextWidth16(screen->font, text, count);
}

void
x11_draw(struct screen *screen, Window window, GC gc, int x, int y, const char *utf8)
{
	XChar2b text[X11_TEXT_MAX];
	int count = x11_text(utf8, text);
	XDrawString16(screen->display, window, gc, x, y, text, count);
}
