// The wall: the class's screens while they can be seen, and no moment longer.
// It asks for what is in view, each 20 seconds; a hidden page asks for nothing,
// and what is not asked for ends by itself (CLS-19).
import { CAN, decode, encode, values } from "/web/wire.js";
import { drawTiles, drawWhole } from "/web/wall_picture.js";
import { base64url, fromBase64url, isAble, makePageKey, openSealed, openWrap } from "/web/wall_seal.js";
import { heardRefusal, orders } from "/web/wall_orders.js";

const RENEW_MS = 20000;
const AGAIN_MS = 3000;
const ANSWERS_MS = 15000;
const SAID_MS = 10000;
const STEP_MS = 250;
const NAMES_MAX = 3;
const wall = document.querySelector("[data-wall]");
const full = document.querySelector("[data-wall-full]");
const token = document.querySelector("[data-wall-token] input[name=token]").value;
const skew = Date.now() - Number(wall.dataset.now);
let ends = Number(wall.dataset.ends);
const curtain = document.querySelector("dialog[data-curtain]");
// Its own from the first question on: two that are under way at once are one page's.
const ticket = base64url(crypto.getRandomValues(new Uint8Array(32)));
let pageKey, socket, sequence = 0, seriesMade = 0, timer, due = Infinity, over = false;
let blind = ""; // why nothing is known of any device now: hidden, lost, or over

const word = (name) => document.querySelector(`#wall-words [data-word="${name}"]`)?.textContent ?? "";
const foot = document.querySelector("[data-wall-foot]"); // what is said is said where the eyes are
const trouble = foot.querySelector("[data-wall-trouble]");
let said = "", saying;
function say(name, { count = "", more = [] } = {}) {
	said = name;
	trouble.replaceChildren(word(name).replace("#", String(count)), ...more);
	trouble.hidden = !name;
	trouble.classList.toggle("good", name.startsWith("sent"));
	clearTimeout(saying);
	if (name.startsWith("sent"))
		saying = setTimeout(say, SAID_MS, "");
}

// Of all tiles at once: what they said is not known any more, or is again.
function become(why) {
	blind = why;
	if (why)
		say(why);
	else if (["hidden", "lost"].includes(said))
		say("");
	tiles.forEach((tile) => {
		if (why)
			tile.hand = 0; // told again with the next line
		show(tile);
	});
	showHands();
	count();
}

const isCovered = () => document.hidden || curtain?.open;

