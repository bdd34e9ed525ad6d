// What stands on record: looks, refusals, rows. The numbers in the database are
// the positions of the words in policy/*.policy, so the words come from there.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { words_of } from './story.mjs';

const policy = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..', 'policy', 'roles.policy');

function positions(kind) {
	const words = fs.readFileSync(policy, 'utf8').split('\n').map((line) => line.split(/\s+/)).filter(([first]) => first === kind).map(([, word]) => word);
	return (word) => {
		const at = words.indexOf(word);
		if (at < 0)
			throw new Error(`policy/roles.policy has no ${kind} ${word}`);
		return at;
	};
}
const thing_number = positions('thing');

function id_of(scene, name) {
	return scene.school.classes.get(name) ?? scene.fill(`{${name}}`);
}

// Looks of the day of the story, newest first.
function looks(scene, { who, thing, whom, refused }) {
	return scene.school.query(`select at, role, subject from look where person = ${id_of(scene, who)} and thing = ${thing_number(thing)}` +
		` and subject = ${id_of(scene, whom)} and outcome = ${refused ? 1 : 0} order by id desc`);
}

export const record_steps = {
	// trail WHO refused|saw THING of WHOM [once|N times]; trail WHO never saw THING of WHOM
	trail(scene, step) {
		const match = /^(\w+) (never )?(refused|saw) (\w+) of (\S+)(?: (once|(\d+) times))?$/.exec(step.said);
		if (!match)
			throw new Error('trail WHO [never] saw|refused THING of WHOM [once|N times]');
		const [, who, never, how, thing, whom, times, number] = match;
		const found = looks(scene, { who, thing, whom, refused: how === 'refused' }).length;
		const wanted = never ? 0 : times === 'once' ? 1 : number ? Number(number) : null;
		if (wanted === null ? found === 0 : found !== wanted)
			throw new Error(`${found} such lines are on the trail`);
	},
	// rows TABLE N [where CONDITION]
	rows(scene, step) {
		const match = /^(\w+) (\d+)(?: where (.+))?$/.exec(step.said);
		if (!match)
			throw new Error('rows TABLE N [where ...]');
		const [, table, number, where] = match;
		const [row] = scene.school.query(`select count(*) as found from ${table}${where ? ` where ${scene.fill(where)}` : ''}`);
		if (row.found !== Number(number))
			throw new Error(`${row.found} rows are stored`);
	},
	// soon rows ...: the jobs process gets to it by itself
	async soon(scene, step) {
		const inner = { ...step, said: step.said.replace(/^rows /, '') };
		for (const end = Date.now() + 20_000; ;)
			try {
				return this.rows(scene, inner);
			} catch (error) {
				if (Date.now() > end)
					throw error;
				await new Promise((resolve) => setTimeout(resolve, 250));
			}
	},
	// take NAME "select one value": for what no page shows
	take(scene, step) {
		const [name, sql] = words_of(step.said);
		const [row] = scene.school.query(scene.fill(sql));
		if (!row)
			throw new Error(`nothing is found by ${sql}`);
		scene.kept.set(name, String(Object.values(row)[0]));
	},
};
