#include "classroom/refusal.h"

static const struct {
	const char *code, *words;
} refusals[MESSAGE_REFUSAL_WORDS] = {
	[MESSAGE_REFUSAL_NONE] = { "", "" },
	[MESSAGE_REFUSAL_ESIG] = { "ESIG",
		TR("The device refuses: the permission is not signed by this school.") },
	[MESSAGE_REFUSAL_EDEV] = { "EDEV", TR("The device refuses: the permission is for another device.") },
	[MESSAGE_REFUSAL_EROLE] = { "EROLE",
		TR("The device refuses: it is not a pupil's. Staff are never viewed.") },
	[MESSAGE_REFUSAL_EGROUP] = { "EGROUP", TR("The device refuses: its pupil is not in this class.") },
	[MESSAGE_REFUSAL_ETIME] = { "ETIME",
		TR("The device refuses: no lesson of this class is running by its timetable.") },
	[MESSAGE_REFUSAL_ELOC] = { "ELOC", TR("The device refuses: it is not at this school.") },
	[MESSAGE_REFUSAL_ECLOCK] = { "ECLOCK", TR("The device refuses: its clock is wrong.") },
	[MESSAGE_REFUSAL_EPOLICY] = { "EPOLICY", TR("The device refuses: its rules are out of date.") },
	[MESSAGE_REFUSAL_EEXP] = { "EEXP", TR("The device refuses: the permission has run out.") },
	[MESSAGE_REFUSAL_EREPLAY] = { "EREPLAY", TR("The device refuses: the permission was used before.") },
	[MESSAGE_REFUSAL_EIND] = { "EIND", TR("The device refuses: the pupil cannot see who looks.") },
	[MESSAGE_REFUSAL_EUSER] = { "EUSER", TR("The device refuses: somebody else is signed in on it.") },
	[MESSAGE_REFUSAL_ECAP] = { "ECAP", TR("This device cannot show its screen.") },
};

const char *
refusal_words(enum message_refusal code)
{
	return code < MESSAGE_REFUSAL_WORDS ? refusals[code].words : "";
}

const char *
refusal_code(enum message_refusal code)
{
	return code < MESSAGE_REFUSAL_WORDS ? refusals[code].code : "";
}
