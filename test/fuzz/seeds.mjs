// A good message of every kind for the targets that take them:
//   node test/fuzz/seeds.mjs BUILD TO      TO/messages TO/agent_session TO/devices_heard TO/devices_hello
// and, with --missing TARGET "reached" lines on standard input: what a target
// did not get through to.
import { createPrivateKey, createPublicKey } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const [build, to, target] = process.argv.slice(2);
const url = "data:text/javascript;base64," + Buffer.from(readFileSync(`${build}/wire/wire.js`, "utf8") + "\nexport { forms };").toString("base64");
const wire = await import(url);
const from = (side) => Object.entries(wire.forms).filter(([, form]) => form.number && form.sides & 1 << wire.values.side.indexOf(side)).map(([name]) => name);
const FIRST = ["hello", "enrol", "viewer_hello"]; // a stranger says who it is, no more
// The order of the forms in the C header is the number by which a target chooses.
const header = readFileSync(`${build}/wire/messages.h`, "utf8");
const each = (macro) => [...new RegExp(`define ${macro}\\(F\\)((?:[^\\n]*\\\\\\n)*[^\\n]*)`).exec(header)[1].matchAll(/F\((\w+)\)/g)].map((one) => one[1]);
const all = [...each("MESSAGE_EACH"), ...each("MESSAGE_EACH_PAYLOAD")];
const wanted = {
	messages: all,
	agent_session: from("server"),
	devices_heard: [...new Set([...from("device"), ...from("viewer")])].filter((name) => !FIRST.includes(name)),
	devices_hello: FIRST,
};
if (to === "--missing") {
	const said = new Set(readFileSync(0, "utf8").split("\n").map((line) => /^reached (\w+)$/.exec(line)?.[1].toLowerCase()).filter(Boolean));
	const missing = wanted[target].filter((name) => !said.has(name));
	console.log(`${target}: ${wanted[target].length - missing.length} of ${wanted[target].length} messages reached${missing.length ? `, not ${missing.join(", ")}` : ""}`);
	process.exit(missing.length ? 1 : 0);
}

const WALL = 1795509000000, day = Math.floor(WALL / 86400000), key = agent_key();
const network = { address: new Uint8Array(16), prefix: 0 };
const order = { order: 1n, device: 7n, pupil: 101, class: 5, teacher: 11, teacher_name: "Prof. Bianchi", lesson: "Matematica", not_before: WALL, expires: WALL + 60000, nonce: Uint8Array.of(...Array(15).fill(0), 9) };
const good = {
	policy_rules: { device: 7n, version: 1, role: "pupil", pupil: 101, valid_from: WALL - 1000, valid_until: WALL + 86400000, zone: 3, school: "Così", classes: [{ class: 5 }],
		device_networks: [network], public_networks: [network], hours: [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ class: 5, weekday, from_minute: 0, to_minute: 1440, first_day: day - 2, last_day: day + 2 })),
		lease_keys: [{ key }], time_keys: [{ key }] },
	lease_terms: { lease: 5n, device: 7n, pupil: 101, class: 5, teacher: 11, teacher_name: "Prof. Bianchi", lesson: "Matematica", purpose: "instruction", kind: "thumb", interval_ms: 200,
		not_before: WALL, expires: WALL + 50000, page_key: Uint8Array.of(9, ...Array(31).fill(0)) },
	server_time: { device: 7n, time: WALL + 1000 }, lock_order: { order, on: 1, text: "Guardate" }, message_order: { order, text: "Pagina 40" },
	focus_order: { order, on: 1, domains: [{ name: "it.wikipedia.org" }] }, tab_order: { order, action: "open", url: "https://example.org/" },
	picture: { width: 2, height: 2, jpeg: Uint8Array.of(255, 216) }, tiles: { width: 2, height: 2, tiles: [{ width: 1, height: 1 }] }, open_tabs: { tabs: [{ tab: 1, title: "Così", url: "https://example.org/" }] },
	hello: { device: 901n, version: "1", platform: "linux", session: "x11", can: 1 }, enrol: { code: "ABCD-EFGH", platform: "browser" }, refuse: { device: 901n, code: "etime" },
	loghead: { device: 901n, count: 1 }, look: { content: new Uint8Array([...wire.pack("look_report", { device: 901n, at: 1, lease: new Uint8Array(100) }), ...new Uint8Array(64)]) },
	frame_key: { wraps: [{ lease: 5n }], sealed: new Uint8Array(40) }, frame_tiles: { sealed: new Uint8Array(40) }, tabs: { wraps: [{ lease: 5n }], sealed: new Uint8Array(40) },
};
const content = { policy: "policy_rules", lease: "lease_terms", ping: "server_time", lock: "lock_order", msg: "message_order", focus: "focus_order", tab_cmd: "tab_order" };

// Ed25519 of the seed 1 2 3 0 0 ..., as the target has it.
function agent_key() {
	const seed = "302e020100300506032b657004220420" + "010203".padEnd(64, "0");
	return new Uint8Array(createPublicKey(createPrivateKey({ key: Buffer.from(seed, "hex"), format: "der", type: "pkcs8" })).export({ format: "der", type: "spki" }).subarray(-32));
}
const write = (name, seed, bytes) => {
	mkdirSync(`${to}/${name}`, { recursive: true });
	writeFileSync(`${to}/${name}/${seed}`, bytes);
};
const long = (bytes) => [bytes.length >> 8, bytes.length & 255, ...bytes];
const fields = (name) => wire.pack(name, good[name] ?? (content[name] ? { content: new Uint8Array([...wire.pack(content[name], good[content[name]]), ...new Uint8Array(64)]) } : {}));

all.forEach((name, at) => write("messages", name, Uint8Array.of(at, 0, ...fields(name))));
// An agent that was asked, told the rules and the time, and may be looked at; then the message.
const say = (name) => [wire.forms[name].number, ...long(content[name] ? wire.pack(content[name], good[content[name]]) : fields(name))];
const before = ["challenge", "policy", "ping", "lease", "loghead"].flatMap(say);
for (const name of from("server"))
	write("agent_session", name, Uint8Array.from([...before, ...say(name), ...say("again")]));
for (const [side, who] of [["device", 2], ["viewer", 1]])
	for (const name of from(side)) {
		const whole = wire.encode(name, wire.unpack(name, fields(name)), { sequence: 1, lease: 5n });
		if (FIRST.includes(name))
			write("devices_hello", name, Uint8Array.of(side === "viewer" ? 2 : 1, ...whole));
		else
			write("devices_heard", `${side}-${name}`, Uint8Array.of(who, ...long(wire.encode("notice_ack", { at: 1 }, { sequence: 1, lease: 5n })), who, ...long(whole)));
	}
