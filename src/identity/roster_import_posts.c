/* Posts and timetable hours, which speak of people by user name. */
#include "identity/roster_import_steps.h"

#define TOUCH(entry) ((entry)->change = (entry)->change == ROSTER_NEW ? ROSTER_NEW : ROSTER_CHANGED)

/* The part of a religion hour that the alternative activity has (REG-24):
 * PART_ALTERNATIVE of register/signing.h, stored where a subgroup stands. */
#define ALTERNATIVE_PART 1

static struct roster_person *user(struct import *import, const struct giua_file *file, size_t row,
	const char *column, struct text name, enum person_kind kind);
static bool hour_of(struct import *import, const struct giua_file *file, size_t row,
	const struct giua_hour *named, struct timetable_record *hour, struct text *shown);
static bool same_post(const struct post_record *one, const struct post_record *other);
static struct roster_post *post_there(struct roster *roster, const struct post_record *post);
static struct subgroup_id group_of_teacher(const struct roster *roster, const struct timetable_record *hour);
static bool same_hour(const struct timetable_record *one, const struct timetable_record *other);
static bool has_definitive(const struct roster *roster, struct class_id class);
static bool teaches_alternative(const struct roster *roster, const struct timetable_record *hour);
static const struct roster_hour *clash(const struct import *import, const struct timetable_record *hour);

void
import_post_row(struct import *import, const struct giua_file *file, size_t row)
{
	struct giua_post named;
	if (!giua_read_post(file, row, import->arena, &import->faults, &named))
		return;
	if (!named.class.name.length) {
		giua_fault(file, row, "Classe", &import->faults, "a post needs a class");
		return;
	}
	struct roster_person *teacher = user(import, file, row, "UsernameDocente", named.teacher,
		PERSON_STAFF);
	struct roster_person *pupil = named.pupil.length
		? user(import, file, row, "UsernameAlunno", named.pupil, PERSON_PUPIL)
		: NULL;
	struct roster_person *holder = named.substitute_of.length
		? user(import, file, row, "UsernameSupplenza", named.substitute_of, PERSON_STAFF)
		: NULL;
	struct roster_class *class;
	struct roster_subgroup *subgroup;
	bool has_class = import_class(import, file, row, "Classe", &named.class, &class, &subgroup);
	if (!teacher || !has_class || (named.pupil.length && !pupil) ||
		(named.substitute_of.length && !holder))
		return;
	struct roster_subject *subject = import_subject(import, file, row, named.subject);
	if (pupil && subject->row.kind != SUBJECT_IS_SUPPORT) {
		giua_fault(file, row, "UsernameAlunno", &import->faults,
			"a pupil stands only on posts of the subject Sostegno");
		return;
	}

	struct post_record post = {
		.teacher = teacher->row.id,
		.class = class->row.id,
		.subject = subject->row.id,
		.kind = subject->row.kind == SUBJECT_IS_SUPPORT ? POST_SUPPORT : named.kind,
		.subgroup = subgroup ? subgroup->row.id : (struct subgroup_id){ 0 },
		.pupil = pupil ? pupil->row.id : (struct person_id){ 0 },
		.substitute_of = holder ? holder->row.id : (struct person_id){ 0 },
	};
	struct text shown = text_printf(import->arena, "%.*s, %.*s, %.*s", TEXT_ARG(named.teacher),
		TEXT_ARG(class->row.name), TEXT_ARG(subject->row.name));
	struct roster_post *old = post_there(import->roster, &post);
	if (old && old->in_files) {
		giua_fault(file, row, "UsernameDocente", &import->faults,
			"the same post stands twice in the files");
		return;
	}
	if (old) {
		old->in_files = true;
		import_note(import, IMPORT_POSTS, IMPORT_SAME, file, row, shown);
		return;
	}
	roster_add_post(import->roster, &post)->in_files = true;
	import_note(import, IMPORT_POSTS, IMPORT_NEW, file, row, shown);
}

void
import_hour_row(struct import *import, const struct giua_file *file, size_t row)
{
	struct roster *roster = import->roster;
	struct giua_hour named;
	struct timetable_record hour;
	struct text shown;
	if (!giua_read_hour(file, row, import->arena, &import->faults, &named) ||
		!hour_of(import, file, row, &named, &hour, &shown))
		return;
	for (struct roster_hour *old = roster->hours.first; old; old = old->next) {
		if (!roster_is_current(roster, old->row.to_day) || !same_hour(&old->row, &hour))
			continue;
		if (old->in_files) {
			giua_fault(file, row, "ora", &import->faults, "the same hour stands twice");
			return;
		}
		old->in_files = true;
		import_note(import, IMPORT_HOURS, IMPORT_SAME, file, row, shown);
		return;
	}
	if (clash(import, &hour)) {
		giua_fault(file, row, "ora", &import->faults, "%.*s is at another site in this hour",
			TEXT_ARG(named.teacher));
		return;
	}
	roster_add_hour(roster, &hour)->in_files = true;
	import_note(import, IMPORT_HOURS, IMPORT_NEW, file, row, shown);
}

