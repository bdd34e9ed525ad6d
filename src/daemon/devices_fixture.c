#include "daemon/devices_fixture.h"

#include <assert.h>
#include <string.h>

#include "platform/tls.h"

struct devices_heard heard;
uint8_t seen_certificate[32] = { 21 };

bool
tls_certificate_hash(SSL *ssl, uint8_t hash[TLS_HASH_BYTES])
{
	(void)ssl;
	memcpy(hash, seen_certificate, sizeof seen_certificate);
	return true;
}

SSL *
lws_get_ssl(struct lws *wsi)
{
	(void)wsi;
	return NULL;
}

int
lws_write(struct lws *wsi, unsigned char *bytes, size_t length, enum lws_write_protocol protocol)
{
	(void)wsi, (void)protocol;
	heard.written++;
	heard.pictures += !message_name(bytes[0]);
	return (int)length;
}

struct message_writer
link_writer(struct link *link)
{
	static uint8_t room[70000];
	(void)link;
	return message_writer(room, sizeof room);
}

void
link_say(struct hub *hub, struct link *link, const struct message_writer *written)
{
	(void)hub, (void)link;
	assert(!written->failed);
	heard.said++;
	heard.last = message_written(written).at[0];
}

void
link_wake(struct link *link)
{
	(void)link;
}

void
link_close(struct link *link)
{
	link->closing = true;
}

void
web_tell(struct hub *hub, const struct buf *frame)
{
	struct text rest = { frame->at, frame->length };
	struct wire_header header;
	(void)hub;
	bool whole = wire_take_header(&rest, &header);
	if (whole && header.number == WIRE_device_here)
		whole = wire_take_device_here_ask(&rest, &heard.here);
	if (whole && header.number == WIRE_view_ended)
		whole = wire_take_view_ended_ask(&rest, &heard.ended);
	assert(whole);
	heard.told[header.number]++;
}
