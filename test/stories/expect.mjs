// What a step says about the answer, after "->".
import { text_of, without_chance } from './page.mjs';
import { tokens_of } from './story.mjs';

export function excerpt(answer, length = 500) {
	const text = answer.headers['content-type']?.startsWith('text/html') ? text_of(answer.body) : answer.body;
	const place = answer.headers.location ? ` to ${answer.headers.location}` : '';
	return `${answer.status}${place}: ${text.slice(0, length)}${text.length > length ? ' ...' : ''}`;
}

function expect(holds, answer, message) {
	if (!holds)
		throw new Error(`${message}; the answer was ${excerpt(answer)}`);
}

const STATUS = /^\d(\d\d|xx)$/; // 422, or 4xx for any of them

export function check_answer(scene, step, answer) {
	if (step.expected === null) {
		expect(answer.status < 400, answer, 'this should have worked');
		return;
	}
	const tokens = tokens_of(step.expected);
	const shown = text_of(answer.body);
	let verb = null;
	for (let i = 0; i < tokens.length; i++) {
		const { text: word, quoted } = tokens[i];
		const value = () => scene.fill(tokens[++i]?.text ?? '');
		if (!quoted && plain[word]) {
			plain[word](answer, value, scene);
		} else if (!quoted && STATUS.test(word) && verb === null) {
			expect(word.endsWith('xx') ? Math.floor(answer.status / 100) === Number(word[0]) : answer.status === Number(word), answer, `expected ${word}`);
		} else if (!quoted && listed[word]) {
			verb = word;
		} else if (verb) {
			listed[verb](answer, scene.fill(word), shown);
		} else {
			throw new Error(`"${word}" is no expectation`);
		}
	}
}

// Words that take their own values.
const plain = {
	to(answer, value) {
		const place = value(), location = answer.headers.location ?? '';
		expect(location === place || location.startsWith(`${place}?`), answer, `expected to be sent to ${place}`);
	},
	header(answer, value) {
		const name = value().toLowerCase(), text = value();
		expect(String(answer.headers[name] ?? '').includes(text), answer, `expected header ${name} with "${text}", not "${answer.headers[name]}"`);
	},
	without(answer, value) {
		const name = value().toLowerCase();
		expect(!(name in answer.headers), answer, `expected no header ${name}, not "${answer.headers[name]}"`);
	},
	alike(answer, value, { before }) {
		expect(before && before.status === answer.status && without_chance(before.body) === without_chance(answer.body),
			answer, `expected the same answer as before, which was ${before ? excerpt(before) : 'none'}`);
	},
};

// Words that hold for all that follows: shows "a" "b".
const listed = {
	shows: (answer, text, shown) => expect(shown.includes(text.replace(/\s+/g, ' ')), answer, `expected to read "${text}"`),
	not: (answer, text, shown) => expect(!shown.includes(text.replace(/\s+/g, ' ')), answer, `expected not to read "${text}"`),
	has: (answer, text) => expect(answer.body.includes(text), answer, `expected ${text} in the source`),
	lacks: (answer, text) => expect(!answer.body.includes(text), answer, `expected no ${text} in the source`),
	cookie: (answer, text) => expect(answer.cookies.some((cookie) => cookie.toLowerCase().includes(text.toLowerCase())),
		answer, `expected a cookie with "${text}", not ${JSON.stringify(answer.cookies)}`),
};
