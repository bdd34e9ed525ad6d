#include "platform/id.h"

#define SERIAL_BITS 21
#define MS_OF_2020 INT64_C(1577836800000)
#define MS_MAX ((INT64_C(1) << 42) - 1) /* until the year 2159 */

int64_t
id_make(struct instant now, struct random *random)
{
	int64_t ms = 1; /* before 2020, or its first millisecond: the id must not be 0 */
	if (now.ms > MS_OF_2020)
		ms = now.ms - MS_OF_2020 < MS_MAX ? now.ms - MS_OF_2020 : MS_MAX;
	uint64_t serial = random_serial(random) & ((UINT64_C(1) << SERIAL_BITS) - 1);
	return ms << SERIAL_BITS | (int64_t)serial;
}
