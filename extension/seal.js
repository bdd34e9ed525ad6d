// Keys, signatures and sealed pictures, with WebCrypto alone (CLS-38 to CLS-41).
import { pack, signed_bytes } from "./wire.js";
import { eight, joined } from "./bytes.js";

const { subtle } = crypto;
const FRAME_LABEL = new TextEncoder().encode("campanella/frame/1");

/** A pair whose secret half can sign and never leave. */
export async function makeIdentityKeys() {
	const pair = await subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]);
	return { secret: pair.privateKey, open: new Uint8Array(await subtle.exportKey("raw", pair.publicKey)) };
}

/** The signature over a signed form of wire/messages.def. */
export async function sign(secret, form, payload) {
	return new Uint8Array(await subtle.sign({ name: "Ed25519" }, secret, signed_bytes(form, payload)));
}

/** Bytes that are no key sign nothing. */
export async function isSigned(open, form, payload, signature) {
	try {
		const key = await subtle.importKey("raw", open, { name: "Ed25519" }, false, ["verify"]);
		return await subtle.verify({ name: "Ed25519" }, key, signature, signed_bytes(form, payload));
	} catch {
		return false;
	}
}

export async function hash(bytes) {
	return new Uint8Array(await subtle.digest("SHA-256", bytes));
}

/** The key that wraps a content key for one lease; secret is an X25519 key of ours, other the raw bytes of theirs. */
export async function wrappingKey(secret, other, nonce, lease, extractable = false) {
	const theirs = await subtle.importKey("raw", other, { name: "X25519" }, false, []);
	const shared = await subtle.deriveBits({ name: "X25519", public: theirs }, secret, 256);
	const base = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
	return subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: nonce, info: joined(FRAME_LABEL, eight(lease)) },
		base, { name: "AES-GCM", length: 256 }, extractable, ["encrypt", "decrypt"]);
}

/** A new content key: raw is needed once a wrap, key for each picture. */
export async function makeContentKey() {
	const raw = crypto.getRandomValues(new Uint8Array(32));
	return { raw, key: await subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]) };
}

/** What wire/messages.def says above `record wrap`, in this order. */
export async function wrapFor(identity, terms, content) {
	const pair = await subtle.generateKey({ name: "X25519" }, false, ["deriveBits"]);
	const ephemeral = new Uint8Array(await subtle.exportKey("raw", pair.publicKey));
	const { lease, nonce, page_key } = terms;
	const signature = await sign(identity.secret, "key_proof", pack("key_proof", { lease, nonce, page_key, ephemeral }));
	const wrapping = await wrappingKey(pair.privateKey, page_key, nonce, lease);
	const wrapped = await subtle.encrypt({ name: "AES-GCM", iv: new Uint8Array(12) }, wrapping, content.raw);
	return { lease, nonce, ephemeral, signature, wrapped: new Uint8Array(wrapped) };
}

/** A picture's bytes under the head of its message. */
export async function seal(content, sequence, head, text) {
	const iv = new Uint8Array(12);
	new DataView(iv.buffer).setUint32(8, sequence);
	return new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv, additionalData: head }, content.key, text));
}
