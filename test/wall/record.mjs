// The record of who looked, whatever ends in between (CLS-31, T6): the real server
// and real agents, killed at many points; the disk of the record full. Afterwards
// the school's chain is the device's own, every picture's look stands in it, and
// no pupil was warned without a reason. It counts what fell into each gap: none
// there is a failure.
//
//   node test/wall/record.mjs [--long] [NAME...]        BUILD=build-test (it uses faulty_disk.so)
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { sanitized } from '../stories/server.mjs';
import { entry_of } from '../classroom/record.mjs';
import { Looker } from './look.mjs';
import { School, sleep, until } from './school.mjs';

const long = process.argv.includes('--long');
const wanted = process.argv.slice(2).filter((word) => word !== '--long');
const DEVICES = 3;
const school = new School();
const fired = {};
let looker, ids, random = 20261122;
// The places are the same in each run.
const chance = (below) => (random = (random * 1103515245 + 12345) % 2147483648) % below;

const state_of = (device) => Object.fromEntries(fs.readFileSync(`${device.folder}/state`, 'utf8').split('\n').filter(Boolean)
	.map((line) => [line.split(' ')[0], line.slice(line.indexOf(' ') + 1)]));
const counts = () => school.devices.map((device, i) => {
	const state = state_of(device);
	return { device: Number(state.log_count), confirmed: Number(state.school_count), warned: Boolean(state.differs_at),
		school: Number(school.sql(`select count(*) from view_log where device = ${ids[i]}`)) };
});

// The school's chain, made anew from its rows by somebody else.
function chain_of(id) {
	let head = Buffer.alloc(32);
	for (const [lease, pupil, in_class, teacher, kind, remote, at, key, previous] of school.sql(`select id, pupil, class, teacher, kind, remote, started_at, hex(page_key), hex(previous)
			from view_log where device = ${id} order by started_at, id`).split('\n').filter(Boolean).map((line) => line.split('|'))) {
		assert.equal(previous.toLowerCase(), head.toString('hex'), 'a record that does not follow the one before');
		head = entry_of(head, { lease, device: id, pupil, class: in_class, teacher, kind: ['none', 'thumb', 'full', 'tabs'][kind], remote: Number(remote), page_key: Buffer.from(key, 'hex') }, at);
	}
	return head.toString('hex');
}

async function alike(what) {
	await until(`the same record on both sides (${what})`, 50, () => counts().every((one) => one.device === one.school && one.device === one.confirmed))
		.catch((error) => { throw new Error(`${error.message}: ${JSON.stringify(counts())}`); });
	for (const [i, device] of school.devices.entries()) {
		const state = state_of(device);
		assert.equal(state.differs_at, undefined, `${what}: a pupil was warned`);
		assert.equal(chain_of(ids[i]), state.log_head, what);
		const lines = fs.readFileSync(`${device.folder}/views.log`, 'utf8').split('\n').filter(Boolean);
		assert.deepEqual(lines.map((line) => Number(line.split(' ')[0])), lines.map((_, k) => k + 1), `${what}: the pupil's own list`);
		assert.equal(lines.length, Number(state.log_count));
		assert.doesNotMatch(device.log, /differs/);
	}
	const recorded = new Set(school.sql('select id from view_log').split('\n'));
	assert.ok([...looker.frames.keys()].every((lease) => recorded.has(String(lease))), `${what}: a picture without a look`);
	assert.equal(looker.unrecorded, 0, `${what}: a picture before its look`);
}

const connected = () => until('the devices', 60, async () => {
	const given = await looker.look(ids).catch(() => []);
	await sleep(700);
	return given.length === DEVICES && ids.every((id, i) => {
		const lease = BigInt(given[i].lease);
		return lease !== 0n && looker.frames.get(lease) > 0;
	});
});

// A killed agent comes back at once; one whose line broke would wait up to half a minute.
async function agents_anew() {
	for (const device of school.devices)
		device.agent.kill('SIGKILL');
	await sleep(100);
	for (const device of school.devices)
		device.run();
}

