#include <assert.h>

#include "platform/limits.h"
#include "register/roll_call.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever a roll call posts, a pupil's day stays one: absent without passages,
 * or present with entries and exits that take turns inside the class's hours. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_create(REQUEST_ARENA_BYTES_MAX);
	struct request req = { .arena = arena };
	struct roll_pupil pupils[2] = { { .pupil = { 1 } },
		{ .pupil = { 2 },
			.away_count = 1,
			.away = { { .id = { 9 },
				.first_day = { 95 },
				.last_day = { 105 },
				.from = MINUTE_NONE,
				.to = MINUTE_NONE } } } };
	struct roll_call before = { pupils, 2 };
	struct roll_frame frame = { .class = { 3 },
		.day = { 100 },
		.starts = { 480 },
		.ends = { 540 },
		.hours = { { 480 }, { 840 }, 10 },
		.pressed = { 500 } };
	struct roll_posts posts;
	if (form_parse(&req.form, arena, (struct text){ (const char *)data, size }) == OK &&
		roll_call_posts(&req, &before, &posts) == OK) {
		for (size_t i = 0; i < before.count; i++) {
			struct roll_pupil after;
			if (!roll_pupil_after(&req, &frame, &before.at[i], &posts.at[i], &after))
				continue;
			const struct pupil_day *day = &after.day;
			assert(day->state != PUPIL_DAY_ABSENT || day->passage_count == 0);
			for (int p = 0; p < day->passage_count; p++) {
				assert(day->passages[p].at.number >= 480 &&
					day->passages[p].at.number <= 840);
				assert(p == 0 || day->passages[p].kind != day->passages[p - 1].kind);
			}
			assert(after.away_count >= 0 && after.away_count <= ROLL_AWAY_MAX);
		}
	}
	arena_destroy(arena);
	return 0;
}
