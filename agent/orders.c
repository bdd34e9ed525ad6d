#include <stdio.h>
#include <string.h>

#include "agent/session.h"
#include "agent/words.h"

/*
 * What a teacher can do to the screen without seeing it: pause it, say
 * something. Both name the teacher and end by themselves (CLS-44).
 */
#define TEXT_BYTES 1100

static void
close_panel(struct session_panel *panel)
{
	panel_close(panel->panel);
	screen_close(panel->screen);
	*panel = (struct session_panel){ 0 };
}

static bool
open_panel(struct session_panel *panel, bool lock, const char *title, const char *text, const char *foot,
	int64_t until)
{
	close_panel(panel);
	panel->screen = screen_open();
	panel->panel = panel->screen ? panel_open(panel->screen, lock, title, text, foot) : NULL;
	panel->until = until;
	if (panel->panel)
		return true;
	close_panel(panel);
	return false;
}

static void
title_of(char title[TEXT_BYTES], enum word word, const struct message_order *order)
{
	char name[65];
	(void)snprintf(name, sizeof name, "%.*s", (int)order->teacher_name.length,
		(const char *)order->teacher_name.at);
	words_print(title, TEXT_BYTES, word, name);
}

static void
copy_text(char to[TEXT_BYTES], struct message_bytes text)
{
	(void)snprintf(to, TEXT_BYTES, "%.*s", (int)text.length, (const char *)text.at);
}

static enum message_refusal
check(struct session *session, const char *label, struct message_bytes content,
	const struct message_order *order)
{
	return check_order(&session->policy, &session->time, &session->nonces, &session->device, label,
		content, order);
}

/* Only a session in which pictures could be taken has a screen this agent can draw on. */
static enum message_refusal
check_to_draw(struct session *session, const char *label, struct message_bytes content,
	const struct message_order *order)
{
	enum message_refusal refusal = check(session, label, content, order);
	if (refusal == MESSAGE_REFUSAL_NONE && !session->device.can[MESSAGE_KIND_THUMB])
		refusal = MESSAGE_REFUSAL_ECAP;
	return refusal;
}

void
session_take_lock(struct session *session, const struct message_head *head, struct message_bytes content)
{
	struct message_bytes payload;
	const uint8_t *signature;
	struct message_lock_order lock;
	if (!message_split_signed(content, &payload, &signature) ||
		!message_lock_order_decode(payload, &lock)) {
		session_refuse(session, head->lease, 0, MESSAGE_REFUSAL_ESIG);
		return;
	}
	enum message_refusal refusal = check_to_draw(session, MESSAGE_LOCK_ORDER_LABEL, content, &lock.order);
	if (refusal == MESSAGE_REFUSAL_NONE && lock.on) {
		char title[TEXT_BYTES], text[TEXT_BYTES], foot[TEXT_BYTES], clock[6];
		title_of(title, WORD_LOCKED, &lock.order);
		copy_text(text, lock.text);
		machine_clock_text(lock.order.expires, clock);
		words_print(foot, sizeof foot, WORD_UNTIL, clock);
		if (!open_panel(&session->lock, true, title, text, foot, lock.order.expires))
			refusal = MESSAGE_REFUSAL_ECAP;
	} else if (refusal == MESSAGE_REFUSAL_NONE) {
		close_panel(&session->lock);
	}
	if (refusal)
		session_refuse(session, head->lease, lock.order.order, refusal);
}

void
session_take_message(struct session *session, const struct message_head *head, struct message_bytes content)
{
	struct message_bytes payload;
	const uint8_t *signature;
	struct message_message_order message;
	if (!message_split_signed(content, &payload, &signature) ||
		!message_message_order_decode(payload, &message)) {
		session_refuse(session, head->lease, 0, MESSAGE_REFUSAL_ESIG);
		return;
	}
	enum message_refusal refusal = check_to_draw(session, MESSAGE_MESSAGE_ORDER_LABEL, content,
		&message.order);
	if (refusal == MESSAGE_REFUSAL_NONE) {
		char title[TEXT_BYTES], text[TEXT_BYTES], foot[TEXT_BYTES];
		title_of(title, WORD_MESSAGE, &message.order);
		copy_text(text, message.text);
		words_print(foot, sizeof foot, WORD_CLICK, "");
		if (!open_panel(&session->message, false, title, text, foot, message.order.expires))
			refusal = MESSAGE_REFUSAL_ECAP;
	}
	if (refusal)
		session_refuse(session, head->lease, message.order.order, refusal);
}

/* Opening a page is all that this agent does about pages: what is open is the browser's, or its extension's.
 */
void
session_take_page(struct session *session, const struct message_head *head, struct message_bytes content)
{
	struct message_bytes payload;
	const uint8_t *signature;
	struct message_tab_order page;
	if (!message_split_signed(content, &payload, &signature) ||
		!message_tab_order_decode(payload, &page)) {
		session_refuse(session, head->lease, 0, MESSAGE_REFUSAL_ESIG);
		return;
	}
	enum message_refusal refusal = check(session, MESSAGE_TAB_ORDER_LABEL, content, &page.order);
	if (refusal == MESSAGE_REFUSAL_NONE &&
		(!session->opens_pages || page.action != MESSAGE_TAB_ACTION_OPEN ||
			!opener_open((const char *)page.url.at, page.url.length)))
		refusal = MESSAGE_REFUSAL_ECAP;
	if (refusal) {
		session_refuse(session, head->lease, page.order.order, refusal);
		return;
	}
	char title[TEXT_BYTES], text[TEXT_BYTES], foot[TEXT_BYTES];
	title_of(title, WORD_PAGE, &page.order);
	copy_text(text, page.url);
	words_print(foot, sizeof foot, WORD_CLICK, "");
	if (session->device.can[MESSAGE_KIND_THUMB])
		(void)open_panel(&session->message, false, title, text, foot, page.order.expires);
}

void
session_say_log_differs(struct session *session)
{
	char text[TEXT_BYTES], foot[TEXT_BYTES];
	fprintf(stderr, "the school's view log differs from the device's\n");
	words_print(text, sizeof text, WORD_LOG_DIFFERS, "");
	words_print(foot, sizeof foot, WORD_CLICK, "");
	if (session->device.can[MESSAGE_KIND_THUMB])
		(void)open_panel(&session->message, false, "Campanella", text, foot, 0);
}

/* Without the server's time the device's own must do: no order outlives the lesson. */
static bool
is_over(const struct session *session, const struct session_panel *panel)
{
	if (panel->until == 0)
		return false;
	return (session->time.told && check_now(&session->time, &session->device) >= panel->until) ||
		session->device.wall >= panel->until + CHECK_CLOCK_MS ||
		session->device.monotonic - session->silent_since >= SESSION_ORPHAN_MS;
}

void
session_panels_tick(struct session *session)
{
	struct session_panel *const panels[] = { &session->lock, &session->message };
	for (size_t i = 0; i < sizeof panels / sizeof *panels; i++)
		if (panels[i]->panel && (is_over(session, panels[i]) || !panel_service(panels[i]->panel)))
			close_panel(panels[i]);
}

void
session_panels_close(struct session *session)
{
	close_panel(&session->lock);
	close_panel(&session->message);
}
