/*
 * desktop MODE: a desktop that changes by itself, for tests and figures.
 *
 *   idle     a page of text, nothing moves
 *   typing   five characters a second
 *   browse   scrolls 500 pixels each 2 s, a new page each 10 s, half of it noisy pictures
 *   video    854x480 at 25 pictures a second
 *   cover    a window that puts itself above everything at the top of the screen, again and again
 *   colour RRGGBB   the whole screen in one colour
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <X11/Xlib.h>
#include <X11/Xutil.h>

static Display *display;
static Window window;
static GC gc;
static unsigned width, height;
static const char *title = "";

static uint32_t
noise(void)
{
	static uint32_t state = 2463534242;
	state ^= state << 13;
	state ^= state >> 17;
	return state ^= state << 5;
}

static void
rest(int ms)
{
	XFlush(display);
	nanosleep(&(struct timespec){ ms / 1000, (ms % 1000) * 1000000L }, NULL);
}

static void
open_window(int override, unsigned w, unsigned h, unsigned long colour)
{
	XSetWindowAttributes wishes = {
		.override_redirect = override,
		.background_pixel = colour,
		.event_mask = ExposureMask,
		.backing_store = Always /* what a lock or a message has covered is there again */
	};
	window = XCreateWindow(display, DefaultRootWindow(display), 0, 0, w, h, 0, CopyFromParent,
		InputOutput, CopyFromParent, CWOverrideRedirect | CWBackPixel | CWEventMask | CWBackingStore,
		&wishes);
	gc = XCreateGC(display, window, 0, NULL);
	XMapRaised(display, window);
	XSync(display, False);
	rest(200);
}

static const char *const words[] = { "la", "mappa", "del", "fiume", "mostra", "come", "acqua", "e", "vento",
	"cambiano", "una", "valle", "in", "molti", "anni", "nel", "secolo", "scorso", "gli", "abitanti",
	"costruirono", "un", "ponte", "di", "pietra", "che", "si", "vede", "ancora", "oggi", "vicino", "al",
	"mercato" };
#define WORDS  (sizeof words / sizeof words[0])
#define MARGIN 60
#define BAR    56 /* of the window: what it shows, and its buttons */

static void
draw_line(int y, unsigned seed)
{
	char line[160];
	int length = 0, wanted = 96 + (int)(seed * 7 % 24);
	if (seed % 9 == 8)
		return; /* a paragraph ends */
	if (seed % 9 == 7)
		wanted = 40;
	for (unsigned i = 0; length < wanted; i++)
		length += snprintf(line + length, sizeof line - (size_t)length, "%s ",
			words[(seed * 31 + i * i + i * seed) % WORDS]);
	if (seed % 9 == 0)
		line[0] = (char)(line[0] - 'a' + 'A');
	XSetForeground(display, gc, 0x202020);
	XDrawString(display, window, gc, MARGIN, y, line, length);
}

static void
draw_bar(void)
{
	static const unsigned long buttons[] = { 0xe0605a, 0xe8b64a, 0x6cb867 };
	XSetForeground(display, gc, 0xdfe4ea);
	XFillRectangle(display, window, gc, 0, 0, width, BAR);
	for (int i = 0; i < 3; i++) {
		XSetForeground(display, gc, buttons[i]);
		XFillArc(display, window, gc, 16 + i * 22, 34, 12, 12, 0, 360 * 64);
	}
	XSetForeground(display, gc, 0xffffff);
	XFillRectangle(display, window, gc, 100, 28, width / 3, 22);
	XSetForeground(display, gc, 0x404850);
	XDrawString(display, window, gc, 112, 43, title, (int)strlen(title));
}

static void
draw_page(unsigned seed, int offset)
{
	for (int y = BAR + 40 - offset % 18; y < (int)height; y += 18)
		draw_line(y, seed + (unsigned)((y + offset) / 18));
	draw_bar();
}

