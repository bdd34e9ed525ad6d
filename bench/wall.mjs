// What the wall costs the teacher's browser: a class whose screens change all the time, each
// picture once a second, on one open page.
//
//   bench/run wall, or BUILD=build node bench/wall.mjs [DEVICES] [SECONDS]     (30, 30); needs Xvfb and chromium
//
// The page's own process is counted from outside, by /proc: user and system time of the
// renderer, and of the browser's other processes beside it. The pictures come from real agents
// on hidden desktops; half of them type, half of them browse.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { Browser } from '../test/browser/browser.mjs';
import { School, sleep, until } from '../test/wall/school.mjs';

const [devices, seconds] = [Number(process.argv[2] ?? 30), Number(process.argv[3] ?? 30)];
const school = new School(), browser = new Browser();

// ms of user and system time of each process below the browser, with what it is.
function cpu(root) {
	const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args=']).toString().split('\n').map((line) => line.trim().match(/^(\d+)\s+(\d+)\s+(.*)$/)).filter(Boolean);
	const below = new Set([root]);
	for (let grown = true; grown;) {
		grown = false;
		for (const [, pid, parent] of lines)
			if (below.has(Number(parent)) && !below.has(Number(pid)))
				grown = Boolean(below.add(Number(pid)));
	}
	return new Map(lines.filter(([, pid]) => below.has(Number(pid))).map(([, pid, , args]) => {
		const [, , , , , , , , , , , user, system] = fs.readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1].split(' ').map(Number);
		return [pid, { kind: /--type=(\S+)/.exec(args)?.[1] ?? 'browser', ms: (user + system) * 10 }];
	}));
}

try {
	await school.open({ pupils: devices * 5, class_size: Math.min(32, Math.max(25, devices)) });
	await browser.open(school);
	const office = await browser.visitor();
	await office.sign_in('office');
	await office.go('/devices');
	await office.page.fill('#label', 'Carrello');
	await office.page.fill('#devices', String(devices));
	await office.page.click('button[value="make"]');
	const [, address, code] = (await office.page.textContent('code.copy')).match(/enrol (\S+) (\S+)/);
	for (let i = 0; i < devices; i++)
		await school.device(code, Number(address.split(':')[1]));
	await office.close();
	school.sql(`insert into device_use select d.id, 20000, null, m.pupil, 0
		from (select id, row_number() over (order by id) as n from device) d
		join (select pupil, row_number() over (order by register_number) as n from class_member where class = ${school.class} and to_day is null) m on m.n = d.n`);
	for (const [i, device] of school.devices.entries()) {
		device.show_page(i % 2 ? 'typing' : 'browse');
		device.run();
	}
	const teacher = await browser.visitor({ viewport: { width: 1366, height: 768 } });
	await teacher.sign_in('teacher');
	await teacher.go(`/classes/${school.class}/wall`);
	const live = () => teacher.page.evaluate(() => document.querySelectorAll('.dot.on').length);
	await teacher.page.evaluate(() => { document.querySelector('.screens').style.gridTemplateColumns = 'repeat(8, 1fr)'; }); // the whole class in view
	await until('the class', 120, async () => await live() >= Math.min(devices, Number(school.sql('select count(*) from device_use'))));
	await sleep(5000);
	const root = Number(execFileSync('pgrep', ['-P', String(process.pid), '-f', 'chromium.*--headless']).toString().split('\n')[0]);
	const before = cpu(root);
	await sleep(seconds * 1000);
	const after = cpu(root), still = await live();
	const spent = {};
	for (const [pid, { kind, ms }] of after)
		spent[kind] = (spent[kind] ?? 0) + (ms - (before.get(pid)?.ms ?? 0)) / seconds;
	console.log(`${still} live tiles, ${seconds} s, load ${fs.readFileSync('/proc/loadavg', 'latin1').split(' ')[0]}`);
	for (const [kind, ms] of Object.entries(spent))
		console.log(`${kind.padEnd(14)} ${ms.toFixed(1)} ms of CPU a second, ${(ms / still).toFixed(2)} a tile`);
} finally {
	await browser.close();
	await school.close();
}
