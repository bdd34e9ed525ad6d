// T5 on the running server, whose clock is moved: ten thousand pictures with a
// marker leave exactly one in all its processes, a core dump has none, after the
// bell there is none, and at 48 hours and a second there is none (CLS-36 to CLS-40).
//
//   node test/wall/pictures.mjs        BUILD=build (any build; the clock of build-test alone can be moved); as root
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { sanitized } from '../stories/server.mjs';
import { ClockFile } from '../stories/time.mjs';
import { FakeDevice, Line } from './line.mjs';
import { Looker } from './look.mjs';
import { can_look, children_of, found_in, found_in_files, has_word, swapped } from './memory.mjs';
import { School, sleep, until } from './school.mjs';

const FRAMES = 10000, BYTES = 12000, HOUR = 3600 * 1000;
const school = new School(), device = new FakeDevice();
const marker = randomBytes(24); // made here: it stands in no file of the program
const program = path.resolve(process.env.BUILD, 'campanella');
const is_sanitized = has_word(program, '__asan_init'), clock_moves = !has_word(program, 'only a test build has a clock');
let clock, line, looker, lease;
const now = () => clock?.ms ?? Date.now();

const processes = () => [school.server.child.pid, ...children_of(school.server.child.pid)];
const in_memory = () => processes().map((pid) => found_in(pid, [marker])[0]);
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
const on_disk = () => sum(found_in_files(school.folder, [marker]));

async function open() {
	const serve = school.serve.bind(school);
	school.serve = async () => {
		if (clock_moves) {
			fs.appendFileSync(`${school.directory}/school.conf`, 'clock-file clock\n');
			clock = new ClockFile(`${school.directory}/clock`, Date.now());
		}
		await serve();
	};
	await school.open();
	const site = school.sql(`select name from site where id = (select site from class where id = ${school.class})`);
	const code = execFileSync(program, ['device', school.directory, 'code', '--label', 'Prova', '--kind', 'pupil', '--site', site], { env: sanitized }).toString().trim();
	await until('the devices\' port', 20, () => school.devices_port);
	line = await Line.open(school.devices_port);
	let { nonce } = (await until('the challenge', 10, () => line.said('challenge'))).fields;
	line.send('enrol', { code, platform: 'linux', public_key: device.public_key,
		signature: device.sign('enrol_proof', { nonce, public_key: device.public_key, certificate: line.certificate }) });
	device.id = (await until('the enrolment', 10, () => line.said('enrolled'))).fields.device;
	line.close();
	school.sql(`insert into device_use select ${device.id}, 20000, null, min(pupil), 0 from class_member where class = ${school.class} and to_day is null`);
	line = await Line.open(school.devices_port);
	({ nonce } = (await until('the challenge', 10, () => line.said('challenge'))).fields);
	line.send('hello', { device: device.id, version: '1', platform: 'linux', session: 'x11', can: 1, policy_version: 0, time: now(), log_count: 0,
		log_head: new Uint8Array(32), signature: device.sign('hello_proof', { nonce, device: device.id, certificate: line.certificate }) });
	await until('the policy', 10, () => line.said('policy'));
	looker = await new Looker(school).sign_in();
}

// Each has the marker and a number of its own.
function send_frame(number) {
	const sealed = randomBytes(BYTES);
	marker.copy(sealed, 6000);
	sealed.writeUInt32BE(number, 6000 + marker.length);
	line.send('frame_key', { wraps: [], sealed }, lease);
}

// What a core dump of the process has: as the kernel makes it, or with what it leaves out. A
// sanitizer's shadow would be terabytes of it: then the same mappings are read where they lie.
function core(pid, everything) {
	if (is_sanitized || !has_gdb())
		return found_in(pid, [marker], { dumped: !everything })[0] > 0;
	const file = `/tmp/campanella-core.${process.pid}`;
	execFileSync('gdb', ['-p', String(pid), '-batch', '-ex', `set dump-excluded-mappings ${everything ? 'on' : 'off'}`, '-ex', `gcore ${file}`], { stdio: 'ignore' });
	try {
		return fs.readFileSync(file).indexOf(marker) >= 0;
	} finally {
		fs.rmSync(file);
	}
}
const has_gdb = () => {
	try {
		return Boolean(execFileSync('gdb', ['--version']));
	} catch {
		return false;
	}
};

