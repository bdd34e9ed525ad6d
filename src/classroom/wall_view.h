#ifndef CLASSROOM_WALL_VIEW_H
#define CLASSROOM_WALL_VIEW_H

#include "platform/day.h"

/* The class on one page, as far as a page without script can say it. */
struct wall_tile {
	int64_t device;    /* 0: works on none of the school's today */
	struct text name;  /* first name and first letter (R16) */
	int64_t number;    /* in the register */
	bool same_name;    /* as another's of this class: the number tells them apart */
	const char *state; /* msgid */
	const char *mark;  /* "off" "ready" "refused" "none": the dot's colour */
	struct text code;  /* of CLS-25, empty for none */
	bool refused;
	int64_t can;
};
struct wall_tiles {
	struct wall_tile *at;
	size_t count;
};
struct wall_reason {
	struct text code;
	const char *words;
};
struct wall_reasons {
	struct wall_reason *at;
	size_t count;
};
struct wall_view {
	int64_t class;
	struct text class_name, subject;
	struct minute starts, ends;
	struct instant now, ends_at;
	struct wall_tiles tiles;
	struct wall_reasons reasons;
	struct text socket; /* wss://host:port/ */
	struct text stand;  /* who has which device, as this page shows it */
	struct text version;
	bool remote, teacher_here, no_networks, no_devices;
	bool sent, wrong_domains, wrong_url, wrong_text; /* of an order; these come back as typed */
	struct text domains, url, text;
	int64_t told; /* pupils whose family has had the notice of the remote lesson */
};

#endif
