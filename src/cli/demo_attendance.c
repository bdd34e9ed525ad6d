/* Who was there: roll calls, entries and exits, and what families said. */
#include "cli/demo.h"
#include "identity/adulthood.h"
#include "privacy/grant.h"
#include "register/justification.sql.h"
#include "register/roll_call.sql.h"

#define STAYS_ILL_PERCENT     45
#define LATE_PERMILLE         26
#define LEAVES_EARLY_PERMILLE 11
#define AWAY_CLASS_DAYS       45 /* each class is out together about every so many days */

struct attendance_call {
	struct demo_day *of;
	int class;
	const struct grant *record;
	const struct grant *validate;
	struct person_id author;
	struct instant called_at;
	struct minute day_starts;
	struct minute day_ends;
};

static enum outcome put_pupil(struct attendance_call *call, struct demo_pupil *pupil);
static enum outcome put_passages(struct attendance_call *call, struct demo_pupil *pupil);
static enum outcome put_passage(struct attendance_call *call, struct demo_pupil *pupil, int ordinal,
	enum passage_kind kind, int minute, bool is_short);
static enum outcome put_justification(struct attendance_call *call, struct demo_pupil *pupil,
	enum justified_kind kind, int ordinal);
static bool choose_state(struct demo *demo, int age, enum justification_state *state);
static enum outcome put_away(struct attendance_call *call, struct demo_pupil *pupil);

enum outcome
demo_put_attendance(struct demo_day *of, int class)
{
	struct demo *demo = of->demo;
	const struct demo_class *in = &demo->classes[class];
	if (!of->called_by[class].v)
		return OK; /* nobody signed: the roll was not called */
	enum demo_week week = demo_week_of(demo, of->day);
	const struct demo_slot *slots = demo->slots[in->site][week];
	struct attendance_call call = {
		.of = of,
		.class = class,
		.record = grant_for_operator(demo->day_arena, RECORD, ATTENDANCE,
			of_class(in->entry->row.id)),
		.validate = grant_for_operator(demo->day_arena, VALIDATE, JUSTIFICATION,
			of_class(in->entry->row.id)),
		.author = of->called_by[class],
		.called_at = demo_instant(demo, of->day, slots[1].starts.number + 4),
		.day_starts = slots[1].starts,
		.day_ends = slots[demo->slot_count[in->site][week]].ends,
	};
	bool out_together = random_below(demo->random, AWAY_CLASS_DAYS) == 0;
	enum outcome got = OK;
	for (int i = 0; i < in->pupil_count && got == OK; i++) {
		struct demo_pupil *pupil = &demo->pupils[in->first_pupil + i];
		got = put_pupil(&call, pupil);
		if (got == OK && out_together && !pupil->was_absent)
			got = put_away(&call, pupil);
	}
	return got;
}

static enum outcome
put_pupil(struct attendance_call *call, struct demo_pupil *pupil)
{
	struct demo *demo = call->of->demo;
	bool absent = pupil->was_absent
		? random_below(demo->random, 100) < STAYS_ILL_PERCENT
		: random_below(demo->random, 1000) < (uint64_t)pupil->absence_permille;
	pupil->was_absent = absent;
	enum outcome got = attendance_keep(demo->school.db, call->record, demo->day_arena,
		&(struct attendance_record){
			.day = call->of->day,
			.class = demo->classes[call->class].entry->row.id,
			.pupil = pupil->person->row.id,
			.status = absent ? ATTENDANCE_ABSENT : ATTENDANCE_PRESENT,
			.event_at = call->called_at,
			.recorded_at = call->called_at,
			.author = call->author,
		});
	if (got != OK || !absent)
		return got == OK ? put_passages(call, pupil) : got;
	demo->counts.absences++;
	return put_justification(call, pupil, JUSTIFIED_ABSENCE, 0);
}

static enum outcome
put_passages(struct attendance_call *call, struct demo_pupil *pupil)
{
	struct demo *demo = call->of->demo;
	int ordinal = 0;
	enum outcome got = OK;
	if (random_below(demo->random, 1000) < LATE_PERMILLE) {
		bool is_short = random_below(demo->random, 5) < 3;
		int minutes = is_short ? 2 + (int)random_below(demo->random, 9)
				       : 12 + (int)random_below(demo->random, 60);
		got = put_passage(call, pupil, ++ordinal, PASSAGE_ENTRY, call->day_starts.number + minutes,
			is_short);
		if (got == OK && !is_short)
			got = put_justification(call, pupil, JUSTIFIED_ENTRY, ordinal);
	}
	if (got == OK && random_below(demo->random, 1000) < LEAVES_EARLY_PERMILLE) {
		int minutes = 10 + (int)random_below(demo->random, 80);
		got = put_passage(call, pupil, ++ordinal, PASSAGE_EXIT, call->day_ends.number - minutes,
			false);
		if (got == OK)
			got = put_justification(call, pupil, JUSTIFIED_EXIT, ordinal);
	}
	return got;
}

