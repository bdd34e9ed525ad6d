// ./dev run: the demo school, served, with a few pupils' devices that are real:
// the agent, each on a hidden X desktop that changes by itself, enrolled by a
// code as any other. The pupils who sit at them are those of the lesson that
// the demo's first teacher has now. Ctrl-C ends all of it, by process id.
//
//   node demo/live.mjs BUILD SCHOOL HOST:PORT
import { execFileSync, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const [build, school, listen] = process.argv.slice(2);
const program = path.resolve(build, 'campanella'), agent = path.resolve(build, 'agent/campanella-agent');
const MODES = ['typing', 'browse', 'video', 'idle'];
const LABEL = 'Postazione demo';
const PLACE = { TZ: 'CET-1CEST,M3.5.0,M10.5.0/3', LANG: 'it_IT.UTF-8', LC_ALL: '' }; // the school's, not this machine's
const children = new Map(); // by process id
let ending = false;

const command = (...words) => execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const rest = (ms) => new Promise((done) => setTimeout(done, ms));
const clock = (minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

// Whoever starts this may be killed: what it started ends with it.
function start(words, { env = {}, stdio = ['ignore', 'ignore', 'ignore'] } = {}) {
	const child = spawn('setpriv', ['--pdeathsig', 'TERM', ...words], { env: { ...process.env, ...env }, stdio });
	children.set(child.pid, child);
	child.over = new Promise((done) => child.on('exit', (code, signal) => {
		children.delete(child.pid);
		done(code ?? signal);
	}));
	return child;
}

async function end(code) {
	if (ending)
		return;
	ending = true;
	const left = [...children.values()];
	for (const child of left)
		child.kill('SIGTERM');
	await Promise.race([Promise.all(left.map((child) => child.over)), rest(15000)]);
	for (const child of children.values())
		child.kill('SIGKILL');
	process.exit(code);
}

function serve() {
	const child = start([program, 'serve', school, '--listen', listen], { stdio: ['ignore', 'pipe', 'inherit'] });
	child.over.then((code) => end(typeof code === 'number' ? code : 0));
	return new Promise((ready) => {
		let said = '';
		child.stdout.on('data', (part) => {
			process.stdout.write(part);
			said += part;
			const match = said.match(/^ready (https:\/\/\S+)/m);
			if (match)
				ready(match[1]);
		});
	});
}

// A hidden X server chooses its own number and says it.
function desktop(mode, folder) {
	const x = start(['Xvfb', '-displayfd', '3', '-screen', '0', '1280x720x24', '-nolisten', 'tcp', '-noreset'],
		{ stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
	return new Promise((ready, failed) => {
		x.stdio[3].once('data', (part) => {
			const env = { DISPLAY: `:${String(part).trim()}`, XDG_SESSION_TYPE: 'x11', WAYLAND_DISPLAY: '', HOME: folder };
			start([path.resolve(build, 'demo/desktop'), mode], { env });
			ready(env);
		});
		x.over.then(() => failed(new Error('Xvfb did not start')));
	});
}

const key = (folder) => readFileSync(`${folder}/key`, 'utf8');

// A device keeps its key from one run to the next; the server may have moved.
async function enrol(folders, site, address) {
	const certificate = new X509Certificate(readFileSync(`${school}/tls/certificate.pem`)).fingerprint256.replaceAll(':', '');
	const fresh = folders.filter((folder) => !existsSync(`${folder}/key`));
	for (const folder of folders.filter((one) => !fresh.includes(one)))
		if (!key(folder).includes(`server ${address}\n`))
			writeFileSync(`${folder}/key`, key(folder).replace(/^server .*$/m, `server ${address}`), { mode: 0o600 });
	if (fresh.length === 0)
		return;
	const code = command('device', school, 'code', '--label', LABEL, '--devices', String(fresh.length), '--site', site).trim();
	for (const folder of fresh) {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		const child = start([agent, '--folder', folder, 'enrol', address, code, '--certificate', certificate.toLowerCase()],
			{ env: { HOME: folder }, stdio: ['ignore', 'ignore', 'inherit'] });
		if (await child.over !== 0) {
			rmSync(folder, { recursive: true });
			throw new Error('a device could not be enrolled');
		}
	}
}

// The first pupils of the register sit down, lesson after lesson.
function seat(folders, hour) {
	for (const [i, folder] of folders.entries()) {
		const device = key(folder).match(/^device (\d+)$/m)[1];
		command('device', school, 'tie', device, '--class', hour.name, '--number', String(i + 1));
	}
}

function say(address, now, hour, folders) {
	console.log(`
${folders.length} pupils' devices are on, each with a desktop of its own. To see them:
  1. open ${address} and sign in as ${now.teacher} (the first account above);
  2. choose "Screens" ("Schermi") on top: it is ${clock(now.minute)} in the demo, and ${hour.name} has its lesson
     until ${clock(hour.ends)}. Click a screen to see the whole of it;
  3. each pupil reads who is looking, and the family reads it afterwards: as the guardian above,
     "The screen" ("Lo schermo").
Without the devices: ./dev run --plain. Stop with Ctrl-C.
`);
}

async function live() {
	const now = JSON.parse(command('demo', school, '--lesson'));
	const began = Date.now();
	const minute = () => now.minute + Math.floor((Date.now() - began) / 60000);
	const hourAt = (at) => now.hours.find((one) => one.starts <= at && at < one.ends);
	const address = await serve();
	const { hostname, port } = new URL(address);
	const devices = `https://${hostname}:${Number(port) + 1}`;
	const folders = MODES.map((mode) => path.resolve(school, 'devices', mode));
	let hour = hourAt(now.minute);
	await enrol(folders, hour.site, devices);
	seat(folders, hour);
	for (const [i, folder] of folders.entries()) {
		const env = await desktop(MODES[i], folder);
		start([agent, '--folder', folder, 'run', '--shift-minutes', String(now.shift_minutes)], { env: { ...env, ...PLACE } });
	}
	say(address, now, hour, folders);
	setInterval(() => {
		const next = hourAt(minute());
		if (next?.starts === hour?.starts || ending)
			return;
		hour = next;
		if (hour)
			seat(folders, hour);
		console.log(hour ? `${clock(hour.starts)}: ${hour.name} comes in, until ${clock(hour.ends)}.`
			: 'The last bell: no screen can be seen until the next lesson. Stop and start again to be there.');
	}, 5000);
}

process.on('SIGINT', () => end(0));
process.on('SIGTERM', () => end(0));
live().catch((error) => {
	console.error(`demo: ${error.message}`);
	end(1);
});
