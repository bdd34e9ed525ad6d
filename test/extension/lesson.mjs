// The real server, the real wall in a second browser, the extension installed by
// policy as a technician would.
import assert from 'node:assert/strict';
import { PHONE } from '../browser/browser.mjs';
import { until } from '../wall/school.mjs';
import { PupilBrowser } from './pupil.mjs';

const near = (one, other) => one && one.every((value, i) => Math.abs(value - other[i]) < 24);

export class Lesson {
	constructor(school, browser, web) {
		Object.assign(this, { school, browser, web });
	}

	// A code from the page Devices, as the technician gets it.
	async code(devices) {
		const office = this.office ??= await (await this.browser.visitor()).sign_in('office');
		await office.go('/devices');
		await office.page.fill('#label', 'Chromebook');
		await office.page.fill('#devices', String(devices));
		await office.page.selectOption('#site', this.school.sql(`select site from class where id = ${this.school.class}`));
		await office.page.click('button[value="make"]');
		return office.page.textContent('strong.code');
	}

	async tie(device, number) {
		const { office, school } = this;
		await office.go('/devices');
		const line = office.page.locator('li', { has: office.page.locator(`input[name="device"][value="${device}"]`) });
		await line.locator('summary').first().click();
		await line.locator('[name="class"]').fill(school.teacher.first_class);
		await line.locator('[name="number"]').fill(String(number));
		await line.locator('button[value="tie"]').click();
		await office.page.waitForURL(/saved=1/);
	}

	async revoke(device) {
		const { office } = this;
		await office.go('/devices');
		const line = office.page.locator('li', { has: office.page.locator(`input[name="device"][value="${device}"]`) });
		await line.locator('summary').first().click();
		await line.locator('.fold summary').click(); // says what it will do, first
		await line.locator('button[value="revoked"]').click();
		await office.page.waitForURL(/saved=1/);
	}

	async open_wall(options) {
		const teacher = await (await this.browser.visitor(options)).sign_in('teacher');
		teacher.foreign = { push() {} }; // the devices' port is the school's too
		await teacher.go(`/classes/${this.school.class}/wall`);
		return teacher;
	}

	// What the tile shows in its middle, or nothing.
	middle(page = this.wall.page, device = this.device) {
		return page.evaluate((id) => {
			const canvas = document.querySelector(`[data-device="${id}"] canvas`);
			if (!canvas || canvas.hidden)
				return null;
			return [...canvas.getContext('2d').getImageData(canvas.width / 2 | 0, canvas.height * 3 / 4 | 0, 1, 1).data].slice(0, 3);
		}, device);
	}

	sees(what, colour, seconds = 30) {
		return until(what, seconds, async () => near(await this.middle(), colour));
	}

	words() {
		return this.wall.page.locator(`[data-device="${this.device}"] [data-tile-words]`).textContent();
	}
}

export async function lesson({ check, checks, school, browser, web }) {
	const day = new Lesson(school, browser, web);
	checks.explain = async () => `the wall says "${await day.words()}" and shows ${await day.middle()}; the browser: ${
		JSON.stringify(await day.pupil.ask({ ask: 'status' }))}; pages: ${day.pupil.context.pages().map((page) => page.url())}`;
	await check('a browser joins with the code of its batch, from the managed policy (CLS-14)', async () => {
		const code = await day.code(5);
		day.pupil = new PupilBrowser(`${school.folder}/pupil`, web, { server: `127.0.0.1:${school.devices_port}`, code, school: 'Prova' });
		await day.pupil.open();
		await day.pupil.joins('the device', () => school.sql('select count(*) from device') === '1');
		day.device = school.sql('select id from device');
		assert.equal(school.sql('select platform from device'), '2');
		await day.tie(day.device, 3);
		const self = await day.pupil.inside(() => chrome.management.getSelf());
		assert.equal(self.installType, 'admin');
		assert.equal(self.mayDisable, false);
	}, { first: true });

	await check('the page in front is on the wall, the notice before it (CLS-11, CLS-28)', async () => {
		await day.pupil.page.goto('http://wiki.example/page?colour=%23336699');
		day.wall = await day.open_wall();
		await day.sees('the picture', [0x33, 0x66, 0x99]);
		await day.pupil.page.goto('http://wiki.example/other?colour=%23993333');
		await day.sees('the change', [0x99, 0x33, 0x33]);
		await day.wall.axe('wall');
		await day.wall.keep_picture('extension-wall');
	}, { first: true });
	await shows(check, day);
	await steers(check, day);
	await survives(check, day);
	return day;
}

