// The lease matrix put to the extension's checks without a browser (T2), so that
// whoever changes them hears of it at once:
//   node test/vectors/extension_test.mjs build/wire/wire.js
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { judge_leases } from "./judge.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = mkdtempSync(`${tmpdir()}/campanella-extension.`);
try {
	for (const name of ["bytes.js", "calendar.js", "check.js", "seal.js"])
		cpSync(here(`../../extension/${name}`), `${folder}/${name}`);
	cpSync(process.argv[2], `${folder}/wire.js`);
	writeFileSync(`${folder}/package.json`, '{ "type": "module" }');
	const vectors = JSON.parse(readFileSync(here("lease.json")));
	const wrong = await judge_leases({ root: `file://${folder}`, vectors });
	wrong.forEach((one) => console.log(`WRONG ${one}`));
	console.log(`${vectors.cases.length + 1 - wrong.length} passed, ${wrong.length} failed`);
	process.exitCode = wrong.length || vectors.cases.length < 100 ? 1 : 0;
} finally {
	rmSync(folder, { recursive: true });
}
