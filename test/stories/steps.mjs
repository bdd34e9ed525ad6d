// The words of a story and what they do. Each step gets the scene (the school,
// its visitors, the story's own words) and throws what went wrong.
import { instant_of, after, day_of } from './time.mjs';
import { words_of } from './story.mjs';
import { Visitor } from './visitor.mjs';
import { sign_in } from './school.mjs';
import { check_answer, excerpt } from './expect.mjs';
import { operator_steps } from './steps_operator.mjs';
import { record_steps } from './steps_record.mjs';
import { canary_steps } from './steps_canary.mjs';
import { press_steps } from './steps_press.mjs';

// Words in braces that mean the same in every story.
const plain_words = {
	today: (scene) => day_of(scene.now),
	school: (scene) => scene.school.directory,
	long: () => 'a word and '.repeat(190),
	path: () => 'long/'.repeat(700),
	huge: () => 'x'.repeat(2 << 20),
	many: () => Array.from({ length: 3000 }, (_, at) => `f${at}=1`).join('&'),
};

export class Scene {
	constructor(schools, folder, directory) {
		this.schools = schools;
		this.folder = folder;       // of the stories
		this.directory = directory; // this story's own
		this.visitors = new Map();
		this.kept = new Map();      // words that the story keeps: keep NAME "..."
		this.used_at = new Map();   // when somebody was last seen, in story time
		this.planted = [];
	}

	get now() {
		return this.school.clock.ms;
	}

	// {anna} her id, {anna.family} a field, {3B} the class, {08:05} ms of today, {today}, {NAME} what was kept
	fill(text) {
		return text.replace(/\{(?!\d+\})([a-z0-9][a-z0-9_:. ]*)\}/gi, (whole, name) => {
			const { cast, classes } = this.school;
			const [key, field] = name.split('.');
			if (this.kept.has(name))
				return this.kept.get(name);
			if (plain_words[name])
				return plain_words[name](this);
			if (name.startsWith('cookie '))
				return [...this.visitor(name.slice(7)).jar.values()].join('');
			if (/^\d?\d:\d\d$/.test(name))
				return String(instant_of(day_of(this.now), name));
			if (classes?.has(name))
				return classes.get(name);
			if (!cast.people.has(key))
				throw new Error(`nothing in this story is called {${name}}`);
			const value = field ? cast.person(key)[field] : cast.person(key).id;
			if (!value)
				throw new Error(`{${name}} is empty`);
			return value;
		});
	}

	visitor(key) {
		if (!this.visitors.has(key)) {
			const number = this.visitors.size + 1;
			this.visitors.set(key, new Visitor(this.school.server, `127.0.50.${number}`));
		}
		return this.visitors.get(key);
	}

	// Signed in, anew when the visit was so long ago that the session has ended.
	async signed_in(key) {
		if (key === 'nobody')
			return new Visitor(this.school.server, '127.0.49.1');
		const visitor = this.visitor(key), person = this.school.cast.person(key);
		const idle = this.now - (this.used_at.get(key) ?? -Infinity);
		const whole = this.now - (visitor.since ?? 0);
		if (idle >= 9 * 60_000 || whole >= 7.9 * 3_600_000 || visitor.jar.size === 0) {
			visitor.jar.clear();
			const answer = await sign_in(visitor, person.user, person.password);
			if (answer.status !== 303)
				throw new Error(`${key} cannot sign in: ${excerpt(answer)}`);
			visitor.since = this.now;
		}
		this.used_at.set(key, this.now);
		return visitor;
	}
}

// [["name", "value"], ...] of name=value; "name=" is sent empty, "name!" is left out
function fields_of(words, scene) {
	return words.map((word) => {
		const at = word.indexOf('=');
		if (at < 0 && word.endsWith('!'))
			return [scene.fill(word.slice(0, -1)), null];
		if (at < 1)
			throw new Error(`"${word}" is no field=value`);
		return [scene.fill(word.slice(0, at)), scene.fill(word.slice(at + 1))];
	});
}

