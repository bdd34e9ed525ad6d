// Every page that a link leads to, as every role: it answers, axe finds
// nothing, no name stands in an address or a title (R28).
import assert from 'node:assert/strict';
import { DESK } from './browser.mjs';

const ROLES = ['teacher', 'head', 'deputy', 'office', 'pupil', 'guardian', 'technician', 'auditor'];
const EACH_KIND = 2; // pages of one kind that are looked at
const PAGES_MAX = 25; // a role

// /lessons/71/2026-11-23/2 and /lessons/80/2026-11-24/1 are of one kind.
const kind = (path) => path.replace(/\d{4}-\d\d(-\d\d)?|\d+/g, '#');

async function crawl({ school, visit }, role) {
	if (!school.accounts.some((account) => account.role === role))
		return;
	const visitor = await (await visit(DESK)).sign_in(role);
	const { page } = visitor;
	const waiting = [visitor.path];
	const seen = new Set(waiting);
	const kinds = new Map();
	let looked = 0;
	while (waiting.length > 0 && looked < PAGES_MAX) {
		const path = waiting.shift();
		const answer = await visitor.go(path);
		if (!/text\/html/.test(answer.headers()['content-type'] ?? ''))
			continue;
		assert.ok(answer.status() < 400, `${role}: ${path} answers ${answer.status()}`);
		looked++;
		await visitor.looks_right(`${role} ${kind(path)}`);
		const links = await page.$$eval('a[href]:not([download])', (all) => all.map((link) => link.href));
		for (const link of links) {
			const url = new URL(link);
			const next = url.pathname + url.search;
			if (url.origin !== school.origin || seen.has(next) || url.pathname.endsWith('.csv'))
				continue;
			seen.add(next);
			const count = kinds.get(kind(next)) ?? 0;
			kinds.set(kind(next), count + 1);
			if (count < EACH_KIND)
				waiting.push(next);
		}
	}
	assert.ok(looked > 0);
}

export const everywhere = [
	...ROLES.map((role) => [`every page that a link leads to, as ${role}`, (tools) => crawl(tools, role)]),

	['the keyboard reaches the page by one jump', async ({ visit }) => {
		const visitor = await (await visit(DESK)).sign_in('teacher');
		await visitor.page.keyboard.press('Tab');
		assert.equal(await visitor.page.evaluate(() => document.activeElement.className), 'skip');
		await visitor.page.keyboard.press('Enter');
		assert.equal(await visitor.page.evaluate(() => location.hash), '#main');
	}],

	['forced colours keep the letters readable', async ({ visit, day }) => {
		const visitor = await (await visit({ ...DESK, forcedColors: 'active' })).sign_in('teacher');
		await visitor.go(day.lesson ?? '/');
		await visitor.looks_right('lesson, forced colours');
	}],
];
