import { Browser } from './browser.mjs';
import { School } from './school.mjs';
import { calendar } from './calendar.mjs';
import { everywhere } from './everywhere.mjs';
import { family } from './family.mjs';
import { lesson } from './lesson.mjs';
import { staff } from './staff.mjs';

// In the order of a school day: the clock only goes forward.
const checks = [...lesson, ...family, ...staff, ...calendar, ...everywhere];
const wanted = process.argv.slice(2);
const school = new School();
const browser = new Browser();
let passed = 0;
let failed = 0;

try {
	await school.open();
	await browser.open(school);
	const day = {}; // what one check leaves for the next: the lesson's path
	for (const [name, check] of checks) {
		if (wanted.length > 0 && !wanted.some((word) => name.includes(word)) && !check.always)
			continue;
		const open = [];
		const visit = async (options) => {
			const visitor = await browser.visitor(options);
			open.push(visitor);
			return visitor;
		};
		try {
			await check({ school, visit, day });
			passed++;
			console.log(`ok   ${name}`);
		} catch (error) {
			failed++;
			console.log(`FAIL ${name}\n     ${String(error.message).split('\n').slice(0, 12).join('\n     ')}`);
			if (process.env.FAILURES)
				await open.at(-1)?.page.screenshot({ path: `${process.env.FAILURES}/${name.replace(/\W+/g, '-')}.png` }).catch(() => {});
		} finally {
			for (const visitor of open)
				await visitor.close();
		}
	}
} catch (error) {
	failed++;
	console.log(`FAIL ${error.stack}`);
} finally {
	await browser.close();
	const ended = await school.close();
	if (ended !== undefined) {
		failed++;
		console.log(`FAIL the server ${ended}`);
	}
}
console.log(`axe looked at ${browser.looked?.size ?? 0} pages`);
if (wanted.length === 0 && (browser.looked?.size ?? 0) < 20) {
	failed++; // a run that looked at nothing has shown nothing
	console.log('FAIL axe looked at too few pages');
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