async function shows(check, day) {
	const { school } = day;
	await check('the notice stands in the page, in the picture and on the button, with the teacher\'s name', async () => {
		const [badge, title] = await day.pupil.in_worker(async () => [await chrome.action.getBadgeText({}), await chrome.action.getTitle({})]);
		assert.equal(badge, '1');
		const [given, family] = title.split(' ');
		assert.ok((await day.wall.page.locator('header').textContent()).includes(`${given} ${family}`), title);
		const red = await day.wall.page.evaluate((id) => {
			const canvas = document.querySelector(`[data-device="${id}"] canvas`);
			const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, 20);
			let found = 0;
			for (let i = 0; i < data.length; i += 4)
				found += Math.abs(data[i] - 0xb4) < 30 && Math.abs(data[i + 1] - 0x23) < 30 && Math.abs(data[i + 2] - 0x18) < 30;
			return found;
		}, day.device);
		assert.ok(red > 200, `${red} pixels of the notice`);
	});

	await check('a page of the browser itself is "nothing to show" on the wall, then the next page is there (CLS-10)', async () => {
		const shown = await day.words();
		await day.pupil.page.goto('chrome://version');
		await until('the words', 15, async () => await day.middle() === null && await day.words() !== shown);
		assert.equal(await day.words(), 'nulla da mostrare');
		assert.equal(school.sql('select count(*) from view_log'), '1');
		await day.pupil.page.goto('http://wiki.example/back?colour=%23336699');
		await day.sees('the picture', [0x33, 0x66, 0x99]);
		assert.equal(school.sql('select count(*) from view_log'), '1');
	});

	await check('one page whole, then the list of open pages; one is closed (CLS-18, CLS-42, CLS-44)', async () => {
		const { page } = day.wall;
		const other = await day.pupil.context.newPage();
		await other.goto('http://games.example/play');
		await day.pupil.page.bringToFront();
		await page.locator(`[data-device="${day.device}"] button`).click();
		await until('the whole page', 20, () => page.evaluate(() => {
			const canvas = document.querySelector('[data-full-canvas]');
			return !canvas.hidden && canvas.width > 480;
		}));
		await page.click('[data-full-tabs]');
		const item = page.locator('[data-full-list] li', { hasText: 'games.example/play' });
		await item.waitFor({ timeout: 20000 });
		assert.equal(await page.locator('[data-full-list] li[aria-current]').count(), 1);
		await day.wall.keep_picture('extension-tabs');
		await item.locator('button').click();
		await until('the page to be gone', 15, () => other.isClosed());
		await item.waitFor({ state: 'detached', timeout: 15000 });
		assert.deepEqual(school.sql('select distinct kind from view_log order by kind').split('\n'), ['1', '2', '3']);
		await page.keyboard.press('Escape');
		await day.sees('the wall again', [0x33, 0x66, 0x99]);
	});
}

