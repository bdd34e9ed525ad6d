// The extension against a school that sends whatever it is told to (T2, T3, T4 on
// this side): what it must not do it does not, counted by the browser that is
// asked for captures, and by what reaches the school.
import assert from 'node:assert/strict';
import { Matrix } from '../conformance/matrix.mjs';
import { until } from '../wall/school.mjs';
import { rest } from './checks.mjs';
import { Place } from './place.mjs';
import { watching } from './watching.mjs';

const ipv4 = (text) => Buffer.concat([Buffer.from('00000000000000000000ffff', 'hex'), Buffer.from(text.split('.').map(Number))]);
const elsewhere = [{ address: ipv4('203.0.113.0'), prefix: 96 + 24 }];
const today = () => Math.floor(Date.now() / 86400000);

export async function refuse({ check, folder, web }) {
	const place = new Place();
	try {
		await place.open(folder, web);
		await leases(check, place);
		await watching(check, place, matrix);
		await orders(check, place);
	} finally {
		await place.close();
	}
	if (!process.argv.slice(2).length)
		await check('T2 every row and every code of the matrix was put to the extension', () => {
			console.log(matrix.line('MV3 extension'));
			assert.deepEqual(matrix.problems(), []);
		});
	await lifetime(check, `${folder}-lifetime`, web);
	await unpinned(check, `${folder}-unpinned`, web);
	await ahead(check, `${folder}-ahead`, web);
	await anew(check, `${folder}-anew`, web);
}

// A fresh code is in the browser's policy: who becomes another device by it, and who does not.
async function anew(check, folder, web) {
	const place = new Place(), FRESH = 'WXYZ-2345';
	try {
		await place.open(folder, web);
		const { school, pupil } = place;
		const since = (from) => school.messages.slice(from).map((one) => one.name).filter((name) => ['hello', 'enrol'].includes(name));
		// Lines, one after the other, each as the school leaves it.
		const lines = (count, from) => until(`${count} lines`, 60, async () => {
			await pupil.ask_again().catch(() => {});
			return since(from).length >= count;
		});
		const says = (problem) => until(problem, 10, async () => (await pupil.ask({ ask: 'status' }))?.problem === problem);
		const gives = async (managed) => {
			pupil.managed = managed;
			pupil.write_policy();
			await until('the new policy', 60, () => pupil.in_worker(async (code) => (await chrome.storage.managed.get('code')).code === code, managed?.code));
		};
		await place.connect();
		await gives({ ...pupil.managed, code: FRESH });
		school.code = FRESH;
		await check('CLS-14 a line that breaks before the policy came makes no other device of the browser', async () => {
			await place.connect();
			const from = school.messages.length, hello = school.hello;
			school.hello = function breaks(fields) {
				this.socket.stream.destroy();
				return hello.call(this, fields);
			};
			school.socket.stream.destroy();
			await lines(3, from);
			await says('no_server');
			school.hello = hello;
			assert.deepEqual([...new Set(since(from))], ['hello']);
		});
		await check('CLS-14 nor does a policy that is taken away, whatever was typed before', async () => {
			await place.connect();
			await pupil.inside((server) => chrome.storage.local.set({ typed: { server, code: 'TYPED-LONG-AGO' } }), `127.0.0.1:${school.port}`);
			const from = school.messages.length, { managed } = pupil;
			await gives(null);
			school.socket.stream.destroy();
			await rest(3000);
			await gives(managed);
			await lines(1, from);
			assert.deepEqual([...new Set(since(from))], ['hello']);
		});
		await check('CLS-14 the school says that it does not know it: then the fresh code is used', async () => {
			await place.connect();
			await pupil.in_worker(() => { // a store that takes nothing costs no use of the code
				globalThis.realPut = IDBObjectStore.prototype.put;
				IDBObjectStore.prototype.put = () => { throw new Error('no room'); };
			});
			const from = school.messages.length;
			await pupil.ask({ ask: 'hand', up: true });
			school.knows = false;
			school.socket.stream.destroy();
			await lines(1, from);
			for (let i = 0; i < 3; i++) {
				await pupil.ask_again().catch(() => {});
				await rest(1000);
			}
			assert.deepEqual(since(from), ['hello']);
			school.knows = true;
			await pupil.in_worker(() => { IDBObjectStore.prototype.put = globalThis.realPut; });
			await lines(3, from);
			assert.deepEqual(since(from).slice(0, 3), ['hello', 'enrol', 'hello']);
		});
		await check('CLS-14 nor does a browser that cannot read for once who it is', async () => {
			await place.connect();
			const from = school.messages.length;
			await pupil.inside(() => new Promise((done, failed) => { // by its number it is of another version: no more to be opened
				const asked = indexedDB.open('campanella', 2);
				asked.onsuccess = () => done(asked.result.close());
				asked.onerror = failed;
			}));
			await pupil.kill_worker();
			for (let i = 0; i < 4; i++) {
				await pupil.ask_again().catch(() => {});
				await rest(1000);
			}
			assert.deepEqual(since(from), []);
			assert.ok((await pupil.ask({ ask: 'status' })).log, 'the popup has nothing to show');
		});
	} finally {
		await place.close();
	}
}