// Asked for before the moment counts: to look it up takes longer than a look.
const pid_of = (name) => Number(school.child(`@${name}`));
const kill = (name, signal = 'SIGKILL') => process.kill(pid_of(name), signal);
const back = (name) => until(`the ${name} process`, 20, () => {
	try {
		return school.child(`@${name}`);
	} catch {
		return null;
	}
});
// How many looks one side had and the other not, when the blow fell.
function fell(name) {
	const now = counts();
	fired[name] ??= { lacking: 0, unconfirmed: 0 };
	for (const one of now) {
		fired[name].lacking += Math.max(0, one.device - one.school);
		fired[name].unconfirmed += Math.max(0, Math.min(one.device, one.school) - one.confirmed);
	}
}

async function recovers(name) {
	await Promise.all([back('web'), back('devices')]);
	await sleep(200);
	looker.close();
	await agents_anew();
	await alike(name);
}

const checks = {
	async 'web ends between the notice and its record'() {
		for (let i = 0; i < (long ? 20 : 2); i++) {
			await connected();
			const before = counts(), web = pid_of('web');
			await looker.look(ids, 1 + i % 2);
			process.kill(web, 'SIGSTOP'); // the answer is out, the leases are on their way
			await until('the notices', 10, () => counts().every((one, k) => one.device > before[k].device)).catch(() => {});
			fell('web, before the record');
			kill('web');
			await recovers('web, before the record');
		}
	},

	async 'the devices process ends with notices on the way'() {
		for (let i = 0; i < (long ? 20 : 2); i++) {
			await connected();
			const devices = pid_of('devices');
			await looker.look(ids, 1 + i % 2);
			process.kill(devices, 'SIGSTOP');
			await sleep(300);
			fell('devices, before the record');
			kill('devices');
			await recovers('devices, before the record');
		}
	},

	async 'either ends between the record and the word of it'() {
		for (let i = 0; i < (long ? 20 : 2); i++) {
			await connected();
			const before = counts(), [web, devices] = [pid_of('web'), pid_of('devices')];
			await looker.look(ids);
			process.kill(web, 'SIGSTOP');
			await until('the notices', 10, () => counts().some((one, k) => one.device > before[k].device)).catch(() => {});
			process.kill(devices, 'SIGSTOP');
			process.kill(web, 'SIGCONT');
			await until('the record', 10, () => counts().some((one, k) => one.school > before[k].school)).catch(() => {});
			fell('after the record');
			kill(i % 2 ? 'web' : 'devices');
			kill(i % 2 ? 'devices' : 'web');
			await recovers('after the record');
		}
	},

	async 'the agent ends before it could say so'() {
		for (let i = 0; i < (long ? 30 : 3); i++) {
			await connected();
			const before = counts(), devices = pid_of('devices');
			await looker.look(ids);
			process.kill(devices, 'SIGSTOP'); // at times the lease is out, and what the agent says is heard by nobody
			await until('a look', 1, () => counts().some((one, k) => one.device > before[k].device)).catch(() => {});
			for (const device of school.devices)
				device.agent.kill('SIGKILL');
			fell('agent');
			process.kill(devices, 'SIGCONT');
			await recovers('agent');
		}
	},

	async 'anything ends at any moment'() {
		for (let i = 0; i < (long ? 200 : 8); i++) {
			await connected();
			const which = ['web', 'devices', 'agent', 'both'][i % 4];
			const pids = (which === 'both' ? ['web', 'devices'] : which === 'agent' ? [] : [which]).map(pid_of);
			const asked = looker.look(ids, 1 + i % 2).catch(() => []);
			await Promise.race([asked, sleep(chance(200))]); // at times before the school has answered
			await sleep(chance(160));
			pids.forEach((pid) => process.kill(pid, 'SIGKILL'));
			if (which === 'agent')
				school.devices.forEach((device) => device.agent.kill('SIGKILL'));
			await asked;
			fell('any moment');
			await recovers(`${which} at any moment`);
		}
	},

	async 'an agent that was not touched heals over its next connection'() {
		await connected();
		const before = counts(), [web, devices] = [pid_of('web'), pid_of('devices')];
		await looker.look(ids);
		process.kill(web, 'SIGSTOP');
		await until('the notices', 10, () => counts().every((one, k) => one.device > before[k].device));
		process.kill(devices, 'SIGSTOP'); // else the next web finds the notices where they wait
		fell('the line alone');
		kill('devices');
		kill('web');
		await Promise.all([back('web'), back('devices')]);
		await alike('the line alone');
	},

	async 'T6 a full disk under the record: not one picture passes, and all is told when there is room'() {
		await connected();
		await alike('before the full disk');
		const before = counts(), web = pid_of('web');
		const struck = () => Number(fs.readFileSync(`${school.folder}/plan`).readBigUInt64LE(8));
		const given = await looker.look(ids, 2); // to ask writes too, on the trail: so the disk is full from here on
		process.kill(web, 'SIGSTOP');
		await until('the notices', 10, () => counts().every((one, k) => one.device > before[k].device));
		const lacking = counts().map((one) => one.school < one.device);
		plan(3, 1);
		process.kill(web, 'SIGCONT');
		await until('the full disk', 10, () => struck() > 0);
		await sleep(2000);
		fell('full disk');
		assert.deepEqual(counts().map((one) => one.school < one.device), lacking, 'it was written after all');
		for (const [i, { lease }] of given.entries())
			assert.equal(looker.frames.has(BigInt(lease)), !lacking[i], 'pictures of a look that is not on record, or none of one that is');
		assert.match(school.server.log, /is not on record/);
		const frames = [...looker.frames.values()].reduce((a, b) => a + b, 0);
		plan(0, 0);
		await connected();
		await alike('after the full disk');
		assert.ok([...looker.frames.values()].reduce((a, b) => a + b, 0) > frames, 'the control: pictures pass again');
		console.log(`     ${struck()} writes met the full disk`);
	},

	async 'T6 looks that the school lost or hid are said by the device, for good, and the gap stays on the page'() {
		await connected();
		await alike('before the tampering');
		const [id] = ids, warned = () => state_of(school.devices[0]).differs_at !== undefined;
		const hidden = school.sql(`select id from view_log where device = ${id} order by started_at desc limit 2`).split('\n');
		school.sql(`delete from view_log where id in (${hidden})`);
		await agents_anew();
		await until('the warning', 20, warned);
		await until('it is said', 10, () => /differs/.test(school.devices[0].log));
		const before = Number(school.sql(`select count(*) from view_log where device = ${id}`));
		await connected(); // looks go on; what was hidden is not told as new, nor is the gap closed
		assert.equal(school.sql(`select count(*) from view_log where id in (${hidden})`), '0');
		assert.ok(Number(school.sql(`select count(*) from view_log where device = ${id}`)) > before);
		assert.match(school.server.log, new RegExp(`the view log of device ${id} does not continue ours`));
		assert.throws(() => chain_of(id), /does not follow/);
		assert.equal(school.sql(`select count(*) from view_report join view_log on id = view where device = ${id} and follows = 0`), '1');
		school.devices[0].log = '';
		await agents_anew();
		await until('it is said again', 20, () => /differs/.test(school.devices[0].log));
		assert.equal(state_of(school.devices[1]).differs_at, undefined, 'another device is warned');
	},

	async 'T4 the server stands still without a word: every notice is gone within the lease\'s minute'() {
		await connected();
		const devices = pid_of('devices');
		const looked = Date.now(), given = await looker.look(ids);
		await until('the pictures', 10, () => given.every(({ lease }) => looker.frames.has(BigInt(lease))));
		assert.equal(notices(), DEVICES);
		process.kill(devices, 'SIGSTOP'); // its lines stay open
		await sleep(30000);
		assert.equal(notices(), DEVICES, 'the control: the lease holds');
		await until('the end', 40, () => notices() === 0);
		const after = (Date.now() - looked) / 1000;
		process.kill(devices, 'SIGCONT');
		assert.ok(after <= 61, `after ${after} s`);
		console.log(`     ${after.toFixed(0)} s after the lease`);
	},

	async 'T4 the whole server is killed: every notice is gone at once'() {
		await agents_anew();
		await connected();
		await until('the notices', 10, () => notices() === DEVICES);
		school.server.child.kill('SIGKILL');
		await until('the end', 5, () => notices() === 0);
	},
};

