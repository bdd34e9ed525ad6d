// Who is in a story, and the files that a school would have of them: the
// tables of giua@school, for `campanella import`. Every personal field of every
// invented person is a word that stands nowhere else, so that a search of the
// school's folder can tell whether it was ever written in clear.
import crypto from 'node:crypto';

const letters = 'bcdfghjklmnpqrstvwxz';
const months = 'ABCDEHLMPRST';
const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
const religions = { religion: 'S', alternative: 'A', leaves: 'U', 'studies alone': 'I', 'studies with': 'D' };

// A few letters that depend on nothing but the key: the same in every run.
function mark(key, length = 5) {
	const digest = crypto.createHash('sha256').update(key).digest();
	return [...digest.subarray(0, length)].map((byte) => letters[byte % letters.length]).join('');
}

const capital = (word) => word[0].toUpperCase() + word.slice(1);

function tax_code(person) {
	const six = (mark(`${person.key} code`, 6)).toUpperCase();
	const [year, month, day] = person.birth.split('-');
	const body = `${six}${year.slice(2)}${months[Number(month) - 1]}${day}F${205 + person.number % 700}`;
	const value = (character) => (character <= '9' ? Number(character) : character.charCodeAt(0) - 65);
	const sum = [...body].reduce((total, character, at) => total + (at % 2 === 0 ? odd[value(character)] : value(character)), 0);
	return body + String.fromCharCode(65 + sum % 26);
}

export class Cast {
	constructor(clauses) {
		this.people = new Map();
		this.posts = [];
		this.hours = new Map(); // class -> user keys of the six hours, every school day
		this.settings = [];
		this.closures = [];
		this.options = [];
		this.made_on = ['2026-11-16', '07:00']; // the Monday a week before the stories' own
		for (const clause of clauses)
			this.read(clause);
	}

	add(key, what) {
		if (!/^[a-z]+$/.test(key))
			throw new Error(`"${key}" is no name of a person in a story`);
		const number = this.people.size;
		const person = {
			key, number, guardians: [],
			given: capital(key) + mark(`${key} given`), family: capital(mark(`${key} family`, 8)),
			user: `${key}.${mark(`${key} user`)}`,
			birth: `2011-${String(1 + number % 12).padStart(2, '0')}-${String(1 + (number * 7) % 28).padStart(2, '0')}`,
			birth_place: capital(mark(`${key} place`, 9)),
			address: `Via ${capital(mark(`${key} street`, 9))}`, mail: `${mark(`${key} mail`, 9)}@example.org`,
			telephone: `+39 3${String(100000000 + parseInt(crypto.createHash('sha256').update(key).digest('hex').slice(0, 7), 16) % 899999999)}`,
			password: `Aq7!${mark(`${key} password`, 12)}`, // 16 characters of every kind
			...what,
		};
		Object.defineProperty(person, 'birth_shown', { get() { return this.birth.split('-').reverse().join('/'); } });
		person.tax_code ??= tax_code(person);
		this.people.set(key, person);
		return person;
	}

	person(key) {
		const person = this.people.get(key);
		if (!person)
			throw new Error(`there is nobody called ${key} in this story`);
		return person;
	}

