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
		await line.locator('summary').click();
		await line.locator('[name="class"]').fill(school.teacher.first_class);
		await line.locator('[name="number"]').fill(String(number));
		await line.locator('button[value="tie"]').click();
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

export async function lesson({ check, school, browser, web }) {
	const day = new Lesson(school, browser, web);
	await check('a browser joins with the code of its batch, from the managed policy (CLS-14)', async () => {
		const code = await day.code(5);
		day.pupil = new PupilBrowser(`${school.folder}/pupil`, web, { server: `127.0.0.1:${school.devices_port}`, code, school: 'Prova' });
		await day.pupil.open();
		await until('the device', 30, () => school.sql('select count(*) from device') === '1');
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
	return day;
}
