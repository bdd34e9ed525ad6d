#include "classroom/device.h"

#include <stdlib.h>
#include <string.h>

#include "classroom/device.html.h"
#include "classroom/device.sql.h"
#include "classroom/device_use.h"
#include "classroom/device_use.sql.h"
#include "classroom/device_view.h"
#include "classroom/enrol.h"
#include "classroom/installer.h"
#include "classroom/network.h"
#include "classroom/device_presence.h"
#include "identity/session.h"
#include "identity/setting.h"
#include "platform/crypt.h"
#include "platform/page.h"

static enum outcome change(struct request *req, const struct grant *grant, struct installer_facts *fresh);
static enum outcome make(struct request *req, const struct grant *grant, struct installer_facts *fresh);
static bool posted_site(struct request *req, const struct device_sites_rows *sites, struct site_id *site);
static enum outcome move(struct request *req, const struct grant *grant, struct device_id device);
static void give_script(struct request *req, struct reply *reply, enum installer installer,
	const struct installer_facts *fresh);
static void look_at_door(struct request *req, struct installer_facts *facts);
static enum outcome tie(struct request *req, const struct grant *grant, struct device_id device);
static enum outcome show(struct request *req, struct reply *reply, const struct installer_facts *fresh);
static struct text certificate_words(struct request *req);
static void sort_by_label(struct request *req, struct devices_of_school_rows *devices);
static void show_lines(struct request *req, const struct devices_of_school_rows *devices,
	const struct users_of_devices_rows *users, const struct device_sites_rows *sites,
	struct device_view *view);
static struct device_site_list choice_of_sites(struct request *req, const struct device_sites_rows *sites,
	struct site_id chosen);

static const char *const state_words[] = { "enrolled", "lost", "returned", "revoked" };

enum outcome
device_page(struct request *req, struct reply *reply)
{
	return show(req, reply, &(struct installer_facts){ 0 });
}

enum outcome
device_change(struct request *req, struct reply *reply)
{
	const struct grant *grant = may(req, MANAGE, DEVICE, of_school());
	if (!grant)
		return REFUSED;
	struct installer_facts fresh = { 0 };
	enum installer installer;
	enum outcome got = change(req, grant, &fresh);
	if (got == OK && fresh.code && installer_of_word(form_text(&req->form, "installer"), &installer)) {
		give_script(req, reply, installer, &fresh);
		return OK;
	}
	if (got == INVALID || (got == OK && fresh.code)) {
		/* A code is shown once, so its page is the answer itself. */
		enum outcome shown = show(req, reply, &fresh);
		reply->status = got == OK ? 200 : 0;
		return shown == OK ? got : shown;
	}
	if (got == OK)
		reply_see(reply, req, "/devices?saved=1");
	return got;
}

enum outcome
device_put_state(struct db *db, struct arena *arena, const struct grant *grant, struct instant now,
	struct device_id device, enum device_state state)
{
	struct device_record record;
	enum outcome got = device_whole(db, grant, device, arena, &record);
	if (got != OK)
		return got;
	if (record.state == DEVICE_IS_REVOKED && state != DEVICE_IS_REVOKED)
		return CONFLICT;
	record.state = state;
	record.changed_at = now;
	return device_keep(db, grant, arena, &record);
}

const char *
device_state_words(enum device_state state)
{
	static const char *const words[] = { TR("in use"), TR("lost"), TR("given back"), TR("revoked") };
	return words[state];
}

