// What the extension's own code answers, in its own pages, where its modules and
// its WebCrypto are: the lease matrix (T2), the vectors (T10), hostile bytes (T8).
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { judge_leases } from '../vectors/judge.mjs';

const read = (name) => JSON.parse(fs.readFileSync(new URL(`../vectors/${name}.json`, import.meta.url)));

async function seal_vectors(vectors) {
	const seal = await import('/seal.js');
	const wire = await import('/wire.js');
	const { fromHex, toHex, eight, joined } = await import('/bytes.js');
	const { subtle } = crypto;
	const wrong = [];
	const is = (good, what) => good || wrong.push(what);
	const pkcs8 = { Ed25519: '302e020100300506032b657004220420', X25519: '302e020100300506032b656e04220420' };
	const secret = (name, seed, uses) => subtle.importKey('pkcs8', fromHex(pkcs8[name] + seed), name, false, uses);
	for (const one of vectors.ed25519) {
		is(toHex(new Uint8Array(await subtle.sign('Ed25519', await secret('Ed25519', one.seed, ['sign']), fromHex(one.message)))) === one.signature, 'Ed25519');
		const key = await subtle.importKey('raw', fromHex(one.public_key), 'Ed25519', false, ['verify']);
		is(await subtle.verify('Ed25519', key, fromHex(one.signature), fromHex(one.message)), 'Ed25519 verify');
	}
	for (const one of vectors.labelled) {
		is(await seal.isSigned(fromHex(one.public_key), 'server_time', fromHex(one.payload), fromHex(one.signature)), 'labelled');
		is(toHex(await seal.sign(await secret('Ed25519', one.seed, ['sign']), 'server_time', fromHex(one.payload))) === one.signature, 'labelled sign');
		is(!await seal.isSigned(fromHex(one.public_key), 'lease_terms', fromHex(one.payload), fromHex(one.signature)), 'another label');
	}
	for (const one of vectors.x25519) {
		const other = await subtle.importKey('raw', fromHex(one.other), 'X25519', false, []);
		is(toHex(new Uint8Array(await subtle.deriveBits({ name: 'X25519', public: other }, await secret('X25519', one.seed, ['deriveBits']), 256))) === one.secret, 'X25519');
	}
	for (const one of vectors.hkdf) {
		const base = await subtle.importKey('raw', fromHex(one.secret), 'HKDF', false, ['deriveBits']);
		is(toHex(new Uint8Array(await subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: fromHex(one.salt), info: fromHex(one.info) }, base, 256))) === one.key, 'HKDF');
	}
	for (const one of vectors.gcm) {
		const key = await subtle.importKey('raw', fromHex(one.key), 'AES-GCM', false, ['encrypt', 'decrypt']);
		const about = { name: 'AES-GCM', iv: fromHex(one.nonce), additionalData: fromHex(one.aad) };
		is(toHex(new Uint8Array(await subtle.encrypt(about, key, fromHex(one.text)))) === one.sealed, 'GCM');
	}
	for (const one of vectors.wraps) {
		const wrapping = await seal.wrappingKey(await secret('X25519', one.ephemeral_seed, ['deriveBits']), fromHex(one.page_key), fromHex(one.nonce), BigInt(one.lease), true);
		is(toHex(new Uint8Array(await subtle.exportKey('raw', wrapping))) === one.wrapping, 'wrapping key');
		const message = wire.decode(fromHex(one.message), 'device');
		const content = { raw: fromHex(one.content_key), key: await subtle.importKey('raw', fromHex(one.content_key), 'AES-GCM', false, ['encrypt']) };
		is(toHex(await seal.seal(content, message.sequence, message.head, fromHex(one.text))) === toHex(message.fields.sealed), 'sealed picture');
		// And what it wraps itself opens with the page's key.
		const device = await secret('Ed25519', one.device_seed, ['sign']);
		const terms = { lease: BigInt(one.lease), nonce: fromHex(one.nonce), page_key: fromHex(one.page_key) };
		const wrap = await seal.wrapFor({ secret: device }, terms, content);
		is(await seal.isSigned(fromHex(one.device_key), 'key_proof', wire.pack('key_proof', { ...terms, ephemeral: wrap.ephemeral }), wrap.signature), 'wrap signature');
		const theirs = await seal.wrappingKey(await secret('X25519', one.page_seed, ['deriveBits']), wrap.ephemeral, terms.nonce, terms.lease);
		is(toHex(new Uint8Array(await subtle.decrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, theirs, wrap.wrapped))) === one.content_key, 'own wrap');
	}
	return { wrong, length: joined(eight(1n), eight(-1)).length };
}