	read(clause) {
		const [word, ...rest] = clause.split(/\s+/);
		const words = rest.join(' ');
		const pupils = /^([1-9][A-Z0-9]*(?:-[A-Z]+)?):\s*(.*)$/.exec(clause);
		if (pupils) {
			for (const each of pupils[2].split(/\s*,\s*(?![^(]*\))/))
				this.read_pupil(pupils[1], each);
		} else if (['teacher', 'lab', 'reinforcement', 'alternative'].includes(word)) {
			this.read_teacher(word, rest);
		} else if (word === 'support') {
			const match = /^(\w+) of (\w+)$/.exec(words) ?? this.no(clause);
			this.people.get(match[1]) ?? this.add(match[1], { role: 'teacher' });
			this.posts.push({ teacher: match[1], pupil: match[2], class: this.person(match[2]).class, subject: 'Sostegno', kind: 'N' });
		} else if (word === 'substitute') {
			const match = /^(\w+) for (\w+)$/.exec(words) ?? this.no(clause);
			this.people.get(match[1]) ?? this.add(match[1], { role: 'teacher' });
			for (const post of this.posts.filter((each) => each.teacher === match[2]))
				this.posts.push({ ...post, teacher: match[1], substitute_of: match[2] });
		} else if (word === 'guardian') {
			const match = /^(\w+) of (.+)$/.exec(words) ?? this.no(clause);
			const guardian = this.people.get(match[1]) ?? this.add(match[1], { role: 'guardian' });
			for (const child of match[2].split(/\s*,\s*/))
				this.person(child).guardians.push(guardian);
		} else if (['head', 'deputy', 'office', 'technician', 'auditor'].includes(word)) {
			this.add(words, { role: word });
		} else if (word === 'hours') {
			this.hours.set(rest[0], rest.slice(1));
		} else if (word === 'setting') {
			this.settings.push([rest[0], rest.slice(1).join(' ')]);
		} else if (word === 'closed') {
			this.closures.push({ from: rest[0], to: rest[1], label: rest.slice(2).join(' ') });
		} else if (word === 'init') {
			this.options.push(...rest);
		} else if (word === 'made') {
			this.made_on = rest;
		} else {
			this.no(clause);
		}
	}

	no(clause) {
		throw new Error(`"${clause}" says nothing that a school can be made of`);
	}

