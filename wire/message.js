// The messages of wire/messages.def for browsers: the wall and the extension.
// wire2c puts the table (values, forms) above this.
//
// u64 is a BigInt, other numbers are Numbers, words are strings, bytes are
// Uint8Array (taken ones are copies), lists are arrays, records are objects. An
// i64 that no Number can hold is a BigInt: ids compare by === all the same.

export const HEAD_BYTES = 17;
export const SIGNATURE_BYTES = 64;
export const CAN = { SCREEN: 1, TAB: 2, TABS: 4, LOCK: 8, MESSAGE: 16, FOCUS: 32, HAND: 64, OPEN: 128, ORDERS_ONLY: 256 };

/** Bytes that do not fit the table, or a value that does not fit its field. */
export class WireError extends Error {}

const by_number = [];
for (const [name, form] of Object.entries(forms))
	if (form.number)
		by_number[form.number] = name;

const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;

class Writer {
	bytes = new Uint8Array(512);
	length = 0;

	room(more) {
		if (this.length + more > this.bytes.length) {
			const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more));
			larger.set(this.bytes.subarray(0, this.length));
			this.bytes = larger;
		}
	}
	raw(bytes) {
		this.room(bytes.length);
		this.bytes.set(bytes, this.length);
		this.length += bytes.length;
	}
	number(value, size) {
		let left = BigInt(value ?? 0);
		if (left < 0n || left >= 1n << BigInt(8 * size))
			throw new WireError(`${value} does not fit in ${size} bytes`);
		const bytes = new Uint8Array(size);
		for (let i = size - 1; i >= 0; i--, left >>= 8n)
			bytes[i] = Number(left & 255n);
		this.raw(bytes);
	}
	done() {
		return this.bytes.slice(0, this.length);
	}
}

class Reader {
	constructor(bytes) {
		this.bytes = bytes;
		this.at = 0;
	}
	raw(length) {
		if (length > this.bytes.length - this.at)
			throw new WireError("the bytes end too early");
		this.at += length;
		return this.bytes.slice(this.at - length, this.at);
	}
	big(size) {
		let value = 0n;
		for (const byte of this.raw(size))
			value = value << 8n | BigInt(byte);
		return value;
	}
	number(size) {
		return Number(this.big(size));
	}
	end() {
		if (this.at !== this.bytes.length)
			throw new WireError("the bytes go on too long");
	}
}

const length_size = most => most > 0xffff ? 3 : 2;

function put_bytes(out, bytes, most) {
	if (bytes.length > most)
		throw new WireError(`${bytes.length} bytes where ${most} fit`);
	out.number(bytes.length, length_size(most));
	out.raw(bytes);
}

function take_bytes(rest, most) {
	const length = rest.number(length_size(most));
	if (length > most)
		throw new WireError("a field is too long");
	return rest.raw(length);
}

const put = {
	number: (out, value, size) => out.number(value, size),
	signed: (out, value, size) => out.number(BigInt.asUintN(8 * size, BigInt(value ?? 0)), size),
	word(out, value, size, of) {
		const number = values[of].indexOf(value ?? values[of][0]);
		if (number < 0)
			throw new WireError(`${value} is no ${of}`);
		out.number(number, 1);
	},
	record: (out, value, size, of) => put_form(out, of, value ?? {}),
	fixed(out, value, size) {
		if (value && value.length !== size)
			throw new WireError(`${value.length} bytes where ${size} belong`);
		out.raw(value ?? new Uint8Array(size));
	},
	bytes: (out, value, size) => put_bytes(out, value ?? new Uint8Array(0), size),
	text(out, value, size) {
		const text = value ?? "";
		if (control.test(text) || !text.isWellFormed())
			throw new WireError("a text with control characters or half a character");
		put_bytes(out, new TextEncoder().encode(text), size);
	},
	list(out, value, size, of) {
		const items = value ?? [];
		if (items.length > size)
			throw new WireError(`${items.length} items where ${size} fit`);
		out.number(items.length, 2);
		for (const item of items)
			put_form(out, of, item);
	},
};

