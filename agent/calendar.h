#ifndef AGENT_CALENDAR_H
#define AGENT_CALENDAR_H

#include "wire/messages.h"

/* The policy's calendar and timetable: is there a lesson of this class at this moment (CLS-21)? */
bool calendar_has_lesson(const struct message_policy_rules *rules, int64_t class, int64_t at);
/* The end of that lesson, not of the next one in a row (CLS-44); 0 when there is none. */
int64_t calendar_lesson_end(const struct message_policy_rules *rules, int64_t class, int64_t at);
/* A remote lesson of this class at this moment (CLS-33): it lifts the place, nothing else. */
bool calendar_is_remote(const struct message_policy_rules *rules, int64_t class, int64_t at);

/* The zone's day (since 1970) and minute at a moment. False: no such zone, a moment out of range. */
bool calendar_local(uint8_t zone, int64_t at, uint32_t *day, unsigned *minute);

/* Whether an address (IPv4 as ::ffff:a.b.c.d) is inside one of the networks. */
bool place_is_inside(const struct message_network_list *networks, const uint8_t address[16]);

#endif
