// The teacher's hour: REG-27 one page, one save; REG-28 not called is no P,
// and a replay after a lost line is recorded once.
import assert from 'node:assert/strict';
import { DARK, DESK, NO_SCRIPT, PHONE, ZOOM_400 } from './browser.mjs';

const bar = (page) => page.locator('[data-save-bar]');
const row = (page, number) => page.locator('.pupil').nth(number);
const letter = (page, number) => row(page, number).locator('.states input:checked').getAttribute('value');
const minutes = (time) => Number(time.split(':')[0]) * 60 + Number(time.split(':')[1]);
const saved = (page) => page.locator('.saved').waitFor();

// The teacher's first hour of the day; the clock goes into it.
async function first_hour({ school, visit, day }) {
	if (day.lesson)
		return day.lesson;
	const teacher = await (await visit(DESK)).sign_in('teacher');
	const hours = teacher.page.locator('[aria-labelledby="hours-heading"] .timeline li');
	const first = hours.filter({ has: teacher.page.locator('a') }).first();
	const starts = (await first.locator('time').first().textContent()).trim();
	day.lesson = await first.locator('a').first().getAttribute('href');
	const [hour, minute] = starts.split(':').map(Number);
	day.starts = hour * 60 + minute;
	school.at(`${hour}:${String(minute + 10).padStart(2, '0')}`);
	return day.lesson;
}
first_hour.always = true;

async function open_lesson(tools, options) {
	const path = await first_hour(tools);
	const teacher = await (await tools.visit(options)).sign_in('teacher');
	await teacher.go(path);
	return teacher;
}

async function sign_in_on({ school }, page, account) {
	await page.goto(`${school.origin}/sign-in`);
	await page.fill('[name="name"]', account.name);
	await page.fill('[name="password"]', account.password);
	await page.click('main form button');
	await page.waitForURL((url) => url.pathname !== '/sign-in');
}