const take = {
	number: (rest, size) => size === 8 ? rest.big(8) : rest.number(size),
	signed(rest, size) {
		const value = BigInt.asIntN(8 * size, rest.big(size));
		return Number.isSafeInteger(Number(value)) ? Number(value) : value;
	},
	word(rest, size, of) {
		const word = values[of][rest.number(1)];
		if (word === undefined)
			throw new WireError(`no such ${of}`);
		return word;
	},
	record: (rest, size, of) => take_form(rest, of),
	fixed: (rest, size) => rest.raw(size),
	bytes: (rest, size) => take_bytes(rest, size),
	text(rest, size) {
		let text;
		try {
			text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(take_bytes(rest, size));
		} catch (error) {
			throw error instanceof WireError ? error : new WireError("a text that is not UTF-8");
		}
		if (control.test(text))
			throw new WireError("a text with control characters");
		return text;
	},
	list(rest, size, of) {
		const count = rest.number(2);
		if (count > size)
			throw new WireError("a list is too long");
		const items = [];
		for (let i = 0; i < count; i++)
			items.push(take_form(rest, of));
		return items;
	},
};

function form_of(name) {
	const form = forms[name];
	if (!form)
		throw new WireError(`${name} does not stand in wire/messages.def`);
	return form;
}

function put_form(out, name, from) {
	for (const [field, type, size, of] of form_of(name).fields)
		put[type](out, from[field], size, of);
}

function take_form(rest, name) {
	const to = {};
	for (const [field, type, size, of] of form_of(name).fields)
		to[field] = take[type](rest, size, of);
	return to;
}

/** The fields of a record, signed or sealed part, as bytes. */
export function pack(name, fields) {
	const out = new Writer();
	put_form(out, name, fields);
	return out.done();
}

/** The other way; throws a WireError unless the bytes are exactly one. */
export function unpack(name, bytes) {
	const rest = new Reader(bytes);
	const fields = take_form(rest, name);
	rest.end();
	return fields;
}

/** The head of a message whose fields take this many bytes: also what a picture is sealed with. */
export function head_of(name, length, { sequence = 0, lease = 0n } = {}) {
	const out = new Writer();
	out.number(form_of(name).number, 1);
	out.number(0, 1);
	out.number(length, 3);
	out.number(sequence, 4);
	out.number(lease, 8);
	return out.done();
}

/** A whole message; about: { sequence, lease }. */
export function encode(name, fields, about) {
	const body = pack(name, fields ?? {});
	const message = new Uint8Array(HEAD_BYTES + body.length);
	message.set(head_of(name, body.length, about));
	message.set(body, HEAD_BYTES);
	return message;
}

/** { name, sequence, lease, head, fields } of one whole message from "device", "server" or "viewer". */
export function decode(bytes, from) {
	const rest = new Reader(bytes);
	const head = rest.raw(HEAD_BYTES);
	const about = new Reader(head);
	const name = by_number[about.number(1)];
	const flags = about.number(1), length = about.number(3), sequence = about.number(4), lease = about.big(8);
	const form = name && forms[name];
	if (!form || flags || !(form.sides & 1 << values.side.indexOf(from)))
		throw new WireError("no such message from this side");
	if (length !== bytes.length - HEAD_BYTES || length > form.most)
		throw new WireError("a length that is not true");
	const fields = take_form(rest, name);
	rest.end();
	return { name, sequence, lease, head, fields };
}

/** What is signed: label, a zero byte, the fields as packed. */
export function signed_bytes(name, payload) {
	const label = new TextEncoder().encode(form_of(name).label + "\0");
	const bytes = new Uint8Array(label.length + payload.length);
	bytes.set(label);
	bytes.set(payload, label.length);
	return bytes;
}

/** { payload, signature } of bytes as they travel. */
export function split_signed(bytes) {
	if (bytes.length < SIGNATURE_BYTES)
		throw new WireError("shorter than a signature");
	return { payload: bytes.slice(0, -SIGNATURE_BYTES), signature: bytes.slice(-SIGNATURE_BYTES) };
}
