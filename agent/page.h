#ifndef AGENT_PAGE_H
#define AGENT_PAGE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * An address that a teacher may open for the class: https alone, and no letter
 * in it that a shell, a command line or a browser could take for something
 * else. Asked twice: by the agent, and by whatever opens it.
 */
#define PAGE_BYTES_MAX 2000
bool page_is_web(const char *address, size_t length);

#endif
