// The demo school on the day of the checks, served by the real daemon.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Server, sanitized } from '../stories/server.mjs';
import { ClockFile, instant_of } from '../stories/time.mjs';

export const TODAY = '2026-11-23'; // a Monday

export class School {
	async open() {
		this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'campanella-browser.'));
		const program = path.resolve(process.env.BUILD, 'campanella');
		const school = path.join(this.folder, 'school');
		const said = execFileSync(program, ['demo', school, '--seed', '7', '--today', TODAY, '--pupils', '200', '--json'],
			{ env: sanitized, maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'inherit'] });
		const accounts = JSON.parse(said);
		this.accounts = accounts.accounts ?? accounts;
		const clock = path.join(this.folder, 'clock');
		this.clock = new ClockFile(clock, instant_of(TODAY, '07:40'));
		fs.appendFileSync(path.join(school, 'school.conf'), `clock-file ${clock}\n`);
		this.server = new Server(program, school);
		await this.server.start();
		this.origin = this.server.origin;
	}

	account(role) {
		const account = this.accounts.find((one) => one.role === role);
		if (!account)
			throw new Error(`the demo school has no account for ${role}`);
		return account;
	}

	// Forward only, as in life.
	at(time) {
		const ms = instant_of(TODAY, time);
		if (ms > this.clock.ms)
			this.clock.set(ms);
	}

	later(minutes) {
		this.clock.set(this.clock.ms + minutes * 60000);
	}

	// What a sanitizer said or a bad end; nothing when all was well.
	async close() {
		const how = await this.server?.stop();
		const report = this.server?.report();
		if (this.folder)
			fs.rmSync(this.folder, { recursive: true, force: true });
		return report ? `reported: ${report}` : this.server && how !== 0 ? `ended with ${how}` : undefined;
	}
}
