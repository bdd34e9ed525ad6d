#include "classroom/enrol.h"

#include "classroom/device.sql.h"
#include "platform/id.h"

#define PUBLIC_KEY_BYTES 32

static enum outcome digest_of(struct keys *keys, struct arena *arena, struct text code, struct bytes *digest);

enum outcome
enrol_make_code(struct db *db, struct keys *keys, struct arena *arena, const struct grant *grant,
	struct instant now, struct random *random, const struct enrol_wish *wish,
	char code[ACTIVATION_CODE_SIZE])
{
	struct enrolment_record enrolment = {
		.id = { id_make(now, random) },
		.kind = wish->kind,
		.site = wish->site,
		.label = wish->label,
		.uses_left = wish->devices,
		.ends_at = activation_ends(now),
		.made_by = wish->made_by,
	};
	activation_make(random, code);
	enum outcome got = digest_of(keys, arena, text_of(code), &enrolment.code);
	return got == OK ? enrolment_keep(db, grant, arena, &enrolment) : got;
}

enum outcome
enrol_redeem(struct db *db, struct keys *keys, struct arena *arena, struct instant now, struct random *random,
	struct text code, enum device_platform platform, struct bytes public_key, struct device_record *made)
{
	/* The code itself is the right to do this: it was made under this grant. */
	const struct grant *grant = grant_for_operator(arena, MANAGE, DEVICE, of_school());
	struct enrolment_record row;
	struct bytes digest;
	if (public_key.length != PUBLIC_KEY_BYTES || digest_of(keys, arena, code, &digest) != OK)
		return NOT_FOUND;
	enum outcome got = enrolment_of_code(db, grant, digest, arena, &row);
	if (got != OK)
		return got;
	if (row.uses_left <= 0 || row.ends_at.ms <= now.ms)
		return NOT_FOUND;
	struct enrolment_record enrolment = { row.id, row.code, row.kind, row.site, row.label,
		row.uses_left - 1, row.ends_at, row.made_by };
	got = enrolment_keep(db, grant, arena, &enrolment);
	if (got != OK)
		return got;
	*made = (struct device_record){
		.id = { id_make(now, random) },
		.kind = row.kind,
		.platform = platform,
		.site = row.site,
		/* What is left counts down from a batch's size: the last one is 1. */
		.label = row.uses_left > 1
			? text_printf(arena, "%.*s %lld", TEXT_ARG(row.label), (long long)row.uses_left)
			: row.label,
		.public_key = public_key,
		.state = DEVICE_IS_ENROLLED,
		.enrolled_at = now,
		.enrolled_by = row.made_by,
		.changed_at = now,
	};
	return device_keep(db, grant, arena, made);
}

static enum outcome
digest_of(struct keys *keys, struct arena *arena, struct text code, struct bytes *digest)
{
	struct text hex = { 0 };
	enum outcome got = activation_digest(keys, arena, code, &hex);
	*digest = (struct bytes){ (const uint8_t *)hex.at, hex.length };
	return got;
}
