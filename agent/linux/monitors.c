#include "agent/linux/x11.h"

#include <X11/extensions/Xinerama.h>

static bool
is_inside(const XRectangle *one, const XRectangle *other)
{
	return one->x >= other->x && one->y >= other->y && one->x + one->width <= other->x + other->width &&
		one->y + one->height <= other->y + other->height;
}

/* What of it is on the picture; nothing of it is no monitor. */
static bool
clip(const struct screen *screen, const XineramaScreenInfo *info, XRectangle *monitor)
{
	int left = info->x_org > 0 ? info->x_org : 0, top = info->y_org > 0 ? info->y_org : 0;
	int right = info->x_org + info->width, bottom = info->y_org + info->height;
	right = right < (int)screen->width ? right : (int)screen->width;
	bottom = bottom < (int)screen->height ? bottom : (int)screen->height;
	*monitor = (XRectangle){ (short)left, (short)top, (unsigned short)(right - left),
		(unsigned short)(bottom - top) };
	return right > left && bottom > top;
}

/* Two that show the same are one: the notice would stand twice in one place. */
static int
add(XRectangle monitors[X11_MONITORS_MAX], int count, XRectangle monitor)
{
	for (int i = 0; i < count; i++)
		if (is_inside(&monitor, &monitors[i]))
			return count;
	if (count < X11_MONITORS_MAX)
		monitors[count++] = monitor;
	return count;
}

int
x11_monitors(struct screen *screen, XRectangle monitors[X11_MONITORS_MAX])
{
	int found = 0, count = 0;
	XRectangle monitor;
	XineramaScreenInfo *infos = XineramaQueryScreens(screen->display, &found);
	for (int i = 0; infos && i < found; i++)
		if (clip(screen, &infos[i], &monitor))
			count = add(monitors, count, monitor);
	if (infos)
		XFree(infos);
	if (count == 0)
		monitors[count++] = (XRectangle){ 0, 0, (unsigned short)screen->width,
			(unsigned short)screen->height };
	return count;
}
