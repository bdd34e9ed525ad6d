#ifndef DAEMON_ACCEPT_LANGUAGE_H
#define DAEMON_ACCEPT_LANGUAGE_H

#include "platform/request.h"

/* What an Accept-Language header asks for among our four, by its weights;
 * `otherwise` when it names none of them. */
enum language accept_language(struct text header, enum language otherwise);

#endif
