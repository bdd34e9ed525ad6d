// What the documents name, compared with what is there: links, files, commands
// and options. Prints what is wrong and `N passed, N failed`.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const [program] = process.argv.slice(2);
const run = (command, ...words) => execFileSync(command, words, { encoding: "utf8" });
const files = run("git", "ls-files", "--cached", "--others", "--exclude-standard").split("\n").filter(Boolean);
const documents = files.filter((file) => /^([^/]*|docs\/guides\/.*|docs\/decisions\/.*|test\/stories\/[^/]*)\.md$/.test(file));

// Made by the build, or by the program in a school's folder: no file of the repository.
const made = /^(build(-\w+)?\/.*|policy\.[ch]|records\.h|school\.(conf|db.*)|keys\/.*|tls\/.*|accounts\.txt|NAME.*|master\.key|codes\.tsv|DIR\/.*|node_modules\/.*|.*\/NAME)$/;
const extensions = /\.(c|h|sql|html|md|mjs|js|css|def|policy|story|golden|conf|csv|json|service|po|txt|build|sh)$/;

let passed = 0;
let failed = 0;
function check(document, what, fine) {
	fine ? passed++ : failed++;
	if (!fine)
		console.log(`failed: ${document}: ${what}`);
}

// src/x/{a,b}_*.c: each of the words, and at least one file for a star.
function patterns(token) {
	const braces = token.match(/^(.*)\{([^{}]*)\}(.*)$/);
	return braces ? braces[2].split(",").flatMap((word) => patterns(braces[1] + word + braces[3])) : [token];
}
function exists(token, document) {
	const places = ["", "src/", `${path.dirname(document)}/`];
	return patterns(token.replace(/\/$/, "")).every((pattern) => {
		if (places.some((place) => fs.existsSync(place + pattern) || fs.existsSync(`${place}${pattern}.c`)))
			return true;
		const expression = pattern.replace(/[.+]/g, "\\$&").replace(/\*\*\//g, "\0").replace(/\*/g, "[^/]*").replace(/\0/g, "(.*/)?");
		return files.some((file) => new RegExp(`(^|/)${expression}$`).test(file));
	});
}

function links(document, text) {
	for (const [, link, picture] of text.matchAll(/\]\(([^)\s]+)\)|<img src="([^"]+)"/g)) {
		const target = link ?? picture;
		if (/^(https?:|mailto:|#)/.test(target))
			continue;
		check(document, `the link ${target}`, fs.existsSync(path.join(path.dirname(document), target.replace(/#.*/, ""))));
	}
}

function names(document, text) {
	const code = text.replace(/^```[\s\S]*?^```/gm, "").matchAll(/`([^`\n]+)`/g);
	for (const [, token] of code) {
		if (!/^[\w.*{},/-]+$/.test(token) || /^[/.]/.test(token) || made.test(token))
			continue;
		if (token.includes("/") ? /^\w/.test(token) : extensions.test(token))
			check(document, `the file ${token}`, exists(token, document));
	}
}

const helps = new Map();
const help = (word) => {
	if (!helps.has(word))
		helps.set(word, run(program, ...(word ? [word] : []), "--help"));
	return helps.get(word);
};
const words = new Set([...help("").matchAll(/^ {2}([a-z]+) /gm)].map((found) => found[1]));
const dev = new Set([...run("./dev", "help").matchAll(/^ {2}([a-z]+) /gm)].map((found) => found[1]));

function commands(document, text) {
	const lines = text.replace(/^```\n?|^```$/gm, "").replace(/`\n?/g, "`").split(/[\n`]/);
	for (const line of lines) {
		const at = line.match(/^(?:sudo -u campanella )?campanella ([a-z]+)(.*)/);
		if (at) {
			check(document, `campanella ${at[1]}`, words.has(at[1]));
			for (const [, option] of at[2].replace(/#.*/, "").matchAll(/\s--([a-z-]+)/g))
				check(document, `campanella ${at[1]} --${option}`, words.has(at[1]) && help(at[1]).includes(`--${option}`));
		}
		const devWord = line.match(/^(?:sudo )?\.\/dev ([a-z]+)/);
		if (devWord)
			check(document, `./dev ${devWord[1]}`, dev.has(devWord[1]));
	}
}

for (const document of documents) {
	const text = fs.readFileSync(document, "utf8");
	check(document, "a title on its first line", /^# \S/.test(text));
	links(document, text);
	names(document, text);
	commands(document, text);
}
const readme = fs.readFileSync("README.md", "utf8");
for (const guide of documents.filter((file) => file.startsWith("docs/guides/")))
	check("README.md", `a link to ${guide}`, readme.includes(`(${guide})`));
const page = fs.readFileSync("docs/man/school.conf.5", "utf8");
const known = fs.readFileSync("src/daemon/serve_config.c", "utf8").match(/known\[\] = \{([^}]*)\}/)[1];
for (const [, key] of known.matchAll(/"([^"]+)"/g))
	check("docs/man/school.conf.5", `the key ${key}`, key === "clock-file" || page.includes(`.It Ic ${key}\n`));

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
