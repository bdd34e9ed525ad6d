// Bytes as texts and back, for storage that keeps texts only.

export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
export const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

export function toBase64(bytes) {
	let letters = "";
	for (let at = 0; at < bytes.length; at += 8192)
		letters += String.fromCharCode(...bytes.subarray(at, at + 8192));
	return btoa(letters);
}
export const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

export const isSame = (one, other) => one.length === other.length && one.every((byte, i) => byte === other[i]);

export function joined(...parts) {
	const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

/** Eight bytes, big endian, of a number or a BigInt. */
export function eight(number) {
	const bytes = new Uint8Array(8);
	new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, BigInt(number)));
	return bytes;
}
