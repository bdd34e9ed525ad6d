// The extension while somebody looks: the notice, what leaves the browser, and what
// ends it (T3, T4, T6; CLS-28, CLS-31, CLS-39, CLS-42).
import assert from 'node:assert/strict';
import { until } from '../wall/school.mjs';
import { rest } from './checks.mjs';

export async function watching(check, place, matrix) {
	const { school } = place;
	const evaluate = (work) => place.pupil.in_worker(work);
	await check('CLS-28 badge and title are there before the first capture', async () => {
		await place.connect();
		await evaluate(() => {
			const counted = chrome.tabs.captureVisibleTab;
			globalThis.seen = [];
			chrome.tabs.captureVisibleTab = async (...words) => {
				globalThis.seen.push([await chrome.action.getBadgeText({}), await chrome.action.getTitle({})]);
				return counted(...words);
			};
		});
		school.send_lease();
		await place.said('frame_key', undefined, 8000);
		const [[badge, title]] = await evaluate(() => globalThis.seen);
		assert.equal(badge, '1');
		assert.match(title, /^Prof\. Bianchi /);
	});
	await check('T3 EIND a badge that somebody takes away stops the captures, and is told', async () => {
		await place.connect();
		school.send_lease();
		await place.said('frame_key', undefined, 8000);
		await rest(1500);
		const messages = school.messages.length;
		await evaluate(() => chrome.action.setBadgeText({ text: '' }));
		const captures = await place.captures();
		assert.equal((await place.said('refuse', messages)).fields.code, 'eind');
		await rest(1500);
		matrix.refused(undefined, 'eind', await place.captures() - captures);
		assert.equal(await place.captures(), captures);
		assert.ok(!school.messages.slice(messages).some((one) => /frame/.test(one.name)));
	});
	await check('CLS-28 a notice that goes while the page is captured: the picture does not leave', async () => {
		await place.connect();
		await evaluate(() => {
			const counted = chrome.tabs.captureVisibleTab;
			chrome.tabs.captureVisibleTab = async (...words) => {
				chrome.tabs.captureVisibleTab = counted;
				const picture = await counted(...words);
				await chrome.action.setBadgeText({ text: '' });
				return picture;
			};
		});
		const captures = await place.captures(), messages = school.messages.length;
		school.send_lease();
		assert.equal((await place.said('refuse', messages)).fields.code, 'eind');
		assert.ok(await place.captures() > captures, 'nothing was captured');
		assert.ok(!school.messages.slice(messages).some((one) => /frame/.test(one.name)));
	});
	await check('CLS-18 a lease that ends while the page is captured: the picture does not leave', async () => {
		await place.connect();
		await evaluate(() => {
			const counted = chrome.tabs.captureVisibleTab;
			chrome.tabs.captureVisibleTab = async (...words) => {
				chrome.tabs.captureVisibleTab = counted;
				const picture = await counted(...words);
				await new Promise((done) => { setTimeout(done, 2500); }); // as if the machine had slept
				return picture;
			};
		});
		const captures = await place.captures(), messages = school.messages.length;
		school.send_lease({ expires: Date.now() + 2000 });
		assert.equal((await place.said('lease_end', messages, 8000)).fields.reason, 'expired');
		await rest(1000);
		assert.ok(await place.captures() > captures, 'nothing was captured');
		assert.ok(!school.messages.slice(messages).some((one) => /frame/.test(one.name)));
	});
	// How many points of the notice's red are in the upper part of the last picture's middle.
	const red = async (lease) => {
		const from = school.pictures.length;
		school.send('again', {}, lease);
		await until('a whole picture', 8, () => school.pictures.slice(from).some((one) => one.jpeg?.length));
		return place.pupil.inside(redOf, [...school.pictures.findLast((one) => one.jpeg).jpeg]);
	};
	const redOf = async (jpeg) => {
		const bitmap = await createImageBitmap(new Blob([Uint8Array.from(jpeg)]));
		const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
		pen.drawImage(bitmap, 0, 0);
		const { data } = pen.getImageData(bitmap.width / 4, 0, bitmap.width / 2, bitmap.height / 4);
		let count = 0;
		for (let i = 0; i < data.length; i += 4)
			count += Math.abs(data[i] - 0xb4) < 30 && data[i + 1] < 70 && data[i + 2] < 70;
		return count;
	};
	await check('CLS-26 what fills the screen, opens over the page or hides the notice does not cover it', async () => {
		await place.connect();
		const { page } = place.pupil;
		await page.goto('http://wiki.example/film?colour=%23336699');
		const { lease } = school.send_lease({ interval_ms: 200 });
		await place.said('frame_key', undefined, 8000);
		await page.evaluate(() => {
			document.head.insertAdjacentHTML('beforeend', '<style>::backdrop { background: #224466 !important }</style>');
			document.body.insertAdjacentHTML('beforeend', '<div id="film" style="background:#225533;width:100%;height:100%"></div><dialog style="width:100vw;height:100vh;max-width:none;max-height:none;border:0;margin:0;background:#444">');
		});
		const still = async (what) => {
			await rest(1000);
			assert.ok(await red(lease) > 300, `not over ${what}`);
		};
		await still('the page');
		await page.evaluate(() => { document.querySelector('dialog').showModal(); });
		await still('a dialog');
		await page.evaluate(() => { document.querySelector('dialog').close(); });
		await page.evaluate(() => { document.querySelector('[popover=manual]').style.setProperty('display', 'none', 'important'); });
		await still('what a page says of it');
		await page.mouse.click(200, 200);
		await page.evaluate(() => document.querySelector('#film').requestFullscreen());
		await still('a film');
		await page.evaluate(() => document.exitFullscreen());
		await page.goto('http://wiki.example/page?colour=%23336699');
	});
	await check('CLS-28 a window without the button, whose page takes no notice: EIND, and no capture', async () => {
		await place.connect();
		school.send_lease({ interval_ms: 200 });
		await place.said('frame_key', undefined, 8000);
		const messages = school.messages.length;
		const id = await evaluate(async () => (await chrome.windows.create({ url: 'chrome://version', type: 'popup', focused: true })).id);
		try {
			assert.equal((await place.said('refuse', messages, 8000)).fields.code, 'eind');
			const captures = await place.captures();
			await rest(1500);
			assert.equal(await place.captures(), captures);
		} finally {
			await place.pupil.inside((window) => chrome.windows.remove(window), id);
			await place.pupil.page.bringToFront();
		}
	});
	await check('a page that answers nothing any more holds up nobody: looks end, orders come and go', async () => {
		await place.connect();
		const { pupil } = place;
		const page = await pupil.context.newPage();
		await page.goto('http://wiki.example/hangs?colour=%23336699');
		await page.evaluate(() => { setTimeout(() => { for (;;); }, 100); });
		await rest(500);
		const { lease } = school.send_lease({ interval_ms: 200 });
		await rest(1000);
		school.send('lease_end', { reason: 'closed' }, lease);
		try {
			await until('the end of the notice', 6, async () => await evaluate(() => chrome.action.getBadgeText({})) === '');
		} finally {
			await pupil.inside(async () => {
				const [tab] = await chrome.tabs.query({ url: 'http://wiki.example/hangs*' });
				await chrome.tabs.remove(tab.id);
			});
			await pupil.page.bringToFront();
		}
	});
	await check('CLS-11 at most one capture a second, for two kinds of pictures at once', async () => {
		await place.connect();
		await place.pupil.page.goto('http://wiki.example/alive?alive=1');
		school.send_lease({ interval_ms: 200 });
		school.send_lease({ interval_ms: 200, kind: 'full' });
		await place.said('frame_key', undefined, 8000);
		const before = await place.captures(), started = Date.now(), pictures = school.pictures.length;
		await rest(5000);
		const rate = (await place.captures() - before) / ((Date.now() - started) / 1000);
		assert.ok(rate > 0.4 && rate <= 1.2, `${rate} a second`);
		assert.ok(school.pictures.length - pictures >= 3, 'what changes is not shown');
	});
	await check('CLS-3 a page that does not change: pictures stop, the look goes on', async () => {
		await place.connect();
		await place.pupil.page.goto('http://wiki.example/still?colour=%23336699');
		school.send_lease({ interval_ms: 200 });
		await place.said('frame_key', undefined, 8000);
		await rest(2500);
		const pictures = school.pictures.length;
		await rest(3000);
		assert.equal(school.pictures.length, pictures);
	});
	await check('a page of the browser itself: nothing to show, told so under the same look (CLS-10)', async () => {
		await place.connect();
		school.send_lease({ interval_ms: 200 });
		await place.said('frame_key', undefined, 8000);
		const messages = school.messages.length;
		await place.pupil.page.goto('chrome://version');
		await until('the empty picture', 8, () => school.pictures.at(-1).width === 0);
		assert.equal(school.pictures.at(-1).jpeg.length, 0);
		await place.pupil.page.goto('http://wiki.example/again?colour=%23336699');
		await until('the picture', 8, () => school.pictures.at(-1).width > 0);
		assert.ok(!school.messages.slice(messages).some((one) => ['notice_ack', 'refuse', 'lease_end'].includes(one.name)));
	});
	await check('CLS-39 two viewers share a series; who leaves has an old key', async () => {
		await place.connect();
		const first = school.send_lease();
		await place.said('frame_key', undefined, 8000);
		const second = school.send_lease();
		assert.equal((await place.said('frame_key')).fields.wraps.length, 2);
		const key = school.content_key;
		school.send('lease_end', { reason: 'closed' }, first.lease);
		const later = await place.said('frame_key');
		assert.equal(later.fields.wraps.length, 1);
		assert.equal(later.lease, second.lease);
		assert.ok(!key.equals(school.content_key));
	});
	await check('CLS-42 the list of pages only under a lease of its own kind', async () => {
		await place.connect();
		const messages = school.messages.length;
		school.send_lease();
		await place.said('frame_key', messages, 8000);
		assert.ok(!school.messages.slice(messages).some((one) => one.name === 'tabs'));
		school.send_lease({ kind: 'tabs' });
		assert.equal((await place.said('tabs')).fields.wraps.length, 1);
	});
	await check('T4 the server falls silent: captures end with the lease', async () => {
		await place.connect();
		school.send_lease({ expires: Date.now() + 2500, interval_ms: 200 });
		await place.said('frame_key', undefined, 8000);
		school.pinging = false;
		assert.equal((await place.said('lease_end', undefined, 6000)).fields.reason, 'expired');
		const captures = await place.captures();
		await rest(1500);
		assert.equal(await place.captures(), captures);
		place.restore();
	});
	await check('T4 the network is dead without a word: captures and notice end with the lease', async () => {
		await place.connect();
		const expires = Date.now() + 5000;
		school.send_lease({ expires, interval_ms: 200 });
		await place.said('frame_key', undefined, 8000);
		school.goes_dead();
		await rest(expires - Date.now() + 500);
		const captures = await place.captures();
		await rest(1500);
		assert.equal(await place.captures(), captures);
		assert.equal(await evaluate(() => chrome.action.getBadgeText({})), '');
		place.restore();
	});
	await check('T4 the line breaks: captures and notice end at once', async () => {
		await place.connect();
		school.send_lease();
		await place.said('frame_key', undefined, 8000);
		school.socket.stream.destroy();
		await until('the end of the notice', 3, async () => await evaluate(() => chrome.action.getBadgeText({})) === '');
		const captures = await place.captures();
		await rest(1500);
		assert.equal(await place.captures(), captures);
	});
	await check('CLS-15 what is no message closes the line', async () => {
		for (const bytes of ['ff000000000000000100000000000000000000', '05000003000000010000000000000000000001', '00', '']) {
			await place.connect();
			const messages = school.messages.length;
			school.socket.send(Buffer.from(bytes, 'hex'));
			await place.said('closed', messages);
		}
	});
	await check('CLS-15 words in place of bytes close the line, also a number that no memory could hold', async () => {
		await place.connect();
		const messages = school.messages.length, words = Buffer.from('99999999999999999');
		school.socket.stream.write(Buffer.concat([Buffer.from([0x81, words.length]), words]));
		await place.said('closed', messages);
	});
	const log = async () => (await evaluate(() => chrome.storage.local.get('log'))).log;
	const alike = async () => {
		const own = await log();
		assert.equal(own.count, school.record.looks.length);
		assert.equal(own.head, school.record.head.toString('hex'));
		assert.deepEqual([own.pending.length, own.differsAt], [0, 0]);
	};
	await check('T6 the browser\'s chain is the school\'s, and outlives the browser\'s session; one look a series that pictures went out for', async () => {
		await place.connect();
		const looks = school.record.looks.length, messages = school.messages.length;
		const leased = [];
		for (const kind of ['thumb', 'tabs']) {
			const after = school.messages.length;
			leased.push(school.send_lease({ kind }).lease);
			await place.said(kind === 'tabs' ? 'tabs' : 'frame_key', after, 8000);
		}
		assert.deepEqual(school.record.looks.slice(looks).map((one) => one.lease), leased);
		const out = school.messages.slice(messages).filter((one) => ['frame_key', 'tabs'].includes(one.name)).flatMap((one) => one.fields.wraps.map((wrap) => wrap.lease));
		assert.deepEqual([...new Set(out)], leased);
		await alike();
		await place.connect({ fresh: true });
		const again = school.messages.findLast((one) => one.name === 'hello');
		assert.ok(Buffer.from(again.fields.log_head).equals(school.record.head));
	});
	await check('T6 a look that the school does not put on record: no capture, and it is told again when it can', async () => {
		await place.connect();
		school.recording = false;
		const captures = await place.captures(), messages = school.messages.length;
		const { lease } = school.send_lease();
		await place.said('notice_ack', messages);
		await rest(2000);
		assert.equal(await place.captures(), captures);
		assert.ok(!school.messages.slice(messages).some((one) => /frame|tabs/.test(one.name)));
		school.recording = true;
		school.send_head();
		await place.said('frame_key', undefined, 8000);
		assert.deepEqual([school.record.looks.at(-1).lease, school.record.looks.at(-1).told_again], [lease, true]);
		await alike();
	});
	await check('CLS-31 whoever ends in between, both chains are the same afterwards and nobody is warned', async () => {
		let fired = 0;
		for (const end of ['line', 'worker', 'browser\'s memory']) {
			await place.connect();
			school.recording = false;
			for (let i = 0; i < (end === 'line' ? 2 : 1); i++) {
				const after = school.messages.length;
				school.send_lease({ kind: i ? 'tabs' : 'thumb' });
				await place.said('notice_ack', after);
			}
			fired += (await log()).count - school.record.looks.length;
			if (end === 'worker')
				await place.pupil.kill_worker();
			school.recording = true;
			await place.connect({ fresh: end === 'browser\'s memory' });
			await until('the same record', 8, async () => (await log()).count === school.record.looks.length && (await log()).pending.length === 0);
			await alike();
		}
		assert.equal(fired, 4);
	});
	await check('T6 a record that was shortened or changed is said to the pupil, and stays said', async () => {
		const honest = school.record.looks;
		school.record.looks = honest.slice(0, -1);
		const messages = school.messages.length;
		await place.connect();
		await until('the difference in the record', 5, async () => (await log()).differsAt > 0);
		assert.ok(!school.messages.slice(messages).some((one) => one.name === 'look'), 'it told again what the school had had');
		school.record.looks = honest; // put back as it was
		await place.connect({ fresh: true });
		await rest(700);
		const page = await place.pupil.context.newPage();
		await page.goto(`chrome-extension://${place.pupil.id}/popup.html`);
		await until('the warning', 5, () => page.isVisible('#differs'));
		await page.close();
		assert.ok((await log()).differsAt > 0);
	});
}
