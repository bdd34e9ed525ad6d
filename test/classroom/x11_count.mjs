// A proxy between X clients and their server that counts what is asked of it:
// the counter outside the agent (CLS-4, T2, T3).
import net from "node:net";
import { unlinkSync, existsSync } from "node:fs";
import { execFileSync } from "node:child_process";

const MAP_NOTIFY = 19, GET_IMAGE = 73, SHM_GET_IMAGE = 4;

// One direction of a connection, cut into its parts.
class Cutter {
	left = Buffer.alloc(0);
	constructor(size_of, see) {
		this.size_of = size_of;
		this.see = see;
		this.first = true;
	}
	put(bytes) {
		this.left = Buffer.concat([this.left, bytes]);
		for (;;) {
			const size = this.size_of(this.left, this.first);
			if (!size || this.left.length < size)
				return;
			this.see(this.left.subarray(0, size), this.first);
			this.first = false;
			this.left = this.left.subarray(size);
		}
	}
}

const padded = length => length + 3 & ~3;

function request_size(bytes, first) {
	if (first)
		return bytes.length < 12 ? 0 : 12 + padded(bytes.readUInt16LE(6)) + padded(bytes.readUInt16LE(8));
	if (bytes.length < 8)
		return bytes.length >= 4 && bytes.readUInt16LE(2) ? bytes.readUInt16LE(2) * 4 : 0;
	return (bytes.readUInt16LE(2) || bytes.readUInt32LE(4)) * 4;
}

function answer_size(bytes, first) {
	if (first)
		return bytes.length < 8 ? 0 : 8 + bytes.readUInt16LE(6) * 4;
	if (bytes.length < 32)
		return 0;
	return bytes[0] === 1 || (bytes[0] & 0x7f) === 35 ? 32 + bytes.readUInt32LE(4) * 4 : 32;
}

export class X11Counter {
	connections = 0;
	requests = 0;
	captures = 0;
	grab_ms = 0; // from asking for pixels to having them, this proxy's own time included
	story = []; // "map" and "capture", in the order they happened

	constructor(real, number) {
		this.display = `:${number}`;
		this.path = `/tmp/.X11-unix/X${number}`;
		const list = execFileSync("xdpyinfo", ["-display", `:${real}`, "-queryExtensions"], { encoding: "utf8" });
		this.shm = Number(/MIT-SHM\s+\(opcode: (\d+)/.exec(list)[1]);
		if (existsSync(this.path))
			unlinkSync(this.path);
		this.server = net.createServer(client => this.connect(client, `/tmp/.X11-unix/X${real}`));
	}
	listen() {
		return new Promise(done => this.server.listen(this.path, done));
	}
	close() {
		this.server.close();
		for (const socket of this.sockets ?? [])
			socket.destroy();
	}
	connect(client, real) {
		const server = net.createConnection(real);
		(this.sockets ??= []).push(client, server);
		this.connections++;
		let asked_at = 0;
		const asked = new Cutter(request_size, (bytes, first) => {
			if (first)
				return;
			this.requests++;
			if (bytes[0] === GET_IMAGE || (bytes[0] === this.shm && bytes[1] === SHM_GET_IMAGE)) {
				this.captures++;
				asked_at = performance.now();
				this.story.push("capture");
			}
		});
		const said = new Cutter(answer_size, (bytes, first) => {
			if (!first && bytes[0] === 1 && asked_at) {
				this.grab_ms += performance.now() - asked_at;
				asked_at = 0;
			}
			if (!first && (bytes[0] & 0x7f) === MAP_NOTIFY)
				this.story.push("map");
		});
		client.on("data", bytes => { asked.put(bytes); server.write(bytes); });
		server.on("data", bytes => { said.put(bytes); client.write(bytes); });
		for (const [one, other] of [[client, server], [server, client]]) {
			one.on("close", () => other.destroy());
			one.on("error", () => other.destroy());
		}
	}
}
