// Is a name anywhere in clear? Every byte of the school's folder is searched for
// every word of every person; and a word that is planted on purpose is found,
// so that "nothing found" means something.
import fs from 'node:fs';
import path from 'node:path';
import { paths_of } from './page.mjs';

function files_under(folder) {
	return fs.readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile()).map((entry) => path.join(entry.path, entry.name));
}

// [{ file, word, who, field }]
function search(buffers, tokens) {
	const found = [];
	for (const [file, bytes] of buffers) {
		const texts = [bytes.toString('latin1').toLowerCase(), bytes.toString('utf16le').toLowerCase()];
		for (const token of tokens) {
			const word = Buffer.from(token.word, 'utf8').toString('latin1').toLowerCase();
			if (texts[0].includes(word) || texts[1].includes(token.word.toLowerCase()))
				found.push({ file, ...token });
		}
	}
	return found;
}

function everything(scene) {
	const { school } = scene;
	const buffers = files_under(school.directory).map((file) => [path.relative(school.directory, file), fs.readFileSync(file)]);
	buffers.push(['what the daemon said', Buffer.from(school.server.log)]);
	return buffers;
}

// What may be seen of whom, by role: the whole of policy/access.policy as far
// as names go. Everybody sees the own user name nowhere but in the own frame.
function may_see(scene, key) {
	const { cast } = scene.school, self = cast.person(key);
	const classes = new Set(cast.posts.filter((post) => post.teacher === key).map((post) => post.class.split('-')[0]));
	return (token) => {
		const whose = cast.person(token.who);
		if (token.field !== 'given' && token.field !== 'family')
			return token.field === 'user' ? self.role === 'office' : token.field === 'birth' && ['head', 'deputy', 'office'].includes(self.role);
		if (whose.role === 'guardian')
			return false;
		if (token.who === key || ['head', 'deputy', 'office'].includes(self.role) || whose.role !== 'pupil')
			return true;
		if (self.role === 'teacher')
			return classes.has(whose.class.split('-')[0]);
		return self.role === 'guardian' && whose.guardians.includes(self);
	};
}

async function crawl_as(scene, key, limit) {
	const visitor = await scene.signed_in(key);
	const seen = new Set(), waiting = ['/'];
	const pages = [];
	while (waiting.length > 0 && seen.size < limit) {
		const address = waiting.shift();
		const shape = address.replace(/\d{4}-\d\d-\d\d/g, 'DAY').replace(/\?.*/, '');
		if (seen.has(address) || [...seen].filter((each) => each.replace(/\d{4}-\d\d-\d\d/g, 'DAY').replace(/\?.*/, '') === shape).length >= 3)
			continue;
		seen.add(address);
		const answer = await visitor.get(address);
		pages.push([address, answer]);
		for (const next of paths_of(answer.body))
			if (!/^\/(web|sign-out)/.test(next))
				waiting.push(next);
	}
	return pages;
}

export const canary_steps = {
	// scan -> 0: how many words stand in clear, in the whole folder and the daemon's log
	scan(scene, step) {
		const tokens = scene.school.cast.tokens();
		const found = search(everything(scene), [...tokens, ...scene.planted]);
		const places = found.map((each) => `${each.file}: ${each.field} of ${each.who}`);
		scene.note(`${tokens.length} words looked for in ${everything(scene).length} files, ${found.length} found`);
		if (found.length !== Number(step.expected ?? 0))
			throw new Error(`${found.length} found: ${places.slice(0, 12).join('; ')}`);
	},
	// plant "WORD" in FILE: the positive control
	plant(scene, step) {
		const match = /^"([^"]+)" in (\S+)$/.exec(step.said);
		const word = scene.fill(match[1]);
		fs.appendFileSync(scene.school.path(match[2]), `a line that somebody wrote about ${word}\n`);
	},
	// words "..." "...": typed in this story; they must not stand in clear either
	words(scene, step) {
		for (const match of step.said.matchAll(/"([^"]+)"/g))
			scene.planted.push({ who: 'the story', field: 'text', word: scene.fill(match[1]) });
	},
	// crawl WHO [N pages]: reads every page that WHO can reach; whose words are on them?
	async crawl(scene, step) {
		const [key, limit] = step.said.split(/\s+/);
		const pages = await crawl_as(scene, key, Number(limit ?? 150));
		const allowed = may_see(scene, key);
		const broken = pages.filter(([, answer]) => answer.status >= 400);
		if (broken.length > 0)
			throw new Error(`${broken[0][0]} answered ${broken[0][1].status}`);
		const wrong = search(pages.map(([address, answer]) => [address, answer.bytes]), scene.school.cast.tokens()).filter((token) => !allowed(token));
		const words = new Set(search(pages.map(([address, answer]) => [address, answer.bytes]), scene.school.cast.tokens()).map((token) => token.word));
		scene.note(`${key}: ${pages.length} pages, ${words.size} words of people on them`);
		if (wrong.length > 0)
			throw new Error(`${key} reads ${wrong.slice(0, 8).map((token) => `the ${token.field} of ${token.who} on ${token.file}`).join('; ')}`);
	},
};
