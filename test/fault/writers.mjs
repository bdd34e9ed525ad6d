// Teachers who save roll calls as fast as they are answered, and remember what
// they were told. Each save has a number; the roll call says it: the n-th pupil
// of the class is absent where the number has its n-th bit. So the database
// tells which save it holds without a word being opened, and the page tells it
// again in the topic, which is sealed.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { Schools, sign_in } from '../stories/school.mjs';
import { instant_of, day_number } from '../stories/time.mjs';
import { forms_of, text_of } from '../stories/page.mjs';
import { Visitor, encode } from '../stories/visitor.mjs';

export const DAY = '2026-11-23';
const CLASSES = ['1A', '2A', '3A', '4A'];
const PUPILS = 14; // bits of a number
const letters = 'abcdefghijklmnopqrstuvwxyz';

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// A replayable stream of chance (xorshift64*), from a seed.
export function chance_of(seed) {
	let state = (BigInt(seed) * 0x9e3779b97f4a7c15n + 1n) & 0xffffffffffffffffn;
	return (limit) => {
		state ^= state >> 12n;
		state = (state ^ (state << 25n)) & 0xffffffffffffffffn;
		state ^= state >> 27n;
		return Number(((state * 0x2545f4914f6cdd1dn) & 0xffffffffffffffffn) >> 33n) % limit;
	};
}

// One teacher and fourteen pupils for each class, all day.
function clauses() {
	const lines = [];
	CLASSES.forEach((name, at) => {
		const pupils = Array.from({ length: PUPILS }, (_, number) => `pupil${letters[at]}${letters[number]}`);
		lines.push(`${name}: ${pupils.join(', ')}`, `teacher writer${letters[at]} mathematics ${name}`,
			`hours ${name} ${Array(6).fill(`writer${letters[at]}`).join(' ')}`);
	});
	return [...lines, 'head helena'];
}

export async function make_school(program) {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'campanella-fault.'));
	const school = await new Schools(program, path.join(folder, 'made')).get(clauses(), path.join(folder, 'school'));
	school.folder = folder;
	school.clock.set(instant_of(DAY, '08:30'));
	return school;
}

export class Writer {
	constructor(school, at) {
		this.school = school;
		this.person = school.cast.person(`writer${letters[at]}`);
		this.class_name = CLASSES[at];
		this.class = school.classes.get(this.class_name);
		this.path = `/lessons/${this.class}/${DAY}/1`;
		this.pupils = Array.from({ length: PUPILS }, (_, number) => school.cast.person(`pupil${letters[at]}${letters[number]}`).id);
		this.address = `127.0.9.${at + 1}`;
		this.sent = 0;
		this.answered = 0;
		this.saves = 0;
		this.refused = 0;  // 5xx: told that it was not saved
		this.told = false; // ... on a page that holds what was entered
		this.cut = 0;      // no answer at all
		// What survives us too: the durable list.
		this.list = fs.openSync(path.join(school.folder, `answered-${this.class_name}`), 'a');
	}

	async begin() {
		this.visitor = new Visitor(this.school.server, this.address);
		const answer = await sign_in(this.visitor, this.person.user, this.person.password);
		if (answer.status !== 303)
			throw new Error(`${this.person.key} could not sign in: ${answer.status}`);
		await this.open_page();
	}

	async open_page() {
		const page = await this.visitor.get(this.path);
		const form = forms_of(page.body).find((each) => each.method === 'post' && each.fields.some(([name]) => name === 'topic'));
		if (!form)
			throw new Error(`${this.path} answered ${page.status} and has no roll call`);
		this.fields = form.fields.filter(([name]) => !name.startsWith('state_') && name !== 'topic' && name !== 'form');
		this.token = true;
	}

	async save() {
		const number = ++this.sent;
		const fields = [...this.fields, ['form', `${this.class_name}-${number}-${Date.now()}`], ['topic', `save ${number}.`],
			...this.pupils.map((pupil, bit) => [`state_${pupil}`, number >> bit & 1 ? 'A' : 'P'])];
		const answer = await this.visitor.request('POST', this.path, { body: encode(fields) });
		if (answer.status === 303 && !answer.headers.location.startsWith('/sign-in')) {
			fs.writeSync(this.list, `${number}\n`);
			fs.fdatasyncSync(this.list);
			this.answered = number;
			this.saves++;
		} else if (answer.status === 401 || answer.status === 303) {
			this.token = false;
		} else if (answer.status >= 500) {
			this.refused++;
			this.told ||= answer.status === 503 && answer.body.includes(`save ${number}.`) && answer.body.includes(' name="topic"');
			await pause(20);
		} else {
			throw new Error(`${this.path} answered ${answer.status}: ${text_of(answer.body).slice(0, 300)}`);
		}
	}

	// Until told to stop. A lost line is nothing to stop for.
	async write_on() {
		this.stopping = false;
		while (!this.stopping) {
			try {
				if (!this.token)
					await this.begin();
				await this.save();
			} catch (error) {
				if (!/ECONN|EPIPE|socket|hang up|closed|no answer|disconnected|could not sign in: 5|answered 5/.test(`${error.code} ${error.message}`))
					throw error;
				this.cut++;
				await pause(20);
			}
		}
	}

	start() {
		this.writing = this.write_on();
		this.writing.catch((error) => { this.failure = error; });
	}

	async stop() {
		this.stopping = true;
		await this.writing;
	}

	// The number that the database holds: null when there is no roll call.
	stored() {
		const rows = this.school.query(`select pupil, status from attendance where day = ${day_number(DAY)} and class = ${this.class}`);
		if (rows.length === 0)
			return null;
		if (rows.length !== PUPILS)
			throw new Error(`${this.class_name}: ${rows.length} of ${PUPILS} pupils are called`);
		return rows.reduce((number, row) => number | (row.status === 1 ? 1 << this.pupils.indexOf(String(row.pupil)) : 0), 0);
	}

	check() {
		const stored = this.stored();
		if ((stored ?? 0) < this.answered || (stored ?? 0) > this.sent)
			throw new Error(`${this.class_name}: save ${this.answered} was answered, ${this.sent} was sent, ${stored} is stored`);
		return stored;
	}

	// The page shows the same save: what is sealed opens.
	async check_page() {
		const stored = this.check();
		const page = await this.visitor.get(this.path);
		if (page.status !== 200 || (stored > 0 && !page.body.includes(`save ${stored}.`)))
			throw new Error(`${this.path} answered ${page.status} and does not show save ${stored}`);
	}
}

export function make_writers(school) {
	return CLASSES.map((_, at) => new Writer(school, at));
}

// Both copies are equal; how many operations they hold.
export function compare_copies(school) {
	let out;
	try {
		out = execFileSync(school.program, ['verify', school.directory, '--json'], { encoding: 'utf8', maxBuffer: 64 << 20 });
	} catch (failure) {
		throw new Error(`campanella verify: exit ${failure.status}: ${failure.stdout.slice(0, 2000)} ${failure.stderr.slice(0, 1000)}`);
	}
	return JSON.parse(out).operations;
}