// A demo school lives on a day of its own: three days and an hour and a half ago.
async function ahead(check, folder, web) {
	const minutes = -(3 * 24 * 60 + 95), now = () => Date.now() + minutes * 60000;
	const place = new Place();
	try {
		await place.open(folder, web, { managed: { minutes_ahead: minutes } });
		const { school, pupil } = place;
		await check('CLS-24 a demo school\'s time: what the policy of the browser says makes the clocks agree, and it is shown', async () => {
			const day = Math.floor(now() / 86400000);
			school.time_shift = minutes * 60000;
			await place.connect({ policy: { valid_from: now() - 1000, valid_until: now() + 86400000,
				hours: [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ class: 5, weekday, from_minute: 0, to_minute: 1440, first_day: day - 1, last_day: day + 1 })) } });
			school.send_lease({ not_before: now() - 500, expires: now() + 30000 });
			await place.said('frame_key', undefined, 8000);
			await until('that it says so', 5, async () => (await pupil.own.textContent('#demo')).includes(String(minutes)));
			assert.ok(await pupil.own.isVisible('#demo'));
			const messages = school.messages.length; // and a lease of this machine's own time is long over
			school.send_lease();
			assert.equal((await place.said('refuse', messages)).fields.code, 'eexp');
			const lock = () => pupil.context.pages().find((page) => page.url().endsWith('/lock.html'));
			school.send('lock', { content: school.signed(school.lease, 'lock_order', { on: 1, text: 'Guardate qui',
				order: school.order({ not_before: now() - 500, expires: now() + 4000 }) }) });
			await until('the lock', 5, lock);
			const first = lock();
			await rest(2000);
			assert.ok(!first.isClosed(), 'it closed itself by the clock of another day');
			await until('its end', 8, () => !lock());
		});
	} finally {
		await place.close();
	}
}

// As pupils have it: nothing looks into the extension, so the browser ends its worker when it may.
async function lifetime(check, folder, web) {
	const place = new Place();
	try {
		await place.open(folder, web, { opened: false });
		const { school, pupil } = place;
		const named = (name, after = 0) => school.messages.slice(after).filter((one) => one.name === name).length;
		await check('T7 in a lesson the worker lives on, over its own pings (CLS-11)', async () => {
			school.send_policy();
			const after = school.messages.length;
			await rest(45000);
			assert.equal(named('hello', after), 0, 'it was ended and came back');
			assert.equal(named('closed', after), 0);
			assert.ok(named('ping', after) >= 2 && named('ping', after) <= 4);
			assert.ok(await pupil.has_worker());
		});
		await check('T7 without a lesson it closes its line, the browser ends it, and a page of the school wakes it', async () => {
			const after = school.messages.length;
			school.send_policy({ hours: [] });
			await place.said('closed', after, 25000);
			await until('the end of the worker', 60, async () => !await pupil.has_worker());
			assert.equal(named('hello', after), 0);
			await pupil.page.goto(`http://127.0.0.1:${web.port}/sign-in`);
			await place.said('hello', after, 15000);
		});
	} finally {
		await place.close();
	}
}

