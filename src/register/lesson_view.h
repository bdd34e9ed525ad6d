#ifndef REGISTER_LESSON_VIEW_H
#define REGISTER_LESSON_VIEW_H

#include "records.h"
#include "classroom/remote_notice.h"
#include "register/presence.h"

/*
 * The lesson page: signature, roll call, topic and homework with one save
 * (REG-27). Rendered again from the posted form when something is wrong, so
 * every field holds what was typed, not what is stored.
 *
 * Fields of the form, per pupil ID where it says so:
 *   state_ID       P A R U F; absent: not called
 *   time_ID        08:12, an entry; exit_ID: 12:20, an exit; each any number of times (REG-29)
 *   outside_ID     1: does not count towards the school's maximum (REG-32)
 *   away_ID        AWAY_* as a number; away_from_ID, away_to_ID: may be empty
 *   validate_ID    1 for a waiting justification's id
 *   all            "present": whoever has no letter is present; the page saves
 *   sign_as        a value of `signings`; unsign: 1 takes the own signature back
 *   support_text topic activity homework homework_due
 *   confirm_names  1: the text may hold a classmate's name (REG-3)
 *   seen           the newest recording that the page knew, in ms
 *   event_time     ms; put by the script when the line was lost
 */
struct lesson_waiting { /* a justification that waits for a teacher */
	int64_t id;
	enum justified_kind kind;
	struct day day;
	struct text reason;      /* translated, as the family chose it */
	struct text explanation; /* the family's words; may be empty */
	bool ticked;
};
struct lesson_waitings {
	struct lesson_waiting *at;
	size_t count;
};

struct lesson_time {
	struct text at; /* as typed; a time that is stored is padded: 08:12 */
};
struct lesson_times { /* at least one, so that there is a field to fill */
	struct lesson_time *at;
	size_t count;
};

struct lesson_pupil {
	int64_t id;
	int64_t register_number;
	struct text name; /* family name first */
	enum presence state;
	struct lesson_times entered;
	struct lesson_times exited;
	bool outside_maximum;
	bool short_delay;    /* REG-31 */
	enum away_kind away; /* with PRESENCE_AWAY */
	bool away_planned;   /* from a plan: the roll call does not change it */
	struct text away_from;
	struct text away_to;
	struct text note; /* one translated line: "absent on Friday too", "may leave at 12:20" */
	struct lesson_waitings waiting;
	int64_t to_justify;       /* past absences without any justification */
	bool problem;             /* one of the fields of this row is wrong */
	struct text problem_text; /* translated */
};
struct lesson_pupils {
	struct lesson_pupil *at;
	size_t count;
};

struct lesson_signature {
	struct text teacher;
	struct text subject; /* may be empty */
	enum signature_kind kind;
	struct text pupil; /* with a support signature */
	struct text support_text;
	bool own; /* of who looks: can be taken back (REG-26) */
};
struct lesson_signatures {
	struct lesson_signature *at;
	size_t count;
};

struct lesson_signing {    /* a way in which this teacher can sign */
	struct text value; /* signing_value() */
	enum signature_kind kind;
	struct text subject;
	bool chosen;
};
struct lesson_signings {
	struct lesson_signing *at;
	size_t count;
};

struct lesson_view {
	struct text action; /* where the form goes: this page */
	struct text back;   /* the teacher's day */
	struct text subject;
	struct text class_name;
	struct text group; /* part of the class; may be empty */
	struct day day;
	int64_t ordinal; /* 1: the first hour */
	struct minute starts;
	struct minute ends;
	struct text site;
	bool now;              /* the hour runs */
	int64_t minute;        /* of the school's day, while it runs */
	int64_t minutes_left;  /* to the bell */
	struct text wall_path; /* the class's screens; empty when they are not for who looks, or not now */
	struct remote_notices remote; /* this class's lessons at home today */

	bool may_record;     /* false: shown without the form's buttons */
	bool may_write;      /* signs, and so writes topic and homework; the head only puts the roll right */
	struct text why_not; /* translated: who decides, since when it is closed */
	bool saved;          /* this page follows a save */
	struct instant saved_at;
	int64_t saved_pupils; /* rows of the roll call that were written */
	bool saved_late;      /* the save had waited for the line */
	struct instant pressed_at;

	struct lesson_pupils pupils;
	bool called;
	struct instant called_at;
	struct text called_by; /* empty: by who looks */
	int64_t present, absent, late, exits, away, uncalled;
	int64_t waiting; /* justifications in the rows */
	int64_t seen;

	struct text topic;
	struct text activity;
	struct text homework;
	struct text homework_due; /* as typed: 2026-11-25 */
	bool has_next;            /* the class has this subject again this year, */
	struct day next_lesson;   /* on this day: a proposal for the homework */
	bool signed_here;         /* who looks has signed */
	struct lesson_signatures signatures;
	struct lesson_signings signings;
	bool signs_nothing; /* chose to call the roll only */
	bool names_found;   /* a text holds a classmate's name: asks once more (REG-3) */
	bool supports;      /* one of the signings is for support */
	struct text support_text;
	struct text who_can_see; /* path; empty: no link */
};

#endif
