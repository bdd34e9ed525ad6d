// The lease matrix put to the extension's checks without a browser (T2), so that
// whoever changes them hears of it at once:
//   node test/vectors/extension_test.mjs build/wire/wire.js
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { judge_leases } from "./judge.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const part = (name) => import(`file://${folder}/${name}`);
const folder = mkdtempSync(`${tmpdir()}/campanella-extension.`);
try {
	for (const name of ["bytes.js", "calendar.js", "check.js", "line.js", "seal.js", "settings.js"])
		cpSync(here(`../../extension/${name}`), `${folder}/${name}`);
	cpSync(process.argv[2], `${folder}/wire.js`);
	writeFileSync(`${folder}/package.json`, '{ "type": "module" }');
	const vectors = JSON.parse(readFileSync(here("lease.json")));
	const wrong = await judge_leases({ root: `file://${folder}`, vectors });
	wrong.push(...await judge_answers(), ...await judge_addresses());
	wrong.forEach((one) => console.log(`WRONG ${one}`));
	console.log(`${vectors.cases.length + 3 - wrong.length} passed, ${wrong.length} failed`);
	process.exitCode = wrong.length || vectors.cases.length < 100 ? 1 : 0;
} finally {
	rmSync(folder, { recursive: true });
}

// A server that sends for ever is not heard to its end; what came in parts is whole.
async function judge_answers() {
	const { wholeOf } = await part("line.js"), of = (size, count) => new ReadableStream({ pull: (to) => count-- > 0 ? to.enqueue(new Uint8Array(size).fill(count)) : to.close() }).getReader();
	const whole = await wholeOf(of(1000, 3)), endless = await wholeOf(of(65536, 100)).then(() => "taken", () => "refused");
	return whole.length === 3000 && whole[0] === 2 && whole[2999] === 0 && endless === "refused" ? [] : [`an answer in parts: ${whole.length}, one without end: ${endless}`];
}

// What is no address must not reach a WebSocket, which throws.
async function judge_addresses() {
	const { addressOf } = await part("settings.js");
	const none = ["", "a..b:99999", "[::::]:443", "[1]:2", "school.example:0", "a b", "http://school.example"].filter((one) => addressOf(one) !== null);
	const good = ["school.example:8444", "https://School.example/", "[2001:db8::1]:8444"].map(addressOf).join();
	return none.length === 0 && good === "school.example:8444,school.example:443,[2001:db8::1]:8444" ? [] : [`addresses: ${none.join()}; ${good}`];
}
