#include "platform/id.h"

#define SERIAL_BITS 21
#define MS_OF_2020  INT64_C(1577836800000)
#define MS_MAX      ((INT64_C(1) << 42) - 1) /* until the year 2159 */

static int64_t ms_of(struct instant now);

int64_t
id_make(struct instant now, struct random *random)
{
	uint64_t serial = random_serial(random) & ((UINT64_C(1) << SERIAL_BITS) - 1);
	return ms_of(now) << SERIAL_BITS | (int64_t)serial;
}

int64_t
id_from(struct instant instant)
{
	return ms_of(instant) << SERIAL_BITS;
}

static int64_t
ms_of(struct instant now)
{
	if (now.ms <= MS_OF_2020)
		return 1; /* before 2020, or its first millisecond: the id must not be 0 */
	return now.ms - MS_OF_2020 < MS_MAX ? now.ms - MS_OF_2020 : MS_MAX;
}
