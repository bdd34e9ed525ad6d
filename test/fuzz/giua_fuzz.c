#include <assert.h>

#include "identity/giua_file.h"
#include "platform/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A row that is said to be sound holds what the import relies on. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_create(JOB_ARENA_BYTES_MAX);
	struct faults faults;
	faults_init(&faults, arena);
	struct giua_file file;
	struct text bytes = { (const char *)data, size };
	if (giua_open(&file, arena, TEXT("fuzz.csv"), bytes, &faults) != OK)
		assert(faults_found(&faults));
	for (size_t row = 0; file.kind != GIUA_KINDS && row < file.csv.count; row++) {
		struct giua_pupil pupil;
		struct giua_staff staff;
		struct giua_post post;
		struct giua_hour hour;
		size_t before = faults_found(&faults);
		bool sound = true;
		if (file.kind == GIUA_PUPILS && (sound = giua_read_pupil(&file, row, arena, &faults, &pupil)))
			assert(pupil.person.family_name.length && pupil.birth_day.number >= DAY_NUMBER_MIN &&
				text_is_utf8(pupil.person.given_name) &&
				pupil.guardian_count <= GIUA_GUARDIANS);
		if ((file.kind == GIUA_TEACHERS || file.kind == GIUA_STAFF) &&
			(sound = giua_read_staff(&file, row, arena, &faults, &staff)))
			assert(staff.person.family_name.length && text_is_utf8(staff.person.family_name));
		if (file.kind == GIUA_POSTS && (sound = giua_read_post(&file, row, arena, &faults, &post)))
			assert(post.teacher.length && post.subject.length);
		if (file.kind == GIUA_TIMETABLE &&
			(sound = giua_read_hour(&file, row, arena, &faults, &hour)))
			assert(hour.weekday >= 0 && hour.weekday <= 6 && hour.ordinal > 0);
		assert(sound == (faults_found(&faults) == before));
	}
	arena_destroy(arena);
	return 0;
}
