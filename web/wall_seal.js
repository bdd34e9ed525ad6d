// Opening what a device has sealed for this page alone (CLS-38 to CLS-40). The
// page's half of the secret never leaves this file, and cannot: WebCrypto does
// not give it out.
import { pack, signed_bytes, unpack } from "/web/wire.js";

const subtle = globalThis.crypto?.subtle;
const label = new TextEncoder().encode("campanella/frame/1");

/** This browser has X25519 and Ed25519. */
export async function isAble() {
	try {
		await subtle.generateKey({ name: "X25519" }, false, ["deriveBits"]);
		return true;
	} catch {
		return false;
	}
}

/** A pair for one opening of the page: { secret, open }. */
export async function makePageKey() {
	const pair = await subtle.generateKey({ name: "X25519" }, false, ["deriveBits"]);
	return { secret: pair.privateKey, open: new Uint8Array(await subtle.exportKey("raw", pair.publicKey)) };
}

const bytesOf = (number) => new Uint8Array(new BigUint64Array([number]).buffer).reverse();

/** The content key of a series out of the wrap for one of our leases. Throws when the device did not make it. */
export async function openWrap(pageKey, deviceKey, wrap) {
	const proof = pack("key_proof", { lease: wrap.lease, nonce: wrap.nonce, page_key: pageKey.open, ephemeral: wrap.ephemeral });
	const signer = await subtle.importKey("raw", deviceKey, { name: "Ed25519" }, false, ["verify"]);
	if (!await subtle.verify({ name: "Ed25519" }, signer, wrap.signature, signed_bytes("key_proof", proof)))
		throw new Error("not sealed by this device");
	const theirs = await subtle.importKey("raw", wrap.ephemeral, { name: "X25519" }, false, []);
	const secret = await subtle.deriveBits({ name: "X25519", public: theirs }, pageKey.secret, 256);
	const base = await subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
	const info = new Uint8Array([...label, ...bytesOf(wrap.lease)]);
	const wrapping = await subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: wrap.nonce, info }, base,
		{ name: "AES-GCM", length: 256 }, false, ["decrypt"]);
	const content = await subtle.decrypt({ name: "AES-GCM", iv: new Uint8Array(12) }, wrapping, wrap.wrapped);
	return subtle.importKey("raw", content, "AES-GCM", false, ["decrypt"]);
}

/** What is inside a picture, its pieces or a list of pages: the form's fields. */
export async function openSealed(contentKey, message, form) {
	const iv = new Uint8Array(12);
	new DataView(iv.buffer).setUint32(8, message.sequence);
	const bytes = await subtle.decrypt({ name: "AES-GCM", iv, additionalData: message.head }, contentKey, message.fields.sealed);
	return unpack(form, new Uint8Array(bytes));
}

export function base64url(bytes) {
	return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function fromBase64url(text) {
	return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}
