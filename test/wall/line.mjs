// A device that says what it likes to the school's devices process: a WebSocket
// over TLS, byte by byte.
import { createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import fs from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import tls from 'node:tls';

const source = fs.readFileSync(path.join(path.resolve(process.env.BUILD), 'wire/wire.js'));
export const wire = await import(`data:text/javascript;base64,${source.toString('base64')}`);

export class FakeDevice {
	constructor() {
		this.keys = generateKeyPairSync('ed25519');
		this.public_key = createPublicKey(this.keys.privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
	}

	sign(name, fields) {
		return sign(null, wire.signed_bytes(name, wire.pack(name, fields)), this.keys.privateKey);
	}
}

export class Line {
	messages = [];
	closed = false;
	sequence = 0;

	static open(port) {
		const line = new Line();
		return new Promise((resolve, reject) => {
			line.socket = tls.connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
				line.certificate = Buffer.from(line.socket.getPeerCertificate().fingerprint256.replaceAll(':', ''), 'hex');
				line.socket.write(`GET /device HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
					`Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`);
			});
			let rest = Buffer.alloc(0), upgraded = false;
			line.socket.on('data', (bytes) => {
				rest = Buffer.concat([rest, bytes]);
				if (!upgraded) {
					const end = rest.indexOf('\r\n\r\n');
					if (end < 0)
						return;
					upgraded = true;
					rest = rest.subarray(end + 4);
					resolve(line);
				}
				rest = line.take(rest);
			});
			const over = () => { line.closed = true; };
			line.socket.on('close', over).on('end', over).on('error', (error) => { over(); reject(error); });
		});
	}

	// Whole frames of the server, never masked.
	take(rest) {
		while (rest.length >= 2) {
			let size = rest[1] & 0x7f, at = 2;
			if (size === 126) { size = rest.length < 4 ? Infinity : rest.readUInt16BE(2); at = 4; }
			else if (size === 127) { size = rest.length < 10 ? Infinity : Number(rest.readBigUInt64BE(2)); at = 10; }
			if (rest.length < at + size)
				break;
			if ((rest[0] & 15) === 8)
				this.closed = true;
			else if ((rest[0] & 15) === 2)
				this.take_message(wire.decode(new Uint8Array(rest.subarray(at, at + size)), 'server'));
			rest = rest.subarray(at + size);
		}
		return rest;
	}

	take_message(message) {
		this.messages.push(message);
		this.heard?.(message);
	}

	send_bytes(bytes, kind = 2) {
		const mask = randomBytes(4), head = bytes.length < 126 ? [0x80 | kind, 0x80 | bytes.length]
			: [0x80 | kind, 0x80 | 127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((shift) => bytes.length >>> shift & 255)];
		if (!this.closed)
			this.socket.write(Buffer.concat([Buffer.from(head), mask, Buffer.from(bytes.map((byte, i) => byte ^ mask[i % 4]))]));
	}

	send(name, fields, lease = 0n) {
		this.send_bytes(wire.encode(name, fields, { sequence: ++this.sequence, lease }));
	}

	said(name) {
		return this.messages.find((message) => message.name === name);
	}

	close() {
		this.socket.destroy();
	}
}

// The same without a lasting line: the bodies of plain requests (src/daemon/devices_poll.c).
export class Poll {
	messages = [];
	closed = false;
	sequence = 0;
	out = [];

	static async open(port) {
		const line = new Poll();
		Object.assign(line, { port, name: Buffer.alloc(32) });
		await line.ask();
		line.name = Buffer.from(line.said('challenge').fields.nonce);
		return line;
	}

	ask() {
		const body = Buffer.concat([this.name, ...this.out.splice(0)]);
		return new Promise((resolve, reject) => {
			const request = https.request({ host: '127.0.0.1', port: this.port, path: '/device/poll', method: 'POST', rejectUnauthorized: false, agent: false,
				headers: { 'content-length': body.length } }, (answer) => {
				this.certificate = Buffer.from(answer.socket.getPeerCertificate().fingerprint256.replaceAll(':', ''), 'hex');
				const parts = [];
				answer.on('data', (part) => parts.push(part)).on('end', () => resolve(this.take(answer.statusCode, Buffer.concat(parts))));
			});
			request.on('error', reject);
			request.end(body);
		});
	}

	take(status, rest) {
		this.closed ||= status !== 200;
		while (rest.length > 0) {
			const length = 17 + rest.readUIntBE(2, 3);
			this.messages.push(wire.decode(new Uint8Array(rest.subarray(0, length)), 'server'));
			rest = rest.subarray(length);
		}
	}

	send_bytes(bytes) {
		this.out.push(Buffer.from(bytes));
		return this.ask();
	}

	send(name, fields, lease = 0n) {
		return this.send_bytes(wire.encode(name, fields, { sequence: ++this.sequence, lease }));
	}

	said(name) {
		return this.messages.find((message) => message.name === name);
	}
}