static enum outcome
change(struct request *req, const struct grant *grant, struct installer_facts *fresh)
{
	struct text what = form_text(&req->form, "do"), state = form_text(&req->form, "state");
	struct device_id device;
	if (text_is(what, "make") || form_has(&req->form, "installer"))
		return make(req, grant, fresh);
	if (!form_int64(&req->form, "device", &device.v))
		return INVALID;
	for (int i = 0; i < 4; i++)
		if (text_is(state, state_words[i])) {
			enum outcome got = device_put_state(req->db, req->arena, grant, req->now, device,
				(enum device_state)i);
			if (got == CONFLICT)
				request_problem(req, "",
					TR("A revoked device stays revoked. Enrol it anew with a code."));
			return got == CONFLICT ? INVALID : got;
		}
	if (text_is(what, "place"))
		return move(req, grant, device);
	if (text_is(what, "tie"))
		return tie(req, grant, device);
	if (text_is(what, "untie"))
		return grant_has_fields(grant, FIELD_DEVICE_PUPIL)
			? device_use_untie(req->db, req->arena, grant, device, req->today)
			: REFUSED;
	return INVALID;
}

/* One that the school has, not any number. */
static bool
posted_site(struct request *req, const struct device_sites_rows *sites, struct site_id *site)
{
	if (form_int64(&req->form, "site", &site->v))
		for (size_t i = 0; i < sites->count; i++)
			if (sites->at[i].id.v == site->v)
				return true;
	return false;
}

static enum outcome
move(struct request *req, const struct grant *grant, struct device_id device)
{
	struct device_sites_rows sites;
	struct device_record record;
	enum outcome got = device_sites(req->db, req->arena, &sites);
	if (got == OK)
		got = device_whole(req->db, grant, device, req->arena, &record);
	if (got != OK)
		return got;
	if (!posted_site(req, &sites, &record.site)) {
		request_problem(req, "", TR("Choose one of the sites."));
		return INVALID;
	}
	record.changed_at = req->now;
	return device_keep(req->db, grant, req->arena, &record);
}

static enum outcome
make(struct request *req, const struct grant *grant, struct installer_facts *fresh)
{
	int64_t kind = 0, devices = 1;
	struct enrol_wish wish = { .label = text_trim(form_text(&req->form, "label")),
		.made_by = req->session->person };
	struct device_sites_rows sites;
	enum outcome got = device_sites(req->db, req->arena, &sites);
	if (got != OK)
		return got;
	if (wish.label.length == 0 || text_code_points(wish.label) > ENROL_LABEL_LENGTH_MAX)
		request_problem(req, "label",
			TR("A name of at most 60 letters, as it will stand on the list."));
	if (form_has(&req->form, "devices") &&
		(!form_int64(&req->form, "devices", &devices) || devices < 1 || devices > ENROL_DEVICES_MAX))
		request_problem(req, "devices", TR("From 1 to 500 devices."));
	if (!posted_site(req, &sites, &wish.site))
		request_problem(req, "site", TR("Choose one of the sites."));
	if (form_has(&req->form, "kind") &&
		(!form_int64(&req->form, "kind", &kind) || kind < 0 || kind > DEVICE_STAFF))
		request_problem(req, "", TR("Choose one of the kinds."));
	if (request_has_problem(req, NULL))
		return INVALID;
	wish.kind = (enum device_kind)kind;
	wish.devices = (int)devices;
	char *code = arena_take(req->arena, ACTIVATION_CODE_SIZE, 1);
	got = enrol_make_code(req->db, req->keys, req->arena, grant, req->now, req->random, &wish, code);
	look_at_door(req, fresh);
	fresh->code = code;
	fresh->label = wish.label;
	fresh->devices = devices;
	fresh->last_day = day_add(req->today, ENROL_CODE_DAYS);
	return got;
}

/* The code is in it, so it leaves once, as the page with a code does. */
static void
give_script(struct request *req, struct reply *reply, enum installer installer,
	const struct installer_facts *fresh)
{
	struct text script = installer_script(req->arena, installer, fresh);
	buf_printf(&reply->body, "%.*s", TEXT_ARG(script));
	reply->content_type = "application/octet-stream";
	reply->file_name = text_of(installer_file_name(installer));
	reply->status = 200;
}

