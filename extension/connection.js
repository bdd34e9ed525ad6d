// The line to the school's server: open while a lesson of this pupil's group
// runs, and for moments in between to learn the rules (CLS-11). A worker that
// the browser kills is woken by an alarm and begins here again.
import { anyLesson, nextLesson } from "./calendar.js";
import { decode, WireError } from "./wire.js";
import { serverNow } from "./check.js";
import { Line } from "./line.js";
import { answers, revive, sayHand, session } from "./session.js";
import { inTurn } from "./turn.js";
import { newLog } from "./view_log.js";
import { readSettings } from "./settings.js";
import * as indicator from "./indicator.js";
import * as orders from "./orders.js";
import * as watch from "./watch.js";

const PING_MS = 20 * 1000; // keeps the worker alive too, which Chromium ends after 30 s without an event
const SILENT_MS = 60 * 1000;
const SPREAD_MS = 30 * 1000; // CLS-47
const BEFORE_MS = 60 * 1000; // the line is there when the lesson begins
const REFRESH_MS = 15 * 60 * 1000; // outside lessons the rules are asked for this often
const VISIT_MS = 2 * 60 * 1000; // after a page of the school was opened: its sign-in ties pupil and device
const MOMENT_MS = 5 * 1000; // to learn the rules
const UNTIL_POLICY_MS = 2000;
const AFTER_FAULT_MS = 1000, SOON_MS = 100;

let settings = { complete: false };
let connectAt = 0, heardAt = 0, pingAt = 0, openedAt = 0, stayUntil = 0, refusedAt = -Infinity; // monotonic
let informed = false; // this line brought a policy
let turnedAway = false; // the school said so; a line that ends without a word is broken, no more
let begun = false; // what was known is read
let timer;

async function learnSettings() {
	settings = await readSettings();
	session.ahead = settings.ahead;
}

// What the worker does first; whatever a dead one left on the button goes. Until it
// is done nothing else is: a browser that could not read who it is would enrol again.
async function begin() {
	await learnSettings();
	await revive();
	await indicator.say([]);
	begun = true;
}

/** isTyped: by a technician, just now; else the policy changed, or there is none any more. */
export async function settingsChanged({ isTyped }) {
	await learnSettings();
	connectAt = 0;
	session.problem = "";
	if (isTyped && !settings.managed)
		refusedAt = session.device.monotonic; // a code that was typed is meant
	if (isAnew() && session.line)
		await drop();
	await tick();
}

/** The pupil opened a page of the school: who signs in there works on this device. */
export async function visited(url) {
	if (!session.identity || !URL.canParse(url) || new URL(url).hostname !== hostOf())
		return;
	await session.refreshFacts();
	stayUntil = session.device.monotonic + VISIT_MS;
	await tick();
}

const address = () => settings.managed || !session.identity || isAnew() ? settings.server ?? session.identity?.server : session.identity.server;
const hostOf = () => address()?.replace(/:\d+$/, "");
const schoolNow = () => session.time ? serverNow(session.time, session.device) : session.device.wall;

// The school does not know this device any more, and there is a fresh code.
const isAnew = () => session.identity && settings.complete && settings.code !== session.identity.code &&
	session.device.monotonic - refusedAt < REFRESH_MS;

function isWanted() {
	const { policy, device } = session;
	if (!session.identity)
		return settings.complete;
	if (!policy.rules || isAnew() || orders.isAny() || device.monotonic < stayUntil)
		return true;
	if (session.line ? device.monotonic - openedAt < MOMENT_MS : device.wall - session.policyAt >= REFRESH_MS)
		return true;
	return anyLesson(policy.rules, schoolNow()) || anyLesson(policy.rules, schoolNow() + BEFORE_MS);
}

function connect() {
	connectAt = session.device.monotonic + SPREAD_MS;
	const line = new Line(address());
	Object.assign(session, { line, sequence: 0, greeted: false, time: null, enrolling: null });
	informed = turnedAway = false;
	openedAt = heardAt = pingAt = session.device.monotonic;
	line.onmessage = (bytes) => inTurn(() => line === session.line && received(bytes));
	line.onclose = () => inTurn(() => line === session.line && closed());
}

async function drop() {
	session.line?.close();
	await closed();
}

