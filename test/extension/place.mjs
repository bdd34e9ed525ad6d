// A school that sends whatever it is told to, and a browser with the extension under its policy.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { make_school } from '../classroom/school.mjs';
import { until } from '../wall/school.mjs';
import { rest } from './checks.mjs';
import { PupilBrowser } from './pupil.mjs';

export class Place {
	async open(folder, web, { managed, ...options } = {}) {
		fs.mkdirSync(folder);
		this.school = await make_school(folder, path.resolve(process.env.BUILD, 'wire/wire.js'));
		this.school.certificate = Buffer.alloc(32); // a browser cannot tell which one it saw (CLS-14)
		await this.school.listen();
		this.pupil = new PupilBrowser(folder, web, { server: `127.0.0.1:${this.school.port}`, code: this.school.code, school: '', ...managed }, options);
		await this.pupil.open();
		this.hello = await this.pupil.joins('the hello', () => this.school.messages.find((one) => one.name === 'hello'));
		await this.pupil.page.goto('http://wiki.example/page?colour=%23336699');
	}

	async said(name, after = this.school.messages.length, ms = 4000) {
		const message = await this.school.wait(name, ms, after);
		assert.ok(message, `no ${name} came, but ${this.school.messages.slice(after).map((one) => one.name)}`);
		return message;
	}

	captures() {
		return this.pupil.captures();
	}

	// A new line; fresh: by a worker that remembers nothing of this session of the browser.
	async connect({ policy, policy_key, hear = true, fresh = false } = {}) {
		const { school, pupil } = this;
		const before = school.messages.length;
		school.socket.stream.destroy();
		if (fresh) {
			await pupil.in_worker(() => chrome.storage.session.clear());
			await pupil.kill_worker();
		}
		await until('the next line', 20, async () => {
			await pupil.ask_again().catch(() => {}); // its worker is just being stopped
			return school.messages.slice(before).some((one) => one.name === 'hello');
		});
		if (hear) {
			school.send_policy(policy, policy_key);
			school.ping();
		}
		await rest(100);
	}

	restore() {
		Object.assign(this.school, { time_shift: 0, address: null, pinging: true, dead: false });
	}

	async close() {
		await this.pupil?.close().catch(() => {});
		this.school?.close();
	}
}
