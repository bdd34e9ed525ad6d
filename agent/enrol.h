#ifndef AGENT_ENROL_H
#define AGENT_ENROL_H

#include "agent/identity.h"

/*
 * Makes this device known to a school: its key pair is made here and the
 * private half never leaves (CLS-14). 0, or 1 with the reason on stderr.
 */
int enrol(struct identity *identity, const char *folder, const char *code);

#endif
