#ifndef CLASSROOM_VIEW_LOG_H
#define CLASSROOM_VIEW_LOG_H

#include "platform/keys.h"
#include "platform/request.h"
#include "policy.h"
#include "wire/messages.h"

/*
 * Each series of leases is one record, journalled and durable before the first
 * picture leaves the device (CLS-31). The records of one device are a chain, and the
 * device keeps the same chain on its own: whoever changes a record breaks one
 * of them, and the pupil sees it.
 *
 *   entry = SHA-256("campanella/view/1" 0 | entry before (zeros at first) | lease u64 | device u64 |
 *           pupil i64 | class i64 | teacher i64 | kind u8 | remote u8 | at i64 | page_key 32)
 */
#define VIEW_LOG_HASH_BYTES   32
#define VIEW_LOG_CLOCK_MS_MAX (2 * 60 * 1000) /* between the device's clock and ours (CLS-24) */

struct view_log_entry {
	int64_t lease, device, pupil, class, teacher, kind, at;
	bool remote;
	struct bytes page_key;
};
void view_log_hash(const uint8_t previous[VIEW_LOG_HASH_BYTES], const struct view_log_entry *entry,
	uint8_t hash[VIEW_LOG_HASH_BYTES]);

/* The pupil sees who looks: on record, in the caller's transaction. The lease
 * is the one that was signed; a forged one is REFUSED. CONFLICT: the clock
 * differs too much or goes backwards, or the device's record does not continue
 * ours here: it has looks to tell first (view_report.h). */
enum outcome view_log_open(struct db *db, struct keys *keys, struct arena *arena, struct instant now,
	struct text lease, struct instant at, struct bytes previous) MUST_USE;

struct view_log_look {
	struct message_lease_terms terms;
	struct instant at, ended_at;
	struct bytes previous; /* of the device's record */
	bool told_again;       /* may lack its hour by now, and may leave a gap */
	bool follows;          /* the answer: no gap */
};
enum outcome view_log_add(struct db *db, struct arena *arena, struct view_log_look *look) MUST_USE;
/* The lease, if the school signed it. */
enum outcome view_log_lease(struct keys *keys, struct arena *arena, struct text lease,
	struct message_lease_terms *terms) MUST_USE;
enum outcome view_log_close(struct db *db, struct arena *arena, struct view_log_id id, int64_t frames,
	struct instant at) MUST_USE;
/* The devices process died: what it let through is over. */
enum outcome view_log_close_all(struct db *db, struct arena *arena, struct instant at) MUST_USE;
enum outcome view_log_head(struct db *db, struct arena *arena, struct device_id device, int64_t *count,
	uint8_t head[VIEW_LOG_HASH_BYTES]) MUST_USE;
/* Does every record lead to the next? False: somebody changed or took one. */
enum outcome view_log_is_whole(struct db *db, struct arena *arena, struct device_id device,
	bool *whole) MUST_USE;

/* GET /pupils/{pupil}/views: who saw this screen, for the pupil and the family. */
enum outcome view_log_page(struct request *req, struct reply *reply);

#endif
