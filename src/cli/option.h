#ifndef CLI_OPTION_H
#define CLI_OPTION_H

#include "cli/command.h"

/* The options of every word, in the order of `--help`. Only command.c reads this. */
static const struct command_option init_options[] = {
	{ "name", "TEXT", "the school's name" },
	{ "country", "IT|NL|ES", "its country (IT)" },
	{ "language", "it|en|nl|es", "the language of its pages (the country's)" },
	{ "sites", "NAME;NAME...", "its sites, the first where letters go (\"Sede\")" },
	{ "year", "2026/27", "the school year (the one of today)" },
	{ "first-day", "YYYY-MM-DD", "the first day of school" },
	{ "last-day", "YYYY-MM-DD", "the last day of school" },
	{ "terms", "2|3", "in how many terms the year is divided (2)" },
	{ "week", "5|6", "school days a week, from Monday (5)" },
	{ "hours", "N", "hours a day (6)" },
	{ "hour-minutes", "N", "minutes of an hour (60)" },
	{ "starts", "HH:MM", "when the first hour begins (08:00)" },
	{ "networks", "CIDR,CIDR...", "the networks of the school's sites (none)" },
	{ "passwords", "allegato5|nist", "the password profile (allegato5)" },
	{ "time-zone", "ZONE", "such as Europe/Rome (the country's)" },
	{ "journal", "PATH", "where the second copy goes: another disk is best" },
	{ "head", "NAME", "the user name of the head's account (\"preside\")" },
	{ "head-given-name", "TEXT", "the head's first name" },
	{ "head-family-name", "TEXT", "the head's family name" },
	{ "host", "NAME", "the name that browsers will use (localhost)" },
	{ "certificate", "FILE", "a certificate of your own, PEM" },
	{ "key", "FILE", "its key, PEM" },
	{ "yes", NULL, "ask nothing: take what stands in brackets" },
	{ NULL, NULL, NULL },
};

static const struct command_option demo_options[] = {
	{ "seed", "N", "another school (1)" },
	{ "today", "YYYY-MM-DD", "the school's day (today, or the next school day)" },
	{ "pupils", "N", "how many pupils, from 50 to 4000 (1000)" },
	{ "class-size", "N", "how many in a class, from 25 to 32 (25)" },
	{ "json", NULL, "print the accounts as JSON: role, name, password" },
	{ "lesson", NULL, "DIR is there already: move its clock on to a lesson, and say which" },
	{ NULL, NULL, NULL },
};

static const struct command_option serve_options[] = {
	{ "listen", "HOST:PORT", "where to listen (127.0.0.1:8443)" },
	{ NULL, NULL, NULL },
};

static const struct command_option import_options[] = {
	{ "apply", NULL, "write it; without this only the difference is shown" },
	{ "complete", NULL, "the files name everybody: who is missing leaves" },
	{ "provisional", NULL, "the timetable holds until a definitive one comes" },
	{ "from", "YYYY-MM-DD", "the day the changes count from (today)" },
	{ "site", "NAME", "the site of classes that are new" },
	{ "keep", "birth_place", "keep the birth place too" },
	{ "codes", "FILE", "with --apply: write the new accounts' one-time codes to FILE" },
	{ "json", NULL, "print the difference as JSON" },
	{ NULL, NULL, NULL },
};

static const struct command_option user_options[] = {
	{ "role", "ROLE", "head deputy office teacher technician auditor" },
	{ "family-name", "TEXT", "of the person of a new account" },
	{ "given-name", "TEXT", "of the person of a new account" },
	{ "from", "YYYY-MM-DD", "the first day of the role (today)" },
	{ "to", "YYYY-MM-DD", "its last day (open; for end: today)" },
	{ "approved-by", "NAME", "a second person who agrees, for staff accounts" },
	{ "json", NULL, "print as JSON" },
	{ NULL, NULL, NULL },
};

static const struct command_option device_options[] = {
	{ "label", "NAME", "of a code: what the devices are called" },
	{ "devices", "N", "of a code: how many devices it enrols (1)" },
	{ "kind", "pupil|staff", "of a code: whose they are; staff's are never viewed (pupil)" },
	{ "site", "NAME", "of a code: where they belong (the only site)" },
	{ "platform", "linux|windows", "of an installer: what it runs on" },
	{ "server", "HOST:PORT", "of an installer: where the devices connect" },
	{ "class", "NAME", "of tie: the pupil's class" },
	{ "number", "N", "of tie: the pupil's number in its register" },
	{ "json", NULL, "print as JSON" },
	{ NULL, NULL, NULL },
};

static const struct command_option verify_options[] = {
	{ "repair", NULL, "mend each copy from the other; the school must not be served" },
	{ "from", "database|journal", "with --repair: which copy stays, when both went on separately" },
	{ "json", NULL, "print the differences as JSON" },
	{ NULL, NULL, NULL },
};

static const struct command_option policy_options[] = {
	{ "json", NULL, "print as JSON" },
	{ NULL, NULL, NULL },
};

static const struct command_option doctor_options[] = {
	{ "json", NULL, "print as JSON" },
	{ NULL, NULL, NULL },
};

#endif
