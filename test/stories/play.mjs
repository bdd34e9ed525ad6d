// test/stories/run [--long] [STORY...]: plays stories on the real daemon.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Schools } from './school.mjs';
import { read_story } from './story.mjs';
import { Scene, is_test, steps } from './steps.mjs';

const folder = path.dirname(fileURLToPath(import.meta.url));
const program = path.resolve(folder, '..', '..', process.env.BUILD ?? 'build-test', 'campanella');

async function play(story, schools, directory) {
	const scene = new Scene(schools, folder, directory);
	const told = [];
	scene.note = (text) => told.push(`    ${text}`);
	let passed = 0, failed = 0;
	const fail = (where, why) => {
		failed++;
		told.push(`  FAILED ${path.basename(story.file)}:${where}`, `    ${String(why).replace(/\n/g, '\n    ')}`);
	};
	const started = Date.now();
	for (const step of story.steps) {
		try {
			const act = steps[step.word];
			if (!act)
				throw new Error(`"${step.word}" is no word of the stories`);
			if (!scene.school && step.word !== 'school')
				throw new Error('a story begins with its school');
			await act.call(steps, scene, step);
			passed += is_test(step) ? 1 : 0;
		} catch (error) {
			fail(`${step.line}  ${step.text}`, process.env.STORY_TRACE ? error.stack : error.message);
			if (step.word === 'school')
				break;
		}
	}
	if (scene.school?.server.child) {
		const how = await scene.school.server.stop();
		const report = scene.school.server.report();
		if (how !== 0 || report)
			fail('end', `the daemon ended with ${how}${report ? `: ${report}` : `: ${scene.school.server.log.slice(-1500)}`}`);
		else
			passed++;
		scene.school.clock.close();
	}
	if (failed > 0 && process.env.STORY_LOG)
		told.push(scene.school?.server.log ?? '');
	console.log(`${failed > 0 ? 'not ok' : 'ok'} ${story.name}: ${passed} steps${failed > 0 ? `, ${failed} failed` : ''} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
	if (told.length > 0)
		console.log(told.join('\n'));
	return { passed, failed };
}

async function main(operands) {
	const long = operands.includes('--long');
	const named = operands.filter((operand) => !operand.startsWith('-')).map((operand) => path.basename(operand, '.story'));
	const names = fs.readdirSync(folder).filter((name) => name.endsWith('.story')).map((name) => path.basename(name, '.story')).sort();
	for (const name of named)
		if (!names.includes(name))
			throw new Error(`there is no story ${name}`);
	const chosen = names.filter((name) => (named.length > 0 ? named.includes(name) : long || !name.startsWith('long_')));

	const made = fs.mkdtempSync(path.join(os.tmpdir(), 'campanella-stories.'));
	const total = { passed: 0, failed: 0 };
	try {
		const schools = new Schools(program, made);
		const waiting = [...chosen];
		const player = async () => {
			for (let name; (name = waiting.shift()) !== undefined;) {
				const counts = await play(read_story(path.join(folder, `${name}.story`)), schools, path.join(made, `story-${name}`));
				total.passed += counts.passed;
				total.failed += counts.failed;
				if (counts.failed === 0)
					fs.rmSync(path.join(made, `story-${name}`), { recursive: true, force: true });
			}
		};
		await Promise.all(Array.from({ length: Number(process.env.STORIES_AT_ONCE ?? 2) }, player));
	} finally {
		if (!process.env.STORY_KEEP)
			fs.rmSync(made, { recursive: true, force: true });
		else
			console.log(`kept: ${made}`);
	}
	console.log(`${total.passed} passed, ${total.failed} failed`);
	process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
}

await main(process.argv.slice(2));
