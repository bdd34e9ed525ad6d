#include "register/pupil_day_fixture.h"

static enum outcome
send(struct pupil_day *day, const struct pupil_day_hours *hours, const struct passage *added, int count,
	enum pupil_day_problem *why)
{
	struct passage all[PUPIL_DAY_PASSAGES_MAX + 2];
	int sent = 0;
	for (; sent < day->passage_count; sent++)
		all[sent] = day->passages[sent];
	for (int i = 0; i < count; i++)
		all[sent++] = added[i];
	return pupil_day_replace(day, hours, all, sent, why);
}

enum outcome
typed(struct pupil_day *day, const struct pupil_day_hours *hours, enum passage_kind kind, struct minute at,
	bool counts, enum pupil_day_problem *why)
{
	return send(day, hours, &(struct passage){ .kind = kind, .at = at, .counts = counts }, 1, why);
}

enum outcome
typed_out_and_in(struct pupil_day *day, const struct pupil_day_hours *hours, struct minute exit,
	struct minute entry, enum pupil_day_problem *why)
{
	const struct passage both[] = {
		{ .kind = PASSAGE_EXIT, .at = exit, .counts = true },
		{ .kind = PASSAGE_ENTRY, .at = entry, .counts = true },
	};
	return send(day, hours, both, 2, why);
}

enum outcome
taken_back(struct pupil_day *day, const struct pupil_day_hours *hours, enum passage_kind kind,
	struct minute at, enum pupil_day_problem *why)
{
	struct passage left[PUPIL_DAY_PASSAGES_MAX];
	int count = 0;
	for (int i = 0; i < day->passage_count; i++)
		if (day->passages[i].kind != kind || day->passages[i].at.number != at.number)
			left[count++] = day->passages[i];
	return pupil_day_replace(day, hours, left, count, why);
}
