// What the wall opens, and what it must not (T8, T10, CLS-38): the vectors put to
// web/wall_seal.js, then the same bytes changed at every place, and mutated
// messages of every kind put to the decoder it shares with the extension.
//   node test/vectors/wall_test.mjs build/wire/wire.js
import { readFileSync } from "node:fs";

const url = (text) => "data:text/javascript;base64," + Buffer.from(text).toString("base64");
const wire_text = readFileSync(process.argv[2], "utf8");
const wire = await import(url(wire_text + "\nexport { forms };"));
const seal = await import(url(readFileSync(new URL("../../web/wall_seal.js", import.meta.url), "utf8").replace('"/web/wire.js"', JSON.stringify(url(wire_text)))));
const vectors = JSON.parse(readFileSync(new URL("crypto.json", import.meta.url)));
const bytes = (hex) => new Uint8Array(Buffer.from(hex, "hex"));
const { subtle } = globalThis.crypto;

let passed = 0, failed = 0;
function is(good, what) {
	good ? passed++ : failed++;
	if (!good)
		console.log(`WRONG ${what}`);
}
const opens = (work) => work.then(() => true, () => false);

// Every picture of the vectors, and the same with one bit changed anywhere.
for (const one of vectors.wraps) {
	const page = { open: bytes(one.page_key), secret: await subtle.importKey("pkcs8",
		bytes("302e020100300506032b656e04220420" + one.page_seed), "X25519", false, ["deriveBits"]) };
	const message = wire.decode(bytes(one.message), "device"), [wrap] = message.fields.wraps;
	const content = await seal.openWrap(page, bytes(one.device_key), wrap);
	is(Buffer.from(wire.pack("picture", await seal.openSealed(content, message, "picture"))).toString("hex") === one.text, "the picture");
	const turned = (some, at) => some.map((byte, i) => i === at ? byte ^ 1 : byte);
	for (const part of ["nonce", "ephemeral", "signature", "wrapped"])
		for (let at = 0; at < wrap[part].length; at++)
			is(!await opens(seal.openWrap(page, bytes(one.device_key), { ...wrap, [part]: turned(wrap[part], at) })), `${part}, byte ${at}`);
	is(!await opens(seal.openWrap(page, bytes(one.device_key), { ...wrap, lease: wrap.lease ^ 1n })), "another lease");
	is(!await opens(seal.openWrap(page, turned(bytes(one.device_key), 3), wrap)), "another device");
	is(!await opens(seal.openWrap({ ...page, open: turned(page.open, 3) }, bytes(one.device_key), wrap)), "for another page");
	for (let at = 0; at < message.fields.sealed.length; at++)
		is(!await opens(seal.openSealed(content, { ...message, fields: { sealed: turned(message.fields.sealed, at) } }, "picture")), `sealed, byte ${at}`);
	for (let at = 0; at < message.head.length; at++)
		is(!await opens(seal.openSealed(content, { ...message, head: turned(message.head, at) }, "picture")), `head, byte ${at}`);
	is(!await opens(seal.openSealed(content, { ...message, sequence: message.sequence + 1 }, "picture")), "played again under another number");
}

// What decodes is written again byte for byte; what does not, throws a WireError and nothing else.
let state = 20261122, taken = 0, refused = 0;
const random = (below) => {
	state = Math.imul(state ^ state >>> 15, 0x2c1b3c6d) + 0x9e3779b9 | 0;
	return (state >>> 0) % below;
};
const value = {
	number: (size) => size === 8 ? BigInt(random(1e9)) : random(2 ** Math.min(30, 8 * size)),
	signed: () => random(1e9) - 5e8,
	word: (size, of) => wire.values[of][random(wire.values[of].length)],
	record: (size, of) => fields(of),
	fixed: (size) => Uint8Array.from({ length: size }, () => random(256)),
	bytes: (size) => Uint8Array.from({ length: Math.min(size, random(40)) }, () => random(256)),
	text: (size) => ["", "Così", "Prof. Bianchi", "漢字", "a\nb"][random(5)].slice(0, size >> 2),
	list: (size, of) => Array.from({ length: Math.min(size, random(3)) }, () => fields(of)),
};
const fields = (name) => Object.fromEntries(wire.forms[name].fields.map(([field, type, size, of]) => [field, value[type](size, of)]));
function mutated(good) {
	let out = good.slice();
	for (let i = 1 + random(3); i > 0; i--) {
		const at = random(out.length || 1);
		switch (random(4)) {
		case 0: out[at] ^= 1 << random(8); break;
		case 1: out[at] = [0, 255, 127, 128][random(4)]; break;
		case 2: out = out.slice(0, at); break;
		default: out = new Uint8Array([...out.slice(0, at), random(256), ...out.slice(at)]);
		}
	}
	return out;
}
function attempt(what, some, open, close) {
	let got;
	try {
		got = open(some);
	} catch (error) {
		refused++;
		return error instanceof wire.WireError || is(false, `${what}: ${error.stack}`);
	}
	taken++;
	if (Buffer.compare(Buffer.from(close(got)), Buffer.from(some)) !== 0)
		is(false, `${what}: ${Buffer.from(some).toString("hex")} is written otherwise`);
}
for (const [name, form] of Object.entries(wire.forms)) {
	const before = failed;
	for (let i = 0; i < 300; i++) {
		const packed = wire.pack(name, fields(name));
		attempt(name, packed, (some) => wire.unpack(name, some), (got) => wire.pack(name, got));
		attempt(name, mutated(packed), (some) => wire.unpack(name, some), (got) => wire.pack(name, got));
		if (!form.number)
			continue;
		const side = wire.values.side.find((word, at) => form.sides & 1 << at);
		const message = wire.encode(name, fields(name), { sequence: random(1e6), lease: BigInt(random(1e6)) });
		attempt(name, message, (some) => wire.decode(some, side), (got) => wire.encode(got.name, got.fields, got));
		attempt(name, mutated(message), (some) => wire.decode(some, side), (got) => wire.encode(got.name, got.fields, got));
	}
	is(failed === before, `${name}: 300 values and as many that are not quite one`);
}
is(taken > 10000 && refused > 3000, `${taken} taken, ${refused} refused: too few of one`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