// One tile a pupil; one stream a tile and kind of view that is asked for now.
const tiles = [...wall.querySelectorAll(".screen")].map((element) => ({
	element,
	device: element.dataset.device,
	name: element.querySelector("b").textContent,
	canvas: element.querySelector("[data-tile-canvas]"),
	words: element.querySelector("[data-tile-words]"),
	note: element.querySelector("[data-tile-note]"),
	state: element.dataset.mark, code: "", hand: 0, inView: false, can: Number(element.dataset.can),
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
			since: Date.now(), shown: false, work: Promise.resolve() });
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

// What a tile, or the one that is shown whole, says where no picture is.
function wordsOf(tile, kind) {
	const stream = streams.get(place(tile.device, kind));
	if (stream?.nothing)
		return word("nothing");
	if (stream?.shown)
		return "";
	if (tile.denied || tile.state === "none")
		return word(tile.denied || "none");
	if (blind)
		return word("unseen");
	if (tile.code)
		return word(tile.code);
	if (!["ready", "live"].includes(tile.state))
		return word(tile.state);
	return word(!stream ? "connected" : Date.now() - stream.since < ANSWERS_MS ? "ready" : "silent");
}

function show(tile) {
	const seen = streams.get(place(tile.device, "thumb"))?.shown;
	const state = tile.denied ? "refused" : tile.state === "live" || blind ? "ready" : tile.state;
	const dot = tile.element.querySelector(".dot");
	tile.element.dataset.mark = seen ? "live" : state;
	dot.classList.toggle("on", Boolean(seen));
	dot.classList.toggle("refused", state === "refused");
	tile.element.classList.toggle("hand", tile.hand > 0);
	tile.words.textContent = wordsOf(tile, "thumb");
	tile.words.hidden = !tile.words.textContent;
	tile.note.textContent = tile.hand ? word("hand") : tile.denied || (blind ? "" : tile.code);
	if (full.open && full.dataset.device === tile.device)
		full.querySelector("[data-full-words]").textContent = wordsOf(tile, full.dataset.kind);
}

function count() {
	const watched = new Set([...streams.values()].filter((stream) => stream.shown).map((stream) => stream.tile.device)).size;
	const line = document.querySelector("[data-wall-watched]");
	const words = word(blind === "lost" ? "count-lost" : ["count-none", "count-one"][watched] ?? "count-many").replace("#", String(watched));
	line.classList.toggle("eye", watched > 0);
	if (line.querySelector("[data-wall-count]").textContent !== words) // it is read out
		line.querySelector("[data-wall-count]").textContent = words;
}

// Whoever waits longest first, however far down the tile is; each press leads to the next.
let handsMade = 0, ledTo;
const inTurnOfHands = () => tiles.filter((tile) => tile.hand).sort((one, other) => one.hand - other.hand);
function showHands() {
	const raised = inTurnOfHands(), button = foot.querySelector("[data-wall-hands]");
	const names = raised.slice(0, NAMES_MAX).map((tile) => tile.name).join(", ") + (raised.length > NAMES_MAX ? ", …" : "");
	button.hidden = raised.length === 0;
	button.querySelector("span").textContent = raised.length === 0 ? "" :
		`${word(raised.length === 1 ? "hands-one" : "hands-many").replace("#", String(raised.length))} ${names}`;
}

foot.querySelector("[data-wall-hands]").onclick = () => {
	const raised = inTurnOfHands();
	ledTo = raised[(raised.indexOf(ledTo) + 1) % raised.length];
	full.close();
	const button = ledTo.element.querySelector("[data-tile-view]");
	button.scrollIntoView({ block: "center" });
	button.focus({ preventScroll: true });
};

// What should be seen now: the tiles in view, or the one that is shown whole.
function wanted() {
	if (isCovered() || over)
		return [];
	if (full.open) {
		const tile = tileOf(full.dataset.device);
		const kind = full.dataset.kind;
		return tile ? [streamFor(tile, kind, kind === "full" ? full.querySelector("[data-full-canvas]") : null)] : [];
	}
	return tiles.filter((tile) => tile.inView && tile.device !== "0" && ["ready", "live", "refused"].includes(tile.state))
		.map((tile) => streamFor(tile, "thumb", tile.canvas));
}

// Asks in so long, or sooner if that was to be: thirty tiles that begin anew ask once.
function renewIn(ms) {
	const at = performance.now() + ms;
	if (at >= due || over)
		return;
	clearTimeout(timer);
	due = at;
	timer = setTimeout(renew, ms);
}

async function renew() {
	clearTimeout(timer);
	due = Infinity;
	if (Date.now() - skew >= ends)
		return finish("ended");
	const now = wanted();
	for (const stream of [...streams.values()])
		if (!now.includes(stream))
			drop(stream);
	if (isCovered() || over)
		return;
	now.forEach(({ tile }) => show(tile));
	renewIn(RENEW_MS);
	const body = new URLSearchParams({ token, key: base64url(pageKey.open), ticket });
	for (const { tile, kind, series } of now)
		body.append("see", `${tile.device}:${values.kind.indexOf(kind)}:${series}`);
	let answer;
	try {
		answer = await fetch(`/classes/${wall.dataset.class}/wall/leases`, { method: "POST", body, redirect: "manual" });
	} catch {
		return lose();
	}
	if (over)
		return;
	if (answer.type === "opaqueredirect" || answer.status === 401)
		return finish("signed-out");
	if (answer.status === 403)
		return finish(Date.now() - skew >= ends - AGAIN_MS ? "ended" : "not-yours");
	if (!answer.ok)
		return lose();
	take(await answer.json());
}

function lose() {
	if (over || isCovered())
		return;
	become("lost");
	renewIn(AGAIN_MS);
}

function take(answer) {
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
			renewIn(0);
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
	// Somebody sat down at another device: the page is made anew, unless the teacher is in the middle of something.
	if (answer.stand !== wall.dataset.stand && !full.open && !document.querySelector(".wall-orders details[open]"))
		location.reload();
}

function connect() {
	if (socket?.readyState === WebSocket.OPEN && blind === "lost") // the line was there all the time
		become("");
	if (socket && socket.readyState <= WebSocket.OPEN)
		return;
	socket = new WebSocket(wall.dataset.socket);
	socket.binaryType = "arraybuffer";
	sequence = 0;
	const mine = socket;
	socket.onopen = () => {
		if (blind === "lost")
			become("");
		send("viewer_hello", { ticket: fromBase64url(ticket) });
	};
	socket.onmessage = (event) => mine === socket && hear(new Uint8Array(event.data));
	socket.onclose = () => {
		if (mine !== socket || over || isCovered())
			return;
		for (const stream of [...streams.values()]) // what comes back begins anew
			drop(stream);
		lose();
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
			tile.hand = fields.up === 1 ? tile.hand || ++handsMade : 0;
			show(tile);
			showHands();
		}
	} else if (name === "lease_end") {
		for (const stream of [...streams.values()])
			if (stream.lease === message.lease)
				drop(stream);
		renewIn(AGAIN_MS); // another series may begin, if it still can
	} else if (name === "refuse") {
		heardRefusal(tileOf(fields.device), fields.code.toUpperCase(), say, word);
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
		renewIn(AGAIN_MS); // it may be for a moment only
	}
	show(tile);
	if (["off", "none"].includes(before) && tile.state === "ready") // it came: ask at once
		renewIn(0);
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
	if (!await drawWhole(stream.canvas, stream.kind, picture, () => inStep(stream).then(hasRight)))
		return; // its right ended while it was opened
	stream.content = content;
	stream.lead = message.lease;
	isShown(stream);
}

async function pieces(stream, message) {
	if (!stream.content)
		return;
	await drawTiles(stream.canvas, await openSealed(stream.content, message, "tiles"), () => inStep(stream).then(() => stream.shown));
}

