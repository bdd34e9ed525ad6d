#include "identity/setting.h"

#include <assert.h>
#include <string.h>

#include "identity/setting.sql.h"
#include "platform/page.h"

const struct setting_kind setting_kinds[] = {
	{ "school.name", "", SETTING_TEXT, 0, 0, NULL, TR("The school's name") },
	{ "school.country", "IT", SETTING_WORD, 0, 0, "IT NL ES", TR("Country") },
	{ "school.language", "it", SETTING_WORD, 0, 0, "it en nl es",
		TR("Language when nobody has chosen one") },
	{ "school.zone", "Europe/Rome", SETTING_TEXT, 0, 0, NULL, TR("Time zone") },
	{ "password.profile", "allegato5", SETTING_WORD, 0, 0, "allegato5 nist", TR("Rules for passwords") },
	{ "families.see_names", "no", SETTING_YES_NO, 0, 0, NULL, TR("Families see who looked by name") },
	{ "families.see_adults", "yes", SETTING_YES_NO, 0, 0, NULL,
		TR("Families go on seeing pupils of 18 and over") },
	{ "attendance.short_delay", "10", SETTING_NUMBER, 0, 60, NULL, TR("Minutes of a short delay") },
	{ "attendance.short_delay_counts", "no", SETTING_YES_NO, 0, 0, NULL,
		TR("A short delay counts as absence") },
	{ "attendance.exit_mode", "justification", SETTING_WORD, 0, 0, "justification authorisation",
		TR("Early exits") },
	{ "attendance.certificate_days", "0", SETTING_NUMBER, 0, 60, NULL,
		TR("Medical certificate after days of absence (0: never)") },
	{ "limit.quantum", "50", SETTING_WORD, 0, 0, "0 50 100", TR("Absences are rounded down to") },
	{ "limit.weeks", "33", SETTING_NUMBER, 1, 60, NULL, TR("Weeks in the year for the absence limit") },
	{ "limit.weekly_units", "3000", SETTING_NUMBER, 0, 10000, NULL,
		TR("Hours a week of a new class, in hundredths") },
	{ "limit.religion_dropped", "yes", SETTING_YES_NO, 0, 0, NULL,
		TR("Without religion its hours do not count") },
	{ "justification.reason_needed", "no", SETTING_YES_NO, 0, 0, NULL,
		TR("A reason is needed to justify") },
	{ "justification.back_in_class", "no", SETTING_YES_NO, 0, 0, NULL,
		TR("Validated only when the pupil is back") },
	{ "justification.flag_days", "5", SETTING_NUMBER, 0, 60, NULL,
		TR("Days after which a missing justification is flagged") },
	{ "remote.notice_hours", "12", SETTING_NUMBER, 0, 168, NULL,
		TR("Hours before a remote lesson by which families are told") },
	{ "clock.shift_days", "0", SETTING_NUMBER, -40000, 40000, NULL,
		TR("Days by which a demo school's clock is moved") },
	{ "clock.shift_minutes", "0", SETTING_NUMBER, -1440, 1440, NULL,
		TR("Minutes by which it is moved besides") },
};
const int setting_kind_count = sizeof(setting_kinds) / sizeof(setting_kinds[0]);

static const struct setting_kind *kind_of(const char *name);
static const char *refused_because(const struct setting_kind *kind, struct text value);
static bool is_one_of(struct text value, const char *words);

/* A page asks for several: all are read at the first question. Known to this
 * request and to this connection alone, so that a save sees what it changes. */
struct settings_known {
	const struct db *db;
	struct setting_rows_rows rows;
};

struct text
setting_text(struct request *req, const char *name)
{
	struct settings_known *known = req->settings;
	if (!known || known->db != req->db) {
		known = arena_new(req->arena, struct settings_known);
		known->db = req->db;
		if (setting_rows(req->db, req->arena, &known->rows) != OK)
			return setting_read(req->db, req->arena, name);
		req->settings = known;
	}
	for (size_t i = 0; i < known->rows.count; i++)
		if (text_is(known->rows.at[i].name, name))
			return known->rows.at[i].value;
	return text_of(kind_of(name)->standard);
}

int64_t
setting_number(struct request *req, const char *name)
{
	int64_t number;
	struct text value = setting_text(req, name);
	if (text_int64(value, &number))
		return number;
	return text_int64(text_of(kind_of(name)->standard), &number) ? number : 0;
}

bool
setting_is_yes(struct request *req, const char *name)
{
	return text_is(setting_text(req, name), "yes");
}

struct text
setting_read(struct db *db, struct arena *arena, const char *name)
{
	const struct setting_kind *kind = kind_of(name);
	struct setting_row_row row;
	if (setting_row(db, text_of(name), arena, &row) == OK)
		return row.value;
	return text_of(kind->standard);
}

enum zone
setting_zone(struct db *db, struct arena *arena)
{
	enum zone zone;
	return zone_parse(setting_read(db, arena, "school.zone"), &zone) ? zone : ZONE_CET;
}

bool
setting_clock_shift(struct db *db, struct arena *arena, int64_t *minutes)
{
	int64_t days, rest;
	bool known = text_int64(setting_read(db, arena, "clock.shift_days"), &days) &&
		text_int64(setting_read(db, arena, "clock.shift_minutes"), &rest);
	*minutes = known ? days * SHIFT_DAY_MINUTES + rest : 0;
	return known;
}

enum outcome
setting_write(struct db *db, struct arena *arena, const char *name, struct text value, const char **problem)
{
	*problem = refused_because(kind_of(name), value);
	if (*problem)
		return INVALID;
	return setting_put(db, arena, &(struct setting_record){ .name = text_of(name), .value = value });
}

static const struct setting_kind *
kind_of(const char *name)
{
	for (int i = 0; i < setting_kind_count; i++)
		if (strcmp(setting_kinds[i].name, name) == 0)
			return &setting_kinds[i];
	assert(false && "a setting of the table");
	return NULL;
}

static const char *
refused_because(const struct setting_kind *kind, struct text value)
{
	int64_t number;
	enum zone zone;
	switch (kind->type) {
	case SETTING_TEXT:
		if (strcmp(kind->name, "school.zone") == 0 && !zone_parse(value, &zone))
			return TR(
				"No zone that is known here. Write it like Europe/Rome or Atlantic/Canary.");
		return text_is_utf8(value) && value.length <= 200 ? NULL : TR("At most 200 bytes of text.");
	case SETTING_NUMBER:
		return text_int64(value, &number) && number >= kind->lowest && number <= kind->highest
			? NULL
			: TR("A whole number within the limits.");
	case SETTING_YES_NO: return is_one_of(value, "yes no") ? NULL : TR("Either yes or no.");
	case SETTING_WORD: return is_one_of(value, kind->words) ? NULL : TR("One of the listed words.");
	}
	return TR("One of the listed words.");
}

static bool
is_one_of(struct text value, const char *words)
{
	struct text rest = text_of(words);
	while (rest.length)
		if (text_equal(text_cut(&rest, ' '), value))
			return true;
	return false;
}
