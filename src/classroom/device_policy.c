#include "classroom/device_policy.h"

#include <string.h>

#include "classroom/device.sql.h"
#include "classroom/device_policy.sql.h"
#include "classroom/device_use.h"
#include "classroom/network.h"
#include "classroom/remote_lesson.sql.h"
#include "classroom/signed_bytes.h"
#include "identity/setting.h"
#include "platform/limits.h"
#include "policy.h"

#define HOURS_MAX         2000
#define CLASSES_MAX       64
#define REMOTE_MAX        64
#define POLICY_ROOM_BYTES 62000

struct draft {
	struct db *db;
	struct arena *arena;
	struct day today;
	struct message_class *classes;
	struct message_hour *hours;
	struct message_remote_hour *remote;
	struct message_policy_rules rules;
};

static enum outcome put_classes(struct draft *draft, struct person_id pupil);
static enum outcome put_day(struct draft *draft, struct class_id class, struct day day);
static enum outcome put_remote(struct draft *draft, struct class_id class, struct day day,
	const struct hours_of_class_rows *hours);
static enum outcome put_remote_hours(struct draft *draft, struct class_id class, struct day day,
	const struct hours_of_class_rows *hours, const struct remote_lessons_of_class_row *remote);
static void put_networks(struct draft *draft, struct text networks);
static enum outcome put_keys(struct draft *draft, struct keys *keys, struct device_presence *presence,
	bool is_staff);

enum outcome
device_policy_make(struct db *db, struct keys *keys, struct arena *arena, struct device_presence *presence,
	struct instant now, struct device_id device, struct text *policy)
{
	struct device_place_row place;
	struct draft draft = { .db = db, .arena = arena };
	enum outcome got = device_place(db, device, arena, &place);
	if (got != OK)
		return got;
	if (place.state != DEVICE_IS_ENROLLED)
		return NOT_FOUND;
	enum zone zone = setting_zone(db, arena);
	struct minute minute;
	zone_local(zone, now, &draft.today, &minute);
	struct person_id pupil = { 0 };
	bool is_staff = place.kind == DEVICE_STAFF;
	if (!is_staff)
		got = device_use_pupil(db, arena, device, draft.today, &pupil);
	if (got != OK)
		return got;
	draft.rules = (struct message_policy_rules){
		.device = (uint64_t)device.v,
		.version = (uint32_t)(now.ms / 1000),
		.role = is_staff ? MESSAGE_ROLE_STAFF : MESSAGE_ROLE_PUPIL,
		.pupil = pupil.v,
		.valid_from = now.ms,
		.valid_until = now.ms + (int64_t)DEVICE_POLICY_DAYS * 24 * 3600 * 1000,
		.zone = (uint8_t)zone,
		.school = signed_bytes_name(arena, setting_read(db, arena, "school.name"), 80),
	};
	if (pupil.v != 0)
		got = put_classes(&draft, pupil);
	put_networks(&draft, place.networks);
	if (got == OK)
		got = put_keys(&draft, keys, presence, is_staff);
	if (got != OK)
		return got;
	struct message_writer out = message_writer(arena_take(arena, POLICY_ROOM_BYTES, 1),
		POLICY_ROOM_BYTES);
	message_policy_rules_put(&out, &draft.rules);
	return signed_bytes_make(keys, KEYS_SIGN_POLICY, arena, MESSAGE_POLICY_RULES_LABEL, &out, policy);
}

enum outcome
device_policy_places(struct db *db, struct arena *arena, uint8_t digest[CRYPT_DIGEST_BYTES])
{
	struct device_sites_rows sites;
	struct buf all;
	enum outcome got = device_sites(db, arena, &sites);
	if (got != OK)
		return got;
	buf_init(&all, MIB);
	for (size_t i = 0; i < sites.count; i++)
		buf_printf(&all, "%lld %.*s\n", (long long)sites.at[i].id.v, TEXT_ARG(sites.at[i].networks));
	struct text text = buf_text(&all);
	crypt_hash((struct bytes){ (const uint8_t *)text.at, text.length }, digest);
	buf_finish(&all);
	return OK;
}

/* Day by day, so that closures, grids that change and substitutions are all in
 * it: an hour that does not stand here does not exist for the device. */
