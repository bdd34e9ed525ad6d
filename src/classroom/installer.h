#ifndef CLASSROOM_INSTALLER_H
#define CLASSROOM_INSTALLER_H

#include "platform/day.h"

/*
 * What enrols a device or a whole batch with one start: a small script to put
 * beside the agent. It holds the code of the batch and no other secret, and is
 * of no use once the code has run out.
 */
enum installer { INSTALLER_LINUX, INSTALLER_WINDOWS, INSTALLERS };

struct installer_facts {
	struct text host; /* as network_host gives it */
	int port;
	const char *code;
	const char *certificate; /* SHA-256 in hex to expect; empty where an authority vouches */
	struct text label;
	int64_t devices;
	struct day last_day; /* of the code */
};

bool installer_of_word(struct text word, enum installer *installer); /* "linux" "windows" */
const char *installer_file_name(enum installer installer);
/* The line that does it, to be typed or copied. */
struct text installer_line(struct arena *arena, enum installer installer,
	const struct installer_facts *facts);
struct text installer_script(struct arena *arena, enum installer installer,
	const struct installer_facts *facts);

#endif
