// A small school for one device: TLS, WebSocket, enrolment, policy, leases, and
// the teacher's page that opens the pictures. What it is told to send it sends,
// right or wrong: the device must do the refusing.
import https from "node:https";
import { createHash, createPublicKey, generateKeyPairSync, randomBytes, sign, diffieHellman, hkdfSync, createDecipheriv, X509Certificate, verify as crypto_verify } from "node:crypto";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { ViewRecord } from "./record.mjs";

const raw = key => key.export({ format: "der", type: "spki" }).subarray(-32);
const from_raw = (oid, bytes) => createPublicKey({ key: Buffer.concat([Buffer.from(`302a30050603${oid}032100`, "hex"), bytes]), format: "der", type: "spki" });

// Where the day neither begins nor ends while the checks run: UTC, or four hours behind it.
const ZONE = [22, 23, 0].includes(new Date().getUTCHours()) ? 2 : 3;

// RFC 6455, as much as two ends that know each other need.
class Socket {
	left = Buffer.alloc(0);
	parts = [];
	constructor(stream, on_message, on_close) {
		this.stream = stream;
		stream.on("data", bytes => { this.left = Buffer.concat([this.left, bytes]); while (this.take(on_message)); });
		stream.on("close", on_close);
		stream.on("error", on_close);
	}
	take(on_message) {
		const b = this.left;
		if (b.length < 2)
			return false;
		let length = b[1] & 127, at = 2;
		if (length === 126)
			length = b.length < 4 ? Infinity : b.readUInt16BE(2), at = 4;
		else if (length === 127)
			length = b.length < 10 ? Infinity : Number(b.readBigUInt64BE(2)), at = 10;
		if (b.length < at + 4 + length)
			return false;
		const mask = b.subarray(at, at + 4), bytes = Buffer.from(b.subarray(at + 4, at + 4 + length));
		for (let i = 0; i < length; i++)
			bytes[i] ^= mask[i & 3];
		this.left = b.subarray(at + 4 + length);
		if ((b[0] & 15) === 8) {
			this.stream.end();
			return false;
		}
		if ((b[0] & 15) <= 2) {
			this.parts.push(bytes);
			if (b[0] & 128)
				on_message(Buffer.concat(this.parts.splice(0)));
		}
		return true;
	}
	send(bytes) {
		const head = bytes.length < 126 ? Buffer.from([0x82, bytes.length]) :
			bytes.length < 65536 ? Buffer.from([0x82, 126, bytes.length >> 8, bytes.length & 255]) :
			Buffer.concat([Buffer.from([0x82, 127]), Buffer.alloc(8)]);
		if (bytes.length >= 65536)
			head.writeBigUInt64BE(BigInt(bytes.length), 2);
		this.stream.write(Buffer.concat([head, bytes]));
	}
}

// What src/daemon/devices_poll.c does, as much as one device needs: the same messages as bodies.
class Poll {
	queue = [];
	constructor(nonce, on_message, on_close) {
		Object.assign(this, { nonce, on_message, on_close });
		this.stream = { destroy: () => this.end(), end: () => this.end() };
	}
	take(body, response) {
		this.waiting = response;
		this.timer = setTimeout(() => this.answer(), 5500); // as long as the real one, and the tick of its clock
		for (let rest = body.subarray(32); rest.length && !this.over;) {
			const length = 17 + rest.readUIntBE(2, 3);
			this.on_message(rest.subarray(0, length));
			rest = rest.subarray(length);
		}
		if (this.queue.length || this.over)
			this.answer();
	}
	send(bytes) {
		this.queue.push(bytes);
		setImmediate(() => this.waiting && this.answer()); // what is said together goes together
	}
	answer() {
		clearTimeout(this.timer);
		const body = this.over ? Buffer.alloc(0) : Buffer.concat(this.queue.splice(0));
		this.waiting?.writeHead(this.over ? 410 : 200, { connection: "close", "content-length": body.length }).end(body);
		this.waiting = null;
	}
	end() {
		this.over = true;
		this.answer();
		this.on_close();
	}
}