async function ask(scene, visitor, [method, raw_path, ...rest]) {
	const address = scene.fill(raw_path ?? '');
	const options = { headers: {} };
	const fields = [];
	for (let i = 0; i < rest.length; i++)
		if (rest[i] === 'on')
			options.from = scene.fill(rest[++i]);
		else if (rest[i] === 'with')
			options.headers[rest[++i].toLowerCase()] = scene.fill(rest[++i]);
		else
			fields.push(rest[i]);
	switch (method) {
	case 'GET': return visitor.get(address, options.headers);
	case 'HEAD': return visitor.request('HEAD', address, { headers: options.headers });
	case 'POST': return visitor.post(address, fields_of(fields, scene), options);
	case 'BLIND': return visitor.post(address, fields_of(fields, scene), { ...options, blind: true });
	case 'LOST': return visitor.post(address, fields_of(fields, scene), { ...options, cut: 400 });
	case 'AGAIN': return visitor.again();
	case 'RAW': return visitor.request('POST', address, { body: scene.fill(fields[0]), headers: options.headers });
	// the page is opened now, its form sent later
	case 'OPEN': return visitor.open(address);
	case 'PRESS': return visitor.press(address, fields_of(fields, scene));
	// a form of one's own making, with a token that is good
	case 'SEND': return visitor.send(address, fields_of(fields, scene), options);
	default: return visitor.request(method, address, { headers: options.headers });
	}
}

async function as_step(scene, step, visitor_of) {
	const [key, ...words] = words_of(step.said);
	const visitor = await visitor_of(key);
	scene.before = scene.answer;
	scene.answer = await ask(scene, visitor, words);
	if (scene.answer)
		check_answer(scene, step, scene.answer);
	else if (step.expected)
		throw new Error('the line was cut: there is no answer to look at');
}

const visit_steps = {
	// as WHO METHOD PATH field=value ... -> STATUS ...; signs in first where needed
	as: (scene, step) => as_step(scene, step, (key) => scene.signed_in(key)),
	// the same with the cookies there are, whatever the hour
	still: (scene, step) => as_step(scene, step, (key) => Promise.resolve(scene.visitor(key))),
	// sign in WHO [password "..."] [at ADDRESS] [named "..."]; sign out WHO
	async sign(scene, step) {
		const words = words_of(step.said);
		const visitor = scene.visitor(words[1]);
		scene.before = scene.answer;
		if (words[0] === 'out') {
			scene.answer = await visitor.post('/sign-out', [], { from: '/' });
			scene.used_at.delete(words[1]);
		} else {
			const person = scene.school.cast.people.get(words[1]);
			let { user, password } = person ?? {};
			for (let i = 2; i < words.length; i += 2)
				if (words[i] === 'password')
					password = scene.fill(words[i + 1]);
				else if (words[i] === 'named')
					user = scene.fill(words[i + 1]);
				else if (words[i] === 'at')
					visitor.address = words[i + 1];
			visitor.jar.clear();
			scene.answer = await sign_in(visitor, user, password);
			scene.used_at.set(words[1], scene.now);
			visitor.since = scene.now;
		}
		check_answer(scene, step, scene.answer);
	},
	// keep NAME "regular expression with one group": from the last answer
	keep(scene, step) {
		const [name, pattern] = words_of(step.said);
		const match = new RegExp(scene.fill(pattern)).exec(scene.answer.body);
		if (!match)
			throw new Error(`the last answer holds no ${pattern}`);
		scene.kept.set(name, match[1]);
	},
	// steal WHO: a thief has a copy of that visitor's cookie
	steal(scene, step) {
		scene.visitor('thief').jar = new Map(scene.visitor(step.said).jar);
	},
	// stay WHO until DAY TIME: somebody who is there all the time
	async stay(scene, step) {
		const [who, , day, time] = step.said.split(/\s+/);
		for (const end = instant_of(day, time); scene.now < end;) {
			scene.school.clock.set(Math.min(end, after(scene.now, 9, 'minutes')));
			const answer = await scene.visitor(who).get('/stay');
			if (answer.status !== 204)
				throw new Error(`${who} was sent away at ${new Date(scene.now).toISOString()}: ${excerpt(answer)}`);
		}
	},
	now(scene, step) {
		const said = step.said.replace(/ set back$/, '');
		const [day, time] = said.includes(' ') ? said.split(/\s+/) : [day_of(scene.now), said];
		scene.school.clock.set(instant_of(day, time), said !== step.said);
	},
	after(scene, step) {
		const match = /^(\d+) (\w+)$/.exec(step.said);
		if (!match)
			throw new Error('after N minutes, hours, days, months or years');
		scene.school.clock.set(after(scene.now, Number(match[1]), match[2]));
	},
};

export const steps = { ...visit_steps, ...operator_steps, ...record_steps, ...canary_steps, ...press_steps };

// Steps that only set the scene are no tests by themselves.
export function is_test(step) {
	return step.expected !== null || ['trail', 'rows', 'soon', 'verify', 'scan', 'crawl', 'press', 'second', 'stop'].includes(step.word);
}
