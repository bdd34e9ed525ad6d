import assert from 'node:assert/strict';
import fs from 'node:fs';
import { Browser, PHONE } from '../browser/browser.mjs';
import { School, sleep, until } from './school.mjs';

const school = new School();
const browser = new Browser();
const day = {};

// What a tile of the open wall shows in its middle, or nothing.
const middle = (page, device) => page.evaluate((id) => {
	const canvas = document.querySelector(`[data-device="${id}"] canvas`);
	if (!canvas || canvas.hidden)
		return null;
	return [...canvas.getContext('2d').getImageData(canvas.width / 4 | 0, canvas.height * 3 / 4 | 0, 1, 1).data].slice(0, 3);
}, device);
const near = (one, other) => one && one.every((value, i) => Math.abs(value - other[i]) < 24);
const views = () => JSON.parse(school.sql(`select json_group_array(json_object('id', cast(id as text), 'kind', kind, 'ended', ended_at, 'frames', frames, 'device', cast(device as text))) from view_log`));

const checks = {
	async 'the office makes a code and devices enrol with it'(visit) {
		const office = await visit();
		await office.sign_in('office');
		await office.go('/devices');
		await office.page.fill('#label', 'Carrello');
		await office.page.fill('#devices', '2');
		await office.page.selectOption('#site', school.sql(`select site from class where id = ${school.class}`));
		await office.page.click('button[value="make"]');
		const code = await office.page.textContent('strong.code');
		const port = Number((await office.page.textContent('.banner.good')).match(/127\.0\.0\.1:(\d+)/)[1]);
		await office.axe('devices');
		for (let i = 0; i < 2; i++)
			await school.device(code, port);
		day.devices = school.sql('select id from device order by id').split('\n');
		assert.equal(day.devices.length, 2);
		for (const [i, device] of day.devices.entries()) {
			await office.go('/devices');
			const line = office.page.locator('li', { has: office.page.locator(`input[name="device"][value="${device}"]`) });
			await line.locator('summary').click();
			await line.locator('[name="class"]').fill(school.teacher.first_class);
			await line.locator('[name="number"]').fill(String(i + 3)); // nobody who has an account to sign in with
			await line.locator('button[value="tie"]').click();
			await office.page.waitForURL(/saved=1/);
		}
		assert.equal(school.sql('select count(*) from device_use'), '2');
	},

	async 'a code that is used up enrols nothing more'() {
		await assert.rejects(school.device('0000-0000-0000', school.devices_port), /Command failed/);
		school.devices.pop().close();
		assert.equal(school.sql('select count(*) from device'), '2');
	},

	async 'the wall shows the screens as they change'(visit) {
		school.devices[0].paint('#336699');
		school.devices[1].paint('#993333');
		for (const device of school.devices)
			device.run();
		day.teacher = await visit();
		const { page } = await day.teacher.sign_in('teacher');
		day.teacher.foreign = { push() {} }; // the devices' port is the school's too
		await day.teacher.go(`/classes/${school.class}/wall`);
		await until('the first picture', 30, async () => near(await middle(page, day.devices[0]), [0x33, 0x66, 0x99]));
		await until('the second picture', 30, async () => near(await middle(page, day.devices[1]), [0x99, 0x33, 0x33]));
		school.devices[0].paint('#22aa44');
		await until('the change', 10, async () => near(await middle(page, day.devices[0]), [0x22, 0xaa, 0x44]));
		assert.match(await page.textContent('[data-wall-count]'), /2/);
		await day.teacher.axe('wall');
		await day.teacher.keep_picture('wall');
	},

	async 'a look is on record before its pictures pass, one a series (CLS-31)'() {
		const log = views();
		assert.equal(log.length, 2);
		assert.ok(log.every((one) => one.kind === 1 && one.ended === null));
	},

	async 'one screen whole, by keyboard, is another right and another record (CLS-18)'() {
		const { page } = day.teacher;
		await page.locator(`[data-device="${day.devices[0]}"] button`).focus();
		await page.keyboard.press('Enter');
		await until('the whole screen', 20, () => page.evaluate(() => {
			const canvas = document.querySelector('[data-full-canvas]');
			return !canvas.hidden && canvas.width > 480;
		}));
		const kinds = views().map((one) => one.kind);
		assert.ok(kinds.includes(2));
		await page.keyboard.press('Escape');
		await until('the wall again', 30, async () => near(await middle(page, day.devices[1]), [0x99, 0x33, 0x33]));
	},

	async 'a second page, on a phone, sees the same beside the first (CLS-39)'(visit) {
		const phone = await visit(PHONE);
		await phone.sign_in('teacher');
		phone.foreign = { push() {} };
		await phone.go(`/classes/${school.class}/wall`);
		await until('the picture on the phone', 30, async () => near(await middle(phone.page, day.devices[0]), [0x22, 0xaa, 0x44]));
		phone.foreign = [];
		await phone.looks_right('wall on a phone');
		await phone.keep_picture('wall-phone');
		await until('the picture on the desk', 30, async () => near(await middle(day.teacher.page, day.devices[0]), [0x22, 0xaa, 0x44]));
	},

	async 'a hidden page asks for nothing, and the looks end (CLS-19)'() {
		const { page } = day.teacher;
		await page.evaluate(() => {
			Object.defineProperty(document, 'hidden', { value: true, configurable: true });
			document.dispatchEvent(new Event('visibilitychange'));
		});
		await until('the end of every look', 15, () => views().every((one) => one.ended !== null));
		assert.equal(await middle(page, day.devices[0]), null);
		assert.ok(views().some((one) => one.frames > 0));
		await page.evaluate(() => {
			Object.defineProperty(document, 'hidden', { value: false, configurable: true });
			document.dispatchEvent(new Event('visibilitychange'));
		});
		await until('the picture', 30, async () => near(await middle(page, day.devices[0]), [0x22, 0xaa, 0x44]));
	},

	async 'T5: no picture is in any file of the school'() {
		const text = Buffer.from('JFIF'); // in the head of every picture
		for (const name of fs.readdirSync(school.directory, { recursive: true })) {
			const file = `${school.directory}/${name}`;
			if (fs.statSync(file).isFile())
				assert.equal(fs.readFileSync(file).indexOf(text), -1, file);
		}
	},

	async 'a lost device is cut off within seconds'(visit) {
		const office = await visit();
		await office.sign_in('office');
		await office.go('/devices');
		const line = office.page.locator('li', { has: office.page.locator(`input[name="device"][value="${day.devices[1]}"]`) });
		await line.locator('summary').click();
		await line.locator('button[value="lost"]').click();
		await office.page.waitForURL(/saved=1/);
		await until('the dark tile', 10, async () => await middle(day.teacher.page, day.devices[1]) === null);
	},

	async 'T6: a look that cannot be put on record shows nothing'() {
		const { page } = day.teacher;
		school.sql("create trigger no_record before insert on view_log begin select raise(abort, 'the disk is full'); end");
		await page.reload();
		await until('the refusal in the log', 20, () => school.server.log.includes('is not on record'));
		await sleep(1500);
		assert.equal(await middle(page, day.devices[0]), null);
		school.sql('drop trigger no_record');
		await page.reload();
		await until('the picture', 30, async () => near(await middle(page, day.devices[0]), [0x22, 0xaa, 0x44]));
	},

	async 'an order reaches the device and is its teacher\'s (CLS-43, CLS-44)'() {
		const { page } = day.teacher;
		await page.locator('.wall-orders summary').nth(3).click();
		await page.locator('button[value="lock"]').click();
		await sleep(3000);
		if (process.env.FAILURES)
			school.devices[0].keep_picture(`${process.env.FAILURES}/lock.png`);
		await until('the lock', 15, async () => !near(await middle(page, day.devices[0]), [0x22, 0xaa, 0x44]));
		await page.locator('.wall-orders summary').nth(3).click();
		await page.locator('button[value="unlock"]').click();
		await until('the screen again', 15, async () => near(await middle(page, day.devices[0]), [0x22, 0xaa, 0x44]));
	},

	async 'T4: the devices process is killed: nothing is seen, then all comes back'() {
		const { page } = day.teacher;
		process.kill(Number(school.child('@devices')), 'SIGKILL');
		await until('the dark wall', 60, async () => await middle(page, day.devices[0]) === null ||
			views().every((one) => one.ended !== null));
		await until('the picture', 90, async () => near(await middle(page, day.devices[0]), [0x22, 0xaa, 0x44]));
	},

	async 'outside its networks a school sees nothing (CLS-23), but for a remote lesson (CLS-33)'(visit) {
		const { page } = day.teacher;
		school.sql("update site set networks = '203.0.113.0/24'");
		await page.reload();
		await until('the refusal', 15, async () => (await page.textContent(`[data-device="${day.devices[0]}"] small`)) === 'ELOC');
		assert.equal(await middle(page, day.devices[0]), null);
		const head = await visit();
		await head.sign_in('head');
		await head.go('/settings');
		school.sql("insert or replace into setting values ('remote.notice_hours', '0')");
		await head.go('/remote-lessons');
		await head.looks_right('remote lessons');
		await head.page.selectOption('#class', school.class);
		await head.page.fill('#day', school.sql("select date('now', 'localtime')"));
		await head.page.fill('#first', '1');
		await head.page.fill('#last', '1');
		await head.page.fill('#reason', 'Heating');
		await head.page.click('main form button.main');
		// Its hour has begun: too late, for everybody.
		assert.equal(await head.page.locator('.problem, .problems').count() > 0, true);
		assert.equal(school.sql('select count(*) from remote_lesson'), '0');
		const today = school.sql("select cast(julianday(date('now')) - 2440587.5 as integer)");
		school.sql(`insert into remote_lesson select 7, ${school.class}, ${today}, 1, 1, 1, null, null, id, 1 from person limit 1`);
		await page.reload();
		await until('the picture from elsewhere', 40, async () => near(await middle(page, day.devices[0]), [0x22, 0xaa, 0x44]));
		assert.equal(await page.locator('.banner.late-note').count() > 0, true);
		await until('the record', 10, () => school.sql('select max(remote) from view_log') === '1');
		school.sql("delete from remote_lesson; update site set networks = '127.0.0.0/8'");
	},

	async 'T4: when the page is gone every look ends'() {
		await day.teacher.close();
		await until('the end of every look', 60, () => views().every((one) => one.ended !== null));
	},

	async 'who signs in beside a device works on it that day (R13)'(visit) {
		const pupil = await visit();
		await pupil.sign_in('pupil');
		day.own = school.sql('select a.person from session s join account a on a.id = s.account order by s.started_at desc limit 1');
		assert.equal(school.sql('select pupil from device_use where by_sign_in = 1'), day.own);
		await pupil.go(`/pupils/${day.own}/views`);
		await pupil.looks_right('views');
	},

	async 'the pupil reads who looked, and that a record was tampered with (CLS-32, T6)'(visit) {
		school.sql(`update view_log set pupil = ${day.own}`);
		const family = await visit(PHONE);
		await family.sign_in('pupil');
		await family.go(`/pupils/${day.own}/views`);
		assert.ok(await family.page.locator('.timeline li').count() >= 3);
		assert.equal(await family.page.locator('.banner.wrong[role="alert"]').count(), 1);
		await family.looks_right('views on a phone');
	},
};

