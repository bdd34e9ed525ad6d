// A device that says what it likes to the school's devices process: a WebSocket
// over TLS, byte by byte.
import { createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import fs from 'node:fs';
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