async function steers(check, day) {
	const { school } = day;
	const order = async (place, fill, button) => {
		const { page } = day.wall;
		await page.locator('.wall-orders summary').nth(place).click();
		for (const [name, value] of Object.entries(fill))
			await page.fill(`.wall-orders [name="${name}"]`, value);
		await page.click(`.wall-orders button[value="${button}"]`);
		await page.locator('[data-wall-trouble].good').waitFor({ timeout: 10000 });
	};
	const page_of = (name) => day.pupil.context.pages().find((page) => page.url().endsWith(`/${name}.html`));

	await check('only these sites: open pages leave, others do not come, the pupil reads list, teacher and end (CLS-45)', async () => {
		const other = day.other = await day.pupil.context.newPage();
		await other.goto('http://games.example/play');
		await order(0, { domains: 'wiki.example' }, 'focus');
		await until('the open page to leave', 10, () => other.url().endsWith('/focus.html'));
		await until('the words', 5, async () => /wiki\.example/.test(await other.textContent('body')));
		assert.match(await other.textContent('#who'), new RegExp(`.+, .+${school.teacher.first_class}`));
		await day.pupil.page.goto('http://wiki.example/allowed?colour=%23336699');
		await day.pupil.page.goto('http://games.example/again').catch(() => {});
		await until('the list in its place', 10, () => day.pupil.page.url().endsWith('/focus.html'));
		await other.goto('http://wiki.example/also');
		assert.equal(await other.title(), 'wiki.example/also');
	});

	await check('T7 the sites stay closed when the worker is killed, and open again by the teacher\'s word', async () => {
		await day.pupil.kill_worker();
		await day.pupil.page.goto('http://games.example/dead').catch(() => {});
		await until('the list', 10, () => day.pupil.page.url().endsWith('/focus.html'));
		await day.pupil.page.goto('http://wiki.example/alive?colour=%23336699');
		await day.pupil.page.bringToFront();
		await day.sees('the picture of a worker that came back', [0x33, 0x66, 0x99], 90);
		await order(0, {}, 'unfocus');
		await until('the rules to go', 10, () => day.pupil.in_worker(async () => (await chrome.declarativeNetRequest.getDynamicRules()).length === 0));
		await day.other.goto('http://games.example/free');
		assert.equal(await day.other.title(), 'games.example/free');
		await day.other.close();
		await day.pupil.page.bringToFront();
	});

	await check('a page is opened for all', async () => {
		await order(1, { url: 'https://wiki.example/lesson' }, 'open');
		await until('the page', 10, () => day.pupil.in_worker(async () =>
			(await chrome.tabs.query({})).some((tab) => (tab.pendingUrl ?? tab.url) === 'https://wiki.example/lesson')));
		await day.pupil.in_worker(async () => chrome.tabs.remove((await chrome.tabs.query({})).filter((tab) => tab.url.startsWith('https:')).map((tab) => tab.id)));
		await day.pupil.page.bringToFront();
	});

	await check('a message comes as a page that names the teacher', async () => {
		await order(2, { text: 'Aprite il libro a pagina 40, per favore.' }, 'message');
		const page = await until('the message', 10, () => page_of('message'));
		await until('its words', 5, async () => /pagina 40/.test(await page.textContent('#text')));
		assert.ok((await page.textContent('#who')).length > 10);
		await keep(page, 'extension-message');
		await page.click('#close').catch(() => {}); // it goes while it is clicked
		await until('its end', 5, () => page.isClosed());
	});

	await check('a pause covers the screen, comes back when it is closed, and ends by the teacher\'s word (CLS-44)', async () => {
		await order(3, {}, 'lock');
		const page = await until('the pause', 10, () => page_of('lock'));
		await until('its words', 5, async () => (await page.textContent('#who')).length > 10);
		await keep(page, 'extension-lock');
		await page.close();
		await until('the pause again', 10, () => page_of('lock'));
		await order(3, {}, 'unlock');
		await until('its end', 10, () => !page_of('lock'));
		await day.pupil.page.bringToFront();
		await day.sees('the picture', [0x33, 0x66, 0x99]);
	});

	await check('the popup: who looks, the hand on the wall, the own record and that the school\'s says the same', async () => {
		const popup = await day.pupil.context.newPage();
		try {
			await popup.setViewportSize({ width: 360, height: 560 });
			await popup.goto(`chrome-extension://${day.pupil.id}/popup.html`);
			await until('who looks', 10, async () => await popup.locator('#lookers li small').count() > 0 && (await popup.textContent('#lookers small')).length > 3);
			await popup.click('#hand');
			await until('the hand', 10, () => day.wall.page.locator(`[data-device="${day.device}"].hand`).count());
			await keep(popup, 'extension-popup');
			await popup.emulateMedia({ colorScheme: 'dark' });
			await keep(popup, 'extension-popup-dark');
			await popup.click('#hand');
			await until('the hand down', 10, async () => await day.wall.page.locator(`[data-device="${day.device}"].hand`).count() === 0);
			assert.equal(await popup.locator('#log li').count(), Number(school.sql('select count(*) from view_log')));
			assert.equal(await popup.locator('#differs').isVisible(), false);
		} finally {
			await popup.close();
			await day.pupil.page.bringToFront();
		}
	});
}

