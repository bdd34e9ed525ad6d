// The year as the head and the office shape it: calendar, terms, the next year,
// grids, timetable, groups; every form unfolded, on a desk and a phone, light and dark.
import assert from 'node:assert/strict';
import { DARK, DESK, NO_SCRIPT, PHONE } from './browser.mjs';

const WAYS = [['desk', DESK], ['desk, dark', DARK], ['phone', PHONE], ['phone, dark', { ...PHONE, colorScheme: 'dark' }]];

async function unfold(visitor) {
	await visitor.page.evaluate(() => document.querySelectorAll('details').forEach((fold) => { fold.open = true; }));
}

async function class_page(visitor, word) {
	await visitor.go('/classes');
	return visitor.page.locator(`a[href$="/${word}"]`).first().getAttribute('href');
}

export const calendar = [
	...WAYS.map(([name, options]) => [`calendar, grids, timetable: ${name}`, async ({ visit }) => {
		const head = await (await visit(options)).sign_in('head');
		await head.go('/calendar');
		await unfold(head);
		await head.looks_right('the calendar, unfolded');
		await head.go('/grids');
		await unfold(head);
		await head.looks_right('the grids, unfolded');
		await head.go(await class_page(head, 'timetable'));
		assert.ok(await head.page.locator('table.week td p').count() > 10);
		await head.looks_right('the timetable of a class');
		await head.page.locator('table.week td a.change').first().click();
		assert.ok(await head.page.locator('input[name=who]').count() > 5);
		await head.looks_right('an hour of the timetable');
	}]),

	['an hour of the week gets another teacher, by keyboard and without scripts', async ({ visit }) => {
		const head = await (await visit(NO_SCRIPT)).sign_in('head');
		const { page } = head;
		await head.go(await class_page(head, 'timetable'));
		await page.locator('table.week td a.change').first().focus();
		await page.keyboard.press('Enter');
		await page.waitForURL(/timetable\/\d\/\d/);
		const boxes = page.locator('input[name=who]');
		const was = await page.locator('input[name=who]:checked').count();
		const free = page.locator('input[name=who]:not(:checked)').first();
		const value = await free.getAttribute('value');
		await free.focus();
		await page.keyboard.press('Space');
		assert.equal(await page.locator('input[name=who]:checked').count(), was + 1);
		await boxes.last().press('Tab');
		await page.locator('#from').press('Enter');
		await page.waitForURL(/timetable\?day=/);
		await page.locator('table.week td a.change').first().click();
		assert.ok(await page.locator(`input[name=who][value="${value}"]`).isChecked());
	}],

	...WAYS.map(([name, options]) => [`the groups of a class: ${name}`, async ({ visit }) => {
		const office = await (await visit(options)).sign_in('office');
		const roster = await class_page(office, 'roster');
		await office.go(roster.replace(/roster$/, 'subgroups'));
		await office.looks_right('the groups of a class');
	}]),

	['an hour of a grid is chosen in the table and refused with a reason, without scripts', async ({ visit }) => {
		const head = await (await visit(NO_SCRIPT)).sign_in('head');
		const { page } = head;
		await head.go('/grids');
		await page.locator('table.week a').last().click();
		await page.locator('button[value="remove_hour"]').click();
		assert.equal(new URL(page.url()).pathname, '/grids');
		assert.ok(await page.locator('.problem').count() > 0);
		assert.ok(await page.locator('details[open] button[value="remove_hour"]').count() > 0, 'the form is still unfolded');
	}],

	['a term that would take signed hours along asks first', async ({ visit }) => {
		const head = await (await visit(PHONE)).sign_in('head');
		const { page } = head;
		await head.go('/calendar');
		await page.click('details:has([name="last_1"]) summary');
		await page.fill('[name="last_1"]', '2026-09-30');
		await page.click('details:has([name="last_1"]) button');
		await page.waitForSelector('[name="moved"]');
		head.errors.length = 0; // the browser reports every 422
		await head.looks_right('terms, refused');
		assert.equal(await page.inputValue('[name="last_1"]'), '2026-09-30');
	}],
];
