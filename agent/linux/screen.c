#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/shm.h>

#include <X11/Xutil.h>

#include "agent/linux/x11.h"

/* Large enough to be read in passing; the last is in every X server. */
static const char *const fonts[] = {
	"-*-dejavu sans-medium-r-normal--18-*-*-*-*-*-iso10646-1",
	"-*-helvetica-medium-r-normal--18-*-*-*-*-*-iso10646-1",
	"-misc-fixed-medium-r-normal--20-*-*-*-*-*-iso10646-1",
	"-misc-fixed-*-*-*--*-*-*-*-*-*-iso10646-1",
	"fixed",
};

struct screen *
screen_open(void)
{
	struct screen *screen = calloc(1, sizeof *screen);
	if (screen)
		screen->display = XOpenDisplay(NULL);
	if (!screen || !screen->display) {
		free(screen);
		return NULL;
	}
	int number = DefaultScreen(screen->display);
	screen->root = RootWindow(screen->display, number);
	screen->width = (unsigned)DisplayWidth(screen->display, number);
	screen->height = (unsigned)DisplayHeight(screen->display, number);
	(void)x11_failed(screen);
	for (size_t i = 0; i < sizeof fonts / sizeof fonts[0] && !screen->font; i++)
		screen->font = XLoadQueryFont(screen->display, fonts[i]);
	if (!screen->font) {
		screen_close(screen);
		return NULL;
	}
	return screen;
}

static void
free_strip(struct screen *screen)
{
	if (screen->shared) {
		XShmDetach(screen->display, &screen->segment);
		XSync(screen->display, False);
		shmdt(screen->segment.shmaddr);
	}
	if (screen->strip) {
		if (screen->shared)
			screen->strip->data = NULL; /* it was the segment's */
		XDestroyImage(screen->strip);
	}
	screen->strip = NULL;
	screen->shared = false;
}

void
screen_close(struct screen *screen)
{
	if (!screen)
		return;
	free_strip(screen);
	if (screen->font)
		XFreeFont(screen->display, screen->font);
	XCloseDisplay(screen->display);
	free(screen);
}

bool
x11_look_again(struct screen *screen)
{
	Window root;
	int x, y;
	unsigned width, height, border, depth;
	if (!XGetGeometry(screen->display, screen->root, &root, &x, &y, &width, &height, &border, &depth) ||
		(width == screen->width && height == screen->height))
		return false;
	free_strip(screen);
	screen->width = width;
	screen->height = height;
	screen->damaged = SCREEN_ALL;
	return true;
}

void
screen_size(const struct screen *screen, unsigned *width, unsigned *height)
{
	*width = screen->width;
	*height = screen->height;
}

void
screen_add_changed(struct screen *screen, struct screen_area *area)
{
	int error;
	XEvent event;
	if (!screen->damage_known) {
		screen->damage_known = true;
		screen->damaged = SCREEN_ALL;
		if (!XDamageQueryExtension(screen->display, &screen->damage_event, &error)) {
			screen->damage_event = -1; /* then every time is a change */
		} else {
			screen->damage_event += XDamageNotify;
			screen->damage = XDamageCreate(screen->display, screen->root,
				XDamageReportBoundingBox);
		}
	}
	while (screen->damage_event != -1 && XCheckTypedEvent(screen->display, screen->damage_event, &event))
		(void)x11_take_common(screen, &event);
	if (screen_area_is_empty(screen->damaged))
		return;
	screen_area_join(area, screen->damaged);
	if (screen->damage_event == -1)
		return;
	screen->damaged = (struct screen_area){ 0 };
	/* Before the pixels are read: what is drawn after this is said again. */
	XDamageSubtract(screen->display, screen->damage, None, None);
}

/* Shared with the X server, so that pixels are copied once. */
static bool
make_strip(struct screen *screen)
{
	Visual *visual = DefaultVisual(screen->display, DefaultScreen(screen->display));
	int depth = DefaultDepth(screen->display, DefaultScreen(screen->display));
	if (visual->red_mask != 0xff0000 || visual->green_mask != 0xff00 || visual->blue_mask != 0xff ||
		!XShmQueryExtension(screen->display))
		return false;
	screen->strip = XShmCreateImage(screen->display, visual, (unsigned)depth, ZPixmap, NULL,
		&screen->segment, screen->width, SCREEN_STRIP_ROWS);
	if (!screen->strip || screen->strip->bits_per_pixel != 32 || screen->strip->byte_order != LSBFirst ||
		screen->strip->bytes_per_line != (int)screen->width * 4)
		return false;
	screen->segment.shmid = shmget(IPC_PRIVATE, (size_t)screen->width * 4 * SCREEN_STRIP_ROWS,
		IPC_CREAT | 0600);
	if (screen->segment.shmid < 0)
		return false;
	screen->segment.shmaddr = screen->strip->data = shmat(screen->segment.shmid, NULL, 0);
	screen->segment.readOnly = False;
	bool good = screen->segment.shmaddr != (char *)-1 && XShmAttach(screen->display, &screen->segment) &&
		!x11_failed(screen);
	shmctl(screen->segment.shmid, IPC_RMID, NULL); /* gone with the last who has it */
	if (!good && screen->segment.shmaddr != (char *)-1)
		shmdt(screen->segment.shmaddr);
	if (!good)
		screen->strip->data = NULL;
	screen->shared = good;
	return good;
}

const uint8_t *
screen_strip(struct screen *screen, const struct indicator_shown *shown, struct screen_area area,
	size_t *stride)
{
	if (!shown || area.left >= area.right || area.right > screen->width || area.top >= area.bottom ||
		area.bottom > screen->height || area.bottom - area.top > SCREEN_STRIP_ROWS)
		return NULL;
	if (!screen->strip && !make_strip(screen)) {
		free_strip(screen);
		return NULL;
	}
	screen->strip->width = (int)(area.right - area.left);
	screen->strip->height = (int)(area.bottom - area.top);
	screen->strip->bytes_per_line = screen->strip->width * 4;
	*stride = (size_t)screen->strip->bytes_per_line;
	if (!XShmGetImage(screen->display, screen->root, screen->strip, (int)area.left, (int)area.top,
		    AllPlanes))
		return NULL;
	return (const uint8_t *)screen->strip->data;
}
