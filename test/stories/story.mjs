// Reads a .story file. One step a line; a line that begins with a blank goes on
// with the step above it; # begins a comment. README.md tells the language.
import fs from 'node:fs';
import path from 'node:path';

export function read_story(file) {
	const steps = [];
	for (const [at, raw] of fs.readFileSync(file, 'utf8').split('\n').entries()) {
		const line = raw.replace(/^#.*|\s#\s.*$/, '').trimEnd();
		if (line.trim() === '')
			continue;
		if (/^\s/.test(line)) {
			if (steps.length === 0)
				throw new Error(`${file}:${at + 1}: goes on with nothing`);
			steps.at(-1).lines.push(line.trim());
		} else {
			steps.push({ line: at + 1, lines: [line] });
		}
	}
	for (const step of steps) {
		step.word = step.lines[0].split(/\s+/)[0];
		step.text = step.lines.join(' ').trim();
		const arrow = step.text.search(/(^|\s)->(\s|$)/);
		step.said = (arrow < 0 ? step.text : step.text.slice(0, arrow)).slice(step.word.length).trim();
		step.expected = arrow < 0 ? null : step.text.slice(arrow).replace(/^\s*->\s*/, '');
	}
	return { name: path.basename(file, '.story'), file, steps };
}

// The clauses of a school: those of its `school` step, one a line or with ";"
// between them, and those of the files that it names.
export function clauses_of(step, folder) {
	const clauses = [];
	for (const [at, line] of step.lines.entries()) {
		const text = at === 0 ? line.slice('school'.length).trim() : line;
		for (const clause of text.split(';').map((each) => each.trim()).filter(Boolean)) {
			const shared = path.join(folder, `${clause}.school`);
			if (/^[a-z_]+$/.test(clause) && fs.existsSync(shared))
				clauses.push(...fs.readFileSync(shared, 'utf8').split('\n').map((each) => each.replace(/#.*/, '').trim()).filter(Boolean));
			else
				clauses.push(clause);
		}
	}
	return clauses;
}

// Words of a step: blanks divide, "..." holds together (also in field="a b").
export function tokens_of(text) {
	const tokens = [];
	for (const match of text.matchAll(/(?:[^\s"]|"(?:[^"\\]|\\.)*")+/g))
		tokens.push({
			quoted: match[0].startsWith('"'),
			text: match[0].replace(/"((?:[^"\\]|\\.)*)"/g, (_, inner) => inner.replace(/\\n/g, '\n').replace(/\\(["\\])/g, '$1')),
		});
	return tokens;
}

export function words_of(text) {
	return tokens_of(text).map((token) => token.text);
}
