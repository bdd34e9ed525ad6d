// crypto.json put to WebCrypto and wire.js, as the wall and the extension use them (T10):
//   node test/vectors/crypto_test.mjs build/wire/wire.js
import { readFileSync } from "node:fs";

const wire = await import("data:text/javascript;base64," + readFileSync(process.argv[2]).toString("base64"));
const vectors = JSON.parse(readFileSync(new URL("crypto.json", import.meta.url)));
const { subtle } = globalThis.crypto;
const bytes = hex => new Uint8Array(Buffer.from(hex, "hex"));
const hex = some => Buffer.from(some).toString("hex");
const pkcs8 = { Ed25519: "302e020100300506032b657004220420", X25519: "302e020100300506032b656e04220420" };

let passed = 0, failed = 0;
function is(good, what) {
	if (good)
		return void passed++;
	failed++;
	console.log(`WRONG ${what}`);
}

const secret_key = (name, seed, uses) => subtle.importKey("pkcs8", bytes(pkcs8[name] + seed), name, false, uses);
const verify = async (public_key, signature, signed) =>
	subtle.verify("Ed25519", await subtle.importKey("raw", bytes(public_key), "Ed25519", false, ["verify"]), signature, signed);
const agree = async (secret, other) => new Uint8Array(await subtle.deriveBits(
	{ name: "X25519", public: await subtle.importKey("raw", other, "X25519", false, []) }, secret, 256));
const hkdf = async (secret, salt, info) => new Uint8Array(await subtle.deriveBits(
	{ name: "HKDF", hash: "SHA-256", salt, info }, await subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]), 256));
const gcm_open = async (key, iv, additionalData, sealed) => new Uint8Array(await subtle.decrypt(
	{ name: "AES-GCM", iv, additionalData }, await subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]), sealed));

for (const one of vectors.ed25519) {
	is(await verify(one.public_key, bytes(one.signature), bytes(one.message)), "Ed25519 verify");
	is(hex(await subtle.sign("Ed25519", await secret_key("Ed25519", one.seed, ["sign"]), bytes(one.message))) === one.signature, "Ed25519 sign");
}
for (const one of vectors.labelled)
	is(await verify(one.public_key, bytes(one.signature), wire.signed_bytes("server_time", bytes(one.payload))), "labelled");
for (const one of vectors.x25519)
	is(hex(await agree(await secret_key("X25519", one.seed, ["deriveBits"]), bytes(one.other))) === one.secret, "X25519");
for (const one of vectors.hkdf)
	is(hex(await hkdf(bytes(one.secret), bytes(one.salt), bytes(one.info))) === one.key, "HKDF");
for (const one of vectors.gcm)
	is(hex(await gcm_open(bytes(one.key), bytes(one.nonce), bytes(one.aad), bytes(one.sealed))) === one.text, "GCM");

// A FRAME_KEY as the teacher's page opens it.
for (const one of vectors.wraps) {
	const { sequence, lease, head, fields } = wire.decode(bytes(one.message), "device");
	const wrap = fields.wraps[0];
	const proof = wire.pack("key_proof", { lease, nonce: wrap.nonce, page_key: bytes(one.page_key), ephemeral: wrap.ephemeral });
	is(await verify(one.device_key, wrap.signature, wire.signed_bytes("key_proof", proof)), "wrap signature");
	const secret = await agree(await secret_key("X25519", one.page_seed, ["deriveBits"]), wrap.ephemeral);
	const info = new Uint8Array([...new TextEncoder().encode("campanella/frame/1"), ...wire.pack("class", { class: lease })]);
	const wrapping = await hkdf(secret, wrap.nonce, info);
	is(hex(wrapping) === one.wrapping, "wrapping key");
	const content = await gcm_open(wrapping, new Uint8Array(12), new Uint8Array(0), wrap.wrapped);
	is(hex(content) === one.content_key, "content key");
	const nonce = new Uint8Array(12);
	new DataView(nonce.buffer).setUint32(8, sequence);
	const text = await gcm_open(content, nonce, head, fields.sealed);
	is(hex(text) === one.text && wire.unpack("picture", text).width === 480, "picture");
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || !passed ? 1 : 0);