/* Noisy pictures over the right half. */
static void
draw_pictures(int offset)
{
	unsigned w = width / 2, h = 300;
	XImage *image = XCreateImage(display, DefaultVisual(display, 0), (unsigned)DefaultDepth(display, 0),
		ZPixmap, 0, malloc((size_t)w * h * 4), w, h, 32, 0);
	for (int y = BAR - offset % 400; y < (int)height; y += 400) {
		uint32_t base = noise();
		for (unsigned i = 0; i < w * h; i++)
			((uint32_t *)(void *)image->data)[i] = (base + (i % w) / 3 * 0x10101 +
								       (noise() & 0x1f1f1f)) &
				0xffffff;
		XPutImage(display, window, gc, image, 0, 0, (int)(width / 2), y, w, h);
	}
	XDestroyImage(image);
}

static void
type(void)
{
	static const char text[] =
		"Il ponte di pietra unisce le due rive dal secolo scorso. Chi lo attraversa vede la valle, il "
		"mercato e, nei giorni chiari, i monti. Nella mappa si riconosce dalla forma delle sue tre arcate. ";
	draw_page(0, 0);
	XSetForeground(display, gc, 0xffffff);
	XFillRectangle(display, window, gc, 40, 300, 800, 200);
	XSetForeground(display, gc, 0x101010);
	for (unsigned i = 0;; i++) {
		if (i % 1000 == 0)
			XClearArea(display, window, 40, 300, 800, 200, False);
		XDrawString(display, window, gc, MARGIN + (int)(i % 100) * 7, 320 + (int)(i / 100 % 10) * 18,
			text + i % (sizeof text - 1), 1);
		rest(200);
	}
}

static void
browse(void)
{
	for (unsigned i = 0;; i++) {
		int offset = (int)(i % 5) * 500;
		XClearWindow(display, window);
		draw_page(i / 5 * 900, offset);
		draw_pictures(offset);
		draw_bar();
		rest(2000);
	}
}

static void
play(void)
{
	draw_page(0, 0);
	XImage *image = XCreateImage(display, DefaultVisual(display, 0), (unsigned)DefaultDepth(display, 0),
		ZPixmap, 0, malloc(854 * 480 * 4), 854, 480, 32, 0);
	for (unsigned frame = 0;; frame++) {
		uint32_t *pixels = (uint32_t *)(void *)image->data;
		for (unsigned i = 0; i < 854 * 480; i++)
			pixels[i] = (i % 854 + frame * 3) / 4 * 0x010203 + (i / 854 / 4) * 0x020100 +
				(noise() & 0x070707);
		XPutImage(display, window, gc, image, 0, 0, 300, 200, 854, 480);
		rest(40);
	}
}

int
main(int count, char **arguments)
{
	const char *mode = count > 1 ? arguments[1] : "";
	display = XOpenDisplay(NULL);
	if (!display || !*mode) {
		fprintf(stderr, "usage: DISPLAY=:N desktop idle|typing|browse|video|cover|colour RRGGBB\n");
		return 1;
	}
	width = (unsigned)DisplayWidth(display, 0);
	height = (unsigned)DisplayHeight(display, 0);
	if (strcmp(mode, "cover") == 0) {
		open_window(True, width, 90, 0x804020);
		for (;; rest(3))
			XRaiseWindow(display, window);
	}
	open_window(True, width, height,
		strcmp(mode, "colour") == 0 && count > 2 ? strtoul(arguments[2], NULL, 16) : 0xffffff);
	XLowerWindow(display, window);
	title = strcmp(mode, "typing") == 0   ? "Relazione di storia"
		: strcmp(mode, "browse") == 0 ? "Enciclopedia: la valle del fiume"
		: strcmp(mode, "video") == 0  ? "Documentario, parte seconda"
					      : "Esercizi da leggere";
	if (strcmp(mode, "typing") == 0)
		type();
	if (strcmp(mode, "browse") == 0)
		browse();
	if (strcmp(mode, "video") == 0)
		play();
	if (strcmp(mode, "colour") != 0)
		draw_page(0, 0);
	for (;;)
		rest(1000);
}
