#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent/session.h"
#include "reached.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * An agent whole, but for its system: whatever a school's server says, message
 * after message. The server's keys are known here, so that what it signs is
 * signed and gets past the first question; and a LOGHEAD with an odd count says
 * what the agent's own record ends with, as an honest school does. Pixels are only
 * ever asked for while the notice is shown and the school has a look on record.
 */
#define WALL INT64_C(1795509000000)

static const uint8_t seed[32] = { 1, 2, 3 };
static uint8_t public_key[32];
static struct session session;
static int64_t now;
static bool link_open, notice, panels;
static struct indicator *const the_indicator = (struct indicator *)&notice;
static struct screen *const the_screen = (struct screen *)&link_open;
static uint8_t pixels[SCREEN_STRIP_ROWS * 64 * 4];

/* platform.h, of a machine that is not there */
int64_t
machine_wall(void)
{
	return WALL + now;
}
int64_t
machine_monotonic(void)
{
	return now;
}
size_t
machine_addresses(uint8_t (*addresses)[16], size_t most)
{
	memset(addresses[0], 0, 16);
	return most > 0;
}
enum message_platform
machine_platform(void)
{
	return MESSAGE_PLATFORM_LINUX;
}
enum message_session
machine_session(void)
{
	return MESSAGE_SESSION_X11;
}
bool
machine_user_is_here(void)
{
	return true;
}
void
machine_clock_text(int64_t wall, char text[6])
{
	(void)wall, memcpy(text, "09:00", 6);
}
struct screen *
screen_open(void)
{
	return the_screen;
}
void
screen_close(struct screen *screen)
{
	(void)screen;
}
void
screen_size(const struct screen *screen, unsigned *width, unsigned *height)
{
	(void)screen, *width = 64, *height = 48;
}
void
screen_add_changed(struct screen *screen, struct screen_area *area)
{
	(void)screen;
	screen_area_join(area, SCREEN_ALL);
}
const uint8_t *
screen_strip(struct screen *screen, const struct indicator_shown *shown, struct screen_area area,
	size_t *stride)
{
	(void)screen;
	assert(shown && notice && area.right <= 64 && area.bottom <= 48 && session.state.school_count > 0);
	*stride = 64 * 4;
	return pixels;
}
struct indicator *
indicator_open(struct screen *screen, uint32_t mark)
{
	(void)screen, (void)mark;
	return the_indicator;
}
void
indicator_close(struct indicator *indicator)
{
	notice &= !indicator;
}
void
indicator_say(struct indicator *indicator, const struct indicator_text *text)
{
	(void)indicator;
	assert(text->count > 0 && text->count <= INDICATOR_LINES_MAX);
	notice = true;
}
const struct indicator_shown *
indicator_ready(struct indicator *indicator)
{
	return notice ? (const struct indicator_shown *)indicator : NULL;
}
void
indicator_mark_at(const struct indicator_shown *shown, unsigned *x, unsigned *y)
{
	(void)shown, *x = *y = 0;
}
struct panel *
panel_open(struct screen *screen, bool lock, const char *title, const char *text, const char *foot)
{
	(void)screen, (void)lock;
	assert(strlen(title) < 1200 && strlen(text) < 1200 && strlen(foot) < 1200);
	return (struct panel *)&panels;
}
bool
panel_service(struct panel *panel)
{
	return panel != NULL;
}
void
panel_close(struct panel *panel)
{
	(void)panel;
}
bool
opener_open(const char *address, size_t length)
{
	(void)address;
	return length > 0;
}
struct encoder *
encoder_create(void)
{
	return (struct encoder *)&panels;
}
void
encoder_destroy(struct encoder *encoder)
{
	(void)encoder;
}
bool
encoder_begin(struct encoder *encoder, unsigned width, unsigned height, uint8_t *to, size_t room)
{
	(void)encoder, (void)width, (void)height, (void)to;
	return room > 0;
}
bool
encoder_rows(struct encoder *encoder, const uint8_t *from, size_t stride, unsigned rows)
{
	(void)encoder, (void)from, (void)stride, (void)rows;
	return true;
}
size_t
encoder_end(struct encoder *encoder)
{
	return encoder ? 1 : 0;
}
void
link_connect(struct link *link)
{
	(void)link;
}
void
link_close(struct link *link)
{
	(void)link, link_open = false;
}
bool
link_is_free(const struct link *link)
{
	return (void)link, link_open;
}
bool
link_send(struct link *link, struct message_bytes bytes)
{
	struct message_head head;
	struct message_bytes fields;
	(void)link;
	assert(message_open(bytes, MESSAGE_SIDE_DEVICE, &head, &fields)); /* it only says what it may */
	return link_open;
}