/* The hour that the row names, and how it is shown. False: it is none to keep, and why is said. */
static bool
hour_of(struct import *import, const struct giua_file *file, size_t row, const struct giua_hour *named,
	struct timetable_record *hour, struct text *shown)
{
	struct roster *roster = import->roster;
	struct roster_person *teacher = user(import, file, row, "username", named->teacher, PERSON_STAFF);
	const struct site_record *site = roster_site(roster, named->site);
	struct roster_class *class = roster_class(roster, named->class.name);
	struct roster_subject *subject = roster_subject(roster, named->subject);
	struct roster_subgroup *subgroup = class && named->class.group.length
		? roster_subgroup(roster, class->row.id, named->class.group)
		: NULL;
	if (!site)
		giua_fault(file, row, "sede", &import->faults, "there is no site \"%.*s\"",
			TEXT_ARG(named->site));
	if (!class || (named->class.group.length && !subgroup))
		giua_fault(file, row, "classe", &import->faults, "there is no such class or group");
	else if (site && class->row.site.v != site->id.v)
		giua_fault(file, row, "sede", &import->faults, "the class is at another site");
	if (!subject)
		giua_fault(file, row, "materia", &import->faults, "there is no subject \"%.*s\"",
			TEXT_ARG(named->subject));
	if (!teacher || !site || !class || !subject || class->row.site.v != site->id.v ||
		(named->class.group.length && !subgroup))
		return false;

	class->in_hour_files = true;
	if (import->provisional && has_definitive(roster, class->row.id)) {
		giua_fault(file, row, "classe", &import->faults,
			"%.*s has its definitive timetable; import this one without --provisional",
			TEXT_ARG(class->row.name));
		return false;
	}
	*hour = (struct timetable_record){
		.class = class->row.id,
		.weekday = named->weekday,
		.ordinal = named->ordinal,
		.teacher = teacher->row.id,
		.subject = subject->row.id,
		.subgroup = subgroup ? subgroup->row.id : (struct subgroup_id){ 0 },
		.provisional = import->provisional,
	};
	if (teaches_alternative(roster, hour))
		hour->subgroup.v = ALTERNATIVE_PART;
	else if (!subgroup)
		hour->subgroup = group_of_teacher(roster, hour);
	static const char *const weekdays[] = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday",
		"Friday", "Saturday" };
	*shown = text_printf(import->arena, "%.*s, %s hour %d: %.*s, %.*s", TEXT_ARG(class->row.name),
		weekdays[named->weekday], named->ordinal, TEXT_ARG(subject->row.name),
		TEXT_ARG(named->teacher));
	return true;
}

/* A post or hour that no file names: with --complete it ends. The hours of a
 * class that a file does name are always all of them: a lesson that moved
 * would stand twice otherwise. A definitive timetable ends the provisional one,
 * and not the other way round (REG-18). */
void
import_missing_posts(struct import *import)
{
	struct roster *roster = import->roster;
	bool has_posts = false;
	for (size_t i = 0; i < import->file_count; i++)
		has_posts |= import->files[i].kind == GIUA_POSTS;
	for (struct roster_post *post = roster->posts.first; has_posts && post; post = post->next) {
		if (post->in_files || !roster_is_current(roster, post->row.to_day))
			continue;
		if (!import->complete) {
			import->missing[IMPORT_POSTS]++;
			continue;
		}
		post->row.to_day = roster_last_day(roster, post->row.from_day);
		TOUCH(post);
		const struct roster_person *teacher = roster_person(roster, post->row.teacher);
		const struct roster_class *class = map_find_number(&roster->classes_by_id, post->row.class.v);
		import_note(import, IMPORT_POSTS, IMPORT_LEAVING, NULL, 0,
			text_printf(import->arena, "%.*s, %.*s",
				TEXT_ARG(teacher && teacher->account ? teacher->account->row.name : TEXT("")),
				TEXT_ARG(class ? class->row.name : TEXT(""))));
	}
	for (struct roster_hour *hour = roster->hours.first; hour; hour = hour->next) {
		const struct roster_class *class = map_find_number(&roster->classes_by_id, hour->row.class.v);
		bool stays = import->provisional && !hour->row.provisional;
		if (hour->in_files || stays || !class || !class->in_hour_files ||
			!roster_is_current(roster, hour->row.to_day))
			continue;
		hour->row.to_day = roster_last_day(roster, hour->row.from_day);
		TOUCH(hour);
		import_note(import, IMPORT_HOURS, IMPORT_LEAVING, NULL, 0,
			text_printf(import->arena, "%.*s, weekday %lld, hour %lld", TEXT_ARG(class->row.name),
				(long long)hour->row.weekday, (long long)hour->row.ordinal));
	}
}

