/* What one class was taught on one day: lessons, signatures, homework. */
#include "cli/demo.h"
#include "cli/demo.sql.h"
#include "privacy/grant.h"
#include "register/lesson.sql.h"

#define UNSIGNED_PERMILLE        6  /* long ago: somebody forgot */
#define UNSIGNED_LATELY_PERMILLE 40 /* in the last three days */
#define HOMEWORK_PERCENT         28

struct lesson_call {
	struct demo_day *of;
	int class;
	int ordinal;
	const struct grant *grant;
	const struct demo_slot *slot;
	struct instant saved_at;
};

static int free_teacher(const struct demo *demo, int ordinal);
static enum outcome put_part(struct lesson_call *call, const struct demo_hour *hour,
	const struct demo_part *part);
static enum outcome put_signature(struct lesson_call *call, struct lesson_id lesson,
	const struct demo_part *part, enum signature_kind kind);
static enum outcome put_homework(struct lesson_call *call, struct lesson_id lesson,
	const struct demo_part *part);
static struct day next_day_with(const struct demo *demo, int class, const struct demo_part *part,
	struct day after);
static struct subgroup_id subgroup_of(const struct demo_class *class, const struct demo_part *part);

enum outcome
demo_put_lessons(struct demo_day *of, int class)
{
	struct demo *demo = of->demo;
	const struct demo_class *in = &demo->classes[class];
	enum demo_week week = demo_week_of(demo, of->day);
	int age = demo->today.number - of->day.number;
	struct lesson_call call = {
		.of = of,
		.class = class,
		.grant = grant_for_operator(demo->day_arena, RECORD, LESSON, of_class(in->entry->row.id)),
	};
	enum outcome got = OK;
	for (call.ordinal = 1; call.ordinal <= demo->slot_count[in->site][week]; call.ordinal++) {
		const struct demo_hour *hour = demo_hour_of(demo, class, of->day, call.ordinal);
		call.slot = &demo->slots[in->site][week][call.ordinal];
		call.saved_at = demo_instant(demo, of->day,
			call.slot->starts.number + 4 + (int)random_below(demo->random, 20));
		bool forgotten = random_below(demo->random, 1000) <
			(age <= 3 ? UNSIGNED_LATELY_PERMILLE : UNSIGNED_PERMILLE);
		for (int i = 0; i < hour->count && !forgotten && got == OK; i++)
			if (hour->parts[i].kind == PART_OWN ||
				hour->parts[i].kind == PART_ALTERNATIVE_TO_RELIGION)
				got = put_part(&call, hour, &hour->parts[i]);
	}
	return got;
}

/* On the demo's own day somebody is ill: two hours of one class are covered by
 * colleagues who are free. */
enum outcome
demo_put_substitutions(struct demo *demo)
{
	const struct grant *grant = grant_for_operator(demo->day_arena, MANAGE, TIMETABLE, of_school());
	const struct demo_class *class = &demo->classes[0];
	enum outcome got = OK;
	int put = 0;
	for (int ordinal = 2; ordinal <= 4 && put < 2 && got == OK; ordinal++) {
		const struct demo_hour *hour = demo_hour_of(demo, 0, demo->today, ordinal);
		int instead = free_teacher(demo, ordinal);
		if (!hour->count || hour->parts[0].teacher == demo->star || instead < 0)
			continue;
		got = demo_put_substitution(demo->school.db, grant, demo->day_arena,
			&(struct substitution_record){
				.day = demo->today,
				.class = class->entry->row.id,
				.ordinal = ordinal,
				.teacher = demo->teachers[instead].person->row.id,
				.instead_of = demo->teachers[hour->parts[0].teacher].person->row.id,
			});
		put++;
	}
	return got;
}

static int
free_teacher(const struct demo *demo, int ordinal)
{
	for (int t = 0; t < demo->teacher_count; t++) {
		bool is_free = demo->teachers[t].site == 0 && t != demo->star;
		for (int c = 0; c < demo->class_count && is_free; c++) {
			const struct demo_hour *hour = demo_hour_of(demo, c, demo->today, ordinal);
			for (int i = 0; i < hour->count; i++)
				is_free &= hour->parts[i].teacher != t;
		}
		if (is_free)
			return t;
	}
	return -1;
}

