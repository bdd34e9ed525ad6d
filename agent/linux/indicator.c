#include <stdlib.h>
#include <string.h>

#include <X11/extensions/shape.h>

#include "agent/linux/x11.h"

#define MARGIN    12
#define BAR       6 /* the coloured bar at the left */
#define MARK_ROOM 12

/* Only indicator_ready gives its address away, and only while all is as it must be. */
struct indicator_shown {
	unsigned mark_x, mark_y;
};

/*
 * The notice stands on each monitor. On more than one it is one window all the
 * same, cut out to a rectangle a monitor, so that what is asked of it (mapped,
 * clear, topmost, in place) is asked of all of them at once. The pixels of a
 * picture are looked at on one monitor, with each picture on the next.
 */

struct indicator {
	struct screen *screen;
	Window window;
	GC gc;
	uint32_t mark;
	struct indicator_text text;
	int x, y, width, height;              /* of the window */
	XRectangle notices[X11_MONITORS_MAX]; /* inside it, one a monitor */
	XRectangle monitors[X11_MONITORS_MAX];
	int notice_count, turn;
	bool at_bottom, mapped, clear, drawn;
	struct indicator_shown shown;
};

static void place(struct indicator *indicator);
static void draw(struct indicator *indicator);
static void cut_out(struct indicator *indicator);

/* Override-redirect: no window manager may move, hide or cover it. */
static void
make_window(struct indicator *indicator)
{
	struct screen *screen = indicator->screen;
	XSetWindowAttributes wishes = { .override_redirect = True,
		.background_pixel = INDICATOR_MARK_OFF,
		.event_mask = StructureNotifyMask | VisibilityChangeMask | ExposureMask | ButtonPressMask };
	place(indicator);
	indicator->mapped = indicator->clear = indicator->drawn = false;
	indicator->window = XCreateWindow(screen->display, screen->root, indicator->x, indicator->y,
		(unsigned)indicator->width, (unsigned)indicator->height, 0, CopyFromParent, InputOutput,
		CopyFromParent, CWOverrideRedirect | CWBackPixel | CWEventMask, &wishes);
	XStoreName(screen->display, indicator->window, "Campanella");
	cut_out(indicator);
	XMapRaised(screen->display, indicator->window);
	x11_indicator = indicator->window;
}

struct indicator *
indicator_open(struct screen *screen, uint32_t mark)
{
	struct indicator *indicator = calloc(1, sizeof *indicator);
	if (!indicator)
		return NULL;
	indicator->screen = screen;
	indicator->mark = mark;
	XGCValues values = { .font = screen->font->fid };
	indicator->gc = XCreateGC(screen->display, screen->root, GCFont, &values);
	return indicator;
}

void
indicator_close(struct indicator *indicator)
{
	if (!indicator)
		return;
	if (indicator->window)
		XDestroyWindow(indicator->screen->display, indicator->window);
	XFreeGC(indicator->screen->display, indicator->gc);
	XSync(indicator->screen->display, False);
	x11_indicator = None;
	free(indicator);
}

static int
line_height(const struct screen *screen)
{
	return screen->font->ascent + screen->font->descent + 4;
}

