import { paths_of } from './page.mjs';

// Every page that links lead to from the start, a few of each kind.
export async function follow_links(visitor, visit) {
	const kinds = new Map(), seen = new Set(), waiting = ['/'];
	while (waiting.length > 0) {
		const address = waiting.shift();
		const kind = address.replace(/\d{4}-\d\d-\d\d/g, 'DAY').replace(/\?.*/, '');
		if (seen.has(address) || (kinds.get(kind) ?? 0) >= 3)
			continue;
		seen.add(address);
		kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
		const answer = await visit(address);
		if (answer.status >= 400)
			throw new Error(`a link leads to ${address}, which answers ${answer.status}`);
		for (const next of paths_of(answer.body))
			if (!/^\/(web|sign-out)/.test(next))
				waiting.push(next);
	}
}
