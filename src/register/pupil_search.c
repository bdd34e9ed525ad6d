#include "register/pupil_search.h"

#include <stdlib.h>

#include "identity/person_name.h"
#include "platform/page.h"
#include "privacy/grant.h"
#include "register/pupil_search.html.h"
#include "register/pupil_search.sql.h"

#define FOUND_MAX   50
#define LETTERS_MIN 2

static bool holds(struct arena *arena, struct text name, struct text letters);
static int by_name(const void *one, const void *other);

enum outcome
pupil_search_page(struct request *req, struct reply *reply)
{
	const struct grant *grant = may(req, READ, ROSTER, of_school());
	if (!grant)
		return REFUSED;
	struct pupil_search_view view = { .name = text_trim(form_text(&req->query, "name")) };
	view.asked = person_name_plain(req->arena, view.name).length >= LETTERS_MIN;
	if (view.name.length > 0 && !view.asked)
		request_problem(req, "name", TR("Type at least two letters."));
	struct pupils_of_school_rows rows = { 0 };
	enum outcome got = view.asked ? pupils_of_school(req->db, grant, req->today, req->arena, &rows) : OK;
	if (got != OK)
		return got;

	view.pupils.at = arena_array(req->arena, struct found_pupil, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		const struct pupils_of_school_row *row = &rows.at[i];
		struct text name = text_printf(req->arena, "%.*s %.*s", TEXT_ARG(row->family_name),
			TEXT_ARG(row->given_name));
		if (!holds(req->arena, name, view.name))
			continue;
		view.pupils.at[view.pupils.count++] = (struct found_pupil){ .name = name,
			.order = person_name_order(req->arena, row->family_name, row->given_name),
			.class_name = row->class_name,
			.path = text_printf(req->arena, "/pupils/%lld/enrolment", (long long)row->pupil.v) };
	}
	if (view.pupils.count > 1)
		qsort(view.pupils.at, view.pupils.count, sizeof(view.pupils.at[0]), by_name);
	view.more = view.pupils.count > FOUND_MAX;
	if (view.more)
		view.pupils.count = FOUND_MAX;
	pupil_search_html(req, reply, &view);
	return OK;
}

/* Every word that was typed stands somewhere in the name, accents aside. */
static bool
holds(struct arena *arena, struct text name, struct text letters)
{
	struct text plain = person_name_plain(arena, name);
	while (letters.length > 0) {
		struct text word = person_name_plain(arena, text_cut(&letters, ' '));
		bool found = word.length == 0;
		for (size_t i = 0; !found && i + word.length <= plain.length; i++)
			found = text_equal((struct text){ plain.at + i, word.length }, word);
		if (!found)
			return false;
	}
	return true;
}

static int
by_name(const void *one, const void *other)
{
	return text_compare(((const struct found_pupil *)one)->order,
		((const struct found_pupil *)other)->order);
}
