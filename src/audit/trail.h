#ifndef AUDIT_TRAIL_H
#define AUDIT_TRAIL_H

#include "platform/request.h"
#include "policy.h"
#include "records.h"

/*
 * The trail: every look at a person's data and every refusal; when, who, in
 * which role, what, whose, by which relation, for which purpose. Written in
 * the group commit before the answer leaves: no log, no look (R33). Families
 * read it on "who looked"; every ordinary role is refused it (R36, REG-9).
 */
struct look {
	struct look *next;
	struct look_record record;
};

void trail_note(struct request *req, enum verb verb, enum thing thing, enum subject_kind kind,
	int64_t subject, enum relation relation, enum purpose purpose);
void trail_note_refused(struct request *req, enum verb verb, enum thing thing, enum subject_kind kind,
	int64_t subject);
/* Drops the looks of the other outcome. A request that was refused, and so
 * rolled back, showed nothing: only its refusals stay. One that was answered
 * keeps only what it showed. */
void trail_keep(struct request *req, enum look_outcome outcome);
bool trail_is_due(const struct request *req);
/* Puts the request's looks into the open transaction of db. */
enum outcome trail_write(struct db *db, struct arena *arena, const struct request *req) MUST_USE;
enum outcome trail_clear(struct db *db, struct instant kept_from) MUST_USE;

#endif