static struct roster_person *
user(struct import *import, const struct giua_file *file, size_t row, const char *column, struct text name,
	enum person_kind kind)
{
	struct roster_person *person = roster_person_by_user_name(import->roster, name);
	if (!person)
		giua_fault(file, row, column, &import->faults, "nobody has the user name \"%.*s\"",
			TEXT_ARG(name));
	else if (person->row.kind != kind)
		giua_fault(file, row, column, &import->faults, "\"%.*s\" is one of the %s", TEXT_ARG(name),
			person_kind_word(person->row.kind));
	return person && person->row.kind == kind ? person : NULL;
}

static bool
same_post(const struct post_record *one, const struct post_record *other)
{
	return one->teacher.v == other->teacher.v && one->class.v == other->class.v &&
		one->subject.v == other->subject.v && one->kind == other->kind &&
		one->subgroup.v == other->subgroup.v && one->pupil.v == other->pupil.v &&
		one->substitute_of.v == other->substitute_of.v;
}

/* A file that names the class alone says nothing about its groups: a post that the
 * office has given to one of them stays that group's. */
static struct roster_post *
post_there(struct roster *roster, const struct post_record *post)
{
	struct roster_post *of_group = NULL;
	struct post_record whole = *post;
	for (struct roster_post *old = roster->posts.first; old; old = old->next) {
		if (!roster_is_current(roster, old->row.to_day))
			continue;
		if (same_post(&old->row, post))
			return old;
		whole.subgroup = old->row.subgroup;
		if (post->subgroup.v == 0 && !old->in_files && same_post(&old->row, &whole))
			of_group = old;
	}
	return of_group;
}

/* The group whose hours a teacher has in this subject of the class, if there is one
 * alone and never the whole class. */
static struct subgroup_id
group_of_teacher(const struct roster *roster, const struct timetable_record *hour)
{
	struct subgroup_id group = { 0 };
	for (const struct roster_post *post = roster->posts.first; post; post = post->next) {
		if (post->row.teacher.v != hour->teacher.v || post->row.class.v != hour->class.v ||
			post->row.subject.v != hour->subject.v ||
			!roster_is_current(roster, post->row.to_day))
			continue;
		if (post->row.subgroup.v == 0 || (group.v != 0 && group.v != post->row.subgroup.v))
			return (struct subgroup_id){ 0 };
		group = post->row.subgroup;
	}
	return group;
}

static bool
same_hour(const struct timetable_record *one, const struct timetable_record *other)
{
	return one->class.v == other->class.v && one->weekday == other->weekday &&
		one->ordinal == other->ordinal && one->teacher.v == other->teacher.v &&
		one->subject.v == other->subject.v && one->subgroup.v == other->subgroup.v &&
		one->provisional == other->provisional;
}

static bool
teaches_alternative(const struct roster *roster, const struct timetable_record *hour)
{
	for (const struct roster_post *post = roster->posts.first; post; post = post->next)
		if (post->row.kind == POST_ALTERNATIVE && post->row.teacher.v == hour->teacher.v &&
			post->row.class.v == hour->class.v && post->row.subject.v == hour->subject.v &&
			roster_is_current(roster, post->row.to_day))
			return true;
	return false;
}

/* What holds is one timetable a class: a provisional one beside the definitive
 * would stand in nobody's day (REG-18). */
static bool
has_definitive(const struct roster *roster, struct class_id class)
{
	for (const struct roster_hour *hour = roster->hours.first; hour; hour = hour->next)
		if (hour->row.class.v == class.v && !hour->row.provisional &&
			roster_is_current(roster, hour->row.to_day))
			return true;
	return false;
}

/* A teacher may have two classes of one site together in one hour, as in
 * sports, but cannot be at two sites. */
static const struct roster_hour *
clash(const struct import *import, const struct timetable_record *hour)
{
	const struct roster_class *class = map_find_number(&import->roster->classes_by_id, hour->class.v);
	for (const struct roster_hour *other = import->roster->hours.first; other; other = other->next) {
		if (!other->in_files || other->row.teacher.v != hour->teacher.v ||
			other->row.weekday != hour->weekday || other->row.ordinal != hour->ordinal)
			continue;
		const struct roster_class *at = map_find_number(&import->roster->classes_by_id,
			other->row.class.v);
		if (at && at->row.site.v != class->row.site.v)
			return other;
	}
	return NULL;
}
