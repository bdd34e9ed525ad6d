// A line to the school: a WebSocket, or, where the network lets none through
// though the school can be reached, requests that wait (POST /device/poll): the
// same messages as bodies. Orders, rules and the time go over it; pictures and
// lists of tabs never. Who uses a line need not know which it is.
import { decode, head_of } from "./wire.js";
import { joined } from "./bytes.js";

const PATH = "/device/poll";
const LINE_BYTES = 32; // zeros, then the nonce of the challenge
const BODY_MAX = 8192;
const ANSWER_MAX = 256 * 1024;
const PACE_MS = 250; // from one request to the next, however fast the answers come
const AFTER = 2; // WebSockets that did not open, one after the other
const FIRST_MS = 20 * 1000; // then one is tried again,
const AGAIN_MS = 5 * 60 * 1000; // and again
const number = (name) => head_of(name, 0)[0];
const GOES = new Set(["hello", "enrol", "refuse", "hand", "loghead", "look", "ping"].map(number));

let failed = 0;

export class Line {
	onmessage = () => {};
	onclose = () => {};
	isOpen = false;

	constructor(address) {
		this.address = address;
		if (failed >= AFTER)
			this.poll();
		else
			this.upgrade();
	}

	get isFree() {
		return this.socket?.bufferedAmount === 0;
	}

	send(bytes) {
		if (!this.isOpen)
			return false;
		if (this.socket) {
			this.socket.send(bytes);
			return true;
		}
		if (!GOES.has(bytes[0]) || this.waitingBytes + bytes.length > BODY_MAX)
			return false;
		this.waiting.push(bytes);
		this.waitingBytes += bytes.length;
		return true;
	}

	close() {
		this.isOpen = false;
		this.over = true;
		this.socket?.close();
		this.abort?.abort();
	}

	ended() {
		const wasOver = this.over;
		this.close();
		if (!wasOver)
			this.onclose();
	}

	upgrade() {
		const socket = this.socket = websocket(this.address);
		let heard = false;
		socket.onopen = () => { this.isOpen = true; };
		socket.onmessage = ({ data }) => {
			if (!(data instanceof ArrayBuffer)) // words; a number among them would be taken for a length
				return socket.close();
			heard = true;
			failed = 0;
			this.onmessage(new Uint8Array(data));
		};
		socket.onclose = () => {
			failed += heard ? 0 : 1;
			this.ended();
		};
	}

	async poll() {
		this.name = new Uint8Array(LINE_BYTES);
		this.waiting = [];
		this.waitingBytes = 0;
		this.abort = new AbortController();
		let tryAt = performance.now() + FIRST_MS, reached = false;
		try {
			while (!this.over) {
				const answer = await this.ask();
				// The school can be reached: was it the network's no to WebSockets, or the school that was away?
				if (!reached && await opens(this.address))
					break;
				this.isOpen = reached = !this.over;
				await this.hear(answer);
				if (performance.now() >= tryAt) {
					tryAt = performance.now() + AGAIN_MS;
					if (await opens(this.address))
						break;
				}
			}
			failed = this.over ? failed : 0; // the next line is a WebSocket
		} catch {
			failed = reached ? failed : 0; // requests do not go either
		}
		this.ended();
	}

	async ask() {
		await new Promise((done) => { setTimeout(done, (this.askAt ?? 0) - performance.now()); });
		this.askAt = performance.now() + PACE_MS;
		const body = await new Blob([this.name, ...this.waiting.splice(0)]).arrayBuffer();
		this.waitingBytes = LINE_BYTES;
		const answer = await fetch(`https://${this.address}${PATH}`, { method: "POST", body, cache: "no-store", credentials: "omit",
			redirect: "error", signal: this.abort.signal, headers: { "content-type": "application/octet-stream" } });
		if (answer.status !== 200)
			throw new Error("the line is over");
		return answer.body ? wholeOf(answer.body.getReader()) : new Uint8Array();
	}

	async hear(answer) {
		for (let at = 0; at < answer.length && !this.over;) {
			const length = 17 + (answer[at + 2] << 16 | answer[at + 3] << 8 | answer[at + 4]);
			const message = answer.slice(at, at + length);
			if (message.length < 17 || message.length !== length)
				throw new Error("no whole message");
			if (answer[at] === number("challenge"))
				this.name = decode(message, "server").fields.nonce;
			await this.onmessage(message); // what it answers goes with the next request
			at += length;
		}
	}
}

/** All bytes of an answer; a server that sends for ever is not heard to its end. */
export async function wholeOf(reader) {
	const parts = [];
	let length = 0;
	for (let part; !(part = await reader.read()).done; parts.push(part.value))
		if ((length += part.value.length) > ANSWER_MAX) {
			await reader.cancel();
			throw new Error("more than an answer");
		}
	return joined(...parts);
}

function websocket(address) {
	const socket = new WebSocket(`wss://${address}/device`);
	socket.binaryType = "arraybuffer";
	return socket;
}

// Whether a WebSocket brings a message now; it is closed again.
function opens(address) {
	return new Promise((done) => {
		const socket = websocket(address);
		const end = (good) => {
			clearTimeout(timer);
			done(good);
			socket.close();
		};
		const timer = setTimeout(end, 5000, false);
		socket.onmessage = () => end(true);
		socket.onclose = () => end(false);
	});
}