/* Where a device connects, and what it finds there. */
static void
look_at_door(struct request *req, struct installer_facts *facts)
{
	uint8_t digest[CRYPT_DIGEST_BYTES];
	bool self_signed = false,
	     known = req->presence && presence_certificate(req->presence, digest, &self_signed);
	char *certificate = arena_take(req->arena, CRYPT_HEX_SIZE(sizeof digest), 1);
	certificate[0] = '\0';
	if (known && self_signed) /* nobody else vouches for it */
		crypt_hex(digest, sizeof digest, certificate);
	facts->host = req->http ? network_host(req->http->host) : (struct text){ 0 };
	facts->port = req->presence ? presence_port(req->presence) : 0;
	facts->certificate = certificate;
}

static enum outcome
tie(struct request *req, const struct grant *grant, struct device_id device)
{
	int64_t number;
	struct pupil_of_number_row row;
	struct device_record record;
	if (!grant_has_fields(grant, FIELD_DEVICE_PUPIL))
		return REFUSED;
	enum outcome got = device_whole(req->db, grant, device, req->arena, &record);
	if (got != OK)
		return got;
	got = form_int64(&req->form, "number", &number)
		? pupil_of_number(req->db, grant, text_trim(form_text(&req->form, "class")), number,
			  req->today, req->arena, &row)
		: NOT_FOUND;
	if (got == NOT_FOUND || record.kind != DEVICE_PUPIL) {
		request_problem(req, "number", TR("No pupil has this number in this class."));
		return INVALID;
	}
	return got == OK ? device_use_tie(req->db, req->arena, grant, device, row.pupil, req->today) : got;
}

static enum outcome
show(struct request *req, struct reply *reply, const struct installer_facts *fresh)
{
	const struct grant *grant = may(req, READ, DEVICE, of_school());
	if (!grant)
		return REFUSED;
	struct devices_of_school_rows devices;
	struct enrolments_open_rows codes;
	struct device_sites_rows sites;
	struct users_of_devices_rows users = { 0 };
	enum outcome got = devices_of_school(req->db, grant, req->arena, &devices);
	if (got == OK)
		got = enrolments_open(req->db, grant, req->now, req->arena, &codes);
	if (got == OK)
		got = device_sites(req->db, req->arena, &sites);
	bool sees_pupils = grant_has_fields(grant, FIELD_DEVICE_PUPIL);
	if (got == OK && sees_pupils)
		got = users_of_devices(req->db, grant, req->today, req->arena, &users);
	if (got != OK)
		return got;
	sort_by_label(req, &devices);
	int64_t number = 1;
	struct site_id site = { 0 };
	(void)form_int64(&req->form, "devices", &number);
	if (!form_has(&req->form, "device")) /* that was another form's */
		(void)form_int64(&req->form, "site", &site.v);
	struct device_view view = { .may_manage = might(req, MANAGE, DEVICE, of_school()),
		.sees_pupils = sees_pupils,
		.saved = form_has(&req->query, "saved"),
		.label = form_text(&req->form, "label"),
		.devices = number };
	if (fresh->code) {
		view.fresh = text_of(fresh->code);
		view.line_linux = installer_line(req->arena, INSTALLER_LINUX, fresh);
		view.line_windows = installer_line(req->arena, INSTALLER_WINDOWS, fresh);
	}
	(void)setting_clock_shift(req->db, req->arena, &view.minutes_ahead);
	struct installer_facts door;
	look_at_door(req, &door);
	view.host = door.host;
	view.port = door.port;
	view.certificate = certificate_words(req);
	show_lines(req, &devices, &users, &sites, &view);
	view.codes.at = arena_array(req->arena, struct device_code, codes.count);
	for (size_t i = 0; i < codes.count; i++)
		view.codes.at[view.codes.count++] = (struct device_code){ codes.at[i].label,
			codes.at[i].site_name, codes.at[i].kind == DEVICE_STAFF, codes.at[i].uses_left,
			codes.at[i].ends_at };
	view.sites = choice_of_sites(req, &sites, site);
	for (size_t i = 0; i < sites.count; i++)
		view.no_networks |= sites.at[i].networks.length == 0;
	device_html(req, reply, &view);
	return OK;
}

