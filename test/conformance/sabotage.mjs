// Takes out, one at a time and in a copy of the tree, what keeps a rule, and asks
// whether the test notices that should:  node sabotage.mjs COPY [--long] [WORD...]
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { sabotages } from "./sabotages.mjs";

const [copy, ...words] = process.argv.slice(2);
const long = words[0] === "--long" && words.shift();
process.chdir(copy);
const tests = new Map(JSON.parse(execFileSync("meson", ["introspect", "--tests", "build"], { encoding: "utf8" }))
	.map(({ name, cmd, depends }) => [name, { cmd, depends }]));
const targets = new Map(JSON.parse(execFileSync("meson", ["introspect", "--targets", "build"], { encoding: "utf8" }))
	.map((target) => [target.id, target.filename.map((name) => name.replace(/^.*?\/build\//, ""))]));

/** "passes", "fails" or "does not build". */
function outcome(name) {
	const onDisplay = /^agent (.*)$/.exec(name);
	const { cmd, depends } = onDisplay ? { cmd: ["node", "test/classroom/agent.mjs", "build", onDisplay[1]], depends: [] } : tests.get(name);
	// Meson names what it runs from its own place; here all stands below the copy.
	const inCopy = (word) => word.endsWith(".mjs") ? word.replace(/^.*\/(test\/)/, "$1") : word.replace(/^.*\/build\//, "./build/").replace(/^wire\//, "./build/wire/");
	const here = onDisplay ? cmd : cmd.map(inCopy);
	const built = onDisplay ? ["agent/campanella-agent"] : [...here.filter((word) => word.startsWith("./build/")).map((word) => word.slice(8)), ...depends.flatMap((id) => targets.get(id) ?? [])];
	const ninja = spawnSync("ninja", ["-C", "build", ...new Set(built)], { encoding: "utf8" });
	if (ninja.status !== 0)
		return `does not build: ${ninja.stdout.split("\n").filter((line) => /error/.test(line)).slice(0, 2).join("; ")}`;
	const ran = spawnSync(here[0], here.slice(1), { encoding: "utf8", timeout: 120000 });
	return ran.status === 0 ? "passes" : "fails";
}

const chosen = sabotages.filter(([rule, what, file, , , test]) => (long || !test.startsWith("agent ")) || words.length)
	.filter((one) => words.length === 0 || words.some((word) => one.some((part) => part.includes(word))));
const bad = [];
let noticed = 0;
// The positive control: untouched, every test passes.
for (const name of new Set(chosen.map((one) => one[5])))
	if (outcome(name) !== "passes")
		bad.push(`${name} fails by itself: ${outcome(name)}`);
for (const [rule, what, file, from, to, test] of bad.length ? [] : chosen) {
	const text = readFileSync(file, "utf8"), at = text.indexOf(from);
	if (at < 0 || text.indexOf(from, at + 1) >= 0) {
		bad.push(`${rule} ${what}: ${file} has ${at < 0 ? "no" : "more than one"} "${from.slice(0, 60)}"`);
		continue;
	}
	writeFileSync(file, text.slice(0, at) + to + text.slice(at + from.length));
	const got = outcome(test);
	writeFileSync(file, text);
	if (got === "fails")
		noticed++;
	else
		bad.push(`${rule} ${what} (${file}): ${test} ${got}`);
}
bad.forEach((one) => console.log(`NOT NOTICED ${one}`));
console.log(`${noticed} of ${chosen.length} sabotages noticed`);
console.log(`${noticed} passed, ${bad.length} failed`);
process.exit(bad.length || !noticed ? 1 : 0);
