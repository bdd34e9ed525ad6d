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
		const cut = () => head.page.evaluate(() => {
			document.querySelector('.month tbody th').textContent = '12 Fernández de la Vega Montoya María del Carmen';
			return [...document.querySelectorAll('.month th')].filter((one) => one.scrollWidth > one.clientWidth).length;
		});
		await head.page.emulateMedia({ media: 'print' });
		assert.equal(await cut(), 0, 'on paper every name is whole');
		await head.page.emulateMedia({ media: 'screen' });
		await head.page.setViewportSize(PHONE.viewport);
		assert.equal(await cut(), 0, 'on a phone too');
	}],

	['what validates stays in reach of the last justification', async ({ visit }) => {
		const teacher = await (await visit(PHONE)).sign_in('teacher');
		await teacher.page.locator('main a[href*="/justifications"]').last().click();
		const last = teacher.page.locator('[name="validate"]').last();
		await last.check();
		await last.evaluate((box) => box.scrollIntoView({ block: 'end' }));
		assert.ok(await teacher.page.evaluate(() => scrollY) > 200);
		const box = await teacher.page.locator('button[value="validate"]').boundingBox();
		assert.ok(box.y >= 0 && box.y + box.height <= PHONE.viewport.height, 'one scrolls back to validate');
		await teacher.looks_right('justifications of a class on a phone');
	}],

	['the office finds a class and gives a new code, shown once', async (tools) => {
		const office = await (await tools.visit(DESK)).sign_in('office');
		const { page } = office;
		await office.go('/accounts');
		await office.looks_right('accounts, nothing searched');
		await page.fill('#find', '1B');
		await page.click('[role="search"] button');
		assert.ok(await page.locator('tbody tr').count() > 10);
		await office.looks_right('accounts of a class');
		await page.locator('button[name="renew"]').first().click();
		assert.match(await page.locator('.code').textContent(), /^[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}$/);
		await office.looks_right('a new code');
		await office.go('/accounts?find=1B');
		assert.equal(await page.locator('.code').count(), 0);
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
