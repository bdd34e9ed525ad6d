// An HTML page as the stories see it: its words, and its forms as a browser
// would send them. The pages are our own and valid, so a plain tokenizer does.

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function decode(text) {
	return text.replace(/&(#x?[0-9a-f]+|[a-z]+);/gi, (whole, name) => {
		if (name[0] !== '#')
			return entities[name.toLowerCase()] ?? whole;
		const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
		return String.fromCodePoint(code);
	});
}

// What somebody reads on the page itself, without the frame around it: no tags,
// no scripts, one space between words.
export function text_of(html) {
	const main = /<main\b[^>]*>([\s\S]*)<\/main>/i.exec(html);
	const shown = (main ? main[1] : html)
		.replace(/<(span|small|p|div|label)\b[^>]*\shidden(?=[\s>])[^>]*>[\s\S]*?<\/\1>/gi, ' ')
		.replace(/<!--[\s\S]*?-->/g, ' ')
		.replace(/<(script|style|head)\b[\s\S]*?<\/\1>/gi, ' ')
		.replace(/<\/?(b|strong|em|i|span|a|small|time|kbd|abbr)\b[^>]*>/gi, '')
		.replace(/<[^>]*>/g, ' ');
	return decode(shown).replace(/\s+/g, ' ').trim();
}

function attributes(tag) {
	const found = {};
	for (const match of tag.matchAll(/([a-z0-9_:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/gi))
		found[match[1].toLowerCase()] ??= decode(match[2] ?? match[3] ?? match[4] ?? '');
	return found;
}

// [{ action, method, fields: [[name, value, kind]], controls: names, and name=value of what can be chosen,
//    buttons: [[name, value]], choices: every box that is not ticked }]
export function forms_of(html) {
	const forms = [];
	let form = null, select = null;
	const tags = /<(\/?)(form|input|textarea|select|option|button)\b([^>]*)>/gi;
	for (let match; (match = tags.exec(html)) !== null;) {
		const [, closing, raw_name, rest] = match;
		const name = raw_name.toLowerCase(), given = attributes(rest);
		if (name === 'form') {
			form = closing ? null : { action: given.action ?? '', method: (given.method ?? 'get').toLowerCase(), fields: [], controls: new Set(), buttons: [], choices: [] };
			if (form)
				forms.push(form);
		} else if (!form) {
			continue;
		} else if (name === 'input' && given.name && !('disabled' in given)) {
			form.controls.add(given.name).add(`${given.name}=${given.value ?? ''}`);
			const kind = (given.type ?? 'text').toLowerCase();
			if (kind === 'submit' || kind === 'image')
				form.controls.add(`${given.name}=${given.value ?? ''}`);
			else if ((kind !== 'radio' && kind !== 'checkbox') || 'checked' in given)
				form.fields.push([given.name, given.value ?? (kind === 'checkbox' ? 'on' : ''), given.inputmode ?? kind]);
			else
				form.choices.push([given.name, given.value ?? 'on']);
		} else if (name === 'button' && !closing && given.name) {
			form.controls.add(`${given.name}=${given.value ?? ''}`);
			form.buttons.push([given.name, given.value ?? '']);
		} else if (name === 'textarea' && !closing && given.name) {
			const end = html.indexOf('</textarea', tags.lastIndex);
			form.controls.add(given.name);
			form.fields.push([given.name, decode(html.slice(tags.lastIndex, end)).replace(/^\n/, '')]);
			tags.lastIndex = end;
		} else if (name === 'select') {
			form.controls.add(given.name);
			if (closing && select)
				form.fields.push([select.name, select.value ?? select.first ?? '']);
			select = closing || !given.name ? null : { name: given.name };
		} else if (name === 'option' && !closing && select) {
			const value = given.value ?? decode(/^[^<]*/.exec(html.slice(tags.lastIndex))[0]).trim();
			select.first ??= value;
			if ('selected' in given)
				select.value = value;
		}
	}
	return forms;
}

// Links and targets of forms that ask, for the crawl; what is posted has no page of its own.
export function paths_of(html) {
	const paths = new Set();
	const asking = html.replace(/<form[^>]*method="post"[^>]*>/gi, '');
	for (const match of asking.matchAll(/\s(?:href|action)="([^"]*)"/gi)) {
		const path = decode(match[1]).split('#')[0];
		if (path.startsWith('/') && !path.startsWith('//'))
			paths.add(path);
	}
	return paths;
}

// The words of a page without what differs at every request: ids, instants.
export function without_chance(html) {
	return text_of(html).replace(/\d{6,}/g, '#');
}
