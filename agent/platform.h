#ifndef AGENT_PLATFORM_H
#define AGENT_PLATFORM_H

#include "wire/messages.h"

/*
 * What the agent needs of the system it runs on: agent/linux and agent/windows
 * have the same functions. Nothing here is called to look at the screen
 * without a struct indicator_shown, and only the indicator gives that (CLS-26).
 */

/* machine.c */
int64_t machine_wall(void);      /* ms UTC */
int64_t machine_monotonic(void); /* ms, counts sleep too */
size_t machine_addresses(uint8_t (*addresses)[16], size_t most);
enum message_platform machine_platform(void);
enum message_session machine_session(void);
/* The session this agent belongs to is the one at the screen. */
bool machine_user_is_here(void);
/* Where key and log stand; created private if need be. False: it cannot be. */
bool machine_folder(char *to, size_t room);
const char *machine_locale(void);
/* HH:MM by the device's own clock and zone. */
void machine_clock_text(int64_t wall, char text[6]);
/* Raising a hand: one process of the user's tells the running one. */
bool machine_hand_toggle(const char *folder);
void machine_hand_listen(const char *folder);
bool machine_hand_was_toggled(void);
/* The agent has been asked to end. */
void machine_end_listen(void);
bool machine_is_ending(void);
/* One agent at a time keeps this folder's record; false: another does, or did until a moment ago. */
bool machine_is_alone(const char *folder);
/* Gives up what the agent will not need (exec, listening, other files). */
bool machine_sandbox(const char *folder);

/*
 * screen.c: pixels are 4 bytes, blue green red unused. A strip is a rectangle of
 * the screen, its rows stride bytes apart; it is gone with the next strip. NULL:
 * no picture now.
 */
struct screen;
struct indicator_shown;
struct screen *screen_open(void);
void screen_close(struct screen *screen);
void screen_size(const struct screen *screen, unsigned *width, unsigned *height);
/* A rectangle of pixels; right and bottom are not included, nothing is in it when left is right. */
struct screen_area {
	unsigned left, top, right, bottom;
};
#define SCREEN_ALL ((struct screen_area){ 0, 0, UINT32_MAX, UINT32_MAX })
/* Adds where something was drawn since the last time it was asked; all when unsure. */
void screen_add_changed(struct screen *screen, struct screen_area *area);
bool screen_area_is_empty(struct screen_area area);
/* The smallest that both are in. */
void screen_area_join(struct screen_area *area, struct screen_area more);
#define SCREEN_STRIP_ROWS 240
const uint8_t *screen_strip(struct screen *screen, const struct indicator_shown *shown,
	struct screen_area area, size_t *stride);

/*
 * indicator.c: the notice that names who looks. There is no setting for it.
 * The mark is a row of blocks in two colours that only this agent knows.
 */
#define INDICATOR_LINES_MAX  4
#define INDICATOR_LINE_BYTES 256
#define INDICATOR_MARK_BITS  32
#define INDICATOR_MARK_BLOCK 4 /* pixels */
#define INDICATOR_MARK_ON    0x2f9e6f
#define INDICATOR_MARK_OFF   0x10201a
struct indicator_text {
	char lines[INDICATOR_LINES_MAX][INDICATOR_LINE_BYTES];
	int count;
};
struct indicator;
struct indicator *indicator_open(struct screen *screen, uint32_t mark);
void indicator_close(struct indicator *indicator);
void indicator_say(struct indicator *indicator, const struct indicator_text *text);
/* NULL unless it is mapped, nothing covers it and it is the topmost window now. */
const struct indicator_shown *indicator_ready(struct indicator *indicator);
/* Where the mark's first pixel stands on the screen. */
void indicator_mark_at(const struct indicator_shown *shown, unsigned *x, unsigned *y);

/* panel.c: a lock over the whole screen, a message in its middle. */
struct panel;
struct panel *panel_open(struct screen *screen, bool lock, const char *title, const char *text,
	const char *foot);
/* False when the pupil has closed it. */
bool panel_service(struct panel *panel);
void panel_close(struct panel *panel);

/*
 * opener.c: the browser of this session, started by a process that holds no
 * key. Started first of all; false: this device opens nothing.
 */
bool opener_start(void);
bool opener_open(const char *address, size_t length);

/* encoder.c: quality 50, 4:2:0, rows from the top. False or 0: it does not fit in room. */
struct encoder;
struct encoder *encoder_create(void);
void encoder_destroy(struct encoder *encoder);
bool encoder_begin(struct encoder *encoder, unsigned width, unsigned height, uint8_t *to, size_t room);
bool encoder_rows(struct encoder *encoder, const uint8_t *pixels, size_t stride, unsigned rows);
size_t encoder_end(struct encoder *encoder);

/*
 * link.c: one WebSocket over TLS to wss://host:port/device. The certificate is
 * one the system trusts or, when pin is given, exactly the one with that hash.
 */
struct link_listener {
	void *context;
	void (*opened)(void *context, const uint8_t certificate[32]);
	void (*received)(void *context, struct message_bytes bytes);
	void (*closed)(void *context);
};
struct link;
struct link *link_create(const char *host, int port, const uint8_t *pin,
	const struct link_listener *listener);
void link_destroy(struct link *link);
void link_connect(struct link *link);
bool link_send(struct link *link,
	struct message_bytes bytes);        /* false: too much is waiting, or not connected */
bool link_is_free(const struct link *link); /* nothing waits to be sent */
void link_close(struct link *link);
/* Waits for something to happen, at most so long, and calls the listener. */
void link_service(struct link *link, int64_t ms);

#endif
