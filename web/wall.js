// The wall: the class's screens while they can be seen, and no moment longer.
// It asks for what is in view, each 20 seconds; a hidden page asks for nothing,
// and what is not asked for ends by itself (CLS-19).
import { CAN, decode, encode, values } from "/web/wire.js";
import { drawTiles, drawWhole } from "/web/wall_picture.js";
import { base64url, fromBase64url, isAble, makePageKey, openSealed, openWrap } from "/web/wall_seal.js";

const RENEW_MS = 20000;
const AGAIN_MS = 3000;
const wall = document.querySelector("[data-wall]");
const full = document.querySelector("[data-wall-full]");
const token = document.querySelector("[data-wall-token] input[name=token]").value;
const skew = Date.now() - Number(wall.dataset.now);
let ends = Number(wall.dataset.ends);
let pageKey, ticket = "", socket, sequence = 0, seriesMade = 0, timer, over = false;

const word = (name) => document.querySelector(`#wall-words [data-word="${name}"]`)?.textContent ?? "";
const trouble = document.querySelector("[data-wall-trouble]");
function say(name) {
	trouble.textContent = name ? word(name) : "";
	trouble.hidden = !name;
	trouble.classList.toggle("good", name === "sent");
}

// One tile a pupil; one stream a tile and kind of view that is asked for now.
const tiles = [...wall.querySelectorAll(".screen")].map((element) => ({
	element,
	device: element.dataset.device,
	name: element.querySelector("b").textContent,
	canvas: element.querySelector("[data-tile-canvas]"),
	words: element.querySelector("[data-tile-words]"),
	note: element.querySelector("[data-tile-note]"),
	state: element.dataset.mark, code: "", hand: false, inView: false, can: Number(element.dataset.can),
	denied: element.dataset.code, // by the school itself
}));
const tileOf = (device) => tiles.find((tile) => tile.device === String(device) && tile.device !== "0");
const streams = new Map(); // "device:kind" -> stream
const early = new Map(); // lease -> a picture that was faster than the answer that names its lease
const place = (device, kind) => `${device}:${kind}`;

function streamFor(tile, kind, canvas) {
	const at = place(tile.device, kind);
	if (!streams.has(at))
		streams.set(at, { tile, kind, canvas, series: ++seriesMade, lease: 0n, lead: null, content: null,
			shown: false, work: Promise.resolve() });
	return streams.get(at);
}

function drop(stream) {
	giveBack(stream.lease);
	streams.delete(place(stream.tile.device, stream.kind));
	cover(stream);
}

function giveBack(lease) {
	if (lease && socket?.readyState === WebSocket.OPEN)
		send("lease_end", { reason: "closed" }, lease);
}

// No picture stays after its right has gone (CLS-10).
function cover(stream) {
	stream.shown = stream.nothing = false;
	stream.content = stream.lead = null;
	stream.canvas?.getContext("2d").clearRect(0, 0, stream.canvas.width, stream.canvas.height);
	if (stream.kind === "thumb")
		stream.canvas.hidden = true;
	show(stream.tile);
	count();
}

function show(tile) {
	const thumb = streams.get(place(tile.device, "thumb"));
	const seen = thumb?.shown;
	const dot = tile.element.querySelector(".dot");
	const state = tile.denied ? "refused" : tile.state, code = tile.denied || tile.code;
	tile.element.dataset.mark = seen ? "live" : state;
	dot.classList.toggle("on", Boolean(seen));
	dot.classList.toggle("refused", state === "refused");
	tile.element.classList.toggle("hand", tile.hand);
	tile.words.hidden = Boolean(seen) && !thumb.nothing;
	tile.words.textContent = thumb?.nothing ? word("nothing") : code ? word(code) : word(state === "live" ? "ready" : state);
	tile.note.textContent = tile.hand ? word("hand") : code;
	if (full.open && full.dataset.device === tile.device && !streams.get(place(tile.device, full.dataset.kind))?.shown)
		full.querySelector("[data-full-words]").textContent = word(code || "ready");
}

function count() {
	const watched = new Set([...streams.values()].filter((stream) => stream.shown).map((stream) => stream.tile.device)).size;
	const line = document.querySelector("[data-wall-watched]");
	line.hidden = watched === 0;
	line.querySelector("[data-wall-count]").textContent =
		watched === 1 ? word("count-one") : word("count-many").replace("#", String(watched));
}