export async function make_school(folder, wire_path) {
	const wire = await import(pathToFileURL(wire_path).href).catch(async () =>
		import("data:text/javascript;base64," + readFileSync(wire_path).toString("base64")));
	return new School(folder, wire);
}

class School {
	device_id = 7n;
	code = "ABCD-EFGH";
	messages = [];
	handshakes = []; // of each connection, as this end saw it
	pictures = [];
	content_keys = new Map(); // by the lease that leads
	bytes = 0;
	sequence = 0;
	version = 0;
	time_shift = 0;
	address = null; // what the server claims to see; null: the truth
	pinging = true;
	record = new ViewRecord(); // who looked, of its one device
	dead = false;
	knows = true; // false: no device is one of its own
	recording = true; // false: nothing is put on record, and nothing said of it
	leased = new Map(); // terms by lease
	ping_ms = 5000;
	waiters = [];

	constructor(folder, wire) {
		this.wire = wire;
		execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "3",
			"-subj", "/CN=localhost", "-keyout", `${folder}/tls.key`, "-out", `${folder}/tls.pem`], { stdio: "ignore" });
		const cert = readFileSync(`${folder}/tls.pem`);
		this.certificate = createHash("sha256").update(new X509Certificate(cert).raw).digest();
		for (const name of ["policy", "lease", "time", "other"])
			this[name] = generateKeyPairSync("ed25519");
		this.page = generateKeyPairSync("x25519");
		this.server = https.createServer({ cert, key: readFileSync(`${folder}/tls.key`) });
		this.server.on("upgrade", (request, stream) => this.upgrade(request, stream));
		this.server.on("request", (request, response) => this.polled(request, response));
	}
	listen() {
		return new Promise(done => this.server.listen(0, "127.0.0.1", () => done(this.port = this.server.address().port)));
	}
	close() {
		this.socket?.stream.destroy();
		this.server.close();
		clearInterval(this.pinger);
	}
	// A network that lets no WebSocket through.
	lets_upgrades_through = true;
	upgrades_refused = 0;
	polls = 0;
	hurries = false; // true: every request that waits is answered at once, with nothing
	polled(request, response) {
		if (this.dead)
			return;
		const parts = [];
		request.on("data", part => parts.push(part));
		request.on("end", () => {
			const body = Buffer.concat(parts);
			if (request.method !== "POST" || request.url !== "/device/poll" || body.length < 32)
				return response.writeHead(404).end();
			if (body.subarray(0, 32).equals(Buffer.alloc(32))) {
				this.nonce = randomBytes(32);
				const socket = new Poll(this.nonce, bytes => this.take(bytes), () => this.note({ name: "closed" }));
				this.begin(socket, request);
				return socket.take(body, response);
			}
			if (!(this.socket instanceof Poll) || this.socket.over || !body.subarray(0, 32).equals(this.socket.nonce))
				return response.writeHead(410, { connection: "close" }).end();
			this.polls++;
			this.socket.take(body, response);
			return this.hurries && this.socket.answer();
		});
	}
	// As a network that is gone: nothing is read, nothing said, and nobody is told that it is over.
	goes_dead() {
		this.dead = true;
		this.pinging = false;
		this.socket.stream.pause();
	}
	upgrade(request, stream) {
		if (this.dead)
			return;
		if (!this.lets_upgrades_through) {
			this.upgrades_refused++;
			return stream.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
		}
		const accept = createHash("sha1").update(request.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest("base64");
		stream.setNoDelay(true);
		const protocol = request.headers["sec-websocket-protocol"];
		stream.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
			(protocol ? `Sec-WebSocket-Protocol: ${protocol}\r\n` : "") + `Sec-WebSocket-Accept: ${accept}\r\n\r\n`);
		this.nonce = randomBytes(32);
		return this.begin(new Socket(stream, bytes => this.take(bytes), () => this.note({ name: "closed" })), request);
	}
	begin(socket, request) {
		this.socket = socket;
		this.sequence = 0;
		this.handshakes.push({ at: Date.now(), resumed: request.socket.isSessionReused() });
		this.path = request.url;
		clearInterval(this.pinger);
		this.pinger = setInterval(() => this.socket === socket && this.pinging && this.ping(), this.ping_ms);
		this.send("challenge", { nonce: this.nonce });
	}
	send(name, fields, lease = 0n) {
		this.socket.send(Buffer.from(this.wire.encode(name, fields, { sequence: ++this.sequence, lease })));
	}
	signed(key, name, fields) {
		const payload = this.wire.pack(name, fields);
		return Buffer.concat([payload, sign(null, this.wire.signed_bytes(name, payload), key.privateKey)]);
	}
	ping(key = this.time) {
		this.send("ping", { content: this.signed(key, "server_time", { device: this.device_id, time: Date.now() + this.time_shift,
			address: this.address ?? Buffer.from("00000000000000000000ffff7f000001", "hex") }) });
	}
	// A school day that is now, for the class 5, on this machine.
	policy_now(change = {}) {
		const now = Date.now(), day = Math.floor(now / 86400000), network = { address: Buffer.alloc(16), prefix: 0 };
		return { device: this.device_id, version: ++this.version, role: "pupil", pupil: 101, valid_from: now - 1000,
			valid_until: now + 86400000, zone: ZONE, school: "Istituto Esempio", classes: [{ class: 5 }], device_networks: [network],
			public_networks: [network], closures: [], remote_hours: [],
			hours: [0, 1, 2, 3, 4, 5, 6].map(weekday => ({ class: 5, weekday, from_minute: 0, to_minute: 1440, first_day: day - 2, last_day: day + 2 })),
			lease_keys: [{ key: raw(this.lease.publicKey) }], time_keys: [{ key: raw(this.time.publicKey) }], ...change };
	}
	send_policy(change, key = this.policy) {
		this.send("policy", { content: this.signed(key, "policy_rules", this.policy_now(change)) });
	}
	terms(change = {}) {
		const now = Date.now();
		return { lease: this.lease_id = (this.lease_id ?? 1000n) + 1n, device: this.device_id, pupil: 101, class: 5, teacher: 11,
			teacher_name: "Prof. Bianchi", lesson: "Matematica", purpose: "instruction", kind: "thumb", interval_ms: 500, not_before: now - 500,
			expires: now + 30000, nonce: randomBytes(16), page_key: raw(this.page.publicKey), remote: 0, ...change };
	}
	send_lease(change, key = this.lease) {
		const terms = this.terms(change);
		this.leased.set(terms.lease, terms);
		this.send("lease", { content: this.signed(key, "lease_terms", terms) }, terms.lease);
		return terms;
	}
	send_head(head = this.record.head, count = this.record.looks.length) {
		this.send("loghead", { device: this.device_id, count, head });
	}
	// As the real one does: on record if it continues what is there, then our head either way.
	noticed({ lease, fields }) {
		this.record.add(this.leased.get(lease), fields.at, fields.previous);
		this.send_head();
	}
	told_again({ fields }) {
		const payload = fields.content.subarray(0, -64), report = this.wire.unpack("look_report", payload);
		const terms = this.wire.unpack("lease_terms", report.lease.subarray(0, -64));
		const good = verify(from_raw("2b6570", this.device_key), this.wire.signed_bytes("look_report", payload), fields.content.subarray(-64)) &&
			verify(this.lease.publicKey, this.wire.signed_bytes("lease_terms", report.lease.subarray(0, -64)), report.lease.subarray(-64));
		if (good && this.record.add(terms, report.at, report.previous, true))
			this.send_head();
	}
	order(change = {}) {
		const now = Date.now();
		return { order: this.order_id = (this.order_id ?? 1n) + 1n, device: this.device_id, pupil: 101, class: 5, teacher: 11, teacher_name: "Prof. Bianchi",
			lesson: "Matematica", not_before: now - 500, expires: now + 20000, nonce: randomBytes(16), ...change };
	}
	note(message) {
		this.messages.push(message);
		this.waiters = this.waiters.filter(one => !one(message));
	}
	take(bytes) {
		const message = this.wire.decode(bytes, "device");
		this.bytes += bytes.length;
		if (message.name === "hello" && (this.knows || !this.turn_away("edev")))
			message.good = this.hello(message.fields);
		if (message.name === "enrol")
			this.enrolled(message.fields);
		if (message.name === "frame_key" || message.name === "frame_tiles")
			message.picture = this.open(message);
		message.length = bytes.length;
		message.at = Date.now();
		this.note(message);
		if (this.recording && message.name === "notice_ack")
			this.noticed(message);
		if (this.recording && message.name === "look")
			this.told_again(message);
		if (this.recording && message.name === "hello" && message.good)
			this.send_head();
	}
	hello(fields) {
		const proof = this.wire.pack("hello_proof", { nonce: this.nonce, device: this.device_id, certificate: this.certificate });
		return verify(from_raw("2b6570", this.device_key), this.wire.signed_bytes("hello_proof", proof), fields.signature);
	}
	enrolled(fields) {
		const proof = this.wire.pack("enrol_proof", { nonce: this.nonce, public_key: fields.public_key, certificate: this.certificate });
		if (fields.code !== this.code || !verify(from_raw("2b6570", fields.public_key), this.wire.signed_bytes("enrol_proof", proof), fields.signature))
			return this.turn_away("epolicy");
		this.device_key = Buffer.from(fields.public_key);
		this.record = new ViewRecord(); // a new device begins a new one
		this.send("enrolled", { device: this.device_id, policy_key: raw(this.policy.publicKey), school: "Istituto Esempio" });
	}
	turn_away(code) {
		this.send("refuse", { device: this.device_id, code });
		this.socket.stream.end();
		return true;
	}
	// As the wall does: wrap, content key, picture.
	open({ name, sequence, lease, head, fields }) {
		if (name === "frame_key") {
			const wrap = fields.wraps.find(one => one.lease === lease);
			const proof = this.wire.pack("key_proof", { lease: wrap.lease, nonce: wrap.nonce, page_key: raw(this.page.publicKey), ephemeral: wrap.ephemeral });
			if (!verify(from_raw("2b6570", this.device_key), this.wire.signed_bytes("key_proof", proof), wrap.signature))
				throw new Error("the device did not sign its key");
			const secret = diffieHellman({ privateKey: this.page.privateKey, publicKey: from_raw("2b656e", wrap.ephemeral) });
			const info = Buffer.concat([Buffer.from("campanella/frame/1"), Buffer.from(this.wire.pack("class", { class: lease }))]);
			this.content_keys.set(lease, this.content_key = gcm(Buffer.from(hkdfSync("sha256", secret, wrap.nonce, info, 32)), Buffer.alloc(12), Buffer.alloc(0), wrap.wrapped));
		}
		const nonce = Buffer.alloc(12);
		nonce.writeUInt32BE(sequence, 8);
		const picture = this.wire.unpack(name === "frame_key" ? "picture" : "tiles", gcm(this.content_keys.get(lease), nonce, head, fields.sealed));
		this.pictures.push({ name, at: Date.now(), ...picture });
		return picture;
	}
	// The next message of that name, or one that came since `after`.
	wait(name, ms = 4000, after = this.messages.length) {
		const found = this.messages.slice(after).find(one => one.name === name);
		if (found)
			return Promise.resolve(found);
		return new Promise(done => {
			const timer = setTimeout(() => { this.waiters = this.waiters.filter(one => one !== waiter); done(null); }, ms);
			const waiter = message => {
				if (message.name !== name)
					return false;
				clearTimeout(timer);
				done(message);
				return true;
			};
			this.waiters.push(waiter);
		});
	}
}

function verify(key, bytes, signature) {
	return crypto_verify(null, bytes, key, signature);
}

function gcm(key, nonce, aad, sealed) {
	const decipher = createDecipheriv("aes-256-gcm", key, nonce);
	decipher.setAAD(aad);
	decipher.setAuthTag(sealed.subarray(-16));
	return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
}
