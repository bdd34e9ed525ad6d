#ifndef AGENT_WINDOWS_WINDOWS_H
#define AGENT_WINDOWS_WINDOWS_H

#include <winsock2.h>
#include <windows.h>

#include "agent/platform.h"

struct screen {
	unsigned width, height; /* the main monitor's, which is what is shown */
	int dpi;
	HFONT font;
	/* made at the first strip */
	HDC from, to;
	HBITMAP strip, before;
	void *pixels;
};

/* Handles what waits for this thread's windows. */
void windows_pump(void);
/* The main monitor may have been turned, or have another resolution: true when it has
 * another size now, and all that was made for the old one is gone. */
bool windows_look_again(struct screen *screen);
/* Whether a visible window stands above this one and over a part of it, other than `but`. */
bool windows_is_covered(HWND window, HWND but);
/* What is so large at 96 dots an inch, on a finer screen. */
static inline int
windows_scaled(const struct screen *screen, int pixels)
{
	return pixels * screen->dpi / 96;
}
/* UTF-8 in the system's characters, cut at room. */
int windows_text(const char *utf8, WCHAR *to, int room);

extern HWND windows_indicator;

#define RGB_OF(colour) RGB((colour) >> 16 & 255, (colour) >> 8 & 255, (colour)&255)

/* service.c: `campanella-agent service install|remove|run` */
int service_command(int count, char **words);
/* opener.c: the other end of opener_open, in a process of its own */
int opener_main(void);

#endif