static void
place(struct indicator *indicator)
{
	struct screen *screen = indicator->screen;
	int text_width = INDICATOR_MARK_BITS * INDICATOR_MARK_BLOCK, right = 0, bottom = 0;
	int height = indicator->text.count * line_height(screen) + MARGIN + MARK_ROOM;
	for (int i = 0; i < indicator->text.count; i++) {
		int line = x11_width(screen, indicator->text.lines[i]);
		text_width = line > text_width ? line : text_width;
	}
	indicator->notice_count = x11_monitors(screen, indicator->monitors);
	indicator->x = indicator->y = INT16_MAX;
	for (int i = 0; i < indicator->notice_count; i++) {
		const XRectangle *monitor = &indicator->monitors[i];
		int width = text_width + 2 * MARGIN + BAR;
		width = width < monitor->width ? width : monitor->width;
		int x = monitor->x + (monitor->width - width) / 2;
		int y = monitor->y + (indicator->at_bottom ? monitor->height - height : 0);
		indicator->notices[i] = (XRectangle){ (short)x, (short)y, (unsigned short)width,
			(unsigned short)height };
		indicator->x = x < indicator->x ? x : indicator->x;
		indicator->y = y < indicator->y ? y : indicator->y;
		right = x + width > right ? x + width : right;
		bottom = y + height > bottom ? y + height : bottom;
	}
	indicator->width = right - indicator->x;
	indicator->height = bottom - indicator->y;
	for (int i = 0; i < indicator->notice_count; i++) {
		indicator->notices[i].x = (short)(indicator->notices[i].x - indicator->x);
		indicator->notices[i].y = (short)(indicator->notices[i].y - indicator->y);
	}
}

static void
cut_out(struct indicator *indicator)
{
	if (indicator->notice_count > 1)
		XShapeCombineRectangles(indicator->screen->display, indicator->window, ShapeBounding, 0, 0,
			indicator->notices, indicator->notice_count, ShapeSet, Unsorted);
	else
		XShapeCombineMask(indicator->screen->display, indicator->window, ShapeBounding, 0, 0, None,
			ShapeSet);
}

/* Nobody has cut more out of it. */
static bool
is_whole(struct indicator *indicator)
{
	int count = 0, order;
	unsigned area = 0, wanted = 0;
	XRectangle *parts = XShapeGetRectangles(indicator->screen->display, indicator->window, ShapeBounding,
		&count, &order);
	for (int i = 0; parts && i < count; i++)
		area += (unsigned)parts[i].width * parts[i].height;
	for (int i = 0; i < indicator->notice_count; i++)
		wanted += (unsigned)indicator->notices[i].width * indicator->notices[i].height;
	if (parts)
		XFree(parts);
	return area >= wanted;
}

/* Monitors come and go, turn and change their size while somebody looks. */
static bool
belongs_elsewhere(struct indicator *indicator)
{
	XRectangle monitors[X11_MONITORS_MAX];
	(void)x11_look_again(indicator->screen);
	int count = x11_monitors(indicator->screen, monitors);
	if (count == indicator->notice_count &&
		memcmp(monitors, indicator->monitors, (size_t)count * sizeof monitors[0]) == 0)
		return false;
	place(indicator);
	return true;
}

/* Back to where it belongs; the answer comes as events. */
static void
put_back(struct indicator *indicator)
{
	indicator->drawn = false;
	XMoveResizeWindow(indicator->screen->display, indicator->window, indicator->x, indicator->y,
		(unsigned)indicator->width, (unsigned)indicator->height);
	cut_out(indicator);
	XMapRaised(indicator->screen->display, indicator->window);
	XClearArea(indicator->screen->display, indicator->window, 0, 0, 0, 0, True);
	XFlush(indicator->screen->display);
}

void
indicator_say(struct indicator *indicator, const struct indicator_text *text)
{
	indicator->text = *text;
	if (!indicator->window) {
		make_window(indicator);
		XFlush(indicator->screen->display);
		return;
	}
	place(indicator);
	put_back(indicator);
}

