// Is a name anywhere in clear? Every byte of the school's folder is searched for
// every word of every person; and a word that is planted on purpose is found,
// so that "nothing found" means something.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { follow_links } from './crawl.mjs';
import { day_of } from './time.mjs';

const routes = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..', 'src', 'routes.def');

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

// What may be read of whom: policy/access.policy as far as names go, said once
// more in other words. Families read of their own children and of nobody else,
// not even a teacher's name (families.see_names is off).
function may_read(scene, key) {
	const { cast } = scene.school, self = cast.person(key);
	const governs = ['head', 'deputy', 'office'].includes(self.role);
	const classes = new Set(cast.posts.filter((post) => post.teacher === key).map((post) => post.class.split('-')[0]));
	return ({ who, field }) => {
		const whose = cast.person(who), named = field === 'given' || field === 'family';
		if (field === 'user')
			return self.role === 'office';
		if (!named)
			return field === 'birth' && governs && whose.role === 'pupil';
		if (who === key || whose.role === 'guardian')
			return who === key;
		if (whose.role === 'pupil')
			return governs || whose.guardians.includes(self) || (self.role === 'teacher' && classes.has(whose.class.split('-')[0]));
		return governs || self.role === 'teacher';
	};
}

// Every address of routes.def, with every id there is in its braces.
async function try_routes(scene, visit) {
	const { cast, classes } = scene.school;
	// of pupils all, of the others the first of each role
	const people = [...cast.people.values()].filter((person) => person.role === 'pupil' || cast.of_role(person.role)[0] === person).map((person) => person.id);
	const fillings = {
		class: [...classes.values(), people[0], '1'], pupil: [...people, [...classes.values()][0], '1'], subject: [...people, ...classes.values()],
		day: [day_of(scene.now)], slot: ['1'], thing: ['roster', 'attendance', 'trail', 'account'], kind: ['person', 'class', 'school'],
	};
	for (const [, address] of fs.readFileSync(routes, 'utf8').matchAll(/^GET \(\s*"([^"]+)"/gm)) {
		let addresses = [address];
		for (const [braces, name] of address.matchAll(/\{(\w+)\}/g))
			addresses = addresses.flatMap((each) => (fillings[name] ?? ['1']).map((value) => each.replace(braces, value)));
		for (const each of addresses.flatMap((one) => (/register|absences/.test(one) ? [one, `${one}?format=csv`] : [one]))) {
			const answer = await visit(each);
			if (answer.status >= 500)
				throw new Error(`${each} answers ${answer.status}`);
		}
	}
}

// Reads as WHO, and holds every page against what WHO may read and against the
// trail: no name of a pupil leaves for the school's staff without a look on record.
async function read_everything(scene, key) {
	const visitor = await scene.signed_in(key), self = scene.school.cast.person(key);
	const allowed = may_read(scene, key), tokens = scene.school.cast.tokens();
	const staff = !['pupil', 'guardian'].includes(self.role);
	const looks = () => Number(scene.school.query(`select count(*) as found from look where person = ${self.id}`)[0].found);
	const read = { pages: 0, pupils: new Set(), wrong: [] };
	let looked = looks();
	const visit = async (address) => {
		const answer = await visitor.get(address);
		const found = search([[address, answer.bytes]], tokens);
		read.pages++;
		read.wrong.push(...found.filter((token) => !allowed(token)).map((token) => `the ${token.field} of ${token.who} on ${address}`));
		const pupils = found.filter((token) => scene.school.cast.person(token.who).role === 'pupil' && token.who !== key);
		for (const token of found.filter((each) => scene.school.cast.person(each.who).role === 'pupil'))
			read.pupils.add(token.who);
		if (staff && pupils.length > 0) {
			const now = looks();
			if (now <= looked)
				read.wrong.push(`${address} without a look on record`);
			looked = now;
		}
		return answer;
	};
	await follow_links(visitor, visit);
	await try_routes(scene, visit);
	return read;
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
	// crawl WHO -> PUPIL ...: follows every link and tries every address; these are all the pupils whose names WHO finds
	async crawl(scene, step) {
		const read = await read_everything(scene, step.said);
		scene.note(`${step.said}: ${read.pages} pages, ${read.pupils.size} pupils`);
		if (read.wrong.length > 0)
			throw new Error(`${step.said} reads ${[...new Set(read.wrong)].slice(0, 8).join('; ')}`);
		const [found, wanted] = [[...read.pupils].sort().join(' '), (step.expected ?? '').split(/\s+/).filter((word) => word !== 'nobody').sort().join(' ')];
		if (found !== wanted)
			throw new Error(`${step.said} finds ${found || 'nobody'}`);
	},
};
