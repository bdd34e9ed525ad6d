// Every page of the map, src/routes.def, as every role that a link leads there:
// it answers, axe finds nothing, no name stands in an address or a title (R28);
// the keyboard alone reaches whatever can be pressed or filled in, and sees where
// it is; without scripts the page is the same page.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { DESK, NO_SCRIPT } from './browser.mjs';

const ROLES = ['teacher', 'head', 'deputy', 'office', 'pupil', 'guardian', 'technician', 'auditor'];
const EACH_KIND = 2; // pages of one kind that are looked at
const PAGES_MAX = 80; // a role

// What no link leads to: an answer to scripts, a page after a mistake, one for few people.
const BY_HAND = [
	['head', '/calendar/terms'], ['head', '/calendar/years'], ['head', '/calendar/rest-days'],
	['teacher', '/role'], ['teacher', '/classes/{class}/own-lessons'],
];
const NO_PAGE = ['/stay']; // 204
const looked_at = new Set(); // paths
const walked = new Set(); // kinds, by the keyboard and without scripts

// /lessons/71/2026-11-23/2 and /lessons/80/2026-11-24/1 are of one kind.
const kind = (path) => path.replace(/next=[^&]*/, 'next=').replace(/\d{4}-\d\d(-\d\d)?|\d+/g, '#');

async function look(visitor, bare, role, path) {
	const answer = await visitor.go(path);
	if (!/text\/html/.test(answer.headers()['content-type'] ?? ''))
		return [];
	assert.ok(answer.status() < 400, `${role}: ${path} answers ${answer.status()}`);
	await visitor.looks_right(`${role} ${kind(path)}`);
	looked_at.add(path.split('?')[0]);
	const links = await visitor.page.$$eval('a[href]:not([download])', (all) => all.map((link) => link.href));
	if (!walked.has(kind(path))) {
		walked.add(kind(path));
		await same_without_scripts(visitor, bare, `${role} ${path}`, path);
		await keyboard_reaches_all(visitor.page, `${role} ${path}`);
	}
	return links;
}

const heading_and_fields = (page) => page.evaluate(() => [document.querySelector('h1')?.textContent,
	...[...document.querySelectorAll('main :is(input, select, textarea, button)[name]')].map((field) => field.name)]);

async function same_without_scripts(visitor, bare, name, path) {
	const answer = await bare.go(path);
	assert.ok(answer.status() < 400, `${name} without scripts answers ${answer.status()}`);
	await bare.looks_right(`${name} without scripts`);
	const plain = await bare.page.content();
	const [heading, ...fields] = await heading_and_fields(visitor.page);
	assert.ok(heading && plain.includes('<h1'), `${name} has no heading`);
	for (const field of fields)
		assert.ok(plain.includes(`name="${field}"`), `${name} lacks the field ${field} without scripts`);
}

// Walks by Tab as far as the page goes. Of radio buttons one stands for all.
async function keyboard_reaches_all(page, name) {
	const count = await page.evaluate(() => {
		document.querySelectorAll('main details').forEach((fold) => { fold.open = true; });
		const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0 && !element.closest('[inert]');
		window.unreached = new Set([...document.querySelectorAll('a[href], button, input:not([type="hidden"]), select, textarea, summary')]
			.filter((element) => seen(element) && !element.disabled && element.tabIndex >= 0));
		window.unmarked = new Set();
		window.marked = new Set(); // a date has a stop at its own button, which marks itself
		document.activeElement?.blur();
		return window.unreached.size;
	});
	for (let presses = 0; presses < count * 8 + 20; presses++) { // a date is three fields and a button
		await page.keyboard.press('Tab');
		const left = await page.evaluate(() => {
			const at = document.activeElement;
			for (const other of [...window.unreached])
				if (other === at || (other.type === 'radio' && at.type === 'radio' && other.name === at.name && other.form === at.form))
					window.unreached.delete(other);
			const marked = (element) => element && (getComputedStyle(element).outlineStyle !== 'none' || getComputedStyle(element).boxShadow !== 'none');
			if (at !== document.body)
				([at, at.nextElementSibling, at.parentElement].some(marked) ? window.marked : window.unmarked).add(at);
			return window.unreached.size;
		});
		if (left === 0)
			break;
	}
	const [unreached, unmarked] = await page.evaluate(() => [[...window.unreached],
		[...window.unmarked].filter((element) => !window.marked.has(element))].map((all) => all.map((element) => element.outerHTML.slice(0, 120))));
	assert.deepEqual(unreached.slice(0, 3), [], `the keyboard does not reach all of ${name}`);
	assert.deepEqual(unmarked.slice(0, 3), [], `nobody sees where the keyboard is on ${name}`);
}

async function crawl({ school, visit }, role) {
	if (!school.accounts.some((account) => account.role === role))
		return;
	const visitor = await (await visit(DESK)).sign_in(role);
	const bare = await (await visit(NO_SCRIPT)).sign_in(role);
	const by_hand = BY_HAND.filter(([who]) => who === role).map(([, path]) => path);
	const waiting = [visitor.path, ...by_hand.filter((path) => !path.includes('{class}'))];
	const seen = new Set(waiting);
	const kinds = new Map();
	let looked = 0;
	while (waiting.length > 0 && looked < PAGES_MAX) {
		const path = waiting.shift();
		const links = await look(visitor, bare, role, path);
		looked++;
		const [, one_class] = links.map((link) => /\/classes\/(\d+)\//.exec(link)).find(Boolean) ?? [];
		if (one_class)
			links.push(...by_hand.splice(0).map((way) => school.origin + way.replace('{class}', one_class)));
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
	assert.equal(waiting.length, 0, `${role} has more pages than ${PAGES_MAX}: ${waiting}`);
}

function every_page_of_the_map() {
	const pages = [...fs.readFileSync('src/routes.def', 'utf8').matchAll(/^GET \(\s*"([^"]+)"/gm)].map(([, path]) => path);
	assert.ok(pages.length > 40);
	const missed = pages.filter((path) => !NO_PAGE.includes(path)).filter((path) => {
		const pattern = new RegExp(`^${path.replace(/\{[a-z_]+\}/g, '[^/]+')}$`);
		return ![...looked_at].some((one) => pattern.test(one));
	});
	assert.deepEqual(missed, [], 'pages that no check has looked at');
}

export const everywhere = [
	...ROLES.map((role) => [`every page that a link leads to, as ${role}`, (tools) => crawl(tools, role)]),
	['every page of the map', every_page_of_the_map],

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
