#include "agent/windows/windows.h"

#include <stdlib.h>

HWND windows_indicator;

void
windows_pump(void)
{
	MSG message;
	while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE)) {
		TranslateMessage(&message);
		DispatchMessageW(&message);
	}
}

bool
windows_is_covered(HWND window, HWND but)
{
	RECT own, other, both;
	if (!GetWindowRect(window, &own))
		return true;
	for (HWND above = GetWindow(window, GW_HWNDPREV); above; above = GetWindow(above, GW_HWNDPREV))
		if (above != but && IsWindowVisible(above) && !IsIconic(above) &&
			GetWindowRect(above, &other) && IntersectRect(&both, &own, &other))
			return true;
	return false;
}

int
windows_text(const char *utf8, WCHAR *to, int room)
{
	int length = MultiByteToWideChar(CP_UTF8, 0, utf8, -1, to, room);
	if (length <= 0) {
		to[room - 1] = 0;
		return room - 1;
	}
	return length - 1;
}

struct screen *
screen_open(void)
{
	struct screen *screen = calloc(1, sizeof *screen);
	if (!screen)
		return NULL;
	/* Else the system shows a fine screen to this program as a coarse one, and only its corner. */
	(void)SetProcessDPIAware();
	HDC whole = GetDC(NULL);
	screen->dpi = whole ? GetDeviceCaps(whole, LOGPIXELSY) : 96;
	if (whole)
		ReleaseDC(NULL, whole);
	screen->dpi = screen->dpi < 96 ? 96 : screen->dpi;
	screen->width = (unsigned)GetSystemMetrics(SM_CXSCREEN);
	screen->height = (unsigned)GetSystemMetrics(SM_CYSCREEN);
	screen->font = CreateFontW(-windows_scaled(screen, 18), 0, 0, 0, FW_NORMAL, FALSE, FALSE, FALSE,
		DEFAULT_CHARSET, OUT_DEFAULT_PRECIS, CLIP_DEFAULT_PRECIS, CLEARTYPE_QUALITY, DEFAULT_PITCH,
		L"Segoe UI");
	if (screen->font && screen->width && screen->height)
		return screen;
	screen_close(screen);
	return NULL;
}

static void
free_strip(struct screen *screen)
{
	if (screen->to) {
		SelectObject(screen->to, screen->before);
		DeleteDC(screen->to);
	}
	if (screen->strip)
		DeleteObject(screen->strip);
	if (screen->from)
		ReleaseDC(NULL, screen->from);
	screen->from = screen->to = NULL;
	screen->strip = screen->before = NULL;
}

bool
windows_look_again(struct screen *screen)
{
	unsigned width = (unsigned)GetSystemMetrics(SM_CXSCREEN);
	unsigned height = (unsigned)GetSystemMetrics(SM_CYSCREEN);
	if (!width || !height || (width == screen->width && height == screen->height))
		return false;
	free_strip(screen);
	screen->width = width;
	screen->height = height;
	return true;
}

void
screen_close(struct screen *screen)
{
	if (!screen)
		return;
	free_strip(screen);
	if (screen->font)
		DeleteObject(screen->font);
	free(screen);
}

void
screen_size(const struct screen *screen, unsigned *width, unsigned *height)
{
	*width = screen->width;
	*height = screen->height;
}

/* GDI does not tell what was drawn: what is beside what was finds it. */
void
screen_add_changed(struct screen *screen, struct screen_area *area)
{
	(void)screen;
	screen_area_join(area, SCREEN_ALL);
}

static bool
make_strip(struct screen *screen)
{
	BITMAPINFO form = { .bmiHeader = { .biSize = sizeof form.bmiHeader,
				    .biWidth = (LONG)screen->width,
				    .biHeight = -SCREEN_STRIP_ROWS,
				    .biPlanes = 1,
				    .biBitCount = 32,
				    .biCompression = BI_RGB } };
	if (!screen->from) /* there is one where a strip could not be made before */
		screen->from = GetDC(NULL);
	if (screen->from && !screen->to)
		screen->to = CreateCompatibleDC(screen->from);
	screen->strip = screen->to
		? CreateDIBSection(screen->to, &form, DIB_RGB_COLORS, &screen->pixels, NULL, 0)
		: NULL;
	if (!screen->strip)
		return false;
	screen->before = SelectObject(screen->to, screen->strip);
	return true;
}

const uint8_t *
screen_strip(struct screen *screen, const struct indicator_shown *shown, struct screen_area area,
	size_t *stride)
{
	if (!shown || area.left >= area.right || area.right > screen->width || area.top >= area.bottom ||
		area.bottom > screen->height || area.bottom - area.top > SCREEN_STRIP_ROWS ||
		(!screen->strip && !make_strip(screen)))
		return NULL;
	/* Fails on the secure desktop (sign-in, UAC): then there is no picture. */
	if (!BitBlt(screen->to, 0, 0, (int)(area.right - area.left), (int)(area.bottom - area.top),
		    screen->from, (int)area.left, (int)area.top, SRCCOPY | CAPTUREBLT) ||
		!GdiFlush())
		return NULL;
	*stride = (size_t)screen->width * 4;
	return screen->pixels;
}
