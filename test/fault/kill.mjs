// kill.mjs [--rounds N] [--seed N]: processes of the daemon are killed
// with SIGKILL at random points while teachers save. Afterwards both copies are
// equal, and nobody finds less than he was told.
import path from 'node:path';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chance_of, compare_copies, make_school, make_writers, pause } from './writers.mjs';

const folder = path.dirname(fileURLToPath(import.meta.url));
const program = path.resolve(folder, '..', '..', process.env.BUILD ?? 'build-test', 'campanella');
const option = (name, otherwise) => (process.argv.includes(name) ? Number(process.argv[process.argv.indexOf(name) + 1]) : otherwise);
const rounds = option('--rounds', 200);
const seed = option('--seed', 1);
const COMPARE_EVERY = 20;
const READY_MS = 20_000;

// The parent waits twice as long each time before it starts the same child
// again: after a few it is the parent's own turn, which takes all with it.
const TURNS_MAX = 3;
const turns = ['web', 'keys', 'web', 'parent', 'jobs', 'web', 'keys', 'parent'];
const since_parent = { web: 0, keys: 0, jobs: 0 };

function next_victim(chance) {
	const name = turns[chance(turns.length)];
	if (name === 'parent' || ++since_parent[name] > TURNS_MAX) {
		Object.keys(since_parent).forEach((each) => { since_parent[each] = 0; });
		return 'parent';
	}
	return name;
}

// One answer may still come from the process that was killed; whoever gets a
// second one asked for it afterwards.
async function until_answering(school, writers) {
	const before = writers.map((writer) => writer.saves);
	for (let waited = 0; waited < READY_MS; waited += 5) {
		const failed = writers.find((writer) => writer.failure);
		if (failed)
			throw failed.failure;
		if (!school.server.running)
			throw new Error(`the server ended: ${school.server.log.slice(-1500)}`);
		if (writers.some((writer, at) => writer.saves > before[at] + 1))
			return;
		await pause(5);
	}
	throw new Error(`no save was answered for ${READY_MS / 1000} s: ${school.server.log.slice(-1500)}`);
}

async function kill_one(school, name) {
	const server = school.server;
	for (let tries = 0; name !== 'parent'; tries++) {
		try {
			process.kill(server.process(name), 'SIGKILL');
			return;
		} catch (error) {
			if (tries === 500) /* killed before, and not started again yet */
				throw error;
			await pause(10);
		}
	}
	await server.stop('SIGKILL');
	// The children see that it is gone and end; the lock tells when they have.
	for (let tries = 0; ; tries++) {
		try {
			await server.start();
			return;
		} catch (error) {
			if (tries === 20)
				throw error;
			await pause(50);
		}
	}
}

async function main() {
	const school = await make_school(program);
	const chance = chance_of(seed);
	const kills = { web: 0, keys: 0, jobs: 0, parent: 0 };
	let compared = 0, operations = 0, done = 0, failure = null;
	const started = Date.now();
	const writers = make_writers(school);
	try {
		await school.server.start();
		for (const writer of writers)
			await writer.begin();
		writers.forEach((writer) => writer.start());
		for (done = 0; done < rounds; done++) {
			const victim = next_victim(chance);
			await until_answering(school, writers);
			await pause(chance(60));
			await kill_one(school, victim);
			kills[victim]++;
			if (done % COMPARE_EVERY === 0) {
				// While it runs, but not before the new process has brought the copies together.
				await until_answering(school, writers);
				operations = compare_copies(school);
				compared++;
			}
		}
		await until_answering(school, writers);
		await Promise.all(writers.map((writer) => writer.stop()));
		for (const writer of writers)
			await writer.check_page();
		const how = await school.server.stop();
		if (how !== 0 || school.server.report())
			throw new Error(`the server ended with ${how}: ${school.server.report() ?? school.server.log.slice(-1500)}`);
		operations = compare_copies(school);
		writers.forEach((writer) => writer.check());
	} catch (error) {
		failure = error;
	}
	writers.forEach((writer) => { writer.stopping = true; });
	await school.server.stop('SIGKILL');
	const sum = (what) => writers.reduce((total, writer) => total + writer[what], 0);
	const all = Object.values(kills).reduce((total, number) => total + number, 0);
	console.log(`${done} rounds (seed ${seed}), ${all} kills fired: ${Object.entries(kills).map(([name, number]) => `${name} ${number}`).join(', ')}; ` +
		`${sum('saves')} saves answered, ${sum('cut')} lines cut, ${sum('refused')} told to try again; ` +
		`${operations} operations, copies compared ${compared + 1} times while it ran and at the end (${((Date.now() - started) / 1000).toFixed(0)} s)`);
	if (!failure && all < rounds)
		failure = new Error('fewer kills than rounds');
	if (failure) {
		console.log(failure.stack ?? failure);
		console.log(`the school is kept in ${school.folder}`);
	} else {
		fs.rmSync(school.folder, { recursive: true, force: true });
	}
	console.log(`${failure ? 0 : 1} passed, ${failure ? 1 : 0} failed`);
	process.exit(failure ? 1 : 0);
}

await main();