// A browser pays for each time that it paints the page, hardly for how many tiles have changed
// since: those of a class are drawn together. The one that is shown whole does not wait.
let step;
async function inStep({ kind }) {
	if (kind !== "thumb")
		return;
	step ??= new Promise((resolve) => setTimeout(resolve, STEP_MS)).then(() => step = null);
	await step;
}

// What was shown goes, but somebody still looks, and the pupil still reads so.
function isNothing(stream, series) {
	if (streams.get(place(stream.tile.device, stream.kind))?.series !== series)
		return;
	cover(stream);
	stream.shown = stream.nothing = true;
	if (stream.kind !== "thumb")
		stream.canvas.hidden = true;
	show(stream.tile);
	count();
}

function isShown(stream) {
	stream.shown = true;
	stream.nothing = false;
	stream.tile.code = "";
	if (stream.canvas)
		stream.canvas.hidden = false;
	show(stream.tile);
	count();
}

// Drawn again only when something has changed, and the keyboard stays where it was.
function list(stream, tabs) {
	const held = full.querySelector("[data-full-list]");
	const buttons = () => [...held.querySelectorAll("button")];
	const drawn = JSON.stringify(tabs);
	const at = buttons().indexOf(document.activeElement);
	if (held.dataset.drawn !== drawn) {
		held.dataset.drawn = drawn;
		held.replaceChildren(...tabs.map((tab) => itemOf(stream.tile.device, tab)));
		if (at >= 0)
			(buttons()[Math.min(at, tabs.length - 1)] ?? full.querySelector("[data-full-close]")).focus();
	}
	isShown(stream);
	if (tabs.length === 0)
		full.querySelector("[data-full-words]").textContent = word("no-pages");
}

function itemOf(device, tab) {
	const element = (name, className, ...within) => {
		const made = document.createElement(name);
		made.className = className;
		made.append(...within);
		return made;
	};
	const close = element("button", "button quiet end", word("close"), element("span", "sr", ` ${tab.title}`));
	close.type = "button";
	close.onclick = () => closeTab(device, tab.tab);
	const item = element("li", tab.active ? "front" : "", element("span", "when", tab.active ? word("front") : ""),
		element("div", "what", tab.title, element("p", "", tab.url)), close);
	if (tab.active)
		item.setAttribute("aria-current", "true");
	return item;
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
	full.querySelector("[data-full-canvas]").hidden = true;
	const held = full.querySelector("[data-full-list]"), other = full.querySelector("[data-full-tabs]");
	held.hidden = kind !== "tabs";
	held.dataset.drawn = "";
	held.replaceChildren();
	other.hidden = !hasScreen(tile) || !hasTabs(tile) || ["off", "none"].includes(tile.state);
	other.textContent = word(kind === "tabs" ? "whole" : "tabs");
	if (!full.open)
		full.showModal();
	full.append(foot);
	renew();
	show(tile);
}

full.addEventListener("close", () => {
	wall.after(foot);
	renew();
});
full.querySelector("[data-full-close]").onclick = () => full.close();
full.querySelector("[data-full-tabs]").onclick = () =>
	open(tileOf(full.dataset.device), full.dataset.kind === "tabs" ? "full" : "tabs");

const buttons = tiles.map((tile) => tile.element.querySelector("[data-tile-view]"));
buttons.forEach((button, i) => {
	if (tiles[i].device === "0")
		button.setAttribute("aria-disabled", "true"); // there is nothing to show whole
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

orders({ say, isClosed: () => over && blind, connected: () => tiles.filter((tile) => !tile.denied && ["ready", "live", "orders", "refused"].includes(tile.state)).length });

function finish(why) {
	over = true;
	clearTimeout(timer);
	full.close();
	for (const stream of [...streams.values()])
		drop(stream);
	socket?.close();
	become(why);
	if (why === "signed-out") {
		const link = document.createElement("a");
		link.href = `/sign-in?next=${location.pathname}`;
		link.textContent = word("sign-in");
		say(why, { more: [" ", link] });
	}
}

// Who cannot see the page is shown nothing: in another tab, or under the curtain.
async function eyesChanged() {
	if (over)
		return;
	if (!isCovered()) {
		become("");
		pageKey = await makePageKey(); // what comes now is for nobody who was here before
		return renew();
	}
	for (const stream of [...streams.values()])
		drop(stream);
	clearTimeout(timer);
	due = Infinity;
	become("hidden");
}
document.addEventListener("visibilitychange", eyesChanged);
document.addEventListener("curtain:drawn", eyesChanged);
document.addEventListener("curtain:opened", eyesChanged);
addEventListener("pagehide", () => socket?.close());

const eyes = new IntersectionObserver((entries) => {
	for (const entry of entries)
		tiles.find((tile) => tile.element === entry.target).inView = entry.isIntersecting;
	renewIn(200);
}, { threshold: 0.1 });

if (await isAble()) {
	pageKey = await makePageKey();
	tiles.forEach((tile) => eyes.observe(tile.element));
} else {
	say("unable");
}
setTimeout(() => finish("ended"), Math.max(0, ends - (Date.now() - skew)));