// A good message of every kind, then thousands that are not quite it.
async function hostile_bytes(rounds) {
	const wire = await import('/wire.js');
	const { split_signed, unpack, pack, decode, encode, WireError } = wire;
	let state = 20261122;
	const random = (below) => {
		state = Math.imul(state ^ state >>> 15, 0x2c1b3c6d) + 0x9e3779b9 | 0;
		return (state >>> 0) % below;
	};
	const key = { key: new Uint8Array(32) }, network = { address: new Uint8Array(16), prefix: 96 };
	const order = { order: 1n, device: 2n, pupil: 3, class: 4, teacher: 5, teacher_name: 'Prof. Bianchi', lesson: 'Matematica', not_before: 6, expires: 7 };
	const forms = {
		policy_rules: { device: 2n, version: 1, role: 'pupil', pupil: 3, valid_until: 9, school: 'Così', classes: [{ class: 4 }], device_networks: [network], public_networks: [network],
			closures: [{ first_day: 1, last_day: 2 }], hours: [{ class: 4, weekday: 1, from_minute: 0, to_minute: 60, first_day: 0, last_day: 9 }],
			remote_hours: [{ class: 4, day: 1, from_minute: 0, to_minute: 60 }], lease_keys: [key], time_keys: [key] },
		lease_terms: { lease: 1n, device: 2n, pupil: 3, class: 4, teacher_name: 'è', lesson: 'L', kind: 'thumb', interval_ms: 500, not_before: 1, expires: 2 },
		server_time: { device: 2n, time: 1 }, lock_order: { order, on: 1, text: 'Guardate' }, message_order: { order, text: 'a\nb' },
		focus_order: { order, on: 1, domains: [{ name: 'it.wikipedia.org' }] }, tab_order: { order, action: 'open', tab: 3, url: 'https://example.org/' },
	};
	const tail = new Uint8Array(64);
	const signed = (form) => new Uint8Array([...pack(form, forms[form]), ...tail]);
	const messages = { challenge: {}, enrolled: { device: 2n, school: 'S' }, policy: { content: signed('policy_rules') }, lease: { content: signed('lease_terms') },
		lease_end: { reason: 'closed' }, refuse: { device: 2n, order: 1n, code: 'ecap' }, frame_key: { wraps: [{ lease: 1n }], sealed: tail }, frame_tiles: { sealed: tail },
		tabs: { wraps: [], sealed: tail }, again: {}, tab_cmd: { content: signed('tab_order') }, lock: { content: signed('lock_order') }, msg: { content: signed('message_order') },
		focus: { content: signed('focus_order') }, hand: { device: 2n, up: 1 }, loghead: { device: 2n, count: 1 }, ping: { content: signed('server_time') }, state: { device: 2n, state: 'live', code: 'none' } };
	const form_of = { policy: 'policy_rules', lease: 'lease_terms', tab_cmd: 'tab_order', lock: 'lock_order', msg: 'message_order', focus: 'focus_order', ping: 'server_time' };
	const mutate = (bytes) => {
		let out = bytes.slice();
		for (let i = 1 + random(4); i > 0; i--) {
			const at = random(out.length || 1);
			switch (random(5)) {
			case 0: out[at] ^= 1 << random(8); break;
			case 1: out[at] = [0, 255, 127, 128][random(4)]; break;
			case 2: out = out.slice(0, at); break;
			case 3: out = new Uint8Array([...out, ...out.slice(at)]); break;
			default: out = new Uint8Array([...out.slice(0, at), random(256), ...out.slice(at)]);
			}
		}
		return out;
	};
	const wrong = [];
	let taken = 0, refused = 0;
	const attempt = (name, work) => {
		try {
			work();
			taken++;
		} catch (error) {
			refused++;
			if (!(error instanceof WireError))
				wrong.push(`${name}: ${error.stack}`);
		}
	};
	for (const [name, fields] of Object.entries(messages)) {
		const good = encode(name, fields, { sequence: 7, lease: 1n });
		decode(good, 'server');
		for (let i = 0; i < rounds; i++) {
			const bytes = mutate(good);
			attempt(name, () => decode(bytes, 'server'));
			if (bytes.length >= 17) { // the same with a length that is true: it gets past the head
				new DataView(bytes.buffer).setUint32(1, bytes.length - 17); // flags 0 too
				bytes[0] = good[0];
				attempt(name, () => decode(bytes, 'server'));
			}
			if (form_of[name])
				attempt(name, () => unpack(form_of[name], split_signed(mutate(fields.content)).payload));
		}
	}
	return { wrong: wrong.slice(0, 5), taken, refused, kinds: Object.keys(messages).length };
}

export async function vectors({ check, pupil }) {
	await check('T2 the lease matrix of test/vectors, judged by the extension (CLS-22, CLS-25)', async () => {
		const cases = read('lease');
		assert.ok(cases.cases.length > 100);
		assert.deepEqual(await pupil.inside(judge_leases, { root: '', vectors: cases }), []);
	});
	await check('T10 Ed25519, X25519, HKDF, GCM and whole wraps in the extension (CLS-38 to CLS-41)', async () => {
		assert.deepEqual(await pupil.inside(seal_vectors, read('crypto')), { wrong: [], length: 16 });
	});
	await check('T8 mutated messages of every kind never get out of the decoder but as its own error', async () => {
		const { wrong, taken, refused, kinds } = await pupil.inside(hostile_bytes, 2000);
		assert.deepEqual(wrong, []);
		assert.ok(kinds === 18 && refused > 20000 && taken > 1000, `${taken} taken, ${refused} refused`);
	});
}
