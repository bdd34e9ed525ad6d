/*
 * The rows of the posted roll call. A field is a prefix and a pupil's id:
 * state_71, time_71, exit_71. A row for somebody who is not in the class on
 * that day says so and stores nothing, whoever it may be (REG-1).
 */
#include <string.h>

#include "platform/page.h"
#include "register/roll_call.h"

static struct roll_posted *post_of(struct roll_posts *posts, struct text id);
static bool post_take(struct roll_posted *post, const char *prefix, struct text value);
static void take_times(struct text *into, int *count, struct text value);

static const char *const prefixes[] = {
	"state_",
	"time_",
	"exit_",
	"outside_",
	"away_from_",
	"away_to_",
	"away_",
};

enum outcome
roll_call_posts(struct request *req, const struct roll_call *before, struct roll_posts *posts)
{
	*posts = (struct roll_posts){ arena_array(req->arena, struct roll_posted, before->count),
		before->count };
	for (size_t i = 0; i < before->count; i++)
		posts->at[i] = (struct roll_posted){ .pupil = before->at[i].pupil,
			.away = AWAY_SCHOOL_ACTIVITY };

	for (size_t f = 0; f < req->form.count; f++) {
		const struct form_field *field = &req->form.fields[f];
		for (size_t p = 0; p < sizeof(prefixes) / sizeof(prefixes[0]); p++) {
			if (!text_starts(field->name, prefixes[p]))
				continue;
			size_t skip = strlen(prefixes[p]);
			struct text id = { field->name.at + skip, field->name.length - skip };
			struct roll_posted *post = post_of(posts, id);
			const char *name = text_terminated(req->arena, field->name);
			if (!post)
				request_problem(req, name, TR("This pupil is not in the class on this day."));
			else if (!post_take(post, prefixes[p], text_trim(field->value)))
				request_problem_about(req, name, TR("%1 cannot be used here."), field->value);
			break;
		}
	}

	bool all_present = text_is(form_text(&req->form, "all"), "present");
	for (size_t i = 0; all_present && i < posts->count; i++)
		if (posts->at[i].letter == 0)
			posts->at[i].letter = 'P';
	return request_has_problem(req, NULL) ? INVALID : OK;
}

static struct roll_posted *
post_of(struct roll_posts *posts, struct text id)
{
	int64_t pupil;
	if (!text_int64(id, &pupil))
		return NULL;
	for (size_t i = 0; i < posts->count; i++)
		if (posts->at[i].pupil.v == pupil)
			return &posts->at[i];
	return NULL;
}

static bool
post_take(struct roll_posted *post, const char *prefix, struct text value)
{
	if (value.length == 0)
		return true;
	if (strcmp(prefix, "state_") == 0) {
		if (value.length != 1 || !memchr("PARUF", value.at[0], 5))
			return false;
		post->letter = value.at[0];
	} else if (strcmp(prefix, "time_") == 0) {
		take_times(post->entered, &post->entered_count, value);
	} else if (strcmp(prefix, "exit_") == 0) {
		take_times(post->exited, &post->exited_count, value);
	} else if (strcmp(prefix, "outside_") == 0) {
		post->outside_maximum = true;
	} else if (strcmp(prefix, "away_from_") == 0) {
		post->away_from = value;
	} else if (strcmp(prefix, "away_to_") == 0) {
		post->away_to = value;
	} else {
		int64_t kind;
		if (!text_int64(value, &kind) || kind < 0 || kind > AWAY_EXTERNAL)
			return false;
		post->away = (enum away_kind)kind;
		post->kind_given = true;
	}
	return true;
}

/* "8:12" or "8:12 11:05": as many as there were. */
static void
take_times(struct text *into, int *count, struct text value)
{
	while (value.length > 0 && *count < ROLL_TIMES_MAX) {
		struct text time = text_trim(text_cut(&value, ' '));
		if (time.length > 0)
			into[(*count)++] = time;
	}
}