export const lesson = [
	['the sign-in page keeps the name and says what is wrong', async ({ visit }) => {
		const visitor = await visit(DESK);
		await visitor.go('/sign-in');
		await visitor.looks_right('sign-in');
		await visitor.page.fill('[name="name"]', 'nobody.here');
		await visitor.page.fill('[name="password"]', 'not the password');
		await visitor.page.click('main form button');
		assert.equal(await visitor.page.inputValue('[name="name"]'), 'nobody.here');
		assert.equal(await visitor.page.inputValue('[name="password"]'), '');
		visitor.errors.length = 0; // the browser notes the 4xx
		await visitor.looks_right('sign-in refused');
	}],

	['the first hour of the teacher is found on the day page', first_hour],

	['the current hour stands first, with the way into it', async (tools) => {
		const path = await first_hour(tools);
		const teacher = await (await tools.visit(DESK)).sign_in('teacher');
		await teacher.looks_right('teacher day');
		assert.equal(await teacher.page.getAttribute('.now-card a', 'href'), path);
	}],

	['not called looks different from present', async (tools) => {
		const teacher = await open_lesson(tools, DESK);
		assert.equal(await teacher.page.locator('.states input:checked').count(), 0);
		assert.match(await teacher.page.locator('[data-count=""]').textContent(), /^[1-9]/);
		await teacher.looks_right('lesson, not called');
	}],

	['the roll by keyboard alone, topic and homework, one save', async (tools) => {
		const { page, ...teacher } = await open_lesson(tools, DESK);
		await page.locator('[data-all-present]').focus();
		await page.keyboard.press('Enter');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('a');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('r');
		assert.equal(await letter(page, 2), 'A');
		assert.equal(await letter(page, 4), 'R');
		// the school's clock, which is not this machine's, proposes the time
		assert.equal(await row(page, 4).locator('[name^="time_"]').first().inputValue(), new Date(tools.school.clock.ms).toLocaleTimeString('en-GB', { timeZone: 'Europe/Rome', hour: '2-digit', minute: '2-digit' }));
		const starts = (await page.locator('.heading .quiet').textContent()).match(/(\d{1,2}):(\d\d)–/);
		await row(page, 4).locator('[name^="time_"]').first().fill(`${starts[1].padStart(2, '0')}:${String(Number(starts[2]) + 9).padStart(2, '0')}`);
		await page.fill('#topic', 'Equazioni di primo grado: problemi con le percentuali');
		await row(page, 4).locator('.states input:checked').focus();
		await page.keyboard.press('Enter');
		await saved(page);
		assert.equal(await letter(page, 2), 'A');
		assert.equal(await letter(page, 4), 'R');
		assert.equal(await page.inputValue('#topic'), 'Equazioni di primo grado: problemi con le percentuali');
		await page.reload();
		assert.equal(await letter(page, 0), 'P');
		assert.equal(await letter(page, 2), 'A');
		assert.ok(teacher.context);
	}],

	['after the save the page says so, light and dark', async (tools) => {
		const light = await open_lesson(tools, DESK);
		await light.looks_right('lesson');
		const dark = await open_lesson(tools, DARK);
		await dark.looks_right('lesson, dark');
	}],

	['on a phone a tap turns present into absent and back, dots open the times', async (tools) => {
		const teacher = await open_lesson(tools, PHONE);
		const { page } = teacher;
		await teacher.looks_right('lesson on a phone');
		await page.locator('[data-all-present]').tap();
		await row(page, 0).tap({ position: { x: 120, y: 24 } });
		assert.equal(await letter(page, 0), 'A');
		await row(page, 0).tap({ position: { x: 120, y: 24 } });
		assert.equal(await letter(page, 0), 'P');
		assert.equal(await row(page, 1).locator('[name^="exit_"]').first().isVisible(), false);
		await row(page, 1).locator('.dots').tap();
		assert.equal(await row(page, 1).locator('[name^="exit_"]').first().isVisible(), true);
		await row(page, 1).locator('.states .A').tap();
		await row(page, 1).locator('.dots').tap();
		await bar(page).locator('.button').tap();
		await saved(page);
		assert.equal(await letter(page, 1), 'A');
		await teacher.keep_picture('lesson-phone');
		for (const target of ['.dots', '.states'])
			assert.ok((await row(page, 3).locator(target).boundingBox()).height >= 44, `${target} is too small for a thumb`);
	}],

	['without script: letters, all present and the save work', async (tools) => {
		const teacher = await open_lesson(tools, NO_SCRIPT);
		const { page } = teacher;
		await row(page, 1).locator('.P input').check();
		await row(page, 5).locator('.A input').check();
		await bar(page).locator('.button').click();
		await saved(page);
		assert.equal(await letter(page, 1), 'P');
		assert.equal(await letter(page, 5), 'A');
		await teacher.looks_right('lesson without script');
	}],

	['a lost line: waiting in words, sent once, pressed and recorded told apart', async (tools) => {
		const teacher = await open_lesson(tools, DESK);
		const { page, context } = teacher;
		await row(page, 6).locator('.A input').check();
		await context.setOffline(true);
		await bar(page).locator('.button').click();
		await page.locator('[data-save-bar][data-line="waiting"]').waitFor();
		assert.match(await bar(page).textContent(), /\d{1,2}:\d\d/);
		assert.equal(await page.evaluate(async () => localStorage.length + (await indexedDB.databases()).length), 0);
		tools.school.later(4);
		let sent = 0;
		page.on('requestfinished', (request) => { sent += request.method() === 'POST' ? 1 : 0; });
		await context.setOffline(false);
		await saved(page);
		assert.equal(sent, 1);
		const times = (await page.locator('.saved').textContent()).match(/\d{1,2}:\d\d/g);
		assert.equal(times.length, 2, 'pressed and recorded are told apart');
		assert.equal(minutes(times[0]) - minutes(times[1]), 4, 'by the school\'s clock, not the device\'s');
		assert.equal(await letter(page, 6), 'A');
		teacher.errors.length = 0; // the browser notes the lost line
		await teacher.looks_right('lesson after a lost line');
	}],

	['signed out meanwhile: sign in in a new tab, send again, nothing is lost', async (tools) => {
		const { page, context, ...teacher } = await open_lesson(tools, DESK);
		await row(page, 8).locator('.A input').check();
		await context.clearCookies();
		await bar(page).locator('.button').click();
		const again = bar(page).locator('[data-line-text] button');
		await bar(page).locator('a[target="_blank"]').waitFor();

		const other = await context.newPage();
		const account = tools.school.account('head');
		await sign_in_on(tools, other, account);
		await again.click();
		await page.waitForTimeout(1500);
		assert.equal(await page.locator('.saved').count(), 0, 'a save changed hands');

		await context.clearCookies();
		await sign_in_on(tools, other, tools.school.account('teacher'));
		await again.click();
		await saved(page);
		assert.equal(await letter(page, 8), 'A');
		assert.ok(teacher.browser);
	}],

	['a problem stands in the pupil\'s row and nothing typed is lost', async (tools) => {
		const teacher = await open_lesson(tools, DESK);
		const { page } = teacher;
		await row(page, 7).locator('.R input').check();
		await row(page, 7).locator('[name^="time_"]').first().fill('23:59');
		await page.fill('#topic', 'Scritto prima del problema');
		await bar(page).locator('.button').click();
		await page.locator('.pupil .problem').first().waitFor();
		assert.equal(await page.inputValue('#topic'), 'Scritto prima del problema');
		assert.equal(await row(page, 7).locator('[name^="time_"]').first().inputValue(), '23:59');
		teacher.errors.length = 0;
		await teacher.looks_right('lesson with a problem');
	}],

	['400 % zoom: nothing is cut off', async (tools) => {
		const teacher = await open_lesson(tools, ZOOM_400);
		await teacher.looks_right('lesson at 400 %');
	}],

	['the curtain falls when nobody is there, and lifts', async (tools) => {
		const path = await first_hour(tools);
		const teacher = await (await tools.visit(DESK)).sign_in('teacher');
		await teacher.page.clock.install();
		await teacher.go(path);
		await teacher.page.clock.fastForward('03:00');
		await teacher.page.locator('dialog[open]').waitFor();
		await teacher.axe('curtain');
		await teacher.page.click('[data-curtain-open]');
		assert.equal(await teacher.page.locator('dialog[open]').count(), 0);
	}],

	['the line runs out and the bell rings', async (tools) => {
		const path = await first_hour(tools);
		const ends = tools.day.starts + 60;
		tools.school.at(`${Math.floor((ends - 3) / 60)}:${String((ends - 3) % 60).padStart(2, '0')}`);
		const { page } = await (await tools.visit(DESK)).sign_in('teacher');
		await page.clock.install();
		await page.goto(new URL(path, tools.school.origin).href);
		const passed = () => page.locator('progress[data-bell]').evaluate((line) => line.value / line.max);
		assert.ok(await passed() > 0.9 && await passed() < 1);
		for (let minute = 0; minute < 4; minute++) {
			await page.clock.runFor('01:00');
			await page.mouse.move(100 + minute, 100);
		}
		assert.equal(await passed(), 1);
		await page.locator('.rung').waitFor();
	}],
];
