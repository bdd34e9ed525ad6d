#ifndef CLASSROOM_DEVICE_VIEW_H
#define CLASSROOM_DEVICE_VIEW_H

#include "platform/day.h"
#include "records.h"

struct device_site {
	int64_t id;
	struct text name;
	bool chosen;
};
struct device_site_list {
	struct device_site *at;
	size_t count;
};
struct device_line {
	int64_t id;
	struct text label, site, pupil, class_name;
	enum device_state state;
	const char *state_words, *platform;
	bool staff, connected, by_sign_in, in_hands; /* in_hands: enrolled, lost or returned, not revoked */
	bool may_tie;                                /* for who sees whose they are */
	bool tied, wrong; /* wrong: what was typed for it comes back with what is wrong */
	struct text typed_class, typed_number;
	struct device_site_list sites; /* where it can be moved; empty in a school of one site */
};
struct device_lines {
	struct device_line *at;
	size_t count;
};
struct device_code {
	struct text label, site;
	bool staff;
	int64_t uses_left;
	struct instant ends_at;
};
struct device_codes {
	struct device_code *at;
	size_t count;
};
struct device_view {
	struct device_lines lines;
	struct device_codes codes;
	struct device_site_list sites;
	bool may_manage, sees_pupils, saved, no_networks;
	struct text fresh; /* a code just made, shown this once */
	struct text label; /* as typed */
	int64_t devices;
	int64_t minutes_ahead; /* of a demo school's clock; 0 in any other */
	int64_t port;          /* where a device connects */
	struct text host;
	struct text certificate;              /* its SHA-256; empty: not known */
	struct text line_linux, line_windows; /* with the fresh code */
};

#endif