async function closed() {
	const { greeted, enrolling } = session;
	await session.refreshFacts();
	if (!informed)
		session.problem = turnedAway ? enrolling ? "code_refused" : "not_known" : "no_server";
	if (turnedAway && greeted)
		refusedAt = session.device.monotonic;
	Object.assign(session, { line: null, greeted: false, time: null, enrolling: null });
	await watch.releaseAll();
	connectAt = session.device.monotonic + (turnedAway && enrolling ? REFRESH_MS : 1000 + Math.random() * SPREAD_MS);
	await tick();
}

async function received(bytes) {
	await session.refreshFacts();
	heardAt = session.device.monotonic;
	try {
		await answer(decode(bytes, "server"));
	} catch (error) {
		if (!(error instanceof WireError))
			console.error(error);
		return drop(); // no message of ours, or one that could not be answered
	}
	await tick();
}

async function answer(message) {
	if (message.name === "refuse" && !informed) {
		turnedAway = true;
		throw new WireError("not of this school");
	}
	if (!session.greeted && !["challenge", "enrolled"].includes(message.name))
		throw new WireError("not yet");
	if (!Object.hasOwn(answers, message.name))
		return session.refuse(message.lease, 0n, "ecap");
	if (await answers[message.name](message, { server: address(), code: settings.code, anew: isAnew() }) === false)
		throw new WireError("not asked for");
	if (message.name === "policy") {
		informed = true;
		session.problem = "";
		sayHand(); // not before: to a school that does not know it a browser says who it is, no more
	}
}

/** Everything that is due, and when again, also when something of it could not be done. */
export async function tick() {
	clearTimeout(timer);
	let wait = AFTER_FAULT_MS;
	try {
		if (!begun)
			await begin();
		wait = await due();
	} finally {
		clearTimeout(timer);
		if (session.line || isWanted() || !session.identity)
			timer = setTimeout(() => inTurn(tick), wait);
		await planAlarm();
	}
}

// Orders that end, the line, leases, pictures; ms until it wants to be called again.
async function due() {
	await session.refreshFacts();
	const { monotonic } = session.device;
	let wait = Math.min(PING_MS, await orders.tick(session));
	if (!settings.complete && !session.identity) { // the policy of a browser just started comes late, at times without a word
		await learnSettings();
		wait = UNTIL_POLICY_MS;
	}
	if (!isWanted()) {
		if (session.line) {
			await drop();
			return SOON_MS;
		}
	} else if (!session.line) {
		if (address() && monotonic >= connectAt)
			connect();
		wait = Math.min(wait, Math.max(100, connectAt - monotonic));
	} else if (monotonic - heardAt >= SILENT_MS) {
		await drop();
		return SOON_MS;
	} else {
		if (session.greeted && monotonic - pingAt >= PING_MS) {
			pingAt = monotonic;
			session.send("ping", {});
		}
		wait = Math.min(wait, Math.max(100, pingAt + PING_MS - monotonic), await watch.tick(session));
	}
	return wait;
}

// Chromium lets an alarm fire each 30 s at most. One that is right already is
// left alone: to make it anew would put it off.
async function planAlarm() {
	const { rules } = session.policy;
	const isClose = isWanted() || session.line || !session.identity;
	const next = rules && !isClose ? nextLesson(rules, schoolNow()) : null;
	const period = isClose ? 0.5 : REFRESH_MS / 60000;
	const toLesson = next === null ? Infinity : (next - BEFORE_MS - schoolNow() + Math.random() * SPREAD_MS) / 60000;
	const wait = Math.min(period, Math.max(0.5, toLesson));
	const alarm = await chrome.alarms.get("wake");
	if (alarm?.periodInMinutes !== period || alarm.scheduledTime > Date.now() + wait * 60000 + SPREAD_MS)
		await chrome.alarms.create("wake", { delayInMinutes: wait, periodInMinutes: period });
}

/** For popup and options. */
export function status() {
	return { school: session.identity?.school ?? settings.school ?? "", enrolled: Boolean(session.identity),
		server: address() ?? "", managed: Boolean(settings.managed), connected: session.greeted, problem: session.problem, ahead: session.ahead,
		hand: session.hand, lookers: watch.lookers(), orders: orders.now(), log: session.log ?? newLog() };
}