const wanted = process.argv.slice(2); // beside the first three, which make the others possible
let passed = 0, failed = 0;
try {
	await school.open();
	await browser.open(school);
	for (const [name, check] of Object.entries(checks)) {
		if (wanted.length > 0 && Object.keys(checks).indexOf(name) > 2 && !wanted.some((word) => name.includes(word)))
			continue;
		const open = [];
		try {
			await check(async (options) => {
				const visitor = await browser.visitor(options);
				if (name.includes('as they change'))
					return visitor;
				open.push(visitor);
				return visitor;
			});
			passed++;
			console.log(`ok   ${name}`);
		} catch (error) {
			failed++;
			console.log(`FAIL ${name}\n     ${String(error.stack).split('\n').slice(0, 12).join('\n     ')}`);
			await day.teacher?.page.screenshot({ path: `${process.env.FAILURES ?? '/tmp'}/wall-${failed}.png` }).catch(() => {});
		} finally {
			for (const visitor of open)
				await visitor.close();
		}
	}
} catch (error) {
	failed++;
	console.log(`FAIL ${error.stack}`);
} finally {
	if (failed > 0 || process.env.VERBOSE)
		console.log(school.server?.log, ...school.devices.map((device) => `device ${device.number}:\n${device.log}`));
	await browser.close();
	await school.close();
	await sleep(100);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
