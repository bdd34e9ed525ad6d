#ifndef AGENT_EXACT_H
#define AGENT_EXACT_H

#include "agent/platform.h"

/*
 * A small rectangle pixel for pixel, deflated: of a few letters that is a tenth
 * of a JPEG, whose tables alone are longer.
 */
struct exact;
struct exact *exact_create(void);
void exact_destroy(struct exact *exact);
/* The bytes of a tile of form pixels, fewer than room; 0: there are more. */
size_t exact_pack(struct exact *exact, const uint8_t *pixels, size_t stride, unsigned width, unsigned rows,
	uint8_t *to, size_t room);

#endif
