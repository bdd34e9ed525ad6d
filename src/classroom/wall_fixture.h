#ifndef CLASSROOM_WALL_FIXTURE_H
#define CLASSROOM_WALL_FIXTURE_H

#include "register/school_fixture.h"
#include "wire/messages.h"

/*
 * The school of register/school_fixture.h with real keys and devices, ten past
 * eight in the hour of teacher 51 with class 1A; the site's network is
 * 192.0.2.0/24 and the teacher sits in it.
 *
 *   devices   901 of pupil 31, 902 of 32: connected from the school
 *             903 a member of staff's, 904 of 33, lost, 905 of 41 in 1B
 */
struct wall_fixture {
	struct school_fixture school;
	char folder[64];
};

void wall_fixture_open(struct wall_fixture *fixture);
void wall_fixture_close(struct wall_fixture *fixture);
/* For a group of tests that share one: cmocka's set-up and tear-down. */
int wall_fixture_set_up(void **fixture);
int wall_fixture_tear_down(void **fixture);
void wall_connects(struct wall_fixture *fixture, int64_t device, const char *address, int64_t can);

/* The orders that the devices process was told of in the last request. */
struct wall_order {
	int64_t device;
	enum message_type type;
	struct message_bytes payload; /* as signed by the school's own key */
};
size_t wall_told_orders(struct wall_fixture *fixture, struct wall_order *orders, size_t most);

#endif