static enum outcome
put_classes(struct draft *draft, struct person_id pupil)
{
	struct classes_of_pupil_rows rows;
	enum outcome got = classes_of_pupil(draft->db, pupil, draft->today, draft->arena, &rows);
	if (got != OK)
		return got;
	draft->classes = arena_array(draft->arena, struct message_class, CLASSES_MAX);
	draft->hours = arena_array(draft->arena, struct message_hour, HOURS_MAX);
	draft->remote = arena_array(draft->arena, struct message_remote_hour, REMOTE_MAX);
	draft->rules.classes.at = draft->classes;
	draft->rules.hours.at = draft->hours;
	draft->rules.remote_hours.at = draft->remote;
	for (size_t i = 0; i < rows.count && i < CLASSES_MAX; i++) {
		draft->classes[draft->rules.classes.count++].class = rows.at[i].id.v;
		for (int day = 0; day <= DEVICE_POLICY_DAYS && got == OK; day++)
			got = put_day(draft, rows.at[i].id, day_add(draft->today, day));
	}
	return got;
}

static enum outcome
put_day(struct draft *draft, struct class_id class, struct day day)
{
	struct hours_of_class_rows hours;
	enum outcome got = hours_of_class(draft->db, class, day, day_weekday(day), CLOSURE_CLOSED,
		draft->arena, &hours);
	if (got != OK)
		return got;
	for (size_t i = 0; i < hours.count && draft->rules.hours.count < HOURS_MAX; i++)
		draft->hours[draft->rules.hours.count++] = (struct message_hour){
			.class = class.v,
			.weekday = (uint8_t)day_weekday(day),
			.from_minute = (uint16_t)hours.at[i].starts.number,
			.to_minute = (uint16_t)hours.at[i].ends.number,
			.first_day = (uint32_t)day.number,
			.last_day = (uint32_t)day.number,
		};
	return put_remote(draft, class, day, &hours);
}

/* Only for whom the family was told; the device of anybody else goes on asking
 * for the place (R10, CLS-33). */
static enum outcome
put_remote(struct draft *draft, struct class_id class, struct day day,
	const struct hours_of_class_rows *hours)
{
	struct remote_lessons_of_class_rows remote;
	enum outcome got = remote_lessons_of_class(draft->db, class, day, REMOTE_APPROVED, draft->arena,
		&remote);
	for (size_t i = 0; i < remote.count && got == OK; i++) {
		struct remote_receipts_of_pupil_row told;
		got = remote_receipts_of_pupil(draft->db, remote.at[i].id,
			(struct person_id){ draft->rules.pupil }, draft->arena, &told);
		if (got == OK && told.count > 0)
			got = put_remote_hours(draft, class, day, hours, &remote.at[i]);
	}
	return got;
}

/* Not the hours that who decided teaches: they are somebody else's to decide. */
static enum outcome
put_remote_hours(struct draft *draft, struct class_id class, struct day day,
	const struct hours_of_class_rows *hours, const struct remote_lessons_of_class_row *remote)
{
	for (size_t k = 0; k < hours->count && draft->rules.remote_hours.count < REMOTE_MAX; k++) {
		int64_t ordinal = hours->at[k].ordinal;
		struct remote_hours_taught_row own;
		if (ordinal < remote->first_ordinal || ordinal > remote->last_ordinal)
			continue;
		enum outcome got = remote_hours_taught(draft->db, class, remote->approved_by, day,
			day_weekday(day), ordinal, ordinal, draft->arena, &own);
		if (got != OK)
			return got;
		if (own.count == 0)
			draft->remote[draft->rules.remote_hours.count++] = (struct message_remote_hour){
				.class = class.v,
				.day = (uint32_t)day.number,
				.from_minute = (uint16_t)hours->at[k].starts.number,
				.to_minute = (uint16_t)hours->at[k].ends.number,
			};
	}
	return OK;
}

/* One list for both tests: the device's own address and the one that the
 * server sees must both be inside (CLS-23). */
static void
put_networks(struct draft *draft, struct text networks)
{
	struct message_network *list = arena_array(draft->arena, struct message_network, NETWORKS_MAX);
	struct network network;
	size_t count = 0;
	while (count < NETWORKS_MAX && network_next(&networks, &network)) {
		memcpy(list[count].address, network.address, sizeof list[count].address);
		list[count++].prefix = (uint8_t)network.prefix;
	}
	draft->rules.device_networks.at = draft->rules.public_networks.at = list;
	draft->rules.device_networks.count = draft->rules.public_networks.count = count;
}

static enum outcome
put_keys(struct draft *draft, struct keys *keys, struct device_presence *presence, bool is_staff)
{
	struct message_key *lease = arena_array(draft->arena, struct message_key, 1);
	struct message_key *time = arena_array(draft->arena, struct message_key, 1);
	enum outcome got = keys_sign_public(keys, KEYS_SIGN_LEASE, lease->key);
	if (got != OK)
		return got;
	draft->rules.lease_keys.at = lease;
	draft->rules.lease_keys.count = is_staff ? 0 : 1;
	draft->rules.time_keys.at = time;
	draft->rules.time_keys.count = presence_time_key(presence, time->key) ? 1 : 0;
	return OK;
}
