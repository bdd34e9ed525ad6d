// The demo school, whose first hour lasts from midnight to midnight, so that
// the checks run at any time of day; its devices, each on a desktop of its own.
import { execFile, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Server, sanitized } from '../stories/server.mjs';

const build = path.resolve(process.env.BUILD);
export const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

export async function until(what, seconds, holds) {
	for (let i = 0; i < seconds * 10; i++) {
		const got = await holds();
		if (got)
			return got;
		await sleep(100);
	}
	throw new Error(`${what} did not come in ${seconds} s`);
}

export class School {
	devices = [];

	async open({ pupils = 100, class_size = 25 } = {}) {
		this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'campanella-wall.'));
		this.directory = path.join(this.folder, 'school');
		// The school stands where the day does not end while the checks run; in summer its year is the one that has just ended.
		this.zone = ['Europe/Rome', 'America/Aruba'].find((zone) => this.local(zone).getHours() >= 1 && this.local(zone).getHours() < 22);
		const [year, month] = this.today.split('-').map(Number);
		const summer = month >= 6 && month <= 8 ? ['--today', `${year}-05-20`] : [];
		this.accounts = JSON.parse(execFileSync(path.join(build, 'campanella'), ['demo', this.directory, '--seed', '7', '--pupils', String(pupils), '--class-size', String(class_size), '--json', ...summer],
			{ env: sanitized, maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'inherit'] }));
		this.sql('delete from slot where ordinal <> 1; update slot set starts = 0, ends = 1440');
		this.move_to_today();
		this.teacher = this.accounts[0];
		this.class = this.sql(`select id from class where name = '${this.teacher.first_class}'`);
		await this.serve();
	}

	// Devices have no clock but this machine's: the demo's day becomes the day it is, be it a Sunday.
	move_to_today() {
		const shift = Number(this.sql("select coalesce((select value from setting where name = 'clock.shift_days'), 0)"));
		const number = Date.parse(this.today) / 86400000; // as the register counts days
		const today = this.local().getDay(), demo = (((this.local('Europe/Rome').getDay() + shift) % 7) + 7) % 7; // made by Rome's day
		this.sql(`update setting set value = '0' where name = 'clock.shift_days'; delete from rest_day; delete from closure;
			update school_year set last_day = max(last_day, ${number});
			update account set changed_on = ${number} where changed_on is not null;
			insert or replace into setting (name, value) values ('school.zone', '${this.zone}')`);
		if (today !== demo)
			for (const table of ['timetable', 'slot'])
				this.sql(`delete from ${table} where weekday = ${today}; update ${table} set weekday = ${today} where weekday = ${demo}`);
	}

	// The time on the school's wall, as if it were this machine's.
	local(zone = this.zone, at = Date.now()) {
		return new Date(new Date(at).toLocaleString('en-US', { timeZone: zone }));
	}

	get today() {
		const day = this.local();
		return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
	}

	get minute() {
		return this.local().getHours() * 60 + this.local().getMinutes();
	}

	async serve() {
		this.server = new Server(path.join(build, 'campanella'), this.directory);
		await this.server.start();
		this.origin = this.server.origin;
	}

	get devices_port() {
		return Number(execFileSync('sh', ['-c',
			`ss -Hltnp 2>/dev/null | grep -o '127.0.0.1:[0-9]*.*pid=${this.child('@devices')},' | sed 's/127.0.0.1://; s/ .*//'`]).toString().trim());
	}

	child(name) {
		return execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(this.server.child.pid)]).toString().split('\n')
			.find((line) => line.includes(name)).trim().split(' ')[0];
	}

	get certificate() {
		return execFileSync('sh', ['-c', `openssl x509 -in "${this.directory}/tls/certificate.pem" -outform DER | sha256sum | cut -d ' ' -f 1`]).toString().trim();
	}

	get agent_folder() {
		return path.join(build, 'agent');
	}

	sql(statement) {
		return execFileSync('sqlite3', ['-cmd', '.timeout 5000', path.join(this.directory, 'school.db'), statement]).toString().trim();
	}

	account(role) {
		return role === 'teacher' ? this.teacher : this.accounts.find((one) => one.role === role);
	}

	async device(code, port, display) {
		const device = new Device(this, this.made = (this.made ?? 0) + 1);
		this.devices.push(device);
		await device.open(code, port, display);
		return device;
	}

	async close() {
		for (const device of this.devices)
			device.close();
		await this.server?.stop();
		fs.rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }); // a browser may still be writing
	}
}

class Device {
	constructor(school, number) {
		Object.assign(this, { school, number, log: '' });
		this.folder = path.join(school.folder, `device${number}`);
	}

	async open(code, port) {
		fs.mkdirSync(this.folder, { mode: 0o700 });
		this.x = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x720x24', '-nolisten', 'tcp', '-noreset'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
		const number = await new Promise((resolve, reject) => {
			this.x.stdio[3].on('data', (part) => resolve(String(part).trim()));
			this.x.on('exit', () => reject(new Error('Xvfb ended')));
		});
		this.display = `:${number}`;
		await promisify(execFile)(path.join(build, 'agent/campanella-agent'), ['--folder', this.folder, 'enrol', `https://127.0.0.1:${port}`, code,
			'--certificate', this.school.certificate], { env: this.environment }); // a proxy of ours may be in between
	}

	get environment() {
		return { ...sanitized, DISPLAY: this.display, XDG_SESSION_TYPE: 'x11', HOME: this.folder };
	}

	run() {
		this.agent = spawn(path.join(build, 'agent/campanella-agent'), ['--folder', this.folder, 'run'],
			{ env: this.environment, stdio: ['ignore', 'pipe', 'pipe'] });
		this.agent.stdout.on('data', (part) => { this.log += part; });
		this.agent.stderr.on('data', (part) => { this.log += part; });
	}

	// What the device itself has on record, a line a look.
	log_lines() {
		return execFileSync(path.join(build, 'agent/campanella-agent'), ['--folder', this.folder, 'log'], { env: this.environment })
			.toString().split('\n').filter((line) => /\d/.test(line));
	}

	paint(colour) {
		execFileSync('xsetroot', ['-solid', colour], { env: this.environment });
	}

	// One of the scripted desktops; "idle" stands still, with enough on it to be known again.
	show_page(mode = 'idle') {
		this.desktop = spawn(path.join(build, 'demo/desktop'), [mode], { env: this.environment, stdio: 'ignore' });
	}

	hide_page() {
		this.desktop?.kill('SIGKILL');
		this.desktop = null;
	}

	keep_picture(file) {
		execFileSync('import', ['-window', 'root', file], { env: this.environment });
	}

	close() {
		this.hide_page();
		this.agent?.kill('SIGKILL');
		this.x?.kill('SIGTERM'); // it takes its lock along
	}
}
