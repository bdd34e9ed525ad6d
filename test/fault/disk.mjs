// disk.mjs [--long] [--seed N]: the disk under the running daemon fails at its
// k-th write, sync or truncation, for each k; tears a write; is full; fails to
// sync. Whatever it does to the daemon, it serves again by itself, both copies
// are equal, and nobody finds less than he was told. A full disk is told to the
// teacher.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sanitized } from '../stories/server.mjs';
import { compare_copies, make_school, make_writers, pause } from './writers.mjs';

const folder = path.dirname(fileURLToPath(import.meta.url));
const build = path.resolve(folder, '..', '..', process.env.BUILD ?? 'build-test');
const program = path.join(build, 'campanella');
const places = process.argv.includes('--long') ? 60 : 15;
const kinds = { fails: 1, tears: 2, full: 3, 'sync fails': 4 };
const FIRED_MS = 10_000;

// The plan of faulty_disk.c: operations, fired, at, kind, folder.
class Plan {
	constructor(file, watched) {
		this.fd = fs.openSync(file, 'w+');
		const bytes = Buffer.alloc(512);
		bytes.write(watched, 32);
		fs.writeSync(this.fd, bytes, 0, 512, 0);
	}

	read() {
		const bytes = Buffer.alloc(16);
		fs.readSync(this.fd, bytes, 0, 16, 0);
		return { operations: Number(bytes.readBigUInt64LE(0)), fired: Number(bytes.readBigUInt64LE(8)) };
	}

	set(kind, at) {
		const bytes = Buffer.alloc(32);
		bytes.writeBigUInt64LE(BigInt(at), 16);
		bytes.writeBigUInt64LE(BigInt(kind), 24);
		fs.writeSync(this.fd, bytes, 0, 32, 0);
	}
}

const saves_of = (writers) => writers.reduce((sum, writer) => sum + writer.saves, 0);

async function until(what, test, writers) {
	for (let waited = 0; waited < FIRED_MS; waited += 5) {
		const failed = writers.find((writer) => writer.failure);
		if (failed)
			throw failed.failure;
		if (test())
			return;
		await pause(5);
	}
	throw new Error(`${what}: not in ${FIRED_MS / 1000} s`);
}

// One place where the disk goes wrong; how often it did.
async function live_with_fault(school, writers, plan, name, at) {
	writers.forEach((writer) => writer.start());
	const before = saves_of(writers);
	await until('a save is answered', () => saves_of(writers) > before, writers);
	const refused = writers.reduce((sum, writer) => sum + writer.refused, 0);
	plan.set(kinds[name], at);
	await until(`${name} at ${at} fires`, () => plan.read().fired > 0, writers);
	if (name === 'full')
		await until('a teacher is told', () => writers.reduce((sum, writer) => sum + writer.refused, 0) > refused, writers);
	else
		await pause(20);
	const { fired } = plan.read();
	plan.set(0, 0);
	const after = saves_of(writers);
	await until('saves are answered again', () => saves_of(writers) > after, writers);
	writers.forEach((writer) => { writer.stopping = true; });
	await Promise.all(writers.map((writer) => writer.writing));
	return fired;
}

async function main() {
	const school = await make_school(program);
	const plan = new Plan(path.join(school.folder, 'plan'), school.directory);
	Object.assign(sanitized, { LD_PRELOAD: path.join(build, 'test', 'fault', 'faulty_disk.so'),
		FAULT_PLAN: path.join(school.folder, 'plan'), ASAN_OPTIONS: `${sanitized.ASAN_OPTIONS}:verify_asan_link_order=0` });
	const writers = make_writers(school);
	const fired = {};
	let passed = 0, failure = null, restarts = 0;
	const started = Date.now();
	try {
		for (const name of Object.keys(kinds)) {
			fired[name] = 0;
			for (let at = 1; at <= places; at++) {
				if (!school.server.running) {
					await school.server.start();
					restarts++;
					for (const writer of writers)
						await writer.begin();
				}
				fired[name] += await live_with_fault(school, writers, plan, name, at);
				if (name !== 'full' || at === places) {
					await school.server.stop();
					if (school.server.report())
						throw new Error(school.server.report());
				}
				compare_copies(school);
				writers.forEach((writer) => writer.check());
			}
			if (name === 'full' && !writers.some((writer) => writer.told))
				throw new Error('nobody whose save met the full disk was given it back');
			passed++;
		}
		await school.server.start();
		for (const writer of writers) {
			await writer.begin();
			await writer.check_page();
		}
	} catch (error) {
		failure = error;
	}
	plan.set(0, 0);
	writers.forEach((writer) => { writer.stopping = true; });
	await school.server.stop('SIGKILL');
	const sum = (what) => writers.reduce((total, writer) => total + writer[what], 0);
	console.log(`${places} places each; faults fired: ${Object.entries(fired).map(([name, number]) => `${name} ${number}`).join(', ')}; ` +
		`${restarts} starts, ${sum('saves')} saves answered, ${sum('refused')} told to try again (${((Date.now() - started) / 1000).toFixed(0)} s)`);
	if (!failure && Object.values(fired).some((number) => number < places))
		failure = new Error('faults did not fire');
	if (failure) {
		console.log(failure.stack ?? failure, school.server.log.slice(-2000));
		console.log(`the school is kept in ${school.folder}`);
	} else {
		fs.rmSync(school.folder, { recursive: true, force: true });
	}
	console.log(`${passed} passed, ${failure ? 1 : 0} failed`);
	process.exit(failure ? 1 : 0);
}

await main();