// On how many screens somebody reads who looks.
function notices() {
	return school.devices.filter((device) => {
		try {
			return execFileSync('xdotool', ['search', '--onlyvisible', '--name', '^Campanella$'], { env: device.environment, stdio: ['ignore', 'pipe', 'ignore'] }).length > 0;
		} catch {
			return false; // xdotool finds nothing: it ends with 1
		}
	}).length;
}

function plan(kind, at) {
	const bytes = Buffer.alloc(512);
	bytes.writeBigUInt64LE(BigInt(at), 16);
	bytes.writeBigUInt64LE(BigInt(kind), 24);
	bytes.write(school.directory, 32);
	const fd = fs.openSync(`${school.folder}/plan`, fs.existsSync(`${school.folder}/plan`) ? 'r+' : 'w+');
	if (fs.fstatSync(fd).size < 512)
		fs.writeSync(fd, bytes, 0, 512, 0);
	else
		fs.writeSync(fd, bytes.subarray(16, 32), 0, 16, 16);
	fs.closeSync(fd);
}

async function open() {
	const build = path.resolve(process.env.BUILD);
	const serve = school.serve.bind(school);
	school.serve = async () => { // the disk under the server, not under what makes the school
		plan(0, 0);
		const faulty = `${build}/test/fault/faulty_disk.so`;
		assert.ok(fs.existsSync(faulty), `${faulty} is not built`);
		Object.assign(sanitized, { LD_PRELOAD: faulty, FAULT_PLAN: `${school.folder}/plan`, ASAN_OPTIONS: `${sanitized.ASAN_OPTIONS}:verify_asan_link_order=0` });
		await serve();
		delete sanitized.LD_PRELOAD;
	};
	await school.open();
	const site = school.sql(`select name from site where id = (select site from class where id = ${school.class})`);
	const code = execFileSync(`${build}/campanella`, ['device', school.directory, 'code', '--label', 'Carrello', '--devices', String(DEVICES), '--kind', 'pupil', '--site', site],
		{ env: sanitized }).toString().trim();
	const port = await until('the devices\' port', 20, () => school.devices_port);
	for (let i = 0; i < DEVICES; i++)
		await school.device(code, port);
	ids = school.sql('select id from device order by id').split('\n');
	school.sql(`insert into device_use select d.id, 20000, null, m.pupil, 0
		from (select id, row_number() over (order by id) as n from device) d
		join (select pupil, row_number() over (order by register_number) as n from class_member where class = ${school.class} and to_day is null) m on m.n = d.n`);
	for (const device of school.devices) {
		device.show_page('typing');
		device.run();
	}
	// The agents' own ids, in the order of their folders.
	ids = school.devices.map((device) => /^device (\d+)$/m.exec(fs.readFileSync(`${device.folder}/key`, 'utf8'))[1]);
	looker = await new Looker(school).sign_in();
}

