// A school's clock. Stories speak local time; the daemon's clock file holds
// milliseconds of UTC, always as many digits, so that a reader never sees half.
import fs from 'node:fs';

const ZONE = 'Europe/Rome';

function offset_minutes(ms) {
	const parts = Object.fromEntries(new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hourCycle: 'h23', year: 'numeric', month: '2-digit',
		day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' }).formatToParts(ms).map((part) => [part.type, Number(part.value)]));
	return Math.round((Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second) - Math.floor(ms / 1000) * 1000) / 60000);
}

// "2026-11-23", "08:05[:30]" -> ms
export function instant_of(day, time) {
	const wall = Date.parse(`${day}T${/^\d?\d:\d\d$/.test(time) ? `${time.padStart(5, '0')}:00` : time.padStart(8, '0')}Z`);
	if (Number.isNaN(wall))
		throw new Error(`"${day} ${time}" is no time`);
	return wall - offset_minutes(wall - offset_minutes(wall) * 60000) * 60000;
}

export function day_of(ms) {
	return new Date(ms + offset_minutes(ms) * 60000).toISOString().slice(0, 10);
}

// Days since 1970-01-01, as the register counts them.
export function day_number(day) {
	return Date.parse(`${day}T00:00:00Z`) / 86400000;
}

// "10 minutes", "90 days", "2 years" after ms; years and months keep the local time of day
export function after(ms, count, unit) {
	const plain = { second: 1000, minute: 60000, hour: 3600000 }[unit.replace(/s$/, '')];
	if (plain)
		return ms + count * plain;
	const local = new Date(ms + offset_minutes(ms) * 60000);
	if (/^days?$/.test(unit))
		local.setUTCDate(local.getUTCDate() + count);
	else if (/^months?$/.test(unit))
		local.setUTCMonth(local.getUTCMonth() + count);
	else if (/^years?$/.test(unit))
		local.setUTCFullYear(local.getUTCFullYear() + count);
	else
		throw new Error(`"${unit}" is no stretch of time`);
	const wall = local.toISOString();
	return instant_of(wall.slice(0, 10), wall.slice(11, 19));
}

export class ClockFile {
	constructor(file, ms) {
		this.file = file;
		this.ms = ms;
		fs.writeFileSync(file, `${ms}\n`, { mode: 0o644 });
		this.fd = fs.openSync(file, 'r+');
	}

	set(ms, backwards = false) {
		if (ms < this.ms !== backwards)
			throw new Error('a story goes forward in time; "set back" is for a clock that went wrong');
		this.ms = ms;
		fs.writeSync(this.fd, `${ms}\n`, 0);
	}

	close() {
		fs.closeSync(this.fd);
	}
}
