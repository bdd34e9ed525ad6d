// What the person who runs the machine does: commands, signals, accidents.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { clauses_of, tokens_of, words_of } from './story.mjs';
import { tool } from './server.mjs';
import { code_in } from './school.mjs';
import { encode } from './visitor.mjs';

const BACK_TIMEOUT_MS = 20_000;

function check_exit(scene, step, done) {
	const said = `${done.out}${done.error}`;
	const tokens = tokens_of(step.expected ?? '0');
	const wanted = Number(tokens[0].text);
	if (done.code !== wanted)
		throw new Error(`expected exit ${wanted}, not ${done.code}: ${said.slice(0, 600)}`);
	let verb = null;
	for (const { text, quoted } of tokens.slice(1))
		if (!quoted)
			verb = text;
		else if (said.includes(scene.fill(text)) !== (verb === 'shows'))
			throw new Error(`expected ${verb === 'shows' ? '' : 'not '}to read "${scene.fill(text)}": ${said.slice(0, 800)}`);
}

async function until(what, done) {
	for (const end = Date.now() + BACK_TIMEOUT_MS; Date.now() < end;) {
		try {
			if (await done())
				return;
		} catch { /* not yet */ }
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error(`${what} took more than ${BACK_TIMEOUT_MS / 1000} s`);
}

export const operator_steps = {
	async school(scene, step) {
		scene.school = await scene.schools.get(clauses_of(step, scene.folder), scene.directory);
		await scene.school.server.start();
	},
	// tool WORD [OPERAND...] -> EXIT [shows "..."] [not "..."]: campanella WORD DIR OPERAND...
	async tool(scene, step) {
		const [word, ...operands] = words_of(step.said).map((each) => scene.fill(each));
		const done = await scene.school.tool(word, ...operands);
		scene.said = `${done.out}${done.error}`;
		check_exit(scene, step, done);
	},
	// code NAME: what the last command printed for somebody's first sign-in
	code(scene, step) {
		scene.kept.set(step.said, code_in(scene.said));
	},
	// file NAME LINE "..." ...: a file for a command to read; {NAME} is its path
	file(scene, step) {
		const [name, ...lines] = step.lines.map((line, at) => (at === 0 ? line.slice('file'.length).trim() : line));
		const place = `${scene.directory}.${name}.csv`;
		fs.writeFileSync(place, lines.map((line) => scene.fill(line)).join('\r\n') + '\r\n');
		scene.kept.set(name, place);
	},
	// roster CHANGE; CHANGE from DAY -> EXIT: the office's new file of pupils, brought in whole
	//   CHANGE: WHO in CLASS, without WHO, GUARDIAN no guardian of PUPIL
	async roster(scene, step) {
		const [, said, day] = /^(.*) from (\S+)$/.exec(step.said);
		const place = `${scene.directory}.pupils.csv`;
		fs.writeFileSync(place, scene.school.cast.changed(said.split(';').map((each) => each.trim())).pupils_file());
		check_exit(scene, step, await scene.school.tool('import', place, '--complete', '--from', day, '--apply'));
	},
	// sabotage "SQL": somebody changes the database behind the school's back
	sabotage(scene, step) {
		const [sql] = words_of(step.said);
		execFileSync('sqlite3', [scene.school.path('school.db'), scene.fill(sql)]);
	},
	// copies away, copies back: both copies of a stopped school as a backup holds them; never the keys
	copies(scene, step) {
		const aside = `${scene.directory}.copies`;
		const [from, to] = step.said === 'away' ? [scene.school.path(), aside] : [aside, scene.school.path()];
		fs.mkdirSync(aside, { recursive: true });
		for (const name of ['school.db', 'school.db-wal', 'school.db-shm', 'journal']) {
			fs.rmSync(path.join(to, name), { force: true });
			if (fs.existsSync(path.join(from, name)))
				fs.copyFileSync(path.join(from, name), path.join(to, name));
		}
	},
	async verify(scene) {
		const done = await scene.school.tool('verify');
		if (done.code !== 0)
			throw new Error(`verify ended with ${done.code}: ${done.out}${done.error}`);
	},
	// second server [-> EXIT shows "..."]
	async second(scene, step) {
		const done = await tool(scene.school.program, ['serve', scene.school.directory, '--listen', '127.0.0.1:0']);
		check_exit(scene, { expected: step.expected ?? '5 shows "already being served"' }, done);
	},
	// kill NAME: one of the daemon's processes, at once; the story goes on when it is back
	async kill(scene, step) {
		const { server } = scene.school, before = server.process(step.said);
		process.kill(before, 'SIGKILL');
		await until(`the restart of ${step.said}`, () => server.process(step.said) !== before);
		await until('the first answer', async () => (await (await scene.signed_in('nobody')).get('/sign-in')).status === 200);
	},
	// stop [while WHO signs in] [-> EXIT]: what was under way is answered first
	async stop(scene, step) {
		const [, who] = /^while (\w+) signs in$/.exec(step.said) ?? [];
		const visitor = who && scene.visitor(who), person = who && scene.school.cast.person(who);
		const under_way = who && visitor.fill('/sign-in', [['name', person.user], ['password', person.password]], '/sign-in').then((fields) => {
			let sent;
			const all_sent = new Promise((resolve) => { sent = resolve; });
			const answer = visitor.request('POST', '/sign-in', { body: encode(fields), sent });
			return all_sent.then(() => ({ answer }));
		});
		const started = await under_way;
		const [how, answer] = await Promise.all([scene.school.server.stop(), started?.answer]);
		if (answer && answer.status !== 303)
			throw new Error(`the sign-in that was under way was answered with ${answer.status}`);
		if (how !== Number(step.expected ?? 0))
			throw new Error(`the server ended with ${how}`);
	},
	async start(scene) {
		await scene.school.server.start();
	},
};