async function unpinned(check, folder, web) {
	const place = new Place();
	try {
		await place.open(folder, web, { pinned: false });
		const { school, pupil } = place;
		await check('T3 EIND a button that is not in sight: the notice on the page must do, and where none can stand nothing is shown', async () => {
			await place.connect();
			assert.equal(await pupil.in_worker(async () => (await chrome.action.getUserSettings()).isOnToolbar), false);
			await pupil.page.goto('http://wiki.example/page?colour=%23336699');
			school.send_lease();
			await place.said('frame_key', undefined, 8000);
			const messages = school.messages.length;
			await pupil.page.goto('chrome://version');
			assert.equal((await place.said('refuse', messages, 8000)).fields.code, 'eind');
			const captures = await place.captures();
			await rest(1500);
			assert.equal(await place.captures(), captures);
		});
	} finally {
		await place.close();
	}
}

const matrix = new Matrix();

async function leases(check, place) {
	const { school } = place;
	const refusal = (name, code, { row, policy, policy_key, lease, lease_key, hear, fresh, prepare, before_lease, signed_as } = {}) =>
		check(`T2 ${code.toUpperCase()} ${name}: no capture, no notice`, async () => {
			try {
				prepare?.();
				await place.connect({ policy, policy_key, hear, fresh });
				await before_lease?.();
				const messages = school.messages.length, captures = await place.captures();
				const terms = signed_as ? signed_as() : school.send_lease(typeof lease === 'function' ? lease() : lease, lease_key);
				const refused = await place.said('refuse', messages);
				await rest(500);
				assert.equal(refused.fields.code, code);
				assert.equal(refused.lease, terms.lease);
				matrix.refused(row, code, await place.captures() - captures);
				assert.equal(await place.captures(), captures);
				assert.ok(!school.messages.slice(messages).some((one) => /frame|notice|tabs/.test(one.name)));
			} finally {
				place.restore();
				school.send_policy(); // a browser without a lesson would not come back for a quarter of an hour
			}
		});
	await check('CLS-14 it proves itself, and tells what it can show (CLS-10)', async () => {
		const { fields, good } = place.hello;
		assert.ok(good);
		assert.equal(school.path, '/device');
		assert.deepEqual([fields.platform, fields.session, fields.can], ['browser', 'browser', 2 + 4 + 8 + 16 + 32 + 64 + 128]);
	});
	await check('T2 control: a good lease gives pictures, the notice first (CLS-31)', async () => {
		await place.connect();
		const messages = school.messages.length, before = await place.captures();
		const terms = school.send_lease();
		const frame = await place.said('frame_key', messages, 8000);
		const names = school.messages.slice(messages).map((one) => one.name);
		assert.ok(names.indexOf('notice_ack') >= 0 && names.indexOf('notice_ack') < names.indexOf('frame_key'));
		assert.ok(frame.picture.width <= 480 && frame.picture.height <= 270 && frame.picture.width > 200);
		assert.equal(Buffer.from(frame.picture.jpeg).subarray(0, 2).toString('hex'), 'ffd8');
		matrix.allowed(undefined, await place.captures() - before);
		assert.ok(await place.captures() > before, 'the counter is blind');
		school.send('lease_end', { reason: 'closed' }, terms.lease);
		await rest(300);
		const captures = await place.captures();
		await rest(1500);
		assert.equal(await place.captures(), captures, 'captures after the end');
		assert.equal(await place.pupil.in_worker(() => chrome.action.getBadgeText({})), '');
	});
	await refusal('signed by another key', 'esig', { row: 'signature', lease_key: school.other });
	await refusal('signed as an order', 'esig', { row: 'signature', signed_as: () => {
		const terms = school.terms();
		const payload = school.signed(school.lease, 'lock_order', { order: school.order(), on: 1 });
		school.send('lease', { content: payload }, terms.lease);
		return terms;
	} });
	await refusal('for another device', 'edev', { lease: { device: 8n } });
	await refusal('a staff device', 'erole', { row: 'role', policy: { role: 'staff' } });
	await refusal('another group', 'egroup', { lease: { class: 6 } });
	await refusal('the lesson has ended a moment ago', 'etime', { row: 'timetable', before_lease: async () => {
		school.send_policy({ hours: [] });
		await rest(50);
	} });
	await refusal('holidays', 'etime', { row: 'calendar', before_lease: async () => {
		school.send_policy({ closures: [{ first_day: today() - 2, last_day: today() + 2 }] });
		await rest(50);
	} });
	await refusal('the server sees it elsewhere', 'eloc', { row: 'location', policy: { public_networks: elsewhere } });
	await refusal('remote without an exception', 'eloc', { row: 'remote exception', policy: { public_networks: elsewhere }, lease: { remote: 1 } });
	await refusal('the server\'s clock 3 minutes ahead', 'eclock', { row: 'clock', prepare: () => { school.time_shift = 180000; }, lease: () => ({ expires: Date.now() + 20000 }) });
	await refusal('no time from the server', 'eclock', { row: 'clock', hear: false, prepare: () => { school.pinging = false; }, before_lease: async () => { school.send_policy(); await rest(100); } });
	await refusal('no policy', 'epolicy', { hear: false, fresh: true, prepare: () => { school.pinging = false; } });
	await refusal('a policy signed by another key', 'epolicy', { row: 'signature', policy_key: school.other, fresh: true });
	await refusal('an older policy', 'epolicy', { row: 'stale policy', fresh: true, prepare: () => { school.version -= 10; } });
	school.version += 20;
	await refusal('expired', 'eexp', { row: 'expiry', lease: () => ({ not_before: Date.now() - 90000, expires: Date.now() - 40000 }) });
	await refusal('longer than a minute', 'eexp', { row: 'expiry', lease: () => ({ expires: Date.now() + 3600000 }) });
	await refusal('another pupil', 'euser', { lease: { pupil: 102 } });
	await refusal('a pupil whose family objects: the school names no group', 'egroup', { row: 'restricted pupil', before_lease: async () => {
		school.send_policy({ classes: [] });
		await rest(50);
	} });
	await refusal('no kind of picture', 'ecap', { lease: { kind: 'none' } });
	await check('T2 EREPLAY the same lease again after its end, and by a worker that was killed in between', async () => {
		await place.connect();
		const terms = school.send_lease();
		await place.said('frame_key', undefined, 8000);
		school.send('lease_end', { reason: 'closed' }, terms.lease);
		for (const again of [() => rest(300), async () => { await place.pupil.kill_worker(); await place.connect(); }]) {
			await again();
			const messages = school.messages.length, captures = await place.captures();
			school.send('lease', { content: school.signed(school.lease, 'lease_terms', terms) }, terms.lease);
			assert.equal((await place.said('refuse', messages)).fields.code, 'ereplay');
			matrix.refused('replay', 'ereplay', await place.captures() - captures);
			assert.equal(await place.captures(), captures);
		}
	});
	await check('CLS-33 a remote lesson lifts the place and is said', async () => {
		const before = await place.captures();
		await place.connect({ policy: { public_networks: elsewhere, remote_hours: [-1, 0, 1].map((one) => ({ class: 5, day: today() + one, from_minute: 0, to_minute: 1440 })) } });
		school.send_lease({ remote: 1 });
		await place.said('frame_key', undefined, 8000);
		matrix.allowed('remote exception', await place.captures() - before);
		assert.match(await place.pupil.in_worker(() => chrome.action.getTitle({})), /Prof\. Bianchi.*, (remote lesson|lezione a distanza)/);
	});
}

