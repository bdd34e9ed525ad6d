#include "register/register_days.h"

#include "platform/page.h"
#include "privacy/grant.h"
#include "register/justification.h"

static struct register_row *row_of(struct register_days *days, struct person_id pupil);
static void add_fact(struct register_days *days, const struct register_facts_row *fact, bool exits);
static enum register_justified justified_of(const struct register_facts_row *fact, bool exits);

enum outcome
register_days_load(struct request *req, const struct grant *grant, struct class_id class, struct day first,
	struct day last, struct register_days *days)
{
	*days = (struct register_days){ .first = first, .last = last };
	struct register_pupils_rows pupils;
	struct register_facts_rows facts;
	enum outcome got = class_calendar_load_year(req, class, &days->calendar);
	if (got == OK)
		got = register_pupils(req->db, grant, first, last, req->arena, &pupils);
	if (got == OK)
		got = register_facts(req->db, grant, first, last, req->arena, &facts);
	if (got != OK)
		return got;

	size_t count = (size_t)(last.number - first.number + 1);
	days->rows = arena_array(req->arena, struct register_row, pupils.count);
	for (size_t i = 0; i < pupils.count; i++) {
		const struct register_pupils_row *pupil = &pupils.at[i];
		struct register_row *row = row_of(days, pupil->pupil); /* who left and came back has two */
		if (!row) {
			row = &days->rows[days->row_count++];
			*row = (struct register_row){ .pupil = pupil->pupil,
				.register_number = pupil->register_number,
				.name = text_printf(req->arena, "%.*s %.*s", TEXT_ARG(pupil->family_name),
					TEXT_ARG(pupil->given_name)),
				.cells = arena_array(req->arena, struct register_cell, count) };
		}
		for (size_t d = 0; d < count; d++) {
			struct day day = day_add(first, (int)d);
			bool over = !day_equal(pupil->to_day, DAY_NONE) && day_before(pupil->to_day, day);
			row->cells[d].member |= !day_before(day, pupil->from_day) && !over;
		}
	}
	bool exits = justification_for_exits(req);
	for (size_t i = 0; i < facts.count; i++)
		add_fact(days, &facts.at[i], exits);
	return OK;
}

static struct register_row *
row_of(struct register_days *days, struct person_id pupil)
{
	for (size_t i = 0; i < days->row_count; i++)
		if (days->rows[i].pupil.v == pupil.v)
			return &days->rows[i];
	return NULL;
}

static void
add_fact(struct register_days *days, const struct register_facts_row *fact, bool exits)
{
	struct register_row *row = row_of(days, fact->pupil);
	if (!row)
		return;
	struct day first = day_before(fact->day, days->first) ? days->first : fact->day;
	struct day last = day_before(days->last, fact->until) ? days->last : fact->until;
	for (struct day day = first; !day_before(last, day); day = day_add(day, 1)) {
		struct register_cell *cell = &row->cells[day.number - days->first.number];
		enum register_justified justified = justified_of(fact, exits);
		if (fact->what == 0) {
			cell->day.state = fact->kind == ATTENDANCE_ABSENT ? PUPIL_DAY_ABSENT
									  : PUPIL_DAY_PRESENT;
		} else if (fact->what == 1 && cell->day.passage_count < PUPIL_DAY_PASSAGES_MAX) {
			cell->day.passages[cell->day.passage_count++] = (struct passage){ .at = fact->at,
				.kind = (enum passage_kind)fact->kind,
				.is_short = fact->short_delay };
		} else if (fact->what == 2 && cell->day.away_count < PUPIL_DAY_AWAYS_MAX) {
			cell->day.aways[cell->day.away_count++] = (struct away_span){ fact->at, fact->to,
				(enum away_kind)fact->kind };
		}
		/* The least settled of a day's things speaks for the day. */
		if (justified != NOTHING_TO_JUSTIFY &&
			(cell->justified == NOTHING_TO_JUSTIFY || justified < cell->justified))
			cell->justified = justified;
	}
}

static enum register_justified
justified_of(const struct register_facts_row *fact, bool exits)
{
	bool asks = (fact->what == 0 && fact->kind == ATTENDANCE_ABSENT) ||
		(fact->what == 1 && !fact->short_delay &&
			(fact->kind == PASSAGE_ENTRY || (exits && !fact->authorised)));
	if (!asks)
		return NOTHING_TO_JUSTIFY;
	if (fact->justification.v == 0 || fact->state == JUSTIFICATION_REFUSED ||
		fact->state == JUSTIFICATION_CANCELLED)
		return STILL_TO_JUSTIFY;
	return fact->state == JUSTIFICATION_VALIDATED ? IS_JUSTIFIED : JUSTIFICATION_WAITS;
}

struct text
register_times(struct request *req, const struct pupil_day *day)
{
	struct text words = { 0 };
	for (int i = 0; i < day->passage_count; i++) {
		const struct passage *passage = &day->passages[i];
		char at[MINUTE_TEXT_SIZE];
		minute_print(passage->at, at);
		const char *word = page_translate(req->language,
			passage->kind == PASSAGE_ENTRY ? TR("in at") : TR("out at"));
		words = text_printf(req->arena, "%.*s%s%s %s", TEXT_ARG(words), i > 0 ? ", " : "", word, at);
	}
	return words;
}