const checks = {
	async 'T5 ten thousand pictures over a real line leave exactly one'() {
		const tiles = await looker.look([device.id]);
		lease = BigInt(tiles[0].lease);
		assert.notEqual(lease, 0n, tiles[0].code);
		await until('the lease', 10, () => line.said('lease'));
		const heads = () => line.messages.filter(({ name }) => name === 'loghead').length, before = heads();
		line.send('notice_ack', { at: now(), previous: new Uint8Array(32) }, lease);
		await until('the record', 10, () => heads() > before);
		for (let i = 1; i <= FRAMES; i++) {
			send_frame(i);
			if (i % 50 === 0)
				await until('room', 60, () => line.socket.writableLength === 0);
		}
		await until('the last picture', 60, () => (looker.frames.get(lease) ?? 0) > 0 && line.socket.writableLength === 0);
		await until('one picture in all the memory', 20, () => sum(in_memory()) === 1);
		assert.equal(found_in(Number(school.child('@devices')), [marker])[0], 1, 'in another process');
		const last = Buffer.alloc(marker.length + 4);
		marker.copy(last);
		last.writeUInt32BE(FRAMES, marker.length);
		assert.equal(sum(processes().map((pid) => found_in(pid, [last])[0])), 1, 'an older one');
		assert.equal(on_disk(), 0);
		assert.ok(processes().every((pid) => swapped(pid) === 0));
		console.log(`     ${FRAMES} sent, ${looker.frames.get(lease)} seen by the page, 1 kept`);
	},

	async 'T5 a core dump has no picture, while there is one'() {
		const devices = Number(school.child('@devices'));
		assert.equal(core(devices, true), true, 'the control: a dump of all the memory has it');
		assert.equal(core(devices, false), false);
		assert.equal(found_in(devices, [marker])[0], 1);
		console.log(`     ${is_sanitized || !has_gdb() ? 'read from the mappings that a dump has' : 'dumped by gdb'}`);
	},

	async 'T5 a dying process leaves no core file at all'() {
		const devices = Number(school.child('@devices'));
		const cores = () => fs.readdirSync('.').filter((name) => /^core/.test(name));
		const before = cores();
		try {
			execFileSync('prlimit', ['--pid', String(devices), '--core=unlimited'], { stdio: 'ignore' });
		} catch { /* this root may not: its own limit of 0 stands */ }
		const there = fs.readlinkSync(`/proc/${devices}/cwd`);
		process.kill(devices, 'SIGABRT');
		await until('another process', 20, () => {
			try {
				return Number(school.child('@devices')) !== devices;
			} catch {
				return false;
			}
		});
		assert.deepEqual(cores(), before);
		assert.ok(!fs.existsSync(path.join(there, 'core')) && !fs.existsSync(path.join(there, `core.${devices}`)));
		assert.equal(sum(in_memory()), 0, 'it came back with a picture'); // CLS-36: a restart starts empty
		await until('the devices\' port', 20, () => school.devices_port);
	},

	async 'T5 after the bell, and at 48 hours and a second, nothing is anywhere'() {
		if (!clock_moves)
			return 'only a build with -Dtest_hooks=true has a clock that can be moved';
		// Another line, another look: the one before died with the process.
		line.close();
		looker.close();
		line = await Line.open(school.devices_port);
		const { nonce } = (await until('the challenge', 10, () => line.said('challenge'))).fields;
		line.send('hello', { device: device.id, version: '1', platform: 'linux', session: 'x11', can: 1, policy_version: 0, time: now(), log_count: 1,
			log_head: new Uint8Array(32), signature: device.sign('hello_proof', { nonce, device: device.id, certificate: line.certificate }) });
		const { head } = (await until('the school\'s record', 10, () => line.said('loghead'))).fields;
		clock.set(clock.ms + 1000);
		looker.ticket = undefined;
		lease = BigInt((await looker.look([device.id]))[0].lease);
		await until('the lease', 10, () => line.said('lease'));
		line.send('notice_ack', { at: now(), previous: head }, lease);
		await until('the record', 10, () => line.messages.filter(({ name }) => name === 'loghead').length > 1);
		send_frame(1);
		await until('the control: the picture is kept', 20, () => sum(in_memory()) === 1);
		const kept = clock.ms;
		const nothing = async (what) => {
			await until(`no picture ${what}`, 15, () => sum(in_memory()) === 0);
			assert.equal(on_disk(), 0);
			assert.ok(processes().every((pid) => swapped(pid) === 0));
			assert.equal(core(Number(school.child('@devices')), true), false, `in a core dump ${what}`);
		};
		const bell = school.local(school.zone, clock.ms);
		const left = 24 * HOUR - (bell.getHours() * HOUR + bell.getMinutes() * 60000 + bell.getSeconds() * 1000);
		clock.set(clock.ms + left + 1000); // the bell of an hour from midnight to midnight
		await nothing('after the bell');
		clock.set(Math.max(kept + 48 * HOUR + 1000, clock.ms));
		await sleep(2500);
		await nothing('at 48 hours and a second');
		fs.writeFileSync(`${school.directory}/planted`, Buffer.concat([randomBytes(5000), marker]));
		assert.equal(on_disk(), 1, 'the control: the search of the disk is blind');
		fs.rmSync(`${school.directory}/planted`);
		return null;
	},
};

let passed = 0, failed = 0, skipped = 0;
try {
	if (process.getuid() !== 0) {
		skipped = Object.keys(checks).length;
		console.log('skip T5 on the running server: only root may look into the memory of others');
	} else {
		await open();
		assert.ok(can_look(school.server.child.pid));
		for (const [name, check] of Object.entries(checks)) {
			const skip = await check();
			skipped += Boolean(skip);
			passed += !skip;
			console.log(skip ? `skip ${name}: ${skip}` : `ok   ${name}`);
		}
	}
} catch (error) {
	failed++;
	console.log(`FAIL ${String(error.stack).split('\n').slice(0, 12).join('\n     ')}`);
	console.log(school.server?.log.slice(-4000));
} finally {
	line?.close();
	looker?.close();
	await school.close();
}
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exit(failed === 0 ? 0 : 1);
