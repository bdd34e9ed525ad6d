#ifndef REGISTER_JUSTIFICATION_VIEW_H
#define REGISTER_JUSTIFICATION_VIEW_H

#include "records.h"
#include "register/family_view.h"

/*
 * Justifications as the family proposes them and as the teacher validates them
 * (REG-46 to REG-48). A button is there only while its action is possible, and
 * where there is none the page says why.
 *
 * Family's form, POST to action:  day (any number of times, a value of `open`),
 *   reason (JUSTIFIED_REASON as in `reasons`), explanation, and editing when a
 *   proposal is changed; cancel = id withdraws one.
 * Teacher's form:  validate (ids, several), all the chosen at once by the
 *   button decide=validate; refuse = id with answer_ID.
 */
struct justification_open { /* a day or an entry or exit that nobody has justified */
	struct text value;  /* what the form sends: "2026-11-20 0 0" */
	struct day day;
	enum justified_kind kind;
	struct minute at; /* of an entry or exit */
	bool overdue;     /* more than the school's N days old */
	bool certificate; /* the school asks for a certificate */
	bool chosen;
};
struct justification_opens {
	struct justification_open *at;
	size_t count;
};

struct justification_reason_choice {
	int64_t value;
	const char *word; /* msgid */
	bool chosen;
};
struct justification_reasons {
	struct justification_reason_choice *at;
	size_t count;
};

struct justification_line {
	int64_t id;
	struct text pupil; /* teacher's list: family name first; with class */
	struct day day;
	enum justified_kind kind;
	struct minute at;
	enum justification_state state;
	const char *reason; /* msgid */
	struct text explanation;
	struct text answer; /* the teacher's, with a refusal */
	struct instant proposed_at;
	bool by_pupil;       /* an adult pupil, not a guardian */
	bool own;            /* of who looks: may be changed until validated (REG-47) */
	struct text edit;    /* path; empty when it cannot be changed */
	struct text why_not; /* teacher's list, translated: why it cannot be validated now */
	bool chosen;
	struct text typed; /* answer as typed, when rendered again */
};
struct justification_lines {
	struct justification_line *at;
	size_t count;
};

struct justification_family_view {
	struct family_children children;
	struct text given_name;
	struct text action;
	struct text day_path;
	bool may_justify;
	struct text why_not; /* translated: who may, who decides */
	bool saved;
	bool editing; /* the form holds an existing proposal */
	int64_t editing_id;
	struct justification_opens open;
	struct justification_reasons reasons;
	bool reason_needed;
	struct text explanation;
	struct justification_lines lines; /* proposed and decided, newest first */
};

struct justification_teacher_view {
	struct text class_name;
	struct text action;
	struct text back;
	bool may_validate;
	bool saved;
	struct justification_lines waiting;
	struct justification_lines decided; /* the last days */
};

#endif