static const char *
label_of(uint8_t type)
{
	switch (type) {
	case MESSAGE_POLICY: return MESSAGE_POLICY_RULES_LABEL;
	case MESSAGE_LEASE: return MESSAGE_LEASE_TERMS_LABEL;
	case MESSAGE_PING: return MESSAGE_SERVER_TIME_LABEL;
	case MESSAGE_LOCK: return MESSAGE_LOCK_ORDER_LABEL;
	case MESSAGE_MSG: return MESSAGE_MESSAGE_ORDER_LABEL;
	case MESSAGE_FOCUS: return MESSAGE_FOCUS_ORDER_LABEL;
	case MESSAGE_TAB_CMD: return MESSAGE_TAB_ORDER_LABEL;
	default: return NULL;
	}
}

/* The fields of a message; of one whose content is signed, its length, what stands in it, and the signature.
 */
static void
says(uint8_t type, const uint8_t *at, size_t length)
{
	static uint8_t room[120000], payload[70000];
	struct message_writer out = message_writer(room, sizeof room);
	const char *label = label_of(type);
	if (label && length > 0) {
		memcpy(payload, at, length);
		bool good = seal_sign(seed, public_key, label, (struct message_bytes){ payload, length },
			payload + length);
		assert(good);
		at = payload;
		length += 64;
	}
	if (type == MESSAGE_LOGHEAD && length == MESSAGE_LOGHEAD_BYTES_MAX && at[11] % 2) {
		memcpy(payload, at, length);
		memcpy(payload + 12, session.state.log_head, 32);
		at = payload;
	}
	struct message_writer fields = message_writer(room + MESSAGE_HEAD_BYTES,
		sizeof room - MESSAGE_HEAD_BYTES);
	if (label)
		message_put_bytes(&fields, (struct message_bytes){ at, length },
			message_most(type) - (type == MESSAGE_POLICY ? 3 : 2));
	else
		message_put_raw(&fields, at, length);
	if (fields.failed)
		return;
	message_put_head(&out,
		&(struct message_head){
			.type = type, .length = (uint32_t)fields.length, .sequence = 1, .lease = 5 });
	struct message_head head;
	struct message_bytes inside;
	struct message_bytes whole = { room, MESSAGE_HEAD_BYTES + fields.length };
	if (message_open(whole, MESSAGE_SIDE_SERVER, &head, &inside) && link_open)
		fuzz_reached(message_name(type));
	session_received(&session, whole);
}

static void
begin(void)
{
	static char folder[64];
	if (!folder[0]) {
		bool good = seal_start() && seal_public_of(seed, public_key);
		assert(good);
		(void)snprintf(folder, sizeof folder, "/tmp/campanella-agent-fuzz.XXXXXX");
		char *made = mkdtemp(folder);
		assert(made);
	}
	memset(&session, 0, sizeof session);
	(void)snprintf(session.folder, sizeof session.folder, "%s", folder);
	session.opens_pages = true;
	session.identity.device = 7;
	memcpy(session.identity.seed, seed, 32);
	memcpy(session.identity.public_key, public_key, 32);
	memcpy(session.identity.policy_key, public_key, 32);
	now = 1000;
	link_open = true;
	notice = false;
	session_init(&session);
	session_opened(&session, public_key);
}

/* A byte: which message; two: how long; then its fields. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	begin();
	for (int i = 0; size >= 3 && i < 20; i++) {
		size_t length = (size_t)data[1] << 8 | data[2];
		uint8_t type = data[0];
		data += 3;
		size -= 3;
		length = length < size ? length : size;
		says(type, data, length);
		data += length;
		size -= length;
		now += 100;
		(void)session_tick(&session);
		if (watch_is_idle(&session.watch))
			assert(!session.watch.screen && !session.watch.message);
	}
	session_finish(&session);
	assert(!notice);
	char path[600];
	(void)snprintf(path, sizeof path, "%s/views.log",
		session.folder[0] ? session.folder : "/nonexistent");
	(void)unlink(path);
	return 0;
}