/* In groups of four, as one compares it. Empty: not known. */
static struct text
certificate_words(struct request *req)
{
	uint8_t digest[CRYPT_DIGEST_BYTES];
	char hex[CRYPT_HEX_SIZE(sizeof digest)];
	bool self_signed;
	struct buf words;
	if (!req->presence || !presence_certificate(req->presence, digest, &self_signed))
		return (struct text){ 0 };
	crypt_hex(digest, sizeof digest, hex);
	buf_init(&words, 2 * sizeof hex);
	for (size_t i = 0; i + 4 < sizeof hex; i += 4)
		buf_printf(&words, "%s%.4s", i > 0 ? " " : "", hex + i);
	struct text copy = text_copy(req->arena, buf_text(&words));
	buf_finish(&words);
	return copy;
}

/* As somebody counts them on a trolley: 2 before 10. */
static int
by_label(const void *one, const void *other)
{
	const struct devices_of_school_row *a = one, *b = other;
	int order = text_compare(a->site_name, b->site_name);
	return order ? order : strverscmp(a->label.at, b->label.at);
}

static void
sort_by_label(struct request *req, struct devices_of_school_rows *devices)
{
	for (size_t i = 0; i < devices->count; i++)
		devices->at[i].label = text_printf(req->arena, "%.*s", TEXT_ARG(devices->at[i].label));
	if (devices->count > 0)
		qsort(devices->at, devices->count, sizeof devices->at[0], by_label);
}

static void
show_lines(struct request *req, const struct devices_of_school_rows *devices,
	const struct users_of_devices_rows *users, const struct device_sites_rows *sites,
	struct device_view *view)
{
	static const char *const platforms[] = { "Linux", "Windows", "Chromium" };
	int64_t typed = 0;
	if (request_has_problem(req, "number"))
		(void)form_int64(&req->form, "device", &typed);
	view->lines.at = arena_array(req->arena, struct device_line, devices->count);
	for (size_t i = 0; i < devices->count; i++) {
		const struct devices_of_school_row *row = &devices->at[i];
		struct present_device present;
		struct device_line *line = &view->lines.at[view->lines.count++];
		*line = (struct device_line){ .id = row->id.v,
			.may_tie = view->sees_pupils && row->kind == DEVICE_PUPIL,
			.label = row->label,
			.site = row->site_name,
			.state = row->state,
			.state_words = device_state_words(row->state),
			.platform = platforms[row->platform],
			.staff = row->kind == DEVICE_STAFF,
			.connected = presence_find(req->presence, row->id, &present),
			.in_hands = row->state != DEVICE_IS_REVOKED,
			.wrong = row->id.v == typed };
		if (view->may_manage && line->in_hands && sites->count > 1)
			line->sites = choice_of_sites(req, sites, row->site);
		if (line->wrong) {
			line->typed_class = form_text(&req->form, "class");
			line->typed_number = form_text(&req->form, "number");
		}
		for (size_t k = 0; k < users->count; k++) {
			const struct users_of_devices_row *user = &users->at[k];
			if (user->device.v != row->id.v || (line->pupil.length > 0 && !user->by_sign_in))
				continue;
			line->pupil = text_printf(req->arena, "%.*s %.*s", TEXT_ARG(user->family_name),
				TEXT_ARG(user->given_name));
			line->class_name = user->class_name;
			line->by_sign_in = user->by_sign_in;
			line->tied |= !user->by_sign_in;
		}
	}
}

static struct device_site_list
choice_of_sites(struct request *req, const struct device_sites_rows *sites, struct site_id chosen)
{
	struct device_site_list list = { arena_array(req->arena, struct device_site, sites->count), 0 };
	for (size_t i = 0; i < sites->count; i++)
		list.at[list.count++] = (struct device_site){ sites->at[i].id.v, sites->at[i].name,
			sites->at[i].id.v == chosen.v };
	return list;
}
