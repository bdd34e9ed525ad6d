#include "agent/windows/windows.h"

#include <stdlib.h>

#include "agent/picture.h"

#define MARGIN     12
#define BAR        6
#define LINE       24
#define MARK_ROOM  12
#define MARK_WIDTH (INDICATOR_MARK_BITS * INDICATOR_MARK_BLOCK)
#define UNSEEN_MAX 12 /* looks for the mark in vain; then another window is made */

struct indicator_shown {
	unsigned mark_x, mark_y;
};

struct indicator {
	struct screen *screen;
	HWND window;
	uint32_t mark;
	struct indicator_text text;
	int x, y, width, height;
	bool at_bottom, drawn;
	int unseen;
	HDC glass; /* one row of the screen: where the mark must be seen */
	HBITMAP row, before;
	void *pixels;
	struct indicator_shown shown;
};

static void place(struct indicator *indicator);
static void put_back(struct indicator *indicator);

static void
fill(HDC to, int x, int y, int width, int height, uint32_t colour)
{
	RECT where = { x, y, x + width, y + height };
	HBRUSH brush = CreateSolidBrush(RGB_OF(colour));
	FillRect(to, &where, brush);
	DeleteObject(brush);
}

static void
draw(struct indicator *indicator, HDC to)
{
	WCHAR line[INDICATOR_LINE_BYTES];
	fill(to, 0, 0, indicator->width, indicator->height, INDICATOR_MARK_OFF);
	fill(to, 0, 0, BAR, indicator->height, INDICATOR_MARK_ON);
	HGDIOBJ before = SelectObject(to, indicator->screen->font);
	SetBkMode(to, TRANSPARENT);
	SetTextColor(to, RGB(255, 255, 255));
	for (int i = 0; i < indicator->text.count; i++) {
		int length = windows_text(indicator->text.lines[i], line, INDICATOR_LINE_BYTES);
		TextOutW(to, BAR + MARGIN, MARGIN / 2 + i * windows_scaled(indicator->screen, LINE), line,
			length);
	}
	SelectObject(to, before);
	for (int bit = 0; bit < INDICATOR_MARK_BITS; bit++)
		if (indicator->mark >> bit & 1)
			fill(to, BAR + MARGIN + bit * INDICATOR_MARK_BLOCK, indicator->height - MARK_ROOM + 2,
				INDICATOR_MARK_BLOCK, INDICATOR_MARK_BLOCK, INDICATOR_MARK_ON);
	indicator->drawn = true;
}

static LRESULT CALLBACK
on_message(HWND window, UINT message, WPARAM word, LPARAM more)
{
	struct indicator *indicator = (struct indicator *)GetWindowLongPtrW(window, GWLP_USERDATA);
	PAINTSTRUCT paint;
	switch (message) {
	case WM_PAINT:
		BeginPaint(window, &paint);
		if (indicator)
			draw(indicator, paint.hdc);
		EndPaint(window, &paint);
		return 0;
	case WM_CLOSE: /* it goes with the last lease, not before */ return 0;
	case WM_LBUTTONDOWN:
		if (indicator) {
			indicator->at_bottom = !indicator->at_bottom;
			place(indicator);
			put_back(indicator);
		}
		return 0;
	case WM_DESTROY:
		if (indicator) {
			indicator->window = windows_indicator = NULL;
			indicator->drawn = false;
		}
		return 0;
	default: return DefWindowProcW(window, message, word, more);
	}
}

static void
make_window(struct indicator *indicator)
{
	static ATOM class;
	if (!class)
		class = RegisterClassW(&(WNDCLASSW){ .lpfnWndProc = on_message,
			.hInstance = GetModuleHandleW(NULL),
			.hCursor = LoadCursorW(NULL, (LPCWSTR)IDC_ARROW),
			.lpszClassName = L"CampanellaIndicator" });
	place(indicator);
	indicator->drawn = false;
	indicator->window = CreateWindowExW(WS_EX_TOPMOST | WS_EX_TOOLWINDOW | WS_EX_NOACTIVATE,
		L"CampanellaIndicator", L"Campanella", WS_POPUP, indicator->x, indicator->y, indicator->width,
		indicator->height, NULL, NULL, GetModuleHandleW(NULL), NULL);
	windows_indicator = indicator->window;
	if (!indicator->window)
		return;
	SetWindowLongPtrW(indicator->window, GWLP_USERDATA, (LONG_PTR)indicator);
	ShowWindow(indicator->window, SW_SHOWNOACTIVATE);
	UpdateWindow(indicator->window);
}

struct indicator *
indicator_open(struct screen *screen, uint32_t mark)
{
	struct indicator *indicator = calloc(1, sizeof *indicator);
	if (indicator) {
		indicator->screen = screen;
		indicator->mark = mark;
	}
	return indicator;
}

void
indicator_close(struct indicator *indicator)
{
	if (!indicator)
		return;
	if (indicator->window)
		DestroyWindow(indicator->window);
	windows_indicator = NULL;
	if (indicator->row) {
		SelectObject(indicator->glass, indicator->before);
		DeleteObject(indicator->row);
	}
	if (indicator->glass)
		DeleteDC(indicator->glass);
	free(indicator);
}

