import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { Browser, PHONE } from '../browser/browser.mjs';
import { randomBytes } from 'node:crypto';
import { FakeDevice, Line, Poll } from './line.mjs';
import { can_look, children_of, core_bytes, found_in, found_in_files, swapped } from './memory.mjs';
import { Proxy } from './proxy.mjs';
import { School, sleep, until } from './school.mjs';

const school = new School();
const browser = new Browser();
const day = {};

// As if the teacher had gone to another tab of the browser, or come back.
const hides = (page, hidden) => page.evaluate((value) => {
	Object.defineProperty(document, 'hidden', { value, configurable: true });
	document.dispatchEvent(new Event('visibilitychange'));
}, hidden);

// What a tile of the open wall shows in its middle, or nothing.
const middle = (page, device) => page.evaluate((id) => {
	const canvas = document.querySelector(`[data-device="${id}"] canvas`);
	if (!canvas || canvas.hidden)
		return null;
	return [...canvas.getContext('2d').getImageData(canvas.width / 4 | 0, canvas.height * 3 / 4 | 0, 1, 1).data].slice(0, 3);
}, device);
const near = (one, other) => one && one.every((value, i) => Math.abs(value - other[i]) < 24);
const views = () => JSON.parse(school.sql(`select json_group_array(json_object('id', cast(id as text), 'kind', kind, 'ended', ended_at, 'frames', frames, 'device', cast(device as text))) from view_log`));

// The office ties a device to a pupil of the class, on its page.
async function tie(visit, device, number) {
	const office = await visit();
	await office.sign_in('office');
	await office.go('/devices');
	const line = office.page.locator('li', { has: office.page.locator(`input[name="device"][value="${device}"]`) });
	await line.locator('summary').first().click();
	await line.locator('[name="class"]').fill(school.teacher.first_class);
	await line.locator('[name="number"]').fill(number);
	await line.locator('button[value="tie"]').click();
	await office.page.waitForURL(/saved=1/);
}

async function decide(head) {
	await head.page.selectOption('#class', school.class);
	await head.page.fill('#day', school.today);
	await head.page.fill('#first', '1');
	await head.page.fill('#last', '1');
	await head.page.fill('#reason', 'Riscaldamento');
	await head.page.click('main form button.main');
	await head.page.waitForLoadState('load');
}

