#include <stdlib.h>
#include <string.h>

#include "agent/linux/x11.h"

#define WIDTH     640
#define PADDING   28
#define LINES_MAX 40

/*
 * A lock takes keyboard and pointer and covers everything but the indicator.
 * What X lets a pupil still do (another virtual terminal, the power button) is
 * not fought: the lock is for attention, not for security.
 */
struct panel {
	struct screen *screen;
	Window window;
	GC gc;
	bool lock, closed;
	int x, y, width, height;
	XRectangle place;    /* for the words, inside it: one monitor, whatever it covers */
	char texts[3][1100]; /* title, text, foot */
	struct {
		const char *at;
		int length;
		int part;
	} lines[LINES_MAX];
	int line_count;
};

/* As many words as fit in the width; a new line of the text is one here. */
static const char *
one_line(const struct screen *screen, const char *at, int width, int *length)
{
	char line[X11_TEXT_MAX];
	const char *end = at, *word = at;
	while (*word && *word != '\n') {
		const char *next = word + strspn(word, " ");
		next += strcspn(next, " \n");
		size_t bytes = (size_t)(next - at);
		if (bytes >= sizeof line)
			break;
		memcpy(line, at, bytes);
		line[bytes] = '\0';
		if (end != at && x11_width(screen, line) > width)
			break;
		end = word = next;
	}
	if (end == at && *end && *end != '\n') /* a word longer than any line */
		end += strlen(end) < 60 ? strlen(end) : 60;
	*length = (int)(end - at);
	return end + strspn(end, " ") + (*end == '\n');
}

static void
break_lines(struct panel *panel)
{
	for (int part = 0; part < 3; part++) {
		const char *at = panel->texts[part];
		while (*at && panel->line_count < LINES_MAX) {
			int length;
			const char *start = at;
			at = one_line(panel->screen, at, panel->place.width - 2 * PADDING, &length);
			panel->lines[panel->line_count].at = start;
			panel->lines[panel->line_count].length = length;
			panel->lines[panel->line_count++].part = part;
		}
	}
}

static int
line_height(const struct panel *panel)
{
	return panel->screen->font->ascent + panel->screen->font->descent + 6;
}

static void
draw(struct panel *panel)
{
	static const unsigned long colours[] = { 0xffffff, 0xe6ece9, 0x9fb3a9 };
	struct screen *screen = panel->screen;
	int y = panel->lock ? panel->place.y + panel->place.height / 3 : PADDING, before = 0;
	XSetForeground(screen->display, panel->gc, INDICATOR_MARK_ON);
	XFillRectangle(screen->display, panel->window, panel->gc, 0, 0, (unsigned)panel->width, 4);
	for (int i = 0; i < panel->line_count; i++) {
		char line[X11_TEXT_MAX];
		int length = panel->lines[i].length < (int)sizeof line - 1 ? panel->lines[i].length
									   : (int)sizeof line - 1;
		memcpy(line, panel->lines[i].at, (size_t)length);
		line[length] = '\0';
		if (panel->lines[i].part != before)
			y += line_height(panel) / 2;
		before = panel->lines[i].part;
		int x = panel->lock ? panel->place.x + (panel->place.width - x11_width(screen, line)) / 2
				    : PADDING;
		y += line_height(panel);
		XSetForeground(screen->display, panel->gc, colours[before]);
		x11_draw(screen, panel->window, panel->gc, x, y, line);
	}
}

static void
grab(struct panel *panel)
{
	if (!panel->lock)
		return;
	XGrabKeyboard(panel->screen->display, panel->window, True, GrabModeAsync, GrabModeAsync, CurrentTime);
	XGrabPointer(panel->screen->display, panel->window, True, ButtonPressMask, GrabModeAsync,
		GrabModeAsync, panel->window, None, CurrentTime);
}

/* Above everything but the notice of who looks: that is not covered for a moment,
 * or the device would have to refuse the next picture. */
static void
show_on_top(struct panel *panel)
{
	Display *display = panel->screen->display;
	if (x11_indicator == None) {
		XMapRaised(display, panel->window);
		return;
	}
	XWindowChanges below = { .sibling = x11_indicator, .stack_mode = Below };
	XRaiseWindow(display, x11_indicator);
	XConfigureWindow(display, panel->window, CWSibling | CWStackMode, &below);
	XMapWindow(display, panel->window);
}

