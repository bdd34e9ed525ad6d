// Every button there is: whoever may open a page may press what stands on it,
// as it stands or filled in, and whoever may not sends the same form all the
// same. Whatever comes of it, an answer comes, and never a failure of ours.
import { follow_links } from './crawl.mjs';
import { forms_of } from './page.mjs';
import { encode } from './visitor.mjs';
import { day_of } from './time.mjs';

// What ends the visit, or is typed by hand with a reason.
const LEFT_OUT = /^\/(sign-out|sign-in|password|language)/;

// Something that fits, where a field is empty.
function filled(fields, scene) {
	const of_kind = { date: day_of(scene.now), time: '09:10', number: '1', numeric: '1', month: day_of(scene.now).slice(0, 7) };
	return fields.map(([name, value, kind]) => [name, value !== '' || kind === 'hidden' ? value : of_kind[kind] ?? 'Word']);
}

// [{ path, fields }] of one page, for each of its buttons and each thing to choose
function presses_of(page, address) {
	const presses = [];
	for (const form of forms_of(page.body)) {
		const path = form.action === '' ? address : form.action;
		if (form.method !== 'post' || LEFT_OUT.test(path))
			continue;
		for (const button of form.buttons.length > 0 ? form.buttons : [null])
			presses.push({ path, fields: button ? [...form.fields, button] : form.fields });
		if (form.choices.length > 0)
			presses.push({ path, fields: [...form.fields.filter(([name]) => !form.choices.some(([chosen]) => chosen === name)), ...form.choices] });
	}
	return presses;
}

// A form counts once for each kind of address and each set of fields.
const kind_of = ({ path, fields }) => `${path.replace(/\d+/g, '#').replace(/\?.*/, '')} ${fields.map(([name, value]) => name.replace(/\d+/g, '#') + (name === 'act' ? value : '')).join(' ')}`;

async function press(scene, key, visitor, { path, fields }) {
	scene.pressed++;
	const answer = await visitor.send(path, fields.filter(([name]) => name !== 'token' && name !== 'form'), {})
		.catch((error) => ({ status: 500, why: error.message }));
	if (answer.status >= 500)
		scene.broken.push(`${key} POST ${path} ${encode(fields.filter(([name]) => name !== 'token' && name !== 'form')).slice(0, 200)}: ${answer.why ?? answer.status}`);
}

export const press_steps = {
	// press WHO ...: all buttons of all of them, each by everybody
	async press(scene, step) {
		const people = step.said.split(/\s+/), found = new Map();
		scene.pressed = 0;
		scene.broken = [];
		for (const key of people) {
			const visitor = await scene.signed_in(key);
			const pages = [];
			await follow_links(visitor, async (address) => {
				const answer = await visitor.get(address);
				pages.push([answer, address]);
				return answer;
			});
			for (const each of pages.flatMap(([page, address]) => presses_of(page, address)))
				for (const one of [each, { ...each, fields: filled(each.fields, scene) }])
					if (!found.has(`${kind_of(one)} ${one === each}`))
						found.set(`${kind_of(one)} ${one === each}`, one);
		}
		for (const key of people) {
			const visitor = await scene.signed_in(key);
			for (const each of found.values())
				await press(scene, key, visitor, each);
		}
		scene.note(`${found.size} forms, ${scene.pressed} pressed by ${people.length}`);
		if (found.size < Number(step.expected))
			throw new Error(`only ${found.size} forms were found`);
		if (scene.broken.length > 0)
			throw new Error(`${scene.broken.length} came to no good end: ${scene.broken.slice(0, 6).join('; ')}`);
	},
};