const checks = {
	async 'the office makes a code and devices enrol with it'(visit) {
		const office = await visit();
		await office.sign_in('office');
		await office.go('/devices');
		await office.page.fill('#label', 'Carrello');
		await office.page.fill('#devices', '2');
		await office.page.selectOption('#site', school.sql(`select site from class where id = ${school.class}`));
		await office.page.click('button[value="make"]');
		const code = await office.page.textContent('strong.code');
		const [, address, typed, certificate] = (await office.page.textContent('code.copy'))
			.match(/^campanella-agent enrol (\S+) (\S+) --certificate ([0-9a-f]{64})$/);
		assert.equal(typed, code);
		assert.equal(certificate, school.certificate);
		assert.ok((await office.page.textContent('main')).replace(/\s/g, '').includes(`${certificate}(SHA-256)`));
		const port = Number(address.split(':')[1]);
		await office.keep_picture('devices-code');
		await office.axe('devices');
		for (let i = 0; i < 2; i++)
			await school.device(code, port);
		day.devices = school.sql('select id from device order by id').split('\n');
		assert.equal(day.devices.length, 2);
		for (const [i, device] of day.devices.entries())
			await tie(visit, device, String(i + 3)); // nobody who has an account to sign in with
		assert.equal(school.sql('select count(*) from device_use'), '2');
	},

	async 'a code that is used up enrols nothing more'() {
		await assert.rejects(school.device('0000-0000-0000', school.devices_port), /Command failed/);
		school.devices.pop().close();
		assert.equal(school.sql('select count(*) from device'), '2');
	},

	async 'the wall shows the screens as they change'(visit) {
		school.devices[0].paint('#336699');
		school.devices[1].paint('#993333');
		for (const device of school.devices)
			device.run();
		day.teacher = await visit();
		const { page } = await day.teacher.sign_in('teacher');
		day.teacher.foreign = { push() {} }; // the devices' port is the school's too
		await day.teacher.go(`/classes/${school.class}/wall`);
		await until('the first picture', 30, async () => near(await middle(page, day.devices[0]), [0x33, 0x66, 0x99]));
		await until('the second picture', 30, async () => near(await middle(page, day.devices[1]), [0x99, 0x33, 0x33]));
		school.devices[0].paint('#22aa44');
		await until('the change', 10, async () => near(await middle(page, day.devices[0]), [0x22, 0xaa, 0x44]));
		assert.match(await page.textContent('[data-wall-count]'), /2/);
		await day.teacher.axe('wall');
		await day.teacher.keep_picture('wall');
	},

	async 'T10: the page opens what the vectors sealed for it, and nothing that is not quite it (CLS-38)'() {
		const vectors = JSON.parse(fs.readFileSync(new URL('../vectors/crypto.json', import.meta.url)));
		const { opened, refused, wrong } = await day.teacher.page.evaluate(async (wraps) => {
			const { openSealed, openWrap } = await import('/web/wall_seal.js');
			const { decode } = await import('/web/wire.js');
			const bytes = (hex) => Uint8Array.from(hex.match(/../g), (two) => parseInt(two, 16));
			const result = { opened: 0, refused: 0, wrong: [] };
			const see = async (name, one, spoil = () => {}) => {
				const message = decode(bytes(one.message), 'device');
				const wrap = message.fields.wraps[0], device = bytes(one.device_key);
				const seed = bytes(`302e020100300506032b656e04220420${one.page_seed}`);
				const page = { open: bytes(one.page_key), secret: await crypto.subtle.importKey('pkcs8', seed, 'X25519', false, ['deriveBits']) };
				try {
					spoil({ message, wrap, device, page });
					const picture = await openSealed(await openWrap(page, device, wrap), message, 'picture');
					result.opened += picture.width === 480;
					return name && result.wrong.push(name);
				} catch {
					return name ? result.refused++ : result.wrong.push('a good one');
				}
			};
			for (const one of wraps) {
				await see('', one);
				await see('a signature', one, ({ wrap }) => { wrap.signature[3] ^= 1; });
				await see('another device', one, ({ device }) => { device.fill(7); });
				await see('an ephemeral key', one, ({ wrap }) => { wrap.ephemeral[0] ^= 1; });
				await see('a nonce', one, ({ wrap }) => { wrap.nonce[0] ^= 1; });
				await see('another lease', one, ({ wrap }) => { wrap.lease += 1n; });
				await see('another page', one, ({ page }) => { page.open[0] ^= 1; });
				await see('a wrapped key', one, ({ wrap }) => { wrap.wrapped[40] ^= 1; });
				await see('a header', one, ({ message }) => { message.head[16] ^= 1; });
				await see('a sequence', one, ({ message }) => { message.sequence += 1; });
				await see('a picture', one, ({ message }) => { message.fields.sealed[5] ^= 1; });
			}
			return result;
		}, vectors.wraps);
		assert.deepEqual(wrong, []);
		assert.equal(opened, vectors.wraps.length);
		assert.equal(refused, 10 * vectors.wraps.length);
	},

	async 'T8: the page draws pieces where they belong, and makes nothing of what is no picture'() {
		const { drawn, refused, wrong } = await day.teacher.page.evaluate(async () => {
			const { drawTiles, drawWhole } = await import('/web/wall_picture.js');
			const packed = async (bytes) => new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'))).arrayBuffer());
			const painted = async (width, height, colour) => {
				const canvas = new OffscreenCanvas(width, height), pen = canvas.getContext('2d');
				pen.fillStyle = colour;
				pen.fillRect(0, 0, width, height);
				return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer());
			};
			const canvas = document.createElement('canvas'), always = () => true, wrong = [];
			const at = (x, y) => [...canvas.getContext('2d').getImageData(x, y, 1, 1).data];
			await drawWhole(canvas, 'thumb', { width: 480, height: 270, jpeg: await painted(480, 270, '#ff0000') }, always);
			const pixels = { x: 100, y: 50, width: 2, height: 2, form: 'pixels', content: await packed(new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])) };
			const jpeg = { x: 464, y: 254, width: 16, height: 16, form: 'jpeg', content: await painted(16, 16, '#0000ff') };
			const tiles = (...some) => ({ width: 480, height: 270, tiles: some });
			await drawTiles(canvas, tiles(pixels, jpeg), always);
			const drawn = [at(100, 50), at(101, 50), at(100, 51), at(101, 51), at(99, 50), at(102, 51), at(470, 260), at(463, 260)];
			let refused = 0;
			const none = async (name, work) => work().then(() => wrong.push(name), () => refused++);
			await none('a thumbnail too large', async () => drawWhole(canvas, 'thumb', { width: 481, height: 270, jpeg: await painted(481, 270, '#00ff00') }, always));
			await none('a screen too large', async () => drawWhole(canvas, 'full', { width: 65535, height: 65535, jpeg: await painted(480, 270, '#00ff00') }, always));
			await none('a JPEG of another size', async () => drawWhole(canvas, 'thumb', { width: 480, height: 270, jpeg: await painted(2000, 2000, '#00ff00') }, always));
			await none('no JPEG', () => drawWhole(canvas, 'thumb', { width: 480, height: 270, jpeg: new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>') }, always));
			await none('a piece outside', () => drawTiles(canvas, tiles({ ...pixels, x: 479 }), always));
			await none('a piece twice as deep', async () => drawTiles(canvas, tiles({ ...pixels, content: await packed(new Uint8Array(1e7)) }), always));
			await none('more than the picture', () => drawTiles(canvas, tiles(...Array(3).fill({ ...pixels, x: 0, y: 0, width: 480, height: 135 })), always));
			await none('of another picture', () => drawTiles(canvas, { ...tiles(pixels), width: 426 }, always));
			await none('a piece that is another\'s JPEG', () => drawTiles(canvas, tiles({ ...jpeg, x: 0, width: 17 }), always));
			await drawTiles(canvas, tiles({ ...pixels, x: 0, y: 0 }), () => false);
			drawn.push(at(0, 0));
			return { drawn, refused, wrong };
		});
		assert.deepEqual(wrong, []);
		assert.equal(refused, 9);
		assert.deepEqual(drawn.slice(0, 4), [[1, 2, 3, 255], [4, 5, 6, 255], [7, 8, 9, 255], [10, 11, 12, 255]]);
		for (const i of [4, 5, 7, 8])
			assert.ok(near(drawn[i].slice(0, 3), [255, 0, 0]), `${i}: ${drawn[i]}`);
		assert.ok(near(drawn[6].slice(0, 3), [0, 0, 255]), String(drawn[6]));
	},

	async 'a look is on record before its pictures pass, one a series (CLS-31)'() {
		const log = views();
		assert.equal(log.length, 2);
		assert.ok(log.every((one) => one.kind === 1 && one.ended === null));
	},

	async 'one screen whole, by keyboard, is another right and another record (CLS-18)'() {
		const { page } = day.teacher;
		await page.locator(`[data-device="${day.devices[0]}"] button`).focus();
		await page.keyboard.press('Enter');
		await until('the whole screen', 20, () => page.evaluate(() => {
			const canvas = document.querySelector('[data-full-canvas]');
			return !canvas.hidden && canvas.width > 480;
		}));
		const kinds = views().map((one) => one.kind);
		assert.ok(kinds.includes(2));
		await page.keyboard.press('Escape');
		await until('the wall again', 30, async () => near(await middle(page, day.devices[1]), [0x99, 0x33, 0x33]));
	},

	async 'a second page, on a phone, sees the same beside the first (CLS-39)'(visit) {
		const phone = await visit(PHONE);
		await phone.sign_in('teacher');
		phone.foreign = { push() {} };
		await phone.go(`/classes/${school.class}/wall`);
		await until('the picture on the phone', 30, async () => near(await middle(phone.page, day.devices[0]), [0x22, 0xaa, 0x44]));
		phone.foreign = [];
		await phone.looks_right('wall on a phone');
		await phone.keep_picture('wall-phone');
		await until('the picture on the desk', 30, async () => near(await middle(day.teacher.page, day.devices[0]), [0x22, 0xaa, 0x44]));
	},

	async 'nothing moves when the tiles come alive, and the line on top counts those that are shown'() {
		const { page } = day.teacher;
		const top = () => page.locator('.screen').first().evaluate((tile) => tile.getBoundingClientRect().top);
		await page.reload({ waitUntil: 'commit' });
		await page.waitForSelector('.screen');
		const before = await top();
		await until('the pictures', 30, async () => await middle(page, day.devices[0]) && await middle(page, day.devices[1]));
		assert.equal(await top(), before);
		assert.match(await page.textContent('[data-wall-count]'), /^2 /);
		const none = page.locator('[data-device="0"] button').first();
		assert.equal(await none.getAttribute('aria-disabled'), 'true');
	},

	async 'of the orders one stands open, what is wrong is said at its field and stays typed'() {
		const { page } = day.teacher;
		const errors = day.teacher.errors.length;
		const open = () => page.locator('.wall-orders details[open]').count();
		await page.click('.wall-orders summary >> nth=0');
		await page.fill('#domains', 'wikipedia');
		await page.click('button[value="focus"]');
		assert.match(await page.textContent('#domains + .problem'), /wikipedia/);
		assert.equal(await page.inputValue('#domains'), 'wikipedia');
		assert.equal(await page.getAttribute('#domains', 'aria-invalid'), 'true');
		await day.teacher.axe('an order that is wrong');
		await page.click('.wall-orders summary >> nth=1');
		assert.equal(await open(), 1);
		await page.fill('#url', 'http://geogebra.org');
		await page.click('button[value="open"]');
		assert.match(await page.textContent('#url + .problem'), /https/);
		await page.click('.wall-orders summary >> nth=2');
		await until('the field', 5, () => page.evaluate(() => document.activeElement.id === 'text'));
		await page.keyboard.type('A domani');
		await page.click('button[value="message"]');
		await until('what was sent', 10, async () => /^Inviato .* 2 /.test(await page.textContent('[data-wall-trouble]')));
		assert.equal(await open(), 0);
		assert.equal(await page.inputValue('#text'), '');
		await page.click('.wall-orders summary >> nth=3');
		await page.keyboard.press('Escape');
		assert.equal(await open(), 0);
		assert.equal(await page.evaluate(() => document.activeElement.tagName), 'SUMMARY');
		day.teacher.errors.length = errors; // the console has the refusals of the wrong orders
	},

	async 'under the curtain nobody looks, and nobody is said to be seen'() {
		const { page } = day.teacher;
		await page.clock.install();
		await page.reload();
		await until('the picture', 30, async () => middle(page, day.devices[0]));
		await page.clock.runFor(130000);
		await page.waitForSelector('[data-curtain][open]');
		await until('the end of every look', 15, () => views().every((one) => one.ended !== null));
		assert.equal(await middle(page, day.devices[0]), null);
		await page.click('[data-curtain-open]');
		await page.clock.resume();
		await until('the picture again', 40, async () => middle(page, day.devices[0]));
	},

	async 'a line that is lost and a session that has ended are each called what they are'(visit) {
		const other = await visit();
		const { page } = await other.sign_in('teacher');
		other.foreign = { push() {} };
		await other.go(`/classes/${school.class}/wall`);
		await until('the picture', 30, async () => middle(page, day.devices[0]));
		const words = () => page.textContent(`[data-device="${day.devices[0]}"] [data-tile-words]`);
		const again = async () => { await hides(page, true); await hides(page, false); };
		await page.route('**/wall/leases', (route) => route.abort());
		await again();
		await until('the words', 10, async () => /^Linea caduta/.test(await page.textContent('[data-wall-trouble]')));
		assert.equal(await words(), 'ora non visibile');
		await page.unroute('**/wall/leases');
		await until('the picture again', 30, async () => middle(page, day.devices[0]));
		assert.equal(await page.locator('[data-wall-trouble]').isVisible(), false);
		school.sql('delete from session where started_at = (select max(started_at) from session)');
		await page.click('.wall-orders summary >> nth=3');
		await page.click('button[value="lock"]');
		await until('the words', 10, async () => /sessione/.test(await page.textContent('[data-wall-trouble]')));
		await page.keyboard.press('Escape');
		await again();
		await until('the words', 10, async () => /sessione/.test(await page.textContent('[data-wall-trouble]')));
		assert.equal(await words(), 'ora non visibile');
		await Promise.all([page.waitForURL(/sign-in\?next=/), page.click('[data-wall-trouble] a')]);
	},

	async 'what is off is said to be off, also where one screen is shown whole'() {
		const { page } = day.teacher;
		const [device] = school.devices;
		device.agent.kill('SIGTERM');
		await until('the dark tile', 20, async () => await middle(page, day.devices[0]) === null);
		await page.click(`[data-device="${day.devices[0]}"] button`);
		await until('the word', 20, async () => await page.textContent('[data-full-words]') === 'spento');
		await page.keyboard.press('Escape');
		device.run();
		await until('the picture', 60, async () => near(await middle(page, day.devices[0]), [0x22, 0xaa, 0x44]));
	},

	async 'an open wall follows a device into other hands'(visit) {
		const { page } = day.teacher;
		const name = () => page.locator(`[data-device="${day.devices[1]}"] b`).textContent();
		const before = await name();
		await tie(visit, day.devices[1], '8');
		await until('the other pupil\'s tile', 40, async () => await name().catch(() => before) !== before);
		await until('the picture', 30, async () => near(await middle(page, day.devices[1]), [0x99, 0x33, 0x33]));
		await tie(visit, day.devices[1], '4');
		await until('the tile as it was', 40, async () => await name().catch(() => '') === before);
		await until('the picture', 30, async () => near(await middle(page, day.devices[0]), [0x22, 0xaa, 0x44]));
	},

	async 'a hidden page asks for nothing, and the looks end (CLS-19)'() {
		const { page } = day.teacher;
		await hides(page, true);
		await until('the end of every look', 15, () => views().every((one) => one.ended !== null));
		assert.equal(await middle(page, day.devices[0]), null);
		assert.ok(views().some((one) => one.frames > 0));
		// what it is granted while it hides again it gives back at once
		const before = views().length;
		let answered = 0;
		await page.route('**/wall/leases', async (route) => {
			const response = await route.fetch();
			await sleep(3000);
			await route.fulfill({ response });
			answered++;
		});
		await hides(page, false);
		await sleep(1000);
		await hides(page, true);
		await until('the answer', 15, () => answered > 0);
		await until('a look that nobody waited for', 15, () => views().length > before);
		await until('its end', 15, () => views().every((one) => one.ended !== null));
		await page.unroute('**/wall/leases');
		await hides(page, false);
		await until('the picture', 30, async () => near(await middle(page, day.devices[0]), [0x22, 0xaa, 0x44]));
	},

	async 'T6: the school\'s chain of looks is the device\'s own, look for look (CLS-31)'() {
		const [device] = school.devices;
		const own = () => device.log_lines();
		const kept = () => views().filter((one) => one.device === day.devices[0]);
		await until('the same looks on both sides', 10, () => own().length === kept().length);
		assert.ok(own().length > 0);
		assert.ok(kept().filter((one) => one.ended !== null).every((one) => one.frames > 0), 'a look without a picture, or pictures without a look');
		device.agent.kill('SIGTERM');
		await until('the dark tile', 20, async () => await middle(day.teacher.page, day.devices[0]) === null);
		device.run(); // it says its head, and hears the school's
		await until('the picture', 60, async () => near(await middle(day.teacher.page, day.devices[0]), [0x22, 0xaa, 0x44]));
		assert.doesNotMatch(school.server.log, /has another view log/);
		assert.doesNotMatch(device.log, /differs/);
	},

	async 'CLS-6: what came in pieces is what a whole picture shows'() {
		const { page } = day.teacher, device = school.devices[0];
		const seen = () => page.evaluate((id) => {
			const canvas = document.querySelector(`[data-device="${id}"] canvas`);
			if (canvas.hidden)
				return null;
			const { width, height } = canvas, { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
			const cells = Array((width >> 2) * (height >> 2)).fill(0); // means of 4 by 4 pixels: a letter that lacks shows, a JPEG's grain does not
			for (let y = 0; y >> 2 < height >> 2; y++)
				for (let x = 0; x >> 2 < width >> 2; x++)
					cells[(y >> 2) * (width >> 2) + (x >> 2)] += data[(y * width + x) * 4] / 16;
			return cells;
		}, day.devices[0]);
		device.show_page('typing');
		await sleep(4000); // a window that comes up may cover the notice for a moment
		await until('the desktop', 30, seen);
		await sleep(6000); // thirty letters
		device.desktop.kill('SIGSTOP');
		await sleep(3000);
		const pieces = await seen();
		await page.reload();
		const whole = await until('the whole picture', 30, seen);
		assert.equal(pieces.length, whole.length);
		const less = whole.map((cell, i) => Math.abs(pieces[i] - cell));
		const most = Math.max(...less), mean = less.reduce((sum, one) => sum + one) / less.length;
		const dark = pieces.filter((cell) => cell < 200).length;
		device.hide_page();
		device.paint('#22aa44');
		await until('the picture', 30, async () => near(await middle(page, day.devices[0]), [0x22, 0xaa, 0x44]));
		assert.ok(dark > 100, 'there is no text on it');
		assert.ok(mean < 2 && most < 40, `they differ by ${mean}, at most ${most}`);
	},

	async 'T5: a picture is nowhere but in the open page, and its sealed bytes nowhere once nobody looks (CLS-36 to CLS-40)'() {
		const { page } = day.teacher;
		const processes = [school.server.child.pid, ...children_of(school.server.child.pid)];
		if (!processes.every(can_look))
			return 'only root may look into the memory of others';
		await page.addInitScript(() => { // what came over the line, and what it was once opened
			const seen = window.seen = { sealed: [], open: [] };
			const Real = window.WebSocket, make = window.createImageBitmap;
			window.WebSocket = class extends Real {
				constructor(...words) {
					super(...words);
					this.addEventListener('message', ({ data }) => data.byteLength > 1200 && new DataView(data).getUint8(0) === 10 &&
						seen.sealed.push([...new Uint8Array(data.slice(-400, -352))]));
				}
			};
			window.createImageBitmap = async (blob, ...rest) => {
				const bytes = await blob.arrayBuffer();
				if (bytes.byteLength > 1200)
					seen.open.push([...new Uint8Array(bytes.slice(-400, -352))]);
				return make(blob, ...rest);
			};
		});
		school.devices[0].show_page();
		await sleep(1000);
		await page.reload();
		const look = () => page.evaluate(() => window.seen);
		await until('the page of that desktop', 30, async () => (await look()).sealed.length > 0 && (await look()).open.length > 0);
		const devices = Number(school.child('@devices'));
		let kept, sealed, open;
		await until('the picture that is kept', 30, async () => { // the control: it is found where it must be
			({ sealed, open } = await look());
			[sealed, open] = [Buffer.from(sealed.at(-1)), Buffer.from(open.at(-1))];
			[kept] = found_in(devices, [sealed]);
			return kept > 0;
		});
		assert.equal(kept, 1, 'the one slot of the device');
		for (const pid of processes) {
			assert.equal(found_in(pid, [open])[0], 0, `process ${pid} has the open picture`);
			assert.equal(swapped(pid), 0);
			assert.equal(core_bytes(pid), pid === school.server.child.pid ? core_bytes(pid) : '0');
		}
		await hides(page, true);
		await until('the end of every look', 15, () => views().every((one) => one.ended !== null));
		const all = (await look()).sealed.map((bytes) => Buffer.from(bytes));
		for (const pid of processes)
			assert.deepEqual(found_in(pid, all), all.map(() => 0), `process ${pid} has a sealed picture still`);
		assert.deepEqual(found_in_files(school.directory, [...all, open, Buffer.from('JFIF')]), [...all.map(() => 0), 0, 0]);
		fs.writeFileSync(`${school.directory}/planted`, Buffer.concat([Buffer.alloc(5000, 1), open]));
		assert.equal(found_in_files(school.directory, [open])[0], 1, 'the search is blind');
		fs.rmSync(`${school.directory}/planted`);
		school.devices[0].hide_page();
		await page.reload();
		school.devices[0].paint('#22aa44');
		await until('the picture', 30, async () => near(await middle(page, day.devices[0]), [0x22, 0xaa, 0x44]));
	},

	async 'a lost device is cut off within seconds'(visit) {
		const office = await visit();
		await office.sign_in('office');
		await office.go('/devices');
		const line = office.page.locator('li', { has: office.page.locator(`input[name="device"][value="${day.devices[1]}"]`) });
		await line.locator('summary').first().click();
		await line.locator('button[value="lost"]').click();
		await office.page.waitForURL(/saved=1/);
		await until('the dark tile', 10, async () => await middle(day.teacher.page, day.devices[1]) === null);
	},

	async 'T6: a look that cannot be put on record shows nothing'() {
		const { page } = day.teacher;
		school.sql("create trigger no_record before insert on view_log begin select raise(abort, 'the disk is full'); end");
		await page.reload();
		await until('the refusal in the log', 20, () => school.server.log.includes('is not on record'));
		await sleep(1500);
		assert.equal(await middle(page, day.devices[0]), null);
		school.sql('drop trigger no_record');
		await page.reload();
		await until('the picture', 30, async () => near(await middle(page, day.devices[0]), [0x22, 0xaa, 0x44]));
	},

	async 'an order reaches the device and is its teacher\'s (CLS-43, CLS-44)'() {
		const { page } = day.teacher;
		await page.locator('.wall-orders summary').nth(3).click();
		await page.locator('button[value="lock"]').click();
		await sleep(3000);
		if (process.env.FAILURES)
			school.devices[0].keep_picture(`${process.env.FAILURES}/lock.png`);
		await until('the lock', 15, async () => !near(await middle(page, day.devices[0]), [0x22, 0xaa, 0x44]));
		await page.locator('.wall-orders summary').nth(3).click();
		await page.locator('button[value="unlock"]').click();
		await until('the screen again', 15, async () => near(await middle(page, day.devices[0]), [0x22, 0xaa, 0x44]));
	},

	async 'where no WebSocket gets through orders do, pictures do not, and the wall says so'(visit) {
		const { page } = day.teacher, proxy = await new Proxy().open(school);
		const office = await visit();
		await office.sign_in('office');
		await office.go('/devices');
		await office.page.fill('#label', 'Dietro il proxy');
		await office.page.fill('#devices', '1');
		await office.page.selectOption('#site', school.sql(`select site from class where id = ${school.class}`));
		await office.page.click('button[value="make"]');
		const device = await school.device(await office.page.textContent('strong.code'), proxy.port);
		const id = school.sql("select id from device where label like 'Dietro il proxy%'");
		const words = () => page.locator(`[data-device="${id}"] [data-tile-words]`).textContent();
		const shown = (name) => {
			try {
				return execFileSync('xdotool', ['search', '--name', name], { env: device.environment, stdio: ['ignore', 'pipe', 'ignore'] }).toString().trim() !== '';
			} catch {
				return false; // xdotool found none
			}
		};
		await tie(visit, id, '6');
		device.run();
		await until('a device by long poll', 60, async () => {
			await page.reload();
			return (await words().catch(() => '')).startsWith('Gli ordini arrivano');
		});
		assert.ok(proxy.refused >= 2, `${proxy.refused} upgrades`);
		await page.locator('.wall-orders summary').nth(2).click();
		await page.fill('#text', 'Aprite il libro');
		await page.locator('button[value="message"]').click();
		await until('the message', 10, () => shown('Campanella message'));
		await page.locator('.wall-orders summary').nth(3).click();
		await page.locator('button[value="lock"]').click();
		await until('the lock', 10, () => shown('Campanella lock'));
		await page.locator('.wall-orders summary').nth(3).click();
		await page.locator('button[value="unlock"]').click();
		await until('its end', 10, () => !shown('Campanella lock'));
		execFileSync(`${school.agent_folder}/campanella-agent`, ['--folder', device.folder, 'hand'], { env: device.environment });
		await until('the hand', 15, async () => page.locator(`[data-device="${id}"]`).evaluate((tile) => tile.textContent.includes('mano alzata')));
		const named = await page.textContent(`[data-device="${id}"] b`);
		await until('who has raised a hand', 5, async () => (await page.locator('[data-wall-hands]').textContent()).trim() === `1 mano alzata: ${named}`);
		await page.click('[data-wall-hands]'); // leads there
		assert.equal(await page.evaluate(() => document.activeElement.closest('.screen')?.dataset.device), id);
		assert.ok(await page.locator('.screen:focus-within').evaluate((tile) => tile.getBoundingClientRect().bottom <= innerHeight));
		await day.teacher.axe('wall, a hand raised');
		assert.equal(await middle(page, id), null);
		assert.equal(views().filter((one) => one.device === id).length, 0, 'a look without a picture');
		if (process.env.FAILURES)
			await page.screenshot({ path: `${process.env.FAILURES}/orders-only.png` });
		device.close();
		proxy.close();
		school.devices.pop();
		school.sql(`delete from device_use where device = ${id}; delete from device where id = ${id}`);
	},

	async 'an order that a device cannot do is said with its name'() {
		const { page } = day.teacher;
		await page.locator('.wall-orders summary').nth(0).click();
		await page.fill('#domains', 'it.wikipedia.org');
		await page.locator('button[value="focus"]').click();
		const name = await page.textContent(`[data-device="${day.devices[0]}"] b`);
		// both devices cannot, and either may say so first
		await until('the refusal in words', 15, async () => {
			const said = await page.textContent('[data-wall-trouble]');
			return said.includes(name) && said.endsWith(': il dispositivo non può farlo.');
		});
	},

	async 'a page that goes while it asks looks for seconds (CLS-19)'() {
		const before = views().map((one) => one.id);
		const looks = () => views().filter((one) => !before.includes(one.id));
		await day.teacher.page.evaluate((device) => fetch(`${location.pathname}/leases`, { method: 'POST', body: new URLSearchParams({
			token: document.querySelector('[data-wall-token] input[name=token]').value, key: 'A'.repeat(43), see: `${device}:1:1` }) }), day.devices[0]);
		await until('a look without a page', 15, () => looks().length > 0);
		await until('its end', 15, () => looks().every((one) => one.ended !== null));
	},

	async 'who opens a screen before the wall has its first answer sees it'() {
		const { page } = day.teacher;
		let asked = 0;
		await page.route('**/wall/leases', async (route) => {
			asked++;
			const response = await route.fetch();
			await sleep(2000);
			await route.fulfill({ response });
		});
		await page.reload();
		await until('the first question', 15, () => asked === 1);
		await page.locator(`[data-device="${day.devices[0]}"] button`).click();
		await until('the second, beside it', 2, () => asked === 2);
		await until('the whole screen', 15, () => page.evaluate(() => {
			const canvas = document.querySelector('[data-full-canvas]');
			return !canvas.hidden && canvas.width > 480;
		}));
		await page.unroute('**/wall/leases');
		await page.keyboard.press('Escape');
		await until('the wall again', 30, async () => near(await middle(page, day.devices[0]), [0x22, 0xaa, 0x44]));
	},

	async 'T4: the devices process is killed: nothing is seen, then all comes back'() {
		const { page } = day.teacher;
		process.kill(Number(school.child('@devices')), 'SIGKILL');
		await until('the dark wall', 60, async () => await middle(page, day.devices[0]) === null ||
			views().every((one) => one.ended !== null));
		await until('the picture', 90, async () => near(await middle(page, day.devices[0]), [0x22, 0xaa, 0x44]));
	},

	async 'R09: outside its networks a school sees nothing, whatever a header says (CLS-23)'() {
		const { page } = day.teacher;
		school.sql("update site set networks = '203.0.113.0/24'");
		await page.reload();
		await until('the refusal', 15, async () => (await page.textContent(`[data-device="${day.devices[0]}"] small`)) === 'ELOC');
		assert.equal(await middle(page, day.devices[0]), null);
		const codes = await page.evaluate(async (device) => {
			const body = new URLSearchParams({ token: document.querySelector('[data-wall-token] input[name=token]').value,
				key: 'A'.repeat(43), see: `${device}:1:1` });
			const answer = await fetch(`${location.pathname}/leases`, { method: 'POST', body, headers: {
				'X-Forwarded-For': '203.0.113.7', Forwarded: 'for=203.0.113.7', 'X-Real-IP': '203.0.113.7' } });
			return (await answer.json()).tiles.map((tile) => tile.code);
		}, day.devices[0]);
		assert.deepEqual(codes, ['ELOC']);
	},

	async 'R10: a remote lesson is decided in time, with a reason, by somebody else than its teacher (CLS-33)'(visit) {
		const family = await visit();
		await family.sign_in('guardian');
		day.child = (await family.page.locator('main a[href^="/pupils/"]').first().getAttribute('href')).split('/')[2];
		const [number, in_class] = school.sql(`select register_number, class from class_member where pupil = ${day.child} and to_day is null`).split('|');
		assert.equal(in_class, school.class, 'the demo family is of another class');
		await tie(visit, day.devices[0], number);
		const head = await visit();
		await head.sign_in('head');
		await head.go('/settings');
		await head.page.fill('[name="remote.notice_hours"]', '0');
		await head.page.click('main form button.main');
		await head.page.waitForURL(/saved=1/);
		await head.go('/remote-lessons');
		await head.looks_right('remote lessons');
		await decide(head);
		assert.match(await head.page.textContent('main'), /troppo presto/, 'its hour has begun: too late, for everybody');
		school.sql('update slot set starts = 1439'); // the bell of that hour is still to come
		await decide(head);
		await head.page.waitForURL(/saved=1/);
		school.sql('update slot set starts = 0');
		assert.match(await head.page.textContent('main'), /Ricevuto da 0 famiglie/);
		await head.keep_picture('remote-lessons');
		assert.equal(school.sql('select count(*) from remote_lesson where state = 1'), '1');
	},

	async 'R10: it holds for nobody whose family has not had the notice'() {
		const { page } = day.teacher;
		await page.reload();
		await until('the reason', 15, async () => (await page.textContent(`[data-device="${day.devices[0]}"] small`)) === 'NOTICE');
		assert.match(await page.textContent(`[data-device="${day.devices[0]}"] [data-tile-words]`), /famiglia/);
		await sleep(3000);
		assert.equal(await middle(page, day.devices[0]), null);
		assert.match(await page.textContent(`[data-device="${day.devices[0]}"] [data-tile-words]`), /famiglia/, 'the words stay');
		assert.equal(school.sql('select count(*) from view_log where remote = 1'), '0');
		await day.teacher.axe('wall of a remote lesson');
		await day.teacher.keep_picture('wall-remote');
	},

	async 'R10: from the moment the family has read it, the pupil is seen from elsewhere, and reads so'(visit) {
		const { page } = day.teacher;
		const family = await visit(PHONE);
		await family.sign_in('guardian');
		await family.go(`/pupils/${day.child}/days/${school.today}`);
		assert.equal(await family.page.locator('[data-remote-notice]').count(), 1);
		assert.match(await family.page.textContent('[data-remote-notice]'), /, 1ª ora: lezione a distanza/);
		await family.looks_right('the notice on the family\'s phone');
		await family.keep_picture('remote-notice-phone');
		assert.equal(school.sql(`select count(*) from remote_receipt where pupil = ${day.child} and signed_at is null`), '1');
		await page.reload();
		await until('the picture from elsewhere', 40, async () => near(await middle(page, day.devices[0]), [0x22, 0xaa, 0x44]));
		await until('the record', 10, () => school.sql('select max(remote) from view_log') === '1');
		assert.match(await page.textContent('.banner.late-note'), /Vale per 1 alunni/);

		await family.page.click('[data-remote-notice] button');
		await family.page.waitForSelector('[data-remote-notice]:not(:has(button))');
		assert.equal(school.sql('select count(*) from remote_receipt where signed_at is not null'), '1');
		const head = await visit();
		await head.sign_in('head');
		await head.go('/remote-lessons');
		assert.match(await head.page.textContent('main'), /Ricevuto da 1 famiglie su \d+, firmato da 1/);
		const viewed = await visit(PHONE);
		await viewed.sign_in('guardian');
		await viewed.go(`/pupils/${day.child}/views`);
		assert.match(await viewed.page.textContent('.timeline'), /lezione a distanza/);
	},

	async 'it ends by itself with its hours (CLS-34)'(visit) {
		const { page } = day.teacher;
		const { minute } = school;
		school.sql(`update slot set ends = ${minute};
			insert into slot select grid, weekday, 2, ${minute}, 1440, weight from slot where ordinal = 1;
			insert into timetable select id + 900000000, class, weekday, 2, teacher, subject, subgroup, from_day, to_day, provisional from timetable where ordinal = 1`);
		await until('the dark tile', 70, async () => await middle(page, day.devices[0]) === null);
		await page.reload();
		await until('the refusal', 15, async () => (await page.textContent(`[data-device="${day.devices[0]}"] small`)) === 'ELOC');
		school.sql("delete from slot where ordinal = 2; delete from timetable where ordinal = 2; update slot set ends = 1440; update site set networks = '127.0.0.0/8'");
		await tie(visit, day.devices[0], '3');
		await page.reload();
		await until('the picture at school', 30, async () => near(await middle(page, day.devices[0]), [0x22, 0xaa, 0x44]));
		assert.equal(school.sql('select remote from view_log order by started_at desc limit 1'), '0');
	},

	async 'T4: when the page is killed every look ends'() {
		assert.ok(views().some((one) => one.ended === null), 'nobody looks');
		await day.teacher.page.goto('chrome://crash').catch(() => {}); // its process ends as by kill -9
		await until('the end of every look', 60, () => views().every((one) => one.ended !== null));
		await day.teacher.close();
	},

	async 'CLS-14, CLS-15: who does not prove itself, or says what its side may not, is cut off'() {
		const dial = () => Line.open(school.devices_port);
		const new_code = (kind) => execFileSync(`${process.env.BUILD}/campanella`, ['device', school.directory, 'code', '--label', `Falso ${kind}`,
			'--kind', kind, '--site', school.sql(`select name from site where id = (select site from class where id = ${school.class})`)]).toString().trim();
		const enrol = async (device, code, change = {}) => {
			const line = await dial();
			const { nonce } = (await until('the challenge', 10, () => line.said('challenge'))).fields;
			const proof = { nonce, public_key: device.public_key, certificate: line.certificate, ...change };
			line.send('enrol', { code, platform: 'linux', public_key: device.public_key, signature: device.sign('enrol_proof', proof) });
			await until('an answer', 10, () => line.said('enrolled') || line.said('refuse') || line.closed);
			line.close();
			return line.said('enrolled')?.fields.device;
		};
		const pupil = new FakeDevice(), staff = new FakeDevice();
		const code = new_code('pupil');
		assert.equal(await enrol(pupil, code, { nonce: new Uint8Array(32) }), undefined, 'a proof for another connection');
		assert.equal(await enrol(pupil, code, { certificate: new Uint8Array(32) }), undefined, 'a proof for another certificate');
		assert.equal(await enrol(pupil, 'ABCD-EFGH-JKLM'), undefined, 'a code that nobody made');
		pupil.id = await enrol(pupil, code);
		staff.id = await enrol(staff, new_code('staff'));
		assert.ok(pupil.id && staff.id);
		assert.equal(await enrol(new FakeDevice(), code), undefined, 'the code again');

		const hello = async (device, change = {}, key = device) => {
			const line = await dial();
			const { nonce } = (await until('the challenge', 10, () => line.said('challenge'))).fields;
			const proof = { nonce, device: device.id, certificate: line.certificate, ...change };
			line.send('hello', { device: device.id, version: '1', platform: 'linux', session: 'x11', can: 1, policy_version: 0, time: Date.now(),
				log_count: 0, log_head: new Uint8Array(32), signature: key.sign('hello_proof', proof) });
			await until('an answer', 10, () => line.said('policy') || line.said('refuse') || line.closed);
			return line;
		};
		// It is told so (a browser may have a fresh code), and heard no more.
		const is_turned_away = async (line, what) => {
			assert.equal(line.said('refuse')?.fields.code, 'edev', what);
			assert.ok(!line.said('policy'), what);
			line.send('hand', { device: pupil.id, up: 1 });
			await until(`the end of ${what}`, 10, () => line.closed);
		};
		for (const [what, change, key] of [['a relayed nonce', { nonce: new Uint8Array(32) }], ['another certificate', { certificate: new Uint8Array(32) }],
			['another device', { device: staff.id }], ['another key', {}, staff]])
			await is_turned_away(await hello(pupil, change, key), what);
		await is_turned_away(await hello({ id: 12345n, sign: pupil.sign.bind(pupil) }), 'a device that nobody knows');
		const good = await hello(pupil);
		assert.ok(!good.closed && good.said('policy'));

		for (const [what, say] of [['a stranger\'s picture', (line) => line.send('frame_tiles', { sealed: new Uint8Array(10) })],
			['a type that does not exist', (line) => line.send_bytes(Buffer.from('c8000000000000000100000000000000000000', 'hex'))],
			['a length over the limit', (line) => line.send_bytes(Buffer.from('13ffffff0000000100000000000000000000', 'hex'))],
			['text', (line) => line.send_bytes(Buffer.from('{}'), 1)]]) {
			const line = await dial();
			say(line);
			await until(`the end of ${what}`, 10, () => line.closed);
		}
		good.send('loghead', { device: pupil.id, count: 0, head: new Uint8Array(32) });
		good.sequence--; // the same number again
		good.send('hand', { device: pupil.id, up: 1 });
		await until('the end of a repeated message', 10, () => good.closed);

		// Over a long poll the same proof, and nothing that shows a screen.
		const poll = async () => {
			const line = await Poll.open(school.devices_port);
			const proof = { nonce: line.name, device: pupil.id, certificate: line.certificate };
			await line.send('hello', { device: pupil.id, version: '1', platform: 'linux', session: 'x11', can: 1, policy_version: 0, time: Date.now(),
				log_count: 0, log_head: new Uint8Array(32), signature: pupil.sign('hello_proof', proof) });
			for (let i = 0; i < 5 && !line.said('policy'); i++)
				await line.ask();
			assert.ok(line.said('policy') && !line.closed, 'no rules by long poll');
			return line;
		};
		for (const [name, fields] of [['frame_key', { wraps: [], sealed: new Uint8Array(20) }], ['frame_tiles', { sealed: new Uint8Array(20) }],
			['tabs', { wraps: [], sealed: new Uint8Array(20) }], ['notice_ack', { at: BigInt(Date.now()) }], ['viewer_hello', { ticket: new Uint8Array(32) }]]) {
			const line = await poll();
			await line.send(name, fields, 5n);
			assert.ok(line.closed, `${name} by long poll`);
		}
		const stranger = await Poll.open(school.devices_port);
		await stranger.send('hand', { device: pupil.id, up: 1 });
		assert.ok(stranger.closed, 'a stranger is heard');
		const twice = await poll();
		await twice.send('hand', { device: pupil.id, up: 1 });
		twice.sequence--;
		await twice.send('hand', { device: pupil.id, up: 0 });
		assert.ok(twice.closed, 'a repeated message');

		// R11: nothing of a staff device's picture is kept, and it is said.
		const teacher = await hello(staff), marker = randomBytes(3000);
		teacher.send('frame_key', { wraps: [], sealed: marker }, 5n);
		await until('the end of the staff device', 10, () => teacher.closed);
		assert.match(school.server.log, /is a member of staff's and sent a picture: nothing of it was kept/);
		const devices = Number(school.child('@devices'));
		if (can_look(devices))
			assert.equal(found_in(devices, [marker.subarray(1000, 1048)])[0], 0);
		school.sql(`delete from device where label like 'Falso%'`);
	},

	async 'an installer for a batch enrols each device that it is started on'(visit) {
		const office = await visit();
		await office.sign_in('office');
		await office.go('/devices');
		await office.page.fill('#label', 'Armadio');
		await office.page.fill('#devices', '2');
		await office.page.selectOption('#kind', '1');
		const [download] = await Promise.all([office.page.waitForEvent('download'), office.page.click('button[value="linux"]')]);
		assert.equal(download.suggestedFilename(), 'campanella-install.sh');
		const script = `${school.folder}/campanella-install.sh`;
		await download.saveAs(script);
		const before = Number(school.sql('select count(*) from device'));
		for (const home of ['one', 'one', 'two']) { // the same device a second time changes nothing
			fs.mkdirSync(`${school.folder}/${home}`, { recursive: true });
			execFileSync('sh', [script], { env: { HOME: `${school.folder}/${home}`, PATH: `${school.agent_folder}:${process.env.PATH}` } });
		}
		assert.equal(school.sql("select group_concat(kind || label, ',') from (select kind, label from device where label like 'Armadio%' order by label)"), '1Armadio,1Armadio 2');
		assert.equal(Number(school.sql('select count(*) from device')), before + 2);
		assert.throws(() => execFileSync('sh', [script], { stdio: 'ignore', env: { HOME: `${school.folder}/three`, PATH: `${school.agent_folder}:${process.env.PATH}` } }));
	},

	async 'who signs in beside a device works on it that day (R13)'(visit) {
		school.devices[1].agent.kill(); // beside two it would be neither
		await sleep(2000);
		const pupil = await visit();
		await pupil.sign_in('pupil');
		day.own = school.sql('select a.person from session s join account a on a.id = s.account order by s.started_at desc limit 1');
		assert.equal(school.sql('select pupil from device_use where by_sign_in = 1'), day.own);
		await pupil.go(`/pupils/${day.own}/views`);
		await pupil.looks_right('views');
	},

	async 'the pupil reads who looked, and that a record was tampered with (CLS-32, T6)'(visit) {
		school.sql(`update view_log set pupil = ${day.own}, ended_at = started_at + 3540000`);
		const family = await visit(PHONE);
		await family.sign_in('pupil');
		await family.go(`/pupils/${day.own}/views`);
		assert.ok(await family.page.locator('.timeline li').count() > 0);
		assert.match(await family.page.locator('.timeline li').first().textContent(), /, 59 minuti/); // not 3540 seconds
		assert.equal(await family.page.locator('.banner.wrong[role="alert"]').count(), 1);
		await family.looks_right('views on a phone');
	},
};

// The first three make the others possible; of the last ones each stands on the one before: who wants one gets all.
const names = Object.keys(checks);
const at = (beginning) => names.findIndex((name) => name.startsWith(beginning));
const first = names.slice(0, at('the wall shows') + 1), last = names.slice(at('R09: outside'));
const words = process.argv.slice(2).filter((word) => word !== '--long');
const named = names.filter((name) => words.length === 0 || words.some((word) => name.includes(word)));
const wanted = [...first, ...named, ...named.some((name) => last.includes(name)) ? last : []];
let passed = 0, failed = 0, skipped = 0;
try {
	await school.open();
	await browser.open(school);
	for (const [name, check] of Object.entries(checks)) {
		if (!wanted.includes(name))
			continue;
		const open = [];
		try {
			const why_not = await check(async (options) => {
				const visitor = await browser.visitor(options);
				if (name.includes('as they change'))
					return visitor;
				open.push(visitor);
				return visitor;
			});
			passed += !why_not;
			skipped += Boolean(why_not);
			console.log(why_not ? `skip ${name}: ${why_not}` : `ok   ${name}`);
		} catch (error) {
			failed++;
			console.log(`FAIL ${name}\n     ${String(error.stack).split('\n').slice(0, 12).join('\n     ')}`);
			await day.teacher?.page.screenshot({ path: `${process.env.FAILURES ?? '/tmp'}/wall-${failed}.png` }).catch(() => {});
		} finally {
			for (const visitor of open)
				await visitor.close();
		}
	}
} catch (error) {
	failed++;
	console.log(`FAIL ${error.stack}`);
} finally {
	if (failed > 0 || process.env.VERBOSE)
		console.log(school.server?.log, ...school.devices.map((device) => `device ${device.number}:\n${device.log}`));
	await browser.close();
	await school.close();
	await sleep(100);
}
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exit(failed === 0 ? 0 : 1);