// What should be seen now: the tiles in view, or the one that is shown whole.
function wanted() {
	if (document.hidden || over)
		return [];
	if (full.open) {
		const tile = tileOf(full.dataset.device);
		const kind = full.dataset.kind;
		return tile ? [streamFor(tile, kind, kind === "full" ? full.querySelector("[data-full-canvas]") : null)] : [];
	}
	return tiles.filter((tile) => tile.inView && tile.device !== "0" && ["ready", "live", "refused"].includes(tile.state))
		.map((tile) => streamFor(tile, "thumb", tile.canvas));
}

async function renew() {
	clearTimeout(timer);
	if (Date.now() - skew >= ends)
		return finish("ended");
	const now = wanted();
	for (const stream of [...streams.values()])
		if (!now.includes(stream))
			drop(stream);
	if (document.hidden || over)
		return;
	timer = setTimeout(renew, RENEW_MS);
	const body = new URLSearchParams({ token, key: base64url(pageKey.open), ticket });
	for (const { tile, kind, series } of now)
		body.append("see", `${tile.device}:${values.kind.indexOf(kind)}:${series}`);
	let answer;
	try {
		answer = await fetch(`/classes/${wall.dataset.class}/wall/leases`, { method: "POST", body, redirect: "error" });
	} catch {
		say("lost");
		clearTimeout(timer);
		timer = setTimeout(renew, AGAIN_MS);
		return;
	}
	if (answer.status === 401 || answer.status === 403)
		return finish("ended");
	if (!answer.ok)
		return say("lost");
	take(await answer.json());
}

function take(answer) {
	ticket = answer.ticket;
	ends = answer.ends;
	for (const given of answer.tiles) {
		const stream = streams.get(place(given.device, values.kind[given.kind]));
		if (!stream || stream.series !== given.series) { // nobody waits for it any more (CLS-17)
			giveBack(BigInt(given.lease));
			continue;
		}
		stream.lease = BigInt(given.lease);
		stream.tile.can = given.can;
		stream.key = given.key ? fromBase64url(given.key) : null;
		const message = early.get(stream.lease);
		if (message)
			inTurn(stream, () => whole(stream, message));
		if (given.code === "EEXP") { // the series is over: another begins
			drop(stream);
			setTimeout(renew, 0);
			continue;
		}
		// What the device says of itself does not take this back: the next answer does.
		stream.tile.denied = given.code;
		if (given.code && stream.shown)
			cover(stream);
		show(stream.tile);
	}
	early.clear();
	connect();
}

function connect() {
	if (socket && socket.readyState <= WebSocket.OPEN)
		return;
	socket = new WebSocket(wall.dataset.socket);
	socket.binaryType = "arraybuffer";
	sequence = 0;
	const mine = socket;
	socket.onopen = () => {
		say("");
		send("viewer_hello", { ticket: fromBase64url(ticket) });
	};
	socket.onmessage = (event) => mine === socket && hear(new Uint8Array(event.data));
	socket.onclose = () => {
		if (mine !== socket || over || document.hidden)
			return;
		for (const stream of [...streams.values()]) // what comes back begins anew
			drop(stream);
		say("lost");
		clearTimeout(timer);
		timer = setTimeout(renew, AGAIN_MS);
	};
}

function send(name, fields, lease = 0n) {
	socket.send(encode(name, fields, { sequence: ++sequence, lease }));
}

function hear(bytes) {
	const message = decode(bytes, "server");
	const { name, fields } = message;
	if (name === "state")
		return hearState(fields);
	if (name === "hand") {
		const tile = tileOf(fields.device);
		if (tile) {
			tile.hand = fields.up === 1;
			show(tile);
		}
	} else if (name === "lease_end") {
		for (const stream of [...streams.values()])
			if (stream.lease === message.lease)
				drop(stream);
		clearTimeout(timer); // another series may begin, if it still can
		timer = setTimeout(renew, AGAIN_MS);
	} else if (name === "refuse") {
		hearRefusal(fields);
	} else if (name === "ping") {
		send("ping", {});
	} else if (name === "frame_key" || name === "tabs") {
		const stream = [...streams.values()].find((one) => fields.wraps.some((wrap) => wrap.lease === one.lease));
		if (stream)
			inTurn(stream, () => whole(stream, message));
		else if (early.size < 200)
			fields.wraps.forEach((wrap) => early.set(wrap.lease, message));
	} else if (name === "frame_tiles") {
		for (const stream of streams.values())
			if (stream.lead === message.lease)
				inTurn(stream, () => pieces(stream, message));
	}
}

