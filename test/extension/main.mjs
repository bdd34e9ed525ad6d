import { Browser } from '../browser/browser.mjs';
import { School } from '../wall/school.mjs';
import { Checks } from './checks.mjs';
import { lesson } from './lesson.mjs';
import { Web } from './pupil.mjs';
import { refuse } from './refuse.mjs';
import { vectors } from './vectors.mjs';

const checks = new Checks(process.argv.slice(2));
const check = checks.check.bind(checks);
const school = new School(), browser = new Browser(), web = new Web();
let day;
try {
	await school.open();
	await browser.open(school);
	await web.open(school.folder);
	if (process.env.ONLY !== 'refuse') { // for whoever works on one half
		day = await lesson({ check, checks, school, browser, web });
		await vectors({ check, pupil: day.pupil });
	}
	if (process.env.ONLY !== 'lesson')
		await refuse({ check, folder: `${school.folder}/refuse`, web });
} catch (error) {
	checks.failed++;
	console.log(`FAIL ${error.stack}`);
} finally {
	if (checks.failed > 0)
		console.log(school.server?.log);
	await day?.pupil?.close().catch(() => {});
	await browser.close();
	await school.close();
	web.close();
}
console.log(`${checks.passed} passed, ${checks.failed} failed`);
process.exit(checks.failed === 0 ? 0 : 1);
