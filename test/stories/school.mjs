// A school that is made by the program's own commands and pages: `init`, the
// files through `import`, every account activated with its one-time code. One
// that was made is kept for the other stories with the same cast: they get a
// copy of the folder.
import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Cast } from './cast.mjs';
import { Server, tool } from './server.mjs';
import { ClockFile, instant_of } from './time.mjs';
import { Visitor } from './visitor.mjs';

const NAME = 'Scuola delle Storie';
const SITE = 'Sede';
const YEAR = ['--year', '2026/27', '--first-day', '2026-09-10', '--last-day', '2027-06-08'];

export class School {
	constructor(program, directory, cast) {
		this.program = program;
		this.directory = directory;
		this.cast = cast;
		this.server = new Server(program, directory);
	}

	path(...parts) {
		return path.join(this.directory, ...parts);
	}

	async tool(word, ...operands) {
		return tool(this.program, word === 'policy' ? [word, ...operands] : [word, this.directory, ...operands], { CAMPANELLA_CLOCK: this.clock?.file ?? '' });
	}

	async must(word, ...operands) {
		const done = await this.tool(word, ...operands);
		if (done.code !== 0)
			throw new Error(`campanella ${word} ${operands.join(' ')}: exit ${done.code}: ${done.error || done.out}`);
		return done.out;
	}

	// Rows of the database, as the program stores them.
	query(sql) {
		const out = execFileSync('sqlite3', ['-readonly', '-json', '-cmd', '.timeout 5000', this.path('school.db'), sql], { encoding: 'utf8', maxBuffer: 256 << 20 });
		return out.trim() === '' ? [] : parse(out);
	}

	// Ids that the addresses hold: of people by their user names, of classes by their names.
	async learn_ids() {
		const accounts = parse(await this.must('user', 'list', '--json'));
		const people = new Map(accounts.map((account) => [account.name, account.person]));
		for (const person of this.cast.people.values())
			person.id = String(people.get(person.user) ?? '');
		this.classes = new Map(this.query('select id, name from class').map((row) => [row.name, String(row.id)]));
	}
}

// The school of these clauses, ready to be served; made once, copied afterwards.
export class Schools {
	constructor(program, folder) {
		this.program = program;
		this.folder = folder;
		this.made = new Map();
	}

	async get(clauses, directory) {
		const name = crypto.createHash('sha256').update(JSON.stringify(clauses)).digest('hex').slice(0, 12);
		if (!this.made.has(name))
			this.made.set(name, this.make(clauses, path.join(this.folder, name)));
		const model = await this.made.get(name);
		fs.cpSync(model.directory, directory, { recursive: true, preserveTimestamps: true });
		const school = new School(this.program, directory, model.cast);
		school.classes = model.classes;
		school.clock = new ClockFile(school.path('clock'), model.clock.ms);
		return school;
	}

	async make(clauses, directory) {
		const cast = new Cast(clauses);
		const school = new School(this.program, directory, cast);
		const files = `${directory}.files`;
		fs.mkdirSync(files, { recursive: true });
		school.clock = new ClockFile(path.join(files, 'clock'), instant_of(...cast.made_on));

		const head = cast.of_role('head')[0] ?? cast.add('preside', { role: 'head' });
		const told = await school.must('init', '--name', NAME, '--country', 'IT', '--language', 'en', '--sites', SITE, ...YEAR,
			'--head', head.user, ...cast.options, '--yes');
		fs.appendFileSync(school.path('school.conf'), 'clock-file clock\n');
		school.clock.close();
		school.clock = new ClockFile(school.path('clock'), instant_of(...cast.made_on));

		const codes = new Map([[head.user, code_in(told)]]);
		if (cast.classes().length > 0)
			await this.bring_in(school, files, codes);
		for (const role of ['deputy', 'technician', 'auditor'])
			for (const person of cast.of_role(role))
				codes.set(person.user, code_in(await school.must('user', 'add', person.user, '--role', role,
					'--family-name', person.family, '--given-name', person.given, '--approved-by', head.user)));
		await school.learn_ids();
		await this.open_accounts(school, codes);
		return school;
	}

	async bring_in(school, files, codes) {
		const paths = [];
		for (const [name, text] of Object.entries(school.cast.files(SITE))) {
			paths.push(path.join(files, name));
			fs.writeFileSync(paths.at(-1), text);
		}
		const list = path.join(files, 'codes');
		await school.must('import', ...paths, '--from', '2026-09-10', '--apply', '--codes', list);
		for (const line of fs.readFileSync(list, 'utf8').split('\n').filter(Boolean)) {
			const cells = line.split('\t');
			codes.set(cells[3], cells[4]);
		}
	}

	// Everybody chooses a password on the real page; the head then sets what the
	// clauses ask for.
	async open_accounts(school, codes) {
		await school.server.start();
		try {
			for (const person of school.cast.people.values())
				if (codes.has(person.user))
					await activate(school, person, codes.get(person.user));
			const head = school.cast.of_role('head')[0];
			const visitor = new Visitor(school.server, '127.0.0.1');
			if (school.cast.settings.length > 0 || school.cast.closures.length > 0)
				await sign_in(visitor, head.user, head.password);
			for (const [name, value] of school.cast.settings)
				must_see(await visitor.post('/settings', [[name, value]]), `setting ${name}`);
			for (const { from, to, label } of school.cast.closures)
				must_see(await visitor.post('/calendar', [['first_day', from], ['last_day', to], ['label', label]]), `closure ${label}`);
		} finally {
			const how = await school.server.stop();
			const report = school.server.report();
			if (how !== 0 || report)
				throw new Error(`the server that made the school ended with ${how}: ${report ?? school.server.log.slice(-600)}`);
		}
	}
}

// Ids have more digits than a number of this language holds: they stay text.
function parse(json) {
	return JSON.parse(json.replace(/([:[,]\s*)(-?\d{16,})(?=\s*[,}\]])/g, '$1"$2"'));
}

function must_see(answer, what) {
	if (answer.status !== 303)
		throw new Error(`${what}: ${answer.status}`);
}

export function code_in(text) {
	const match = /\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(text);
	if (!match)
		throw new Error(`no activation code in: ${text}`);
	return match[0];
}

export function sign_in(visitor, name, password) {
	return visitor.post('/sign-in', [['name', name], ['password', password]]);
}

// With the one-time code in the password's place, then a password of one's own.
async function activate(school, person, code) {
	const visitor = new Visitor(school.server, `127.0.${1 + (person.number >> 7)}.${1 + person.number % 120}`);
	must_see(await sign_in(visitor, person.user, code), `the code of ${person.key}`);
	must_see(await visitor.post('/password', [['password', person.password], ['again', person.password]]), `the password of ${person.key}`);
}