function hearState({ device, state, code }) {
	const tile = tileOf(device);
	if (!tile)
		return;
	const before = tile.state;
	tile.state = { offline: "off", no_device: "none" }[state] ?? state;
	tile.code = code === "none" ? "" : code.toUpperCase();
	if (tile.state === "refused") {
		for (const stream of [...streams.values()].filter((one) => one.tile === tile))
			drop(stream);
		clearTimeout(timer); // it may be for a moment only
		timer = setTimeout(renew, AGAIN_MS);
	}
	show(tile);
	if (["off", "none"].includes(before) && tile.state === "ready") // it came: ask at once
		setTimeout(renew, 0);
}

// An order that a device did not do: who and why, together for the whole class.
const refusals = new Map(); // code -> names
function hearRefusal({ device, code }) {
	const tile = tileOf(device), why = code.toUpperCase();
	if (!tile)
		return;
	refusals.set(why, (refusals.get(why) ?? new Set()).add(tile.name));
	say("not-done");
	for (const [reason, names] of refusals)
		trouble.append(` ${[...names].join(", ")}: ${word(reason === "ECAP" ? "cannot" : reason)}`);
}

// Pieces are drawn over what came before, so one after the other.
function inTurn(stream, work) {
	stream.work = stream.work.then(work).catch(() => {
		if (streams.get(place(stream.tile.device, stream.kind)) !== stream)
			return; // its right ended meanwhile
		cover(stream);
		say("forged");
	});
}

async function whole(stream, message) {
	const wrap = message.fields.wraps.find((one) => one.lease === stream.lease);
	if (!wrap || !stream.key)
		return;
	const series = stream.series;
	const content = await openWrap(pageKey, stream.key, wrap);
	if (message.name === "tabs")
		return list(stream, (await openSealed(content, message, "open_tabs")).tabs);
	const picture = await openSealed(content, message, "picture");
	if (picture.width === 0) // a page of the browser itself, or no window
		return isNothing(stream, series);
	const hasRight = () => streams.get(place(stream.tile.device, stream.kind))?.series === series;
	if (!await drawWhole(stream.canvas, stream.kind, picture, hasRight))
		return; // its right ended while it was opened
	stream.content = content;
	stream.lead = message.lease;
	isShown(stream);
}

async function pieces(stream, message) {
	if (!stream.content)
		return;
	await drawTiles(stream.canvas, await openSealed(stream.content, message, "tiles"), () => stream.shown);
}

// What was shown goes, but somebody still looks, and the pupil still reads so.
function isNothing(stream, series) {
	if (streams.get(place(stream.tile.device, stream.kind))?.series !== series)
		return;
	cover(stream);
	stream.shown = stream.nothing = true;
	if (stream.kind !== "thumb") {
		stream.canvas.hidden = true;
		full.querySelector("[data-full-words]").textContent = word("nothing");
	}
	show(stream.tile);
	count();
}

function isShown(stream) {
	stream.shown = true;
	stream.nothing = false;
	stream.tile.code = "";
	if (stream.canvas)
		stream.canvas.hidden = false;
	if (stream.kind !== "thumb")
		full.querySelector("[data-full-words]").textContent = "";
	show(stream.tile);
	count();
}

function list(stream, tabs) {
	const place_ = full.querySelector("[data-full-list]");
	place_.replaceChildren(...tabs.map((tab) => {
		const item = document.createElement("li");
		const when = document.createElement("span");
		when.className = "when";
		when.textContent = tab.active ? word("front") : "";
		item.classList.toggle("now", tab.active === 1);
		const what = document.createElement("div");
		what.className = "what";
		what.textContent = tab.title;
		const address = document.createElement("p");
		address.textContent = tab.url;
		what.append(address);
		const close = document.createElement("button");
		close.type = "button";
		close.className = "button quiet end";
		close.textContent = word("close");
		close.onclick = () => closeTab(stream.tile.device, tab.tab);
		item.append(when, what, close);
		if (tab.active)
			item.setAttribute("aria-current", "true");
		return item;
	}));
	isShown(stream);
}

