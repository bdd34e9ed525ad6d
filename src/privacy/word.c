#include "privacy/word.h"

#include <assert.h>

/* The switches have no default: a word added to roles.policy does not compile
 * until somebody has said how it reads. */

void
show_role(struct page *page, enum role role)
{
	switch (role) {
	case ROLE_NOBODY: page_tr(page, TR("Nobody")); break;
	case ROLE_VISITOR: page_tr(page, TR("Somebody not signed in")); break;
	case ROLE_HEAD: page_tr(page, TR("Head teacher")); break;
	case ROLE_DEPUTY: page_tr(page, TR("Deputy head")); break;
	case ROLE_OFFICE: page_tr(page, TR("School office")); break;
	case ROLE_TEACHER: page_tr(page, TR("Teacher")); break;
	case ROLE_PUPIL: page_tr(page, TR("Pupil")); break;
	case ROLE_GUARDIAN: page_tr(page, TR("Parent or guardian")); break;
	case ROLE_TECHNICIAN: page_tr(page, TR("Technician")); break;
	case ROLE_AUDITOR: page_tr(page, TR("Data-protection officer")); break;
	case ROLES: break;
	}
}

void
show_verb(struct page *page, enum verb verb)
{
	switch (verb) {
	case READ: page_tr(page, TR("looked at")); break;
	case RECORD: page_tr(page, TR("recorded")); break;
	case JUSTIFY: page_tr(page, TR("handed in")); break;
	case SIGN: page_tr(page, TR("signed as read")); break;
	case VALIDATE: page_tr(page, TR("decided on")); break;
	case EXPORT: page_tr(page, TR("exported")); break;
	case MANAGE: page_tr(page, TR("arranged")); break;
	case CHANGE: page_tr(page, TR("changed")); break;
	case VIEW: page_tr(page, TR("had open")); break;
	case STEER: page_tr(page, TR("steered")); break;
	case ANYONE:
	case VERBS: break;
	}
}

void
show_thing(struct page *page, enum thing thing)
{
	switch (thing) {
	case ROSTER: page_tr(page, TR("the class list")); break;
	case LESSON: page_tr(page, TR("the lesson")); break;
	case OWN_ENTRY: page_tr(page, TR("the own entries of a teacher")); break;
	case ATTENDANCE: page_tr(page, TR("attendance")); break;
	case JUSTIFICATION: page_tr(page, TR("the justifications")); break;
	case ABSENCE_LIMIT: page_tr(page, TR("the absence totals")); break;
	case TRAIL: page_tr(page, TR("who looked")); break;
	case MORNING: page_tr(page, TR("the school's morning")); break;
	case CLASS_REGISTER: page_tr(page, TR("the class register")); break;
	case TIMETABLE: page_tr(page, TR("the timetable")); break;
	case CALENDAR: page_tr(page, TR("the school calendar")); break;
	case SCREEN: page_tr(page, TR("the screen")); break;
	case DEVICE: page_tr(page, TR("the devices")); break;
	case VIEW_LOG: page_tr(page, TR("who watched the screen")); break;
	case REMOTE_LESSON: page_tr(page, TR("remote lessons")); break;
	case REMOTE_NOTICE: page_tr(page, TR("the notices of remote lessons")); break;
	case RESTRICTION: page_tr(page, TR("objections to being seen")); break;
	case ACCOUNT: page_tr(page, TR("accounts")); break;
	case CONTACT: page_tr(page, TR("how the school reaches the family")); break;
	case PASSWORD: page_tr(page, TR("the own password")); break;
	case SETTING: page_tr(page, TR("the settings")); break;
	case SIGN_IN: page_tr(page, TR("sign-in")); break;
	case WHO_CAN_SEE: page_tr(page, TR("who can see what")); break;
	case THINGS: break;
	}
}

void
show_things(struct page *page, uint64_t things)
{
	static_assert(THINGS <= 64, "a look's things fit in one word");
	bool first = true;
	for (int thing = 0; thing < THINGS; thing++) {
		if (!(things >> thing & 1))
			continue;
		if (!first)
			page_put_terminated(page, ", ");
		show_thing(page, (enum thing)thing);
		first = false;
	}
}

