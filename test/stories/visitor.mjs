// Somebody with a browser: a cookie jar, forms that are filled in, no scripts.
// Nothing is followed unless a story says so.
import https from 'node:https';
import { forms_of } from './page.mjs';

const ANSWER_TIMEOUT_MS = 30_000;

export class Visitor {
	constructor(server, address) {
		this.server = server;
		this.address = address; // of the loopback network; stands for where somebody sits
		this.jar = new Map();
		this.last = null;       // the last request, to be sent again
		this.answer = null;
	}

	// { status, headers, body, bytes, cookies }
	request(method, path, { body = null, type = 'application/x-www-form-urlencoded', headers = {}, cut = false, sent: when_sent = null } = {}) {
		const sent = { ...headers };
		if (this.jar.size > 0)
			sent.cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
		if (body !== null) {
			sent['content-type'] ??= type;
			sent['content-length'] = Buffer.byteLength(body);
			sent.origin ??= this.server.origin;
		}
		for (const name of Object.keys(sent))
			if (sent[name] === '')
				delete sent[name];
		this.last = { method, path, options: { body, type, headers } };
		return new Promise((resolve, reject) => {
			const asked = https.request({
				host: '127.0.0.1', port: this.server.port, servername: 'localhost', method, path,
				ca: this.server.certificate, localAddress: this.address, headers: { host: this.server.host, ...sent },
				agent: false, timeout: ANSWER_TIMEOUT_MS,
			});
			asked.on('timeout', () => asked.destroy(new Error(`no answer in ${ANSWER_TIMEOUT_MS / 1000} s`)));
			asked.on('error', reject);
			asked.on('response', (response) => {
				const parts = [];
				response.on('data', (part) => parts.push(part));
				response.on('error', reject);
				response.on('end', () => resolve(this.take(response, Buffer.concat(parts))));
			});
			if (when_sent) // long enough to have arrived; the password's hash takes longer
				asked.on('finish', () => setTimeout(when_sent, 20));
			if (cut) // the line is lost: everything was sent, nothing comes back
				asked.on('finish', () => setTimeout(() => { asked.destroy(); resolve(null); }, cut));
			asked.on('error', () => {});
			asked.end(body ?? undefined);
		});
	}

	take(response, bytes) {
		const cookies = response.headers['set-cookie'] ?? [];
		for (const cookie of cookies) {
			const [pair, ...attributes] = cookie.split(';').map((part) => part.trim());
			const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
			if (value === '' || attributes.some((attribute) => /^max-age=0$/i.test(attribute)))
				this.jar.delete(name);
			else
				this.jar.set(name, value);
		}
		this.answer = { status: response.statusCode, headers: response.headers, cookies, bytes, body: bytes.toString('utf8') };
		return this.answer;
	}

	get(path, headers = {}) {
		return this.request('GET', path, { headers });
	}

	again() {
		return this.request(this.last.method, this.last.path, this.last.options);
	}

	// Fills in the form that the page `from` sends to `path`: what the browser
	// would send by itself, with the story's own words in their places. A field
	// given twice is sent twice; null takes a field out.
	async fill(path, given, from) {
		return fill_in(await this.get(from), path, given, from);
	}

	async open(path) {
		this.opened = await this.get(path);
		return this.opened;
	}

	press(path, given) {
		return this.request('POST', path, { body: encode(fill_in(this.opened, path, given, path)) });
	}

	// A form that no page gave, with the token of this session.
	async send(path, given, options) {
		const [form] = forms_of((await this.get('/password')).body);
		const fields = form.fields.filter(([name]) => name === 'token' || name === 'form');
		return this.request('POST', path, { body: encode([...fields, ...given]), headers: options.headers });
	}

	async post(path, given, { from = path.split('?')[0], blind = false, headers = {}, cut = false } = {}) {
		const fields = blind ? given : await this.fill(path, given, from);
		return this.request('POST', path, { body: encode(fields), headers, cut });
	}
}

function fill_in(page, path, given, from) {
	const wanted = path.split('?')[0];
	const forms = forms_of(page.body).filter((each) => each.method === 'post' &&
		(each.action === '' ? from : each.action).split('?')[0] === wanted);
	if (forms.length === 0)
		throw new Error(`${from} answered ${page.status} and has no form for ${wanted}`);
	// Of several forms to one address: the one that has these fields, and these values to choose
	const fits = (form) => given.reduce((sum, [name, value]) => sum + form.controls.has(name) + form.controls.has(`${name}=${value}`), 0);
	const form = forms.reduce((best, each) => (fits(each) > fits(best) ? each : best));
	const named = new Set(given.map(([name]) => name));
	const fields = form.fields.filter(([name]) => !named.has(name));
	return [...fields, ...given.filter(([, value]) => value !== null)];
}

export function encode(fields) {
	return fields.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value).replace(/%20/g, '+')}`).join('&');
}
