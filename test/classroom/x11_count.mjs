// A proxy between X clients and their server that counts what is asked of it:
// the counter outside the agent (CLS-4, T2, T3).
import net from "node:net";
import { existsSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";

const VISIBILITY_NOTIFY = 15, DESTROY_NOTIFY = 17, UNMAP_NOTIFY = 18, MAP_NOTIFY = 19, CONFIGURE_NOTIFY = 22;
const GET_IMAGE = 73, SHM_GET_IMAGE = 4;
const MARK = [32 * 4, 1]; // agent/windows/indicator.c asks for one row of it
const UNDER_WAY_MS = 30; // what was asked for before the news of the notice came

// What the display said last of the one window of a connection: can it be seen?
class Sight {
	mapped = false;
	clear = false;
	placed = true;
	since = -Infinity; // when it went out of sight
	hear(event) {
		const before = this.isGood();
		switch (event[0] & 0x7f) {
		case MAP_NOTIFY: this.mapped = true; break;
		case UNMAP_NOTIFY: this.mapped = this.clear = false; break;
		case DESTROY_NOTIFY: this.mapped = this.clear = false; break;
		case VISIBILITY_NOTIFY: this.clear = event[8] === 0; break;
		case CONFIGURE_NOTIFY: this.placed = event.readInt16LE(16) >= 0 && event.readInt16LE(18) >= 0 && event.readUInt16LE(20) > 100; break;
		default: return;
		}
		if (before && !this.isGood())
			this.since = performance.now();
	}
	isGood() {
		return this.mapped && this.clear && this.placed;
	}
	isGone() {
		return !this.isGood() && performance.now() - this.since > UNDER_WAY_MS;
	}
}

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
	marks = 0; // questions for no more than the notice's own mark
	grab_ms = 0; // from asking for pixels to having them, this proxy's own time included
	story = []; // "map" and "capture", in the order they happened
	blind = 0; // captures while the notice was out of sight (T3)

	constructor(real, number) {
		this.display = `:${number}`;
		this.path = `/tmp/.X11-unix/X${number}`;
		this.lock = `/tmp/.X${number}-lock`; // or an X server that looks for a number takes this one
		writeFileSync(this.lock, `${String(process.pid).padStart(10)}\n`, { flag: "wx" });
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
		rmSync(this.lock, { force: true });
		for (const socket of this.sockets ?? [])
			socket.destroy();
	}
	connect(client, real) {
		const server = net.createConnection(real);
		(this.sockets ??= []).push(client, server);
		this.connections++;
		let asked_at = 0;
		const sight = new Sight();
		const asked = new Cutter(request_size, (bytes, first) => {
			if (first)
				return;
			this.requests++;
			if (bytes[0] === GET_IMAGE || (bytes[0] === this.shm && bytes[1] === SHM_GET_IMAGE)) {
				if (bytes.readUInt16LE(12) === MARK[0] && bytes.readUInt16LE(14) === MARK[1]) {
					this.marks++;
					return;
				}
				this.captures++;
				this.blind += sight.isGone();
				asked_at = performance.now();
				this.story.push("capture");
			}
		});
		const said = new Cutter(answer_size, (bytes, first) => {
			if (!first && bytes[0] === 1 && asked_at) {
				this.grab_ms += performance.now() - asked_at;
				asked_at = 0;
			}
			if (!first && bytes[0] > 1)
				sight.hear(bytes);
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
