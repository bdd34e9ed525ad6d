// What a family sees: the day, the hours left, who looked; and the way of a
// justification to the teacher and back (REG-46 to REG-48).
import assert from 'node:assert/strict';
import { DARK, DESK, NO_SCRIPT, PHONE, ZOOM_400 } from './browser.mjs';

const guardian = async (tools, options = DESK) => (await tools.visit(options)).sign_in('guardian');

export const family = [
	['the family\'s day: the hours, the gauge, the calendar, who looked', async (tools) => {
		const family_member = await guardian(tools);
		const { page } = family_member;
		assert.ok(await page.locator('.timeline').first().isVisible());
		assert.equal(await page.locator('svg.gauge').count(), 1);
		assert.ok(await page.locator('svg.calendar g').count() > 10);
		assert.ok(await page.locator('[aria-labelledby="looks-heading"]').isVisible());
		await family_member.looks_right('family day');
		await family_member.keep_picture('family-desktop');
	}],

	['the family\'s day on a phone, in the dark and at 400 %', async (tools) => {
		for (const [name, options] of [['phone', PHONE], ['dark', DARK], ['400 %', ZOOM_400]])
			await (await guardian(tools, options)).looks_right(`family day, ${name}`);
	}],

	['the year, day by day', async (tools) => {
		const family_member = await guardian(tools);
		await family_member.page.click('section a[href*="absences"], a:has-text("anno")');
		await family_member.page.locator('svg.calendar').first().waitFor();
		await family_member.looks_right('family year');
	}],

	['a family justifies without script', async (tools) => {
		const family_member = await guardian(tools, NO_SCRIPT);
		const { page } = family_member;
		const way = page.locator('a[href*="justif"]').first();
		if (await way.count() === 0)
			return; // this child was never absent: the page has said so
		await way.click();
		const choice = page.locator('.choice input').first();
		if (await choice.count() === 0)
			return;
		const before = await page.locator('[aria-labelledby="sent-heading"] .badge').count();
		await choice.check();
		await page.fill('#explanation', 'Visita dal dentista');
		await page.click('form .button.main');
		assert.ok(await page.locator('[aria-labelledby="sent-heading"] .badge').count() > before);
	}],

	['the justification page is accessible', async (tools) => {
		const family_member = await guardian(tools, PHONE);
		const way = family_member.page.locator('a[href*="justif"]').first();
		if (await way.count() === 0)
			return;
		await family_member.go(await way.getAttribute('href'));
		await family_member.looks_right('justification, family');
	}],

	['another family\'s child does not exist', async (tools) => {
		const family_member = await guardian(tools);
		const answers = [];
		for (const id of ['1', '123456789']) {
			const answer = await family_member.go(`/pupils/${id}/absences`);
			answers.push([answer.status(), await family_member.page.locator('h1').textContent()]);
		}
		assert.deepEqual(answers[0], answers[1]);
		assert.ok(answers[0][0] >= 403);
		family_member.errors.length = 0;
		await family_member.looks_right('not there');
	}],
];