function closeTab(device, tab) {
	const form = full.querySelector("[data-close-tab]");
	form.elements.device.value = device;
	form.elements.tab.value = tab;
	form.requestSubmit();
}

// What a device can show; 0 is a device that came after this page.
const hasScreen = (tile) => tile.can === 0 || (tile.can & (CAN.SCREEN | CAN.TAB)) !== 0;
const hasTabs = (tile) => tile.can === 0 || (tile.can & CAN.TABS) !== 0;

// One screen whole; Escape and the button lead back to the class.
function open(tile, kind) {
	if (tile.device === "0")
		return;
	full.dataset.device = tile.device;
	full.dataset.kind = kind;
	full.querySelector("[data-full-name]").textContent = tile.name;
	full.querySelector("[data-full-words]").textContent = word(tile.denied || tile.code || "ready");
	full.querySelector("[data-full-canvas]").hidden = true;
	full.querySelector("[data-full-list]").hidden = kind !== "tabs";
	full.querySelector("[data-full-tabs]").hidden = !hasScreen(tile) || !hasTabs(tile);
	full.querySelector("[data-full-list]").replaceChildren();
	if (!full.open)
		full.showModal();
	renew();
}

full.addEventListener("close", () => renew());
full.querySelector("[data-full-close]").onclick = () => full.close();
full.querySelector("[data-full-tabs]").onclick = () =>
	open(tileOf(full.dataset.device), full.dataset.kind === "tabs" ? "full" : "tabs");

const buttons = tiles.map((tile) => tile.element.querySelector("[data-tile-view]"));
buttons.forEach((button, i) => {
	button.onclick = () => open(tiles[i], hasScreen(tiles[i]) ? "full" : "tabs");
});
wall.addEventListener("keydown", (event) => {
	const from = buttons.indexOf(document.activeElement);
	const columns = tiles.filter((tile) => tile.element.offsetTop === tiles[0].element.offsetTop).length;
	const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns, Home: -from, End: buttons.length - 1 - from }[event.key];
	if (from < 0 || step === undefined)
		return;
	event.preventDefault();
	buttons[Math.min(buttons.length - 1, Math.max(0, from + step))].focus();
});

// Orders go without leaving the page; each has an id of its own.
for (const form of document.querySelectorAll("[data-wall-order]"))
	form.addEventListener("submit", async (event) => {
		event.preventDefault();
		const body = new URLSearchParams(new FormData(form));
		if (event.submitter?.name)
			body.set(event.submitter.name, event.submitter.value);
		body.set("form", crypto.randomUUID());
		refusals.clear();
		const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
		const sent = answer?.type === "opaqueredirect";
		if (refusals.size === 0) // a device may be faster than this answer
			say(sent ? "sent" : "not-sent");
		if (sent)
			form.closest("details")?.removeAttribute("open");
	});

function finish(why) {
	over = true;
	clearTimeout(timer);
	full.close();
	for (const stream of [...streams.values()])
		drop(stream);
	socket?.close();
	say(why);
}

document.addEventListener("visibilitychange", async () => {
	if (over)
		return;
	if (document.hidden) {
		for (const stream of [...streams.values()])
			drop(stream);
		clearTimeout(timer);
		say("hidden");
		return;
	}
	say("");
	pageKey = await makePageKey(); // what comes now is for nobody who was here before
	renew();
});
addEventListener("pagehide", () => socket?.close());

const eyes = new IntersectionObserver((entries) => {
	for (const entry of entries)
		tiles.find((tile) => tile.element === entry.target).inView = entry.isIntersecting;
	clearTimeout(timer);
	timer = setTimeout(renew, 200);
}, { threshold: 0.1 });

if (await isAble()) {
	pageKey = await makePageKey();
	tiles.forEach((tile) => eyes.observe(tile.element));
} else {
	say("unable");
}
setTimeout(() => finish("ended"), Math.max(0, ends - (Date.now() - skew)));
