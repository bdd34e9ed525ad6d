#include "agent/windows/windows.h"

#include <stdlib.h>

#define WIDTH    640
#define HEIGHT   260
#define PADDING  28
#define TEXT_MAX 1200

/* A lock covers the screen and stays in front; no key is looked at (R02), so what
 * the system keeps for itself (Ctrl-Alt-Del, the power button) stays the pupil's. */
struct panel {
	struct screen *screen;
	HWND window;
	bool lock, closed;
	WCHAR title[TEXT_MAX], text[TEXT_MAX], foot[TEXT_MAX];
};

static void
draw_part(HDC to, const WCHAR *text, RECT *where, UINT how, COLORREF colour)
{
	RECT used = *where;
	SetTextColor(to, colour);
	DrawTextW(to, text, -1, &used, how | DT_WORDBREAK | DT_NOPREFIX | DT_CALCRECT);
	DrawTextW(to, text, -1, where, how | DT_WORDBREAK | DT_NOPREFIX);
	where->top = used.bottom + 14;
}

static void
draw(struct panel *panel, HDC to)
{
	RECT all;
	GetClientRect(panel->window, &all);
	HBRUSH dark = CreateSolidBrush(RGB_OF(INDICATOR_MARK_OFF)),
	       bright = CreateSolidBrush(RGB_OF(INDICATOR_MARK_ON));
	FillRect(to, &all, dark);
	FillRect(to, &(RECT){ 0, 0, all.right, 4 }, bright);
	DeleteObject(dark);
	DeleteObject(bright);
	HGDIOBJ before = SelectObject(to, panel->screen->font);
	SetBkMode(to, TRANSPARENT);
	RECT rest = { PADDING, panel->lock ? all.bottom / 3 : PADDING, all.right - PADDING, all.bottom };
	UINT how = panel->lock ? DT_CENTER : DT_LEFT;
	draw_part(to, panel->title, &rest, how, RGB(255, 255, 255));
	draw_part(to, panel->text, &rest, how, RGB(230, 236, 233));
	draw_part(to, panel->foot, &rest, how, RGB(159, 179, 169));
	SelectObject(to, before);
}

static LRESULT CALLBACK
on_message(HWND window, UINT message, WPARAM word, LPARAM more)
{
	struct panel *panel = (struct panel *)GetWindowLongPtrW(window, GWLP_USERDATA);
	PAINTSTRUCT paint;
	switch (message) {
	case WM_PAINT:
		BeginPaint(window, &paint);
		if (panel)
			draw(panel, paint.hdc);
		EndPaint(window, &paint);
		return 0;
	case WM_LBUTTONDOWN:
	case WM_CLOSE:
		if (panel && !panel->lock)
			panel->closed = true;
		return 0;
	case WM_DESTROY:
		if (panel)
			panel->window = NULL;
		return 0;
	default: return DefWindowProcW(window, message, word, more);
	}
}

/* What is shown above everything is below the notice of who looks before the next
 * picture, or the device would have to refuse it. */
static void
put_notice_on_top(void)
{
	if (!windows_indicator)
		return;
	SetWindowPos(windows_indicator, HWND_TOPMOST, 0, 0, 0, 0, SWP_NOMOVE | SWP_NOSIZE | SWP_NOACTIVATE);
	UpdateWindow(windows_indicator);
}

struct panel *
panel_open(struct screen *screen, bool lock, const char *title, const char *text, const char *foot)
{
	static ATOM class;
	struct panel *panel = calloc(1, sizeof *panel);
	if (!panel)
		return NULL;
	if (!class)
		class = RegisterClassW(&(WNDCLASSW){ .lpfnWndProc = on_message,
			.hInstance = GetModuleHandleW(NULL),
			.hCursor = LoadCursorW(NULL, (LPCWSTR)IDC_ARROW),
			.lpszClassName = L"CampanellaPanel" });
	panel->screen = screen;
	panel->lock = lock;
	(void)windows_text(title, panel->title, TEXT_MAX);
	(void)windows_text(text, panel->text, TEXT_MAX);
	(void)windows_text(foot, panel->foot, TEXT_MAX);
	int width = lock ? (int)screen->width : windows_scaled(screen, WIDTH);
	int height = lock ? (int)screen->height : windows_scaled(screen, HEIGHT);
	/* A message does not take the keyboard from what the pupil is writing. */
	DWORD more = WS_EX_TOPMOST | WS_EX_TOOLWINDOW | (lock ? 0 : WS_EX_NOACTIVATE);
	panel->window = CreateWindowExW(more, L"CampanellaPanel",
		lock ? L"Campanella lock" : L"Campanella message", WS_POPUP, ((int)screen->width - width) / 2,
		lock ? 0 : ((int)screen->height - height) / 3, width, height, NULL, NULL,
		GetModuleHandleW(NULL), NULL);
	if (!panel->window) {
		free(panel);
		return NULL;
	}
	SetWindowLongPtrW(panel->window, GWLP_USERDATA, (LONG_PTR)panel);
	ShowWindow(panel->window, lock ? SW_SHOW : SW_SHOWNOACTIVATE);
	UpdateWindow(panel->window);
	put_notice_on_top();
	return panel;
}

bool
panel_service(struct panel *panel)
{
	windows_pump();
	if (!panel->window || panel->closed)
		return false;
	if (panel->lock &&
		(!IsWindowVisible(panel->window) || windows_is_covered(panel->window, windows_indicator))) {
		SetWindowPos(panel->window, HWND_TOPMOST, 0, 0, (int)panel->screen->width,
			(int)panel->screen->height, SWP_SHOWWINDOW);
		SetForegroundWindow(panel->window);
		put_notice_on_top();
	}
	return true;
}

void
panel_close(struct panel *panel)
{
	if (!panel)
		return;
	if (panel->window)
		DestroyWindow(panel->window);
	free(panel);
}
