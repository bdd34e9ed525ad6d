// docs/conformance.md against the tree: every rule has one row, and what its row
// names is there: files, names in them, tests by their words. Prints what is
// wrong and `N passed, N failed`.
import { execFileSync } from "node:child_process";
import fs from "node:fs";

const RULES = [...Array.from({ length: 47 }, (_, i) => `CLS-${i + 1}`), ...Array.from({ length: 10 }, (_, i) => `T${i + 1}`)];
const page = fs.readFileSync("docs/conformance.md", "utf8");
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" }).split("\n");
let passed = 0, failed = 0;
function check(what, fine) {
	fine ? passed++ : failed++;
	if (!fine)
		console.log(`failed: docs/conformance.md: ${what}`);
}
const text_of = new Map();
function read(file) {
	if (!text_of.has(file))
		text_of.set(file, fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "");
	return text_of.get(file);
}

// `file` followed by names, or by the words of tests in quotation marks.
const parts = (cell) => [...cell.matchAll(/`([\w./-]+)`([^`]*)/g)].map(([, file, rest]) => ({ file, rest }));
const rows = page.split("\n").filter((line) => /^\| (CLS-|T)\d+ \|/.test(line)).map((line) => line.slice(2, -2).split(" | ").map((cell) => cell.trim()));
for (const rule of RULES)
	check(`${rule} has one row`, rows.filter(([first]) => first === rule).length === 1);
const { sabotages } = await import("../conformance/sabotages.mjs");
for (const [rule, , kept, shown] of rows) {
	check(`${rule}: something keeps it and something shows it`, parts(kept ?? "").length > 0 && parts(shown ?? "").length > 0);
	for (const { file, rest } of parts(kept))
		for (const name of rest.match(/[A-Za-z_]\w+/g) ?? [""])
			check(`${rule}: ${file} ${name}`, read(file) !== "" && new RegExp(`\\b${name}\\b`).test(read(file)));
	for (const { file, rest } of parts(shown))
		for (const [, words] of rest.matchAll(/"([^"]+)"/g))
			check(`${rule}: ${file} has no test with "${words}"`, read(file).includes(words));
	if (shown.endsWith("**out**"))
		check(`${rule}: no line of it is taken out`, sabotages.some(([of]) => of === rule));
}
for (const [rule] of sabotages)
	check(`${rule} is taken out, and its row says so`, rows.some(([first, , , shown]) => first === rule && shown.endsWith("**out**")));

// Every rule is cited by a test of its own, in so many words (CLS-9 by this file).
const tests = files.filter((file) => /(_test\.c|_fuzz\.c|^(test|bench)\/.*\.(mjs|c|sh)|\/run)$/.test(file) && !file.startsWith("test/docs/"));
const cited = new Set(["CLS-9"]);
for (const file of tests)
	for (const [, first, second] of read(file).matchAll(/\bCLS-(\d+)(?: to CLS-(\d+))?|\bcls_(\d+)_/g) ?? [])
		for (let at = Number(first); at <= Number(second ?? first); at++)
			cited.add(`CLS-${at}`);
for (const file of tests)
	for (const [, number] of read(file).matchAll(/\bcls_(\d+)_/g))
		cited.add(`CLS-${number}`);
for (const file of tests)
	for (const [name] of read(file).matchAll(/\bT\d+\b/g))
		cited.add(name);
for (const rule of RULES)
	check(`no test says that it is of ${rule}`, cited.has(rule));

// CLS-9: a ratio against a peer that was not measured.
for (const document of files.filter((file) => file.endsWith(".md")))
	check(`${document} speaks of a version of the peer that nobody measured`, !/veyon\W{1,3}4\.(8|9|1\d)/i.test(read(document)));

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
