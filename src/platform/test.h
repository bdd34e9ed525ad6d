#ifndef PLATFORM_TEST_H
#define PLATFORM_TEST_H

/* What cmocka wants included before it, in one place. Tests only. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
