#include "classroom/remote_notice.h"

#include "classroom/remote_notice.sql.h"
#include "identity/session.h"
#include "privacy/grant.h"

/* The grant goes with it: the record is of whom the page was shown about. */
struct reading {
	const struct grant *grant;
	struct remote_receipt_record receipt;
};

static enum outcome receive(struct request *req, const struct grant *grant,
	const struct remote_notices_of_class_row *row, struct remote_notice *notice);
static enum outcome record_reading(struct db *db, struct arena *arena, const void *context);

enum outcome
remote_notices(struct request *req, struct class_id class, struct day first, struct day last,
	struct remote_notices *notices)
{
	return remote_notices_deliver(req, class, (struct person_id){ 0 }, first, last, notices);
}

enum outcome
remote_notices_deliver(struct request *req, struct class_id class, struct person_id pupil, struct day first,
	struct day last, struct remote_notices *notices)
{
	*notices = (struct remote_notices){ 0 };
	if (!might(req, READ, REMOTE_LESSON, of_class(class)))
		return OK;
	const struct grant *grant = may(req, READ, REMOTE_LESSON, of_class(class));
	struct remote_notices_of_class_rows rows;
	enum outcome got = remote_notices_of_class(req->db, grant, first, last, REMOTE_APPROVED,
		req->language, req->arena, &rows);
	if (got != OK || rows.count == 0)
		return got;
	const struct grant *family = pupil.v != 0 && might(req, READ, REMOTE_NOTICE, of_person(pupil))
		? may(req, READ, REMOTE_NOTICE, of_person(pupil))
		: NULL;
	notices->at = arena_array(req->arena, struct remote_notice, rows.count);
	for (size_t i = 0; i < rows.count && got == OK; i++) {
		const struct remote_notices_of_class_row *row = &rows.at[i];
		struct remote_notice *notice = &notices->at[notices->count++];
		*notice = (struct remote_notice){ .id = row->id.v,
			.day = row->day,
			.first_ordinal = row->first_ordinal,
			.last_ordinal = row->last_ordinal,
			.one_hour = row->first_ordinal == row->last_ordinal,
			.notice = row->text.length > 0 ? row->text : row->notice };
		if (!family)
			continue;
		notice->pupil = pupil.v;
		notice->may_sign = might(req, SIGN, REMOTE_NOTICE, of_person(pupil));
		got = receive(req, family, row, notice);
	}
	return got;
}

enum outcome
remote_notice_sign(struct request *req, struct reply *reply)
{
	struct person_id pupil;
	struct remote_lesson_id notice;
	struct remote_notice_for_pupil_row row;
	struct remote_receipt_row_row before;
	if (!request_int64(req, "pupil", &pupil.v))
		return NOT_FOUND;
	const struct grant *grant = may(req, SIGN, REMOTE_NOTICE, of_person(pupil));
	if (!grant)
		return REFUSED;
	if (!form_int64(&req->form, "notice", &notice.v))
		return INVALID;
	enum outcome got = remote_notice_for_pupil(req->db, grant, notice, REMOTE_APPROVED, req->arena, &row);
	if (got != OK)
		return got;
	struct remote_receipt_record receipt = { .remote_lesson = notice,
		.pupil = pupil,
		.reader = req->session->person,
		.delivered_at = req->now };
	got = remote_receipt_row(req->db, notice, pupil, req->session->person, req->arena, &before);
	if (got == OK)
		receipt = (struct remote_receipt_record){ notice, pupil, before.reader, before.remote_text,
			before.delivered_at, before.signed_at };
	else if (got != NOT_FOUND)
		return got;
	if (receipt.signed_at.ms == 0) { /* the first time counts */
		receipt.signed_at = req->now;
		got = remote_receipt_sign(req->db, grant, req->arena, &receipt);
	}
	char day[DAY_TEXT_SIZE];
	day_print(req->today, day);
	if (got == OK)
		reply_see(reply, req, "/pupils/%lld/days/%s", (long long)pupil.v, day);
	return got;
}

static enum outcome
receive(struct request *req, const struct grant *grant, const struct remote_notices_of_class_row *row,
	struct remote_notice *notice)
{
	struct remote_receipt_row_row before;
	struct person_id pupil = { notice->pupil }, reader = req->session->person;
	enum outcome got = remote_receipt_row(req->db, row->id, pupil, reader, req->arena, &before);
	if (got == OK)
		notice->signed_at = before.signed_at;
	if (got != NOT_FOUND)
		return got;
	struct reading *reading = arena_new(req->arena, struct reading);
	*reading = (struct reading){ grant,
		{ .remote_lesson = row->id,
			.pupil = pupil,
			.reader = reader,
			.remote_text = { row->text.length > 0 ? row->remote_text.v : 0 },
			.delivered_at = req->now } };
	request_deliver(req,
		&(struct delivery){
			.action = "remote_notice_read", .run = record_reading, .context = reading });
	return OK;
}

/* Two pages of one reader may have asked at the same moment: the first counts. */
static enum outcome
record_reading(struct db *db, struct arena *arena, const void *context)
{
	const struct reading *reading = context;
	const struct remote_receipt_record *receipt = &reading->receipt;
	struct remote_receipt_row_row before;
	enum outcome got = remote_receipt_row(db, receipt->remote_lesson, receipt->pupil, receipt->reader,
		arena, &before);
	return got == NOT_FOUND ? remote_receipt_deliver(db, reading->grant, arena, receipt) : got;
}