/* Over the screen as it is, or in the middle of the first monitor. */
static void
fit(struct panel *panel)
{
	struct screen *screen = panel->screen;
	XRectangle monitors[X11_MONITORS_MAX];
	(void)x11_monitors(screen, monitors);
	int message_width = WIDTH < monitors[0].width ? WIDTH : monitors[0].width;
	panel->place = monitors[0];
	if (!panel->lock)
		panel->place.width = (unsigned short)message_width;
	panel->line_count = 0;
	break_lines(panel);
	panel->width = panel->lock ? (int)screen->width : message_width;
	panel->height = panel->lock ? (int)screen->height
				    : (panel->line_count + 1) * line_height(panel) + 2 * PADDING;
	panel->x = panel->lock ? 0 : monitors[0].x + (monitors[0].width - panel->width) / 2;
	panel->y = panel->lock ? 0 : monitors[0].y + (monitors[0].height - panel->height) / 3;
}

struct panel *
panel_open(struct screen *screen, bool lock, const char *title, const char *text, const char *foot)
{
	const char *const texts[] = { title, text, foot };
	struct panel *panel = calloc(1, sizeof *panel);
	if (!panel)
		return NULL;
	panel->screen = screen;
	panel->lock = lock;
	for (int i = 0; i < 3; i++)
		strncpy(panel->texts[i], texts[i], sizeof panel->texts[i] - 1);
	fit(panel);
	XGCValues values = { .font = screen->font->fid };
	panel->gc = XCreateGC(screen->display, screen->root, GCFont, &values);
	XSetWindowAttributes wishes = { .override_redirect = True,
		.background_pixel = INDICATOR_MARK_OFF,
		.event_mask = ExposureMask | ButtonPressMask | StructureNotifyMask };
	panel->window = XCreateWindow(screen->display, screen->root, panel->x, panel->y,
		(unsigned)panel->width, (unsigned)panel->height, 0, CopyFromParent, InputOutput,
		CopyFromParent, CWOverrideRedirect | CWBackPixel | CWEventMask, &wishes);
	XStoreName(screen->display, panel->window, lock ? "Campanella lock" : "Campanella message");
	show_on_top(panel);
	if (x11_failed(screen)) { /* there is no window */
		panel_close(panel);
		return NULL;
	}
	grab(panel);
	return panel;
}

bool
panel_service(struct panel *panel)
{
	struct screen *screen = panel->screen;
	Window below;
	XEvent event;
	while (XPending(screen->display)) {
		XNextEvent(screen->display, &event);
		if (event.xany.window != panel->window)
			continue;
		if (event.type == Expose && event.xexpose.count == 0)
			draw(panel);
		else if (event.type == ButtonPress && !panel->lock)
			panel->closed = true;
		else if (event.type == UnmapNotify || event.type == DestroyNotify)
			panel->closed = !panel->lock || event.type == DestroyNotify;
	}
	if (x11_look_again(screen)) {
		fit(panel);
		XMoveResizeWindow(screen->display, panel->window, panel->x, panel->y, (unsigned)panel->width,
			(unsigned)panel->height);
		XClearArea(screen->display, panel->window, 0, 0, 0, 0, True);
	}
	if (panel->lock && !panel->closed) {
		Window top = x11_topmost(screen, &below);
		if (top != panel->window && !(top == x11_indicator && below == panel->window))
			show_on_top(panel);
		grab(panel);
		XFlush(screen->display);
	}
	(void)x11_failed(screen); /* of windows that went while they were asked about */
	return !panel->closed;
}

void
panel_close(struct panel *panel)
{
	if (!panel)
		return;
	if (panel->lock) {
		XUngrabKeyboard(panel->screen->display, CurrentTime);
		XUngrabPointer(panel->screen->display, CurrentTime);
	}
	XDestroyWindow(panel->screen->display, panel->window);
	XFreeGC(panel->screen->display, panel->gc);
	XSync(panel->screen->display, False);
	free(panel);
}