let passed = 0, failed = 0;
try {
	await open();
	for (const [name, check] of Object.entries(checks)) {
		if (wanted.length > 0 && !wanted.some((word) => name.includes(word)))
			continue;
		try {
			await check();
			passed++;
			console.log(`ok   ${name}`);
		} catch (error) {
			failed++;
			console.log(`FAIL ${name}\n     ${String(error.stack).split('\n').slice(0, 12).join('\n     ')}`);
		}
	}
	for (const [name, { lacking, unconfirmed }] of Object.entries(fired))
		console.log(`     ${name}: ${lacking} looks that only the device had, ${unconfirmed} that the school had and had not said`);
	const told = Number(school.sql('select count(*) from view_report'));
	console.log(`     ${told} looks told again, of ${school.sql('select count(*) from view_log')}`);
	const needed = [['web, before the record', 'lacking'], ['devices, before the record', 'lacking'], ['after the record', 'unconfirmed'], ['agent', 'lacking'],
		['the line alone', 'lacking'], ['full disk', 'lacking'], ...long ? [['any moment', 'lacking']] : []]; // few blows at random may all miss
	if (wanted.length === 0)
		for (const [name, least] of needed)
			if (!fired[name]?.[least]) {
				failed++;
				console.log(`FAIL nothing fell into the gap: ${name}`);
			}
} catch (error) {
	failed++;
	console.log(`FAIL ${error.stack}`);
} finally {
	if (failed > 0 || process.env.VERBOSE)
		console.log(school.server?.log.slice(-6000), ...school.devices.map((device) => `device ${device.number}:\n${device.log.slice(-1500)}`));
	looker?.close();
	await school.close();
	await sleep(100);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
