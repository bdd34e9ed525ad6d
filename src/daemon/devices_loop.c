/*
 * The event loop. With `poll` the kernel walks every connection at each turn,
 * which with ten thousand of them was nine tenths of this process's time; epoll
 * tells only who has something to say (docs/decisions/0018).
 */
#include <ev.h>

#include "daemon/devices_hub.h"
#include "platform/log.h"

/* The second's tick finds who is silent. The library's own timers for that stand
 * in one sorted list, which each new connection would walk to its end. */
static const lws_retry_bo_t no_timers_of_its_own = { .secs_since_valid_ping = 1,
	.secs_since_valid_hangup = 0 };

/* Loads a part of the library, so it comes before the sandbox closes: no page
 * becomes code after that. */
bool
loop_open(struct hub *hub, struct lws_context_creation_info *info)
{
	lws_set_log_level(0, NULL); /* its lines hold addresses */
	hub->loop = ev_loop_new(EVBACKEND_EPOLL | EVFLAG_NOENV);
	info->user = hub;
	info->retry_and_idle_policy = &no_timers_of_its_own;
	if (hub->loop) {
		struct lws_context_creation_info with_epoll = *info;
		with_epoll.options |= LWS_SERVER_OPTION_LIBEV;
		with_epoll.foreign_loops = (void *[]){ hub->loop };
		hub->context = lws_create_context(&with_epoll);
	}
	if (hub->context)
		return true;
	log_line(LEVEL_WARNING,
		"the package libwebsockets-evlib-ev is missing: with thousands of devices this process needs "
		"several times the time");
	if (hub->loop)
		ev_loop_destroy(hub->loop);
	hub->loop = NULL;
	hub->context = lws_create_context(info);
	return hub->context != NULL;
}

void
loop_run(struct hub *hub)
{
	if (hub->loop)
		lws_cancel_service(hub->context); /* its timers are armed after an event: this is one */
	while (!hub->done && hub->loop)
		ev_run(hub->loop, EVRUN_ONCE);
	while (!hub->done && lws_service(hub->context, 0) >= 0)
		continue;
}

void
loop_close(struct hub *hub)
{
	lws_context_destroy(hub->context);
	if (hub->loop)
		ev_loop_destroy(hub->loop);
}
