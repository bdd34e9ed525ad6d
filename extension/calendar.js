// When a lesson is running, and where: agent/calendar.c in JavaScript. Own zone
// rules, as the server's: a privacy rule should not hang on what a device
// thinks its zone is. Summer time is that of Directive 2000/84/EC.

const MINUTE = 60000;
const DAY = 24 * 60 * MINUTE;
const LATEST = 47482 * DAY; // 2100
const zones = [[60, true], [0, true], [-240, false], [0, false]]; // minutes, summer time

function isSummer(at) {
	const date = new Date(at), month = date.getUTCMonth() + 1;
	if (month !== 3 && month !== 10)
		return month > 3 && month < 10;
	const day = Math.floor(at / DAY), last = day + 31 - date.getUTCDate(); // both months have 31 days
	const sunday = last - (last + 4) % 7; // day 0 was a Thursday; Sunday is 0
	const isAfter = at >= sunday * DAY + 60 * MINUTE;
	return month === 3 ? isAfter : !isAfter;
}

/** { day, minute } of the school, or null. */
export function localTime(zone, at) {
	if (!zones[zone] || at < DAY || at >= LATEST)
		return null;
	const [standard, hasSummer] = zones[zone];
	const minutes = Math.floor(at / MINUTE) + standard + (hasSummer && isSummer(at) ? 60 : 0);
	return { day: Math.floor(minutes / (24 * 60)), minute: minutes % (24 * 60) };
}

const isClosed = (rules, day) => rules.closures.some((one) => day >= one.first_day && day <= one.last_day);

// The minute at which the row ends that holds this minute; 0 when none does.
function endOfRow(rules, group, day, minute) {
	const weekday = (day + 4) % 7;
	return rules.hours.reduce((end, hour) => hour.class === group && hour.weekday === weekday &&
		day >= hour.first_day && day <= hour.last_day && minute >= hour.from_minute && minute < hour.to_minute
		? Math.max(end, hour.to_minute) : end, 0);
}

export function hasLesson(rules, group, at) {
	const local = localTime(rules.zone, at);
	return local !== null && !isClosed(rules, local.day) && endOfRow(rules, group, local.day, local.minute) !== 0;
}

/** When the lesson ends that is running now, not the next one in a row; 0 when none is. */
export function lessonEnd(rules, group, at) {
	const local = localTime(rules.zone, at);
	if (!local || isClosed(rules, local.day))
		return 0;
	const end = endOfRow(rules, group, local.day, local.minute);
	return end ? at - at % MINUTE + (end - local.minute) * MINUTE : 0;
}

export function isRemote(rules, group, at) {
	const local = localTime(rules.zone, at);
	return local !== null && rules.remote_hours.some((hour) => hour.class === group && hour.day === local.day &&
		local.minute >= hour.from_minute && local.minute < hour.to_minute);
}

export function isInside(networks, address) {
	return networks.some(({ address: network, prefix }) => {
		if (prefix > 128)
			return false;
		for (let i = 0; i < prefix; i++)
			if ((network[i >> 3] ^ address[i >> 3]) & 0x80 >> (i & 7))
				return false;
		return true;
	});
}

/** A lesson of one of the pupil's groups runs at this moment. */
export const anyLesson = (rules, at) => rules.classes.some((one) => hasLesson(rules, one.class, at));

/** The next moment, within a day, at which anyLesson becomes true; null when there is none. */
export function nextLesson(rules, at) {
	const start = at - at % MINUTE + MINUTE;
	for (let minute = 0; minute < 24 * 60; minute++)
		if (anyLesson(rules, start + minute * MINUTE))
			return start + minute * MINUTE;
	return null;
}