/* One lesson with its own signature, and those who stand in the hour with it. */
static enum outcome
put_part(struct lesson_call *call, const struct demo_hour *hour, const struct demo_part *part)
{
	struct demo *demo = call->of->demo;
	const struct demo_class *class = &demo->classes[call->class];
	struct person_id teacher = demo->teachers[part->teacher].person->row.id;
	if (!call->of->called_by[call->class].v)
		call->of->called_by[call->class] = teacher;
	struct lesson_record lesson = {
		.day = call->of->day,
		.class = class->entry->row.id,
		.ordinal = call->ordinal,
		.subgroup = subgroup_of(class, part),
		.id = { school_new_id(&demo->school) },
		.starts = call->slot->starts,
		.ends = call->slot->ends,
		.weight = call->slot->weight,
		.subject = demo->subjects[part->subject]->row.id,
		.topic = demo_topic(demo, part->subject, demo->day_arena),
		.activity = demo_activity(demo),
		.called_at = call->saved_at,
		.called_by = teacher,
	};
	enum outcome got = lesson_keep(demo->school.db, call->grant, demo->day_arena, &lesson);
	if (got == OK)
		got = put_signature(call, lesson.id, part, SIGNATURE_OWN);
	demo->counts.lessons++;
	for (int i = 0; i < hour->count && part->kind == PART_OWN && got == OK; i++) {
		const struct demo_part *beside = &hour->parts[i];
		if (beside->kind == PART_LAB && beside->group == part->group)
			got = put_signature(call, lesson.id, beside, SIGNATURE_LAB);
		if (beside->kind == PART_SUPPORT && part->group <= 1)
			got = put_signature(call, lesson.id, beside, SIGNATURE_SUPPORT);
	}
	if (got == OK && random_below(demo->random, 100) < HOMEWORK_PERCENT)
		got = put_homework(call, lesson.id, part);
	return got;
}

static enum outcome
put_signature(struct lesson_call *call, struct lesson_id lesson, const struct demo_part *part,
	enum signature_kind kind)
{
	struct demo *demo = call->of->demo;
	bool support = kind == SIGNATURE_SUPPORT;
	return signature_keep(demo->school.db, call->grant, demo->day_arena,
		&(struct signature_record){
			.class = demo->classes[call->class].entry->row.id,
			.lesson = lesson,
			.teacher = demo->teachers[part->teacher].person->row.id,
			.id = { school_new_id(&demo->school) },
			.kind = kind,
			.pupil = support ? demo->pupils[part->pupil].person->row.id : (struct person_id){ 0 },
			.support_text = support ? demo_support_text(demo) : (struct text){ 0 },
			.event_at = call->saved_at,
			.recorded_at = call->saved_at,
		});
}

static enum outcome
put_homework(struct lesson_call *call, struct lesson_id lesson, const struct demo_part *part)
{
	struct demo *demo = call->of->demo;
	struct day due = next_day_with(demo, call->class, part, call->of->day);
	if (day_equal(due, DAY_NONE) || part->subject == SPORT)
		return OK;
	return homework_keep(demo->school.db, call->grant, demo->day_arena,
		&(struct homework_record){
			.class = demo->classes[call->class].entry->row.id,
			.due_day = due,
			.id = { school_new_id(&demo->school) },
			.set_on = call->of->day,
			.lesson = lesson,
			.subject = demo->subjects[part->subject]->row.id,
			.teacher = demo->teachers[part->teacher].person->row.id,
			.task = demo_task(demo, part->subject, demo->day_arena),
		});
}

static struct day
next_day_with(const struct demo *demo, int class, const struct demo_part *part, struct day after)
{
	for (int ahead = 1; ahead <= 21; ahead++) {
		struct day day = day_add(after, ahead);
		if (!demo_is_school_day(demo, demo->classes[class].site, day))
			continue;
		for (int ordinal = 1; ordinal <= DEMO_ORDINALS_MAX; ordinal++) {
			const struct demo_hour *hour = demo_hour_of(demo, class, day, ordinal);
			for (int i = 0; i < hour->count; i++)
				if (hour->parts[i].teacher == part->teacher &&
					hour->parts[i].subject == part->subject)
					return day;
		}
	}
	return DAY_NONE;
}

static struct subgroup_id
subgroup_of(const struct demo_class *class, const struct demo_part *part)
{
	if (part->kind == PART_ALTERNATIVE_TO_RELIGION)
		return (struct subgroup_id){ 1 };
	return part->group ? class->groups[part->group - 1]->row.id : (struct subgroup_id){ 0 };
}
