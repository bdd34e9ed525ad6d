#include "classroom/device_use.h"

#include <string.h>

#include "classroom/device_use.sql.h"
#include "classroom/network.h"
#include "classroom/device_presence.h"

enum outcome
device_use_tie(struct db *db, struct arena *arena, const struct grant *grant, struct device_id device,
	struct person_id pupil, struct day from)
{
	enum outcome got = device_use_untie(db, arena, grant, device, from);
	if (got != OK)
		return got;
	return device_use_keep(db, grant, arena,
		&(struct device_use_record){
			.device = device, .from_day = from, .to_day = DAY_NONE, .pupil = pupil });
}

enum outcome
device_use_untie(struct db *db, struct arena *arena, const struct grant *grant, struct device_id device,
	struct day from)
{
	struct uses_of_device_rows rows;
	enum outcome got = uses_of_device(db, grant, device, from, arena, &rows);
	for (size_t i = 0; i < rows.count && got == OK; i++) {
		struct device_use_record *row = &rows.at[i];
		row->to_day = day_add(from, -1);
		got = day_before(row->from_day, from)
			? device_use_keep(db, grant, arena, row)
			: device_use_remove(db, grant, row->device, row->from_day);
	}
	return got;
}

/* No agent runs there: a pupil who signs in on it sits at no device of the school. */
static bool
is_telephone(struct text user_agent)
{
	return user_agent.at &&
		(memmem(user_agent.at, user_agent.length, "Mobi", 4) ||
			memmem(user_agent.at, user_agent.length, "Android", 7));
}

enum outcome
device_use_session_begun(struct request *req)
{
	uint8_t address[16];
	struct person_of_account_row who;
	if (req->begun_role != ROLE_PUPIL || !req->presence || is_telephone(req->http->user_agent) ||
		!network_address(req->http->peer, address))
		return OK;
	struct device_id device = presence_only_at(req->presence, address);
	struct device_is_pupils_row row;
	if (device.v == 0 || device_is_pupils(req->db, device, req->arena, &row) != OK ||
		row.kind != DEVICE_PUPIL || row.state != DEVICE_IS_ENROLLED ||
		!networks_hold(row.networks, address)) /* at home it is a sister's telephone */
		return OK;
	struct person_id already;
	enum outcome got = person_of_account(req->db, (struct account_id){ req->begun_account }, req->arena,
		&who);
	if (got == OK)
		got = device_use_pupil(req->db, req->arena, device, req->today, &already);
	if (got != OK || already.v == who.person.v)
		return got;
	/* One row a device and first day: the tie of the year that began today gives way to the sign-in. */
	return device_use_by_sign_in(req->db, req->arena,
		&(struct device_use_record){ .device = device,
			.from_day = req->today,
			.to_day = req->today,
			.pupil = who.person,
			.by_sign_in = true });
}

enum outcome
device_use_pupil(struct db *db, struct arena *arena, struct device_id device, struct day day,
	struct person_id *pupil)
{
	struct pupil_of_device_rows rows;
	*pupil = (struct person_id){ 0 };
	enum outcome got = pupil_of_device(db, device, day, arena, &rows);
	if (got == OK && rows.count > 0)
		*pupil = rows.at[0].pupil;
	return got;
}