static int
text_width(const struct indicator *indicator)
{
	WCHAR line[INDICATOR_LINE_BYTES];
	SIZE size;
	int width = INDICATOR_MARK_BITS * INDICATOR_MARK_BLOCK;
	HDC on = GetDC(NULL);
	HGDIOBJ before = SelectObject(on, indicator->screen->font);
	for (int i = 0; i < indicator->text.count; i++) {
		int length = windows_text(indicator->text.lines[i], line, INDICATOR_LINE_BYTES);
		if (GetTextExtentPoint32W(on, line, length, &size) && size.cx > width)
			width = size.cx;
	}
	SelectObject(on, before);
	ReleaseDC(NULL, on);
	return width;
}

static void
place(struct indicator *indicator)
{
	int width = text_width(indicator) + 2 * MARGIN + BAR, screen = (int)indicator->screen->width;
	indicator->width = width < screen ? width : screen;
	indicator->height = indicator->text.count * windows_scaled(indicator->screen, LINE) + MARGIN +
		MARK_ROOM;
	indicator->x = (screen - indicator->width) / 2;
	indicator->y = indicator->at_bottom ? (int)indicator->screen->height - indicator->height : 0;
	indicator->shown.mark_x = (unsigned)(indicator->x + BAR + MARGIN);
	indicator->shown.mark_y = (unsigned)(indicator->y + indicator->height - MARK_ROOM + 2);
}

static void
put_back(struct indicator *indicator)
{
	indicator->drawn = false;
	SetWindowPos(indicator->window, HWND_TOPMOST, indicator->x, indicator->y, indicator->width,
		indicator->height, SWP_NOACTIVATE | SWP_SHOWWINDOW);
	InvalidateRect(indicator->window, NULL, FALSE);
	UpdateWindow(indicator->window);
}

void
indicator_say(struct indicator *indicator, const struct indicator_text *text)
{
	indicator->text = *text;
	if (!indicator->window) {
		make_window(indicator);
		return;
	}
	place(indicator);
	put_back(indicator);
}

static bool
make_glass(struct indicator *indicator)
{
	BITMAPINFO form = { .bmiHeader = { .biSize = sizeof form.bmiHeader,
				    .biWidth = MARK_WIDTH,
				    .biHeight = -1,
				    .biPlanes = 1,
				    .biBitCount = 32,
				    .biCompression = BI_RGB } };
	if (!indicator->glass)
		indicator->glass = CreateCompatibleDC(NULL);
	if (indicator->glass && !indicator->row) {
		indicator->row = CreateDIBSection(indicator->glass, &form, DIB_RGB_COLORS, &indicator->pixels,
			NULL, 0);
		if (indicator->row)
			indicator->before = SelectObject(indicator->glass, indicator->row);
	}
	return indicator->row != NULL;
}

/* What the system says of the window is not all: nothing of the screen is taken
 * before the mark's own pixels, and no others, have been found where they must be. */
static bool
mark_is_seen(struct indicator *indicator)
{
	HDC screen = make_glass(indicator) ? GetDC(NULL) : NULL;
	if (!screen)
		return false;
	bool seen = BitBlt(indicator->glass, 0, 0, MARK_WIDTH, 1, screen, (int)indicator->shown.mark_x,
			    (int)indicator->shown.mark_y, SRCCOPY | CAPTUREBLT) &&
		GdiFlush() && picture_has_mark(indicator->pixels, indicator->mark);
	ReleaseDC(NULL, screen);
	return seen;
}

const struct indicator_shown *
indicator_ready(struct indicator *indicator)
{
	RECT is;
	windows_pump();
	bool elsewhere = windows_look_again(indicator->screen);
	if (!indicator->window) {
		make_window(indicator);
		return NULL;
	}
	if (elsewhere) /* where it belongs now; the next question finds it there */
		place(indicator);
	bool in_place = !elsewhere && IsWindowVisible(indicator->window) && !IsIconic(indicator->window) &&
		GetWindowRect(indicator->window, &is) && is.left == indicator->x && is.top == indicator->y &&
		is.right - is.left == indicator->width && is.bottom - is.top == indicator->height &&
		(GetWindowLongPtrW(indicator->window, GWL_EXSTYLE) & WS_EX_TOPMOST) &&
		!windows_is_covered(indicator->window, NULL);
	if (in_place && indicator->drawn && mark_is_seen(indicator)) {
		indicator->unseen = 0;
		return &indicator->shown;
	}
	if (++indicator->unseen % UNSEEN_MAX == 0) { /* something took it away behind the system's back */
		DestroyWindow(indicator->window);
		make_window(indicator);
	} else if (!in_place) {
		put_back(indicator);
	}
	return NULL;
}

void
indicator_mark_at(const struct indicator_shown *shown, unsigned *x, unsigned *y)
{
	*x = shown->mark_x;
	*y = shown->mark_y;
}
