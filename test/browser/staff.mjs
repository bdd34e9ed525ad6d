// The head's morning, the class register on screen and on paper, the office.
import assert from 'node:assert/strict';
import { DESK, PHONE } from './browser.mjs';

export const staff = [
	['the head sees which classes have called', async (tools) => {
		const head = await (await tools.visit(DESK)).sign_in('head');
		assert.ok(await head.page.locator('.figure').count() >= 3);
		await head.looks_right('morning');
		const phone = await (await tools.visit(PHONE)).sign_in('head');
		await phone.looks_right('morning on a phone');
	}],

	['the class register of the day prints black on white', async (tools) => {
		const head = await (await tools.visit(DESK)).sign_in('head');
		const { page } = head;
		await page.locator('table th a').first().click();
		await head.looks_right('class register, day');
		await page.emulateMedia({ media: 'print' });
		assert.equal(await page.locator('body > header').isVisible(), false);
		assert.equal(await page.locator('.paper-head').first().isVisible(), true);
		assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)');
	}],

	['the class register of the month', async (tools) => {
		const head = await (await tools.visit(DESK)).sign_in('head');
		await head.page.locator('table th a').first().click();
		await head.page.locator('.steps a[href*="month"]').first().click();
		await head.looks_right('class register, month');
		assert.ok(await head.page.locator('.month tbody tr').count() > 5);
	}],

	['signing out leaves nothing behind the back button', async (tools) => {
		const head = await (await tools.visit(DESK)).sign_in('head');
		const { page } = head;
		await page.locator('.me form button').click();
		await page.waitForURL((url) => url.pathname.startsWith('/sign-in'));
		await page.goBack().catch(() => {});
		await page.waitForLoadState('load');
		assert.equal(await page.locator('.figure').count(), 0);
	}],
];
