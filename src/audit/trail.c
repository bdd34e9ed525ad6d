/*
 * A look is noted on the request when a grant is given, and written by the
 * dispatcher in the transaction whose commit releases the answer. Nothing here
 * can be switched off: a request whose trail cannot be written shows nothing.
 */
#include "audit/trail.h"

#include "audit/trail.sql.h"
#include "identity/session.h"
#include "platform/id.h"

static bool already_noted(const struct request *req, const struct look_record *record);
static struct look_record record_of(struct request *req, enum verb verb, enum thing thing);

void
trail_note(struct request *req, enum verb verb, enum thing thing, enum subject_kind kind, int64_t subject,
	enum relation relation, enum purpose purpose)
{
	struct look_record record = record_of(req, verb, thing);
	record.subject_kind = kind;
	record.subject = subject;
	record.relation = relation;
	record.purpose = purpose;
	record.outcome = LOOK_ALLOWED;
	if (already_noted(req, &record))
		return;

	struct look *look = arena_new(req->arena, struct look);
	look->record = record;
	look->next = req->looks;
	req->looks = look;
}

void
trail_note_refused(struct request *req, enum verb verb, enum thing thing, enum subject_kind kind,
	int64_t subject)
{
	struct look *look = arena_new(req->arena, struct look);
	look->record = record_of(req, verb, thing);
	look->record.subject_kind = kind;
	look->record.subject = subject;
	look->record.relation = RELATION_ANY;
	look->record.purpose = SECURITY;
	look->record.outcome = LOOK_REFUSED;
	look->next = req->looks;
	req->looks = look;
}

void
trail_keep(struct request *req, enum look_outcome outcome)
{
	struct look **link = &req->looks;
	while (*link) {
		if ((*link)->record.outcome == outcome)
			link = &(*link)->next;
		else
			*link = (*link)->next;
	}
}

bool
trail_is_due(const struct request *req)
{
	return req->looks != NULL;
}

enum outcome
trail_write(struct db *db, struct arena *arena, const struct request *req)
{
	for (const struct look *look = req->looks; look; look = look->next) {
		enum outcome put = look_put(db, arena, &look->record);
		if (put != OK)
			return put;
	}
	return OK;
}

enum outcome
trail_clear(struct db *db, struct instant kept_from)
{
	return looks_end_older(db, (struct look_id){ id_from(kept_from) });
}

/* A page may ask twice for the same grant: one look, one line. */
static bool
already_noted(const struct request *req, const struct look_record *record)
{
	for (const struct look *look = req->looks; look; look = look->next)
		if (look->record.outcome == record->outcome && look->record.thing == record->thing &&
			look->record.verb == record->verb &&
			look->record.subject_kind == record->subject_kind &&
			look->record.subject == record->subject)
			return true;
	return false;
}

static struct look_record
record_of(struct request *req, enum verb verb, enum thing thing)
{
	return (struct look_record){
		.id = { request_new_id(req) },
		.day = req->today,
		.at = req->now,
		.account = req->session->account,
		.person = req->session->person,
		.role = req->session->role,
		.verb = verb,
		.thing = thing,
		.address = req->session->address,
	};
}