async function orders(check, place) {
	const { school } = place;
	const shown = (name) => place.pupil.context.pages().filter((page) => page.url().endsWith(`/${name}.html`)).length;
	const send = (message, form, fields, change, key = school.lease) =>
		school.send(message, { content: school.signed(key, form, { order: school.order(change), ...fields }) });
	const lock = (change, key) => send('lock', 'lock_order', { on: 1, text: 'Guardate qui' }, change, key);
	await check('CLS-44 a lock comes, ends at its time, and past the lesson is refused', async () => {
		await place.connect();
		lock({ expires: Date.now() + 3000 });
		await until('the lock', 5, () => shown('lock') === 1);
		await until('its end', 8, () => shown('lock') === 0);
		lock({ expires: Date.now() + 30 * 3600000 });
		assert.equal((await place.said('refuse')).fields.code, 'etime');
		lock({}, school.other);
		assert.equal((await place.said('refuse')).fields.code, 'esig');
		assert.equal(shown('lock'), 0);
	});
	await check('without WebSockets: rules, orders and the hand go by long poll, pictures do not, and back', async () => {
		await place.connect(); // what it knows of lines is this worker's
		const before = school.messages.length;
		school.lets_upgrades_through = false;
		school.socket.stream.destroy();
		const hellos = (from) => school.messages.slice(from).filter((one) => one.name === 'hello').length;
		await until('a hello by long poll', 60, async () => {
			await place.pupil.ask_again();
			return hellos(before) > 0 && school.path === '/device/poll';
		});
		assert.ok(school.upgrades_refused >= 2, 'it did not try a WebSocket first');
		school.send_policy();
		school.ping();
		await rest(1500);
		const captures = await place.captures();
		school.send_lease({ interval_ms: 1000 });
		lock({ expires: Date.now() + 5000 });
		await until('the lock', 5, () => shown('lock') === 1);
		await until('its end', 10, () => shown('lock') === 0);
		const sent = school.messages.length;
		lock({ expires: Date.now() + 48 * 3600000 });
		assert.equal((await place.said('refuse', sent, 8000)).fields.code, 'etime');
		await place.pupil.ask({ ask: 'hand', up: true });
		assert.equal((await place.said('hand', sent, 8000)).fields.up, 1);
		assert.equal(await place.captures(), captures);
		assert.deepEqual(school.messages.slice(before).filter((one) => /frame|tabs|notice/.test(one.name)), []);
		await place.pupil.ask({ ask: 'hand', up: false });
		const polls = school.polls;
		school.socket.answer();
		school.hurries = true; // a server that says nothing, and that at once, for ever
		await rest(3500);
		school.hurries = false;
		assert.ok(school.polls > polls && school.polls - polls <= 16, `${school.polls - polls} requests in 3.5 s`);
		school.lets_upgrades_through = true;
		const after = school.messages.length;
		await until('a hello by WebSocket', 60, () => hellos(after) > 0 && school.path === '/device');
	});
	await check('CLS-44 a lock that cannot be shown now stops nothing else, and comes when it can', async () => {
		await place.connect();
		await place.pupil.in_worker(() => {
			globalThis.realCreate = chrome.windows.create;
			chrome.windows.create = () => Promise.reject(new Error('Tabs cannot be edited right now (user may be dragging a tab).'));
		});
		const messages = school.messages.length;
		lock({ expires: Date.now() + 15000 });
		school.send_lease();
		await place.said('frame_key', messages, 8000);
		assert.ok(!school.messages.slice(messages).some((one) => one.name === 'refuse'));
		assert.equal(shown('lock'), 0);
		await place.pupil.in_worker(() => { chrome.windows.create = globalThis.realCreate; });
		await until('the lock', 5, () => shown('lock') === 1);
		school.send('lock', { content: school.signed(school.lease, 'lock_order', { order: school.order(), on: 0, text: '' }) });
		await until('its end', 5, () => shown('lock') === 0);
	});
	await check('CLS-26 a lock and a message carry the notice too: who looks goes on, and the pupil reads it there', async () => {
		await place.connect();
		school.send_lease({ interval_ms: 200 });
		await place.said('frame_key', undefined, 8000);
		const messages = school.messages.length;
		lock({ expires: Date.now() + 8000 });
		await until('the lock', 5, () => shown('lock') === 1);
		await until('a picture of it', 5, () => school.messages.slice(messages).some((one) => /frame/.test(one.name)));
		const pause = place.pupil.context.pages().find((one) => one.url().endsWith('/lock.html'));
		assert.equal(await pause.locator('[popover=manual]').count(), 1);
		await rest(2500);
		assert.ok(!school.messages.slice(messages).some((one) => one.name === 'refuse'));
		await until('its end', 10, () => shown('lock') === 0);
	});
	await check('CLS-44 its page opened by hand is a page like any: the pupil\'s window outlives the lock', async () => {
		await place.connect();
		const { page, context, id } = place.pupil;
		lock({ expires: Date.now() + 8000 });
		await until('the lock', 5, () => shown('lock') === 1);
		const own = await context.newPage();
		await own.goto(`chrome-extension://${id}/lock.html`).catch(() => {});
		await until('its end', 15, () => shown('lock') === 0);
		await rest(500);
		assert.ok(!page.isClosed());
		await page.goto('http://wiki.example/page?colour=%23336699');
	});
	await check('CLS-45 sites that the browser does not take are no order: it is refused, and nothing stays', async () => {
		await place.connect();
		await place.pupil.in_worker(() => {
			globalThis.realRules = chrome.declarativeNetRequest.updateDynamicRules;
			chrome.declarativeNetRequest.updateDynamicRules = () => Promise.reject(new Error('no such rule'));
		});
		const messages = school.messages.length;
		send('focus', 'focus_order', { on: 1, domains: [{ name: 'wiki.example' }] }, { expires: Date.now() + 20000 });
		assert.equal((await place.said('refuse', messages)).fields.code, 'ecap');
		await place.pupil.in_worker(() => { chrome.declarativeNetRequest.updateDynamicRules = globalThis.realRules; });
		assert.equal((await place.pupil.in_worker(() => chrome.storage.local.get('orders'))).orders?.focus, undefined);
	});
	await check('CLS-44 a message ends at its time, and is over when it was closed', async () => {
		const message = (change) => send('msg', 'message_order', { text: 'Pagina 40' }, change);
		const inForce = async () => (await place.pupil.in_worker(() => chrome.storage.local.get('orders'))).orders?.message?.text;
		await place.connect();
		message({ expires: Date.now() + 3000 });
		await until('the message', 5, () => shown('message') === 1);
		await until('its end', 5, () => shown('message') === 0);
		assert.equal(await inForce(), undefined);
		message({ expires: Date.now() + 600000 });
		await until('the message', 5, () => shown('message') === 1);
		assert.equal(await inForce(), 'Pagina 40');
		await place.pupil.context.pages().find((page) => page.url().endsWith('/message.html')).close();
		await until('that it is over', 5, async () => await inForce() === undefined);
		message({ expires: Date.now() + 30 * 3600000 });
		assert.equal((await place.said('refuse')).fields.code, 'etime');
	});
	await check('CLS-45 a focus ends at its time, also when the worker was killed', async () => {
		await place.connect();
		send('focus', 'focus_order', { on: 1, domains: [{ name: 'wiki.example' }] }, { expires: Date.now() + 4000 });
		const rules = async () => place.pupil.in_worker(async () => (await chrome.declarativeNetRequest.getDynamicRules()).length);
		await until('the rules', 5, async () => await rules() === 2);
		await place.pupil.kill_worker();
		await rest(4500);
		await place.connect();
		await until('their end', 5, async () => await rules() === 0);
	});
	await check('CLS-44 a silent server leaves nothing in force for more than 5 minutes', async () => {
		await place.connect();
		send('focus', 'focus_order', { on: 1, domains: [{ name: 'wiki.example' }] }, { expires: Date.now() + 3600000 });
		await until('the order', 5, async () => Boolean((await place.pupil.in_worker(() => chrome.storage.local.get('orders'))).orders?.focus));
		school.pinging = false;
		school.socket.stream.destroy();
		await place.pupil.in_worker(async () => { // as if the last word were 5 minutes old
			const { orders } = await chrome.storage.local.get('orders');
			await chrome.storage.local.set({ orders: { ...orders, heard: Date.now() - 300001 } });
		});
		await place.pupil.kill_worker();
		await place.pupil.ask({ ask: 'status' });
		await until('the end', 10, async () => (await place.pupil.in_worker(() => chrome.declarativeNetRequest.getDynamicRules())).length === 0);
		place.restore();
	});
	await check('what does not stand on the list of answers is refused in words', async () => {
		await place.connect();
		const messages = school.messages.length;
		school.send('state', { device: school.device_id, state: 'live' });
		assert.equal((await place.said('refuse', messages)).fields.code, 'ecap');
	});
}