async function survives(check, day) {
	const { school } = day;
	await check('T6 both ends of the record are the same, after a new line too (CLS-31)', async () => {
		const before = Date.now();
		await day.pupil.kill_worker();
		await day.pupil.ask({ ask: 'status' });
		const log = await until('the comparison', 40, async () => {
			const status = await day.pupil.ask({ ask: 'status' });
			return status?.log.comparedAt > before && status.log.pending.length === 0 && status.log;
		});
		assert.equal(log.differsAt, 0);
		assert.equal(log.schoolHead, log.head); // the school's own word for what its record ends with
		assert.equal(log.schoolCount, Number(school.sql('select count(*) from view_log')));
	});

	await check('when the page is gone every look ends, and the notice with it', async () => {
		await day.wall.close();
		await until('the end of every look', 60, () => school.sql('select count(*) from view_log where ended_at is null') === '0');
		await until('the end of the notice', 10, () => day.pupil.in_worker(async () => await chrome.action.getBadgeText({}) === ''));
	});

	await check('without management a technician types address and code, once more after the browser was revoked', async () => {
		const typed = new PupilBrowser(`${school.folder}/typed`, day.web, null);
		const join = async (address, code) => {
			await typed.own.fill('#server', address);
			await typed.own.fill('#code', code);
			await typed.own.click('form button');
		};
		try {
			await typed.open();
			await typed.own.bringToFront();
			await join('not an address', 'x');
			await until('the reason', 5, async () => (await typed.own.textContent('#problem')).length > 10);
			await join(`https://127.0.0.1:${school.devices_port}/`, await day.code(2));
			const device = await until('the device', 30, () => school.sql(`select id from device where id <> ${day.device}`));
			await until('the school\'s name', 10, async () => (await typed.own.textContent('#state')).includes('Valdorata'));
			await keep(typed.own, 'extension-options');
			await day.revoke(device);
			await join(`127.0.0.1:${school.devices_port}`, await day.code(1));
			await until('the device anew', 40, () => school.sql(`select count(*) from device where id not in (${day.device}, ${device})`) === '1');
		} finally {
			await typed.close();
		}
	});

	await check('T7 without a window into it: installed by the technician\'s policy as printed, on the wall, and anew once revoked', async () => {
		const known = school.sql('select group_concat(id) from device');
		const second = new PupilBrowser(`${school.folder}/second`, day.web, { server: `127.0.0.1:${school.devices_port}`, code: await day.code(1) }, { opened: false });
		try {
			await second.open();
			day.device = await second.joins('the second device', () => school.sql(`select id from device where id not in (${known})`));
			await day.tie(day.device, 4);
			await second.page.goto('http://wiki.example/second?colour=%23993333');
			day.wall = await day.open_wall(PHONE);
			await day.sees('its picture on the phone', [0x99, 0x33, 0x33], 40);
			day.wall.foreign = [];
			await day.wall.looks_right('wall on a phone');
			await day.wall.keep_picture('extension-wall-phone');
			await day.wall.close();
			// The real school says that it does not know it any more, and its policy has a fresh code.
			await day.revoke(day.device);
			second.managed.code = await day.code(1);
			second.write_policy();
			const revoked = day.device;
			day.device = await second.joins('the device anew', () => school.sql(`select id from device where id not in (${known}, ${revoked})`));
		} finally {
			await second.close();
		}
		await until('that it is gone', 20, () => school.sql(`select count(*) from view_log where ended_at is null and device = ${day.device}`) === '0');
	});
}

async function keep(page, name) {
	if (process.env.SCREENSHOTS)
		await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png` });
}