static void
draw_notice(struct indicator *indicator, const XRectangle *notice)
{
	struct screen *screen = indicator->screen;
	XSetForeground(screen->display, indicator->gc, INDICATOR_MARK_ON);
	XFillRectangle(screen->display, indicator->window, indicator->gc, notice->x, notice->y, BAR,
		notice->height);
	XSetForeground(screen->display, indicator->gc, 0xffffff);
	for (int i = 0; i < indicator->text.count; i++)
		x11_draw(screen, indicator->window, indicator->gc, notice->x + BAR + MARGIN,
			notice->y + MARGIN / 2 + i * line_height(screen) + screen->font->ascent + 2,
			indicator->text.lines[i]);
	for (int bit = 0; bit < INDICATOR_MARK_BITS; bit++) {
		XSetForeground(screen->display, indicator->gc,
			indicator->mark >> bit & 1 ? INDICATOR_MARK_ON : INDICATOR_MARK_OFF);
		XFillRectangle(screen->display, indicator->window, indicator->gc,
			notice->x + BAR + MARGIN + bit * INDICATOR_MARK_BLOCK,
			notice->y + notice->height - MARK_ROOM + 2, INDICATOR_MARK_BLOCK,
			INDICATOR_MARK_BLOCK);
	}
}

static void
draw(struct indicator *indicator)
{
	for (int i = 0; i < indicator->notice_count; i++)
		draw_notice(indicator, &indicator->notices[i]);
	indicator->drawn = true;
}

static void
take_event(struct indicator *indicator, const XEvent *event)
{
	if (x11_take_common(indicator->screen, event) || event->xany.window != indicator->window)
		return;
	switch (event->type) {
	case MapNotify: indicator->mapped = true; break;
	case UnmapNotify: indicator->mapped = indicator->clear = false; break;
	case DestroyNotify:
		indicator->window = x11_indicator = None;
		indicator->mapped = indicator->clear = indicator->drawn = false;
		break;
	case VisibilityNotify: indicator->clear = event->xvisibility.state == VisibilityUnobscured; break;
	case Expose:
		if (event->xexpose.count == 0)
			draw(indicator);
		break;
	case ButtonPress: /* it may stand where the pupil wants to read: it changes sides, it does not go */
		indicator->at_bottom = !indicator->at_bottom;
		place(indicator);
		put_back(indicator);
		break;
	default: break;
	}
}

static bool
is_in_place(struct indicator *indicator)
{
	XWindowAttributes is;
	return XGetWindowAttributes(indicator->screen->display, indicator->window, &is) &&
		is.map_state == IsViewable && is.x == indicator->x && is.y == indicator->y &&
		is.width == indicator->width && is.height == indicator->height && is_whole(indicator);
}

/* With each picture the mark of the next monitor. */
static const struct indicator_shown *
shown_now(struct indicator *indicator)
{
	indicator->turn = (indicator->turn + 1) % indicator->notice_count;
	const XRectangle *notice = &indicator->notices[indicator->turn];
	indicator->shown = (struct indicator_shown){ (unsigned)(indicator->x + notice->x + BAR + MARGIN),
		(unsigned)(indicator->y + notice->y + notice->height - MARK_ROOM + 2) };
	return &indicator->shown;
}

const struct indicator_shown *
indicator_ready(struct indicator *indicator)
{
	struct screen *screen = indicator->screen;
	XEvent event;
	/* Asked before the events are taken: the answers come behind all that happened before. Visibility
	 * alone is not reliable under a compositor: the order of the windows is asked too (CLS-27). */
	bool in_place = !belongs_elsewhere(indicator) && indicator->window && is_in_place(indicator);
	bool on_top = x11_topmost(screen, NULL) == indicator->window;
	bool sure = !x11_noted(); /* a window that went while it was asked about is asked about again */
	while (XPending(screen->display)) {
		XNextEvent(screen->display, &event);
		take_event(indicator, &event);
	}
	if (!indicator->window) { /* somebody destroyed it */
		make_window(indicator);
		XFlush(screen->display);
		return NULL;
	}
	if (indicator->mapped && indicator->clear && indicator->drawn && in_place && on_top && sure)
		return shown_now(indicator);
	if (!in_place || !on_top)
		put_back(indicator);
	return NULL;
}

void
indicator_mark_at(const struct indicator_shown *shown, unsigned *x, unsigned *y)
{
	*x = shown->mark_x;
	*y = shown->mark_y;
}
