#ifndef AGENT_LINUX_X11_H
#define AGENT_LINUX_X11_H

#include <X11/Xlib.h>
#include <X11/extensions/XShm.h>
#include <X11/extensions/Xdamage.h>

#include "agent/platform.h"

/*
 * One connection to the X server. It is opened for a lease, a lock or a
 * message and closed after it: without one the agent says nothing to X (CLS-4).
 */
struct screen {
	Display *display;
	Window root;
	unsigned width, height;
	XFontStruct *font;
	/* made at the first strip */
	XShmSegmentInfo segment;
	XImage *strip;
	bool shared;
	/* made when first asked */
	Damage damage;
	int damage_event;
	bool damage_known;
	struct screen_area damaged;
};

/* Its size as it is now; true when it is not what it was, and what was made for it is gone. */
bool x11_look_again(struct screen *screen);
/* An error of the X server on this connection since it was last asked. */
bool x11_failed(struct screen *screen);
/* The same of what the server has answered so far; it is not waited for. */
bool x11_noted(void);
/* The uppermost of the root's visible windows; *below, if asked for: the one under it.
 * The indicator counts without a look at whether it is shown when *below is not asked for. */
Window x11_topmost(struct screen *screen, Window *below);
/* Events that concern all windows of the connection; true when it was one. */
bool x11_take_common(struct screen *screen, const XEvent *event);
/* monitors.c: what the pupil looks at, on the one picture of them all; at least one. */
#define X11_MONITORS_MAX 8
int x11_monitors(struct screen *screen, XRectangle monitors[X11_MONITORS_MAX]);
/* UTF-8 in the font's characters; what it lacks is a question mark. Returns how many. */
#define X11_TEXT_MAX 256
int x11_text(const char *utf8, XChar2b text[X11_TEXT_MAX]);
int x11_width(const struct screen *screen, const char *utf8);
void x11_draw(struct screen *screen, Window window, GC gc, int x, int y, const char *utf8);

/* The indicator's window while there is one: a lock may be under it, nothing else. */
extern Window x11_indicator;

#endif