	read_pupil(class_name, text) {
		const match = /^(\w+)(?:\s*\(([^)]*)\))?$/.exec(text.trim()) ?? this.no(text);
		const pupil = this.add(match[1], { role: 'pupil', class: class_name, religion: 'S' });
		for (const word of (match[2] ?? '').split(/\s*,\s*/).filter(Boolean))
			if (word === 'adult')
				pupil.birth = `2008-03-${String(1 + pupil.number % 28).padStart(2, '0')}`;
			else if (/^born \d{4}-\d\d-\d\d$/.test(word))
				pupil.birth = word.slice(5);
			else if (religions[word])
				pupil.religion = religions[word];
			else
				this.no(text);
		pupil.tax_code = tax_code(pupil);
	}

	read_teacher(word, [key, ...rest]) {
		this.people.get(key) ?? this.add(key, { role: 'teacher' });
		const kind = { teacher: 'N', lab: 'I', reinforcement: 'P', alternative: 'A' }[word];
		if (word === 'alternative')
			rest.unshift('attività_alternativa');
		for (const post of rest.join(' ').split(/\s*,\s*/).filter(Boolean)) {
			const [subject, ...classes] = post.split(/\s+/);
			for (const class_name of classes)
				this.posts.push({ teacher: key, class: class_name, subject: capital(subject.replace('_', ' ')), kind });
		}
	}

	classes() {
		return [...new Set([...this.people.values()].filter((person) => person.class).map((person) => person.class.split('-')[0]))];
	}

	// The same people with a change in the office's files; the cast stays as it was.
	changed(changes) {
		const copy = Object.assign(Object.create(Cast.prototype), this, {
			people: new Map([...this.people].map(([key, person]) => [key, { ...person, guardians: [...person.guardians] }])),
		});
		for (const change of changes) {
			const [, left, class_name, gone, pupil] = /^(?:without (\w+)|\w+ in ([0-9A-Z-]+)|(\w+) no guardian of (\w+))$/.exec(change) ?? this.no(change);
			if (left)
				copy.people.delete(copy.person(left).key);
			else if (class_name)
				copy.person(change.split(' ')[0]).class = class_name;
			else
				copy.person(pupil).guardians = copy.person(pupil).guardians.filter((guardian) => guardian.key !== gone);
		}
		return copy;
	}

	of_role(role) {
		return [...this.people.values()].filter((person) => person.role === role);
	}

	// { file name: text }
	files(site) {
		const user = (key) => (key ? this.person(key).user : '');
		const staff = (person) => [person.family, person.given, 'F', person.tax_code, person.user, person.password, person.mail];
		const files = {
			'teachers.csv': table(['Cognome', 'Nome', 'Sesso', 'CodiceFiscale', 'Username', 'Password', 'Email'], this.of_role('teacher').map(staff)),
			'pupils.csv': this.pupils_file(),
			'posts.csv': table(['UsernameDocente', 'Classe', 'Materia', 'UsernameAlunno', 'Tipo', 'UsernameSupplenza'],
				this.posts.map((post) => [user(post.teacher), post.class, post.subject, user(post.pupil), post.kind, user(post.substitute_of)])),
			'timetable.csv': table(['username', 'sede', 'giorno', 'ora', 'classe', 'materia'], this.hour_rows(site)),
		};
		if (this.of_role('office').length > 0)
			files['office.csv'] = table(['Cognome', 'Nome', 'Sesso', 'CodiceFiscale', 'Username', 'Password', 'Email', 'Tipo', 'Segreteria', 'Sede'],
				this.of_role('office').map((person) => [...staff(person), 'A', 'S', site]));
		return files;
	}

	pupils_file() {
		const guardian = (number) => ['Cognome', 'Nome', 'CodiceFiscale', 'Telefono', 'Username', 'Password', 'Email'].map((name) => `genitore${number}${name}`);
		const header = ['cognome', 'nome', 'sesso', 'dataNascita', 'comuneNascita', 'provinciaNascita', 'codiceFiscale', 'citta', 'provincia', 'indirizzo',
			'bes', 'noteBes', 'frequenzaEstero', 'religione', 'credito3', 'credito4', 'classe', 'username', 'password', 'email', ...guardian(1), ...guardian(2)];
		const of = (person) => (person ? [person.family, person.given, person.tax_code, person.telephone, person.user, person.password, person.mail] : Array(7).fill(''));
		return table(header, this.of_role('pupil').map((pupil) => [pupil.family, pupil.given, 'F', pupil.birth.split('-').reverse().join('/'), pupil.birth_place, 'TO',
			pupil.tax_code, '', '', pupil.address, 'N', '', 'N', pupil.religion, '', '', pupil.class, pupil.user, pupil.password, pupil.mail,
			...of(pupil.guardians[0]), ...of(pupil.guardians[1])]));
	}

	hour_rows(site) {
		const rows = [];
		for (const class_name of this.classes()) {
			const holders = [...new Set(this.posts.filter((post) => post.class === class_name && post.kind === 'N' && !post.pupil && !post.substitute_of).map((post) => post.teacher))];
			const hours = this.hours.get(class_name) ?? Array.from({ length: 6 }, (_, hour) => holders[hour % holders.length]);
			for (const weekday of ['LU', 'MA', 'ME', 'GI', 'VE'])
				for (const [at, who] of hours.flatMap((each, hour) => each.split('+').map((one) => [hour, one]))) {
					const post = this.posts.find((each) => each.teacher === who && each.class.split('-')[0] === class_name);
					if (post)
						rows.push([this.person(who).user, site, weekday, String(at + 1), post.class, post.subject]);
				}
		}
		return rows;
	}

	// Every word of which the school's disk must hold none in clear, with the
	// person whose it is. `shown` ones may stand on a page for who may see them.
	tokens() {
		const found = [];
		for (const person of this.people.values()) {
			for (const field of ['given', 'family', 'user', 'tax_code', 'birth_place', 'password'])
				found.push({ who: person.key, field, word: person[field] });
			for (const field of ['address', 'mail', 'telephone'])
				if (person.role === 'pupil' || person.role === 'guardian')
					found.push({ who: person.key, field, word: person[field] });
			if (person.role === 'pupil') {
				found.push({ who: person.key, field: 'birth', word: person.birth });
				found.push({ who: person.key, field: 'birth', word: person.birth.split('-').reverse().join('/') });
			}
		}
		return found;
	}
}

function table(header, rows) {
	const cell = (value) => (/[",\n]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value);
	return [header, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}