static enum outcome
put_passage(struct attendance_call *call, struct demo_pupil *pupil, int ordinal, enum passage_kind kind,
	int minute, bool is_short)
{
	struct demo *demo = call->of->demo;
	return passage_keep(demo->school.db, call->record, demo->day_arena,
		&(struct passage_record){
			.day = call->of->day,
			.class = demo->classes[call->class].entry->row.id,
			.pupil = pupil->person->row.id,
			.ordinal = ordinal,
			.kind = kind,
			.at = { (int16_t)minute },
			.short_ = is_short,
			.counts = random_below(demo->random, 6) > 0, /* a late train does not (REG-32) */
			.author = call->author,
		});
}

static enum outcome
put_justification(struct attendance_call *call, struct demo_pupil *pupil, enum justified_kind kind,
	int ordinal)
{
	static const char *const explanations[] = {
		"Influenza",
		"Visita medica",
		"Motivi di famiglia",
		"Ritardo del treno",
		"Gara sportiva",
		"Mal di testa",
	};
	static const enum justification_reason reasons[] = {
		REASON_HEALTH,
		REASON_HEALTH,
		REASON_FAMILY,
		REASON_TRANSPORT,
		REASON_SPORT,
		REASON_HEALTH,
	};
	struct demo *demo = call->of->demo;
	enum justification_state state;
	if (!choose_state(demo, demo->today.number - call->of->day.number, &state))
		return OK;
	size_t why = random_below(demo->random, 6);
	bool adult = adult_on(pupil->born, call->of->day) || !pupil->guardian;
	bool decided = state == JUSTIFICATION_VALIDATED || state == JUSTIFICATION_REFUSED;
	demo->counts.justifications++;
	return justification_decide(demo->school.db, call->validate, demo->day_arena,
		&(struct justification_record){
			.pupil = pupil->person->row.id,
			.day = call->of->day,
			.kind = kind,
			.ordinal = ordinal,
			.id = { school_new_id(&demo->school) },
			.class = demo->classes[call->class].entry->row.id,
			.state = state,
			.reason = reasons[why],
			.explanation = random_below(demo->random, 3) == 0 ? text_of(explanations[why])
									  : (struct text){ 0 },
			.proposed_by = adult ? pupil->person->row.id : pupil->guardian->row.id,
			.proposed_at = demo_instant(demo, call->of->day,
				19 * 60 + (int)random_below(demo->random, 120)),
			.decided_by = decided ? call->author : (struct person_id){ 0 },
			.decided_at = decided ? demo_instant(demo, day_add(call->of->day, 1), 8 * 60 + 6)
					      : (struct instant){ 0 },
			.answer = state == JUSTIFICATION_REFUSED ? TEXT("Manca il certificato della società")
								 : (struct text){ 0 },
		});
}

/* False: nobody has said anything yet. The older, the more is settled; what
 * would be decided in the demo's future is only proposed. */
static bool
choose_state(struct demo *demo, int age, enum justification_state *state)
{
	uint64_t draw = random_below(demo->random, 100);
	uint64_t validated = age > 10 ? 88 : age > 2 ? 45 : 0;
	uint64_t proposed = validated + (age > 10 ? 4 : age > 2 ? 25 : 35);
	if (draw < validated)
		*state = JUSTIFICATION_VALIDATED;
	else if (draw < proposed)
		*state = JUSTIFICATION_PROPOSED;
	else if (draw < proposed + 2)
		*state = age > 2 ? JUSTIFICATION_REFUSED : JUSTIFICATION_PROPOSED;
	else if (draw < proposed + 3)
		*state = JUSTIFICATION_CANCELLED;
	else
		return false;
	return true;
}

/* A museum, a company visit: out of class and present (REG-34). */
static enum outcome
put_away(struct attendance_call *call, struct demo_pupil *pupil)
{
	struct demo *demo = call->of->demo;
	return away_keep(demo->school.db, call->record, demo->day_arena,
		&(struct away_record){
			.class = demo->classes[call->class].entry->row.id,
			.id = { school_new_id(&demo->school) },
			.pupil = pupil->person->row.id,
			.first_day = call->of->day,
			.last_day = call->of->day,
			.from_minute = MINUTE_NONE,
			.to_minute = MINUTE_NONE,
			.kind = AWAY_EXTERNAL,
			.author = call->author,
		});
}