void
show_purpose(struct page *page, enum purpose purpose)
{
	switch (purpose) {
	case INSTRUCTION: page_tr(page, TR("for the lesson")); break;
	case INFORMATION: page_tr(page, TR("for information")); break;
	case ADMINISTRATION: page_tr(page, TR("for the school's papers")); break;
	case SUPERVISION: page_tr(page, TR("to supervise the register")); break;
	case SECURITY: page_tr(page, TR("for security")); break;
	case RIGHTS: page_tr(page, TR("for the family's rights")); break;
	case ORGANISATION: page_tr(page, TR("to run the school")); break;
	case IDENTIFICATION: page_tr(page, TR("to know who is who")); break;
	case ACCOUNTABILITY: page_tr(page, TR("to account for what was done")); break;
	case PURPOSES: break;
	}
}

void
show_relation(struct page *page, enum relation relation)
{
	switch (relation) {
	case RELATION_ANY: break;
	case THIS_SCHOOL:
	case SAME_SCHOOL: page_tr(page, TR("of this school")); break;
	case TEACHES_CLASS: page_tr(page, TR("who teaches this class")); break;
	case TEACHES_NOW: page_tr(page, TR("who has a lesson with this class at this very hour")); break;
	case SUBSTITUTES: page_tr(page, TR("who stands in for an hour in this class that day")); break;
	case HAS_SIGNED: page_tr(page, TR("who has signed lessons of this class this year")); break;
	case MEMBER_OF_CLASS: page_tr(page, TR("who is in this class")); break;
	case GUARDIAN_IN_CLASS: page_tr(page, TR("with a child in this class")); break;
	case TEACHES_PUPIL: page_tr(page, TR("who teaches this pupil's class")); break;
	case SUBSTITUTES_PUPIL:
		page_tr(page, TR("who stands in for an hour in this pupil's class that day"));
		break;
	case IS_SELF: page_tr(page, TR("(the person concerned)")); break;
	case IS_ADULT_SELF: page_tr(page, TR("(the person concerned, from 18 years)")); break;
	case GUARDIAN_OF: page_tr(page, TR("of this pupil")); break;
	case JUSTIFIES_FOR: page_tr(page, TR("of this pupil, with the right to justify")); break;
	case GUARDIAN_OF_MINOR: page_tr(page, TR("of this pupil, until 18 years")); break;
	case SIGNS_FOR: page_tr(page, TR("of this pupil, with the right to sign")); break;
	case RELATIONS: break;
	}
}

/* Fields are words of roles.policy; here they stand as messages, so that the
 * translators meet them. One that is missing shows as the policy writes it. */
static const char *const field_messages[] = {
	TR("name"),
	TR("number"),
	TR("class"),
	TR("birth"),
	TR("options"),
	TR("guardians"),
	TR("topic"),
	TR("activity"),
	TR("homework"),
	TR("signature"),
	TR("day"),
	TR("status"),
	TR("times"),
	TR("justification"),
	TR("totals"),
	TR("kind"),
	TR("state"),
	TR("reason"),
	TR("text"),
	TR("projection"),
	TR("when"),
	TR("role"),
	TR("purpose"),
	TR("what"),
	TR("called"),
	TR("signed"),
	TR("absences"),
	TR("lessons"),
	TR("attendance"),
	TR("hours"),
	TR("closures"),
	TR("terms"),
	TR("thumb"),
	TR("full"),
	TR("tabs"),
	TR("pupil"),
	TR("who"),
	TR("pupils"),
	TR("notice"),
	TR("receipt"),
	TR("reach"),
};

struct text
fields_in_words(struct request *req, enum thing thing, uint64_t fields)
{
	struct text rest = fields_text(req->arena, thing, fields);
	struct text words = { 0 };
	while (rest.length) {
		struct text word = text_trim(text_cut(&rest, ','));
		for (size_t i = 0; i < sizeof field_messages / sizeof *field_messages; i++)
			if (text_is(word, field_messages[i])) {
				word = text_of(page_translate(req->language, field_messages[i]));
				break;
			}
		words = words.length ? text_printf(req->arena, "%.*s, %.*s", TEXT_ARG(words), TEXT_ARG(word))
				     : word;
	}
	return words;
}
