// Decides the whole matrix from the text of policy/access.policy and the facts,
// without a line of the program's code, and compares.
//   oracle.mjs POLICY_FOLDER FACTS PROGRAM_OUTPUT GOLDEN
import { readFileSync, writeFileSync } from 'node:fs';

const [policyFolder, factsFile, outputFile, goldenFile] = process.argv.slice(2);
const lines = (file) => readFileSync(file, 'utf8').split('\n')
  .map((line) => line.replace(/#.*/, '').trimEnd()).filter((line) => line.trim());

const words = { verb: [], thing: {}, relation: {} };
for (const line of lines(`${policyFolder}/roles.policy`)) {
  const [kind, name, ...rest] = line.trim().split(/\s+/);
  if (kind === 'verb') words.verb.push(name);
  if (kind === 'thing') words.thing[name] = rest.slice(1);
  if (kind === 'relation') words.relation[name] = rest[1];
}
const rules = lines(`${policyFolder}/access.policy`).map((line) => {
  const [who, may, what, when, , , ...how] = line.trim().split(/\s+/);
  const only = how.indexOf('only');
  return { who, may, what, when, noted: how.includes('noted'),
    fields: only < 0 ? words.thing[what] : words.thing[what].filter((f) => how.slice(only).includes(f)) };
});

const askers = [];
for (const line of lines(factsFile)) {
  const [first, ...rest] = line.trim().split(/\s+/);
  if (first === 'asker') askers.push({ name: rest[0], role: rest[1], holds: {} });
  else askers.at(-1).holds[first] = rest;
}
const subjects = { anna: 'person', dario: 'person', luca: 'person', elsa: 'person',
  stranger: 'person',
  helena: 'person', vico: 'person', ufficio: 'person', tecla: 'person', aldo: 'person',
  bianchi: 'person', mara: 'person', '3B': 'class', '4A': 'class', school: 'school' };

function decide(asker, verb, thing, subject, table, facts = asker.holds) {
  if (table.some((r) => r.who === 'nobody' && r.may === verb && r.what === thing)) return null;
  const holds = (r) => r.when === 'any' || r.when === 'same_school' ||
    (r.when === 'this_school' && subject === 'school') ||
    (words.relation[r.when] === subjects[subject] && (facts[r.when] ?? []).includes(subject));
  return table.filter((r) => r.who === asker.role && r.may === verb && r.what === thing && holds(r))
    .reduce((best, r) => (!best || r.fields.length > best.fields.length ? r : best), null);
}
const verdict = (asker, verb, thing, subject, rule) =>
  `${asker.name} ${verb} ${thing} ${subject}: ${rule.fields.join(', ') || 'all'}${rule.noted ? ' (noted)' : ''}`;

function matrix(table, factsOf = (asker) => asker.holds) {
  const allowed = new Map();
  for (const asker of askers)
    for (const subject of Object.keys(subjects)) {
      const pair = [];
      for (const verb of words.verb)
        for (const thing of Object.keys(words.thing)) {
          const rule = decide(asker, verb, thing, subject, table, factsOf(asker));
          if (rule) pair.push(verdict(asker, verb, thing, subject, rule));
        }
      allowed.set(`${asker.name} ${subject}`, pair.sort());
    }
  return allowed;
}

const output = readFileSync(outputFile, 'utf8').trim().split('\n');
const program = new Map([...matrix([])].map(([pair]) => [pair, []]));
for (const line of output.filter((l) => !l.startsWith('#'))) {
  const [asker, , , subject] = line.replace(/:.*/, '').split(' ');
  program.get(`${asker} ${subject}`).push(line);
}
for (const pair of program.values()) pair.sort();
const differing = (expected) => [...expected].filter(([pair, said]) => said.join() !== program.get(pair).join());

let passed = 0, failed = 0;
const test = (name, good, why = '') => {
  if (good) passed++;
  else { failed++; console.log(`FAILED ${name} ${why}`); }
};

const expected = matrix(rules);
for (const [pair, said] of expected)
  test(pair, said.join() === program.get(pair).join(),
    `\n  oracle:  ${said.join('\n           ')}\n  program: ${program.get(pair).join('\n           ')}`);

// Each rule and each fact taken away must show somewhere, or the matrix does not reach it.
let sabotaged = 0, noticed = 0;
// A "nobody" line is a second lock: without it the same is refused for want of any line.
rules.forEach((rule, i) => {
  if (rule.who === 'nobody') return;
  sabotaged++;
  if (differing(matrix(rules.filter((_, j) => j !== i))).length) noticed++;
  else console.log(`not reached: ${rule.who} ${rule.may} ${rule.what} ${rule.when}`);
});
for (const asker of askers)
  for (const [relation, whom] of Object.entries(asker.holds))
    for (const subject of whom) {
      // A relation that no rule of this role names decides nothing yet.
      if (!rules.some((r) => r.who === asker.role && r.when === relation)) continue;
      sabotaged++;
      const without = { ...asker.holds, [relation]: whom.filter((s) => s !== subject) };
      if (differing(matrix(rules, (a) => (a === asker ? without : a.holds))).length) noticed++;
      else console.log(`not noticed: ${asker.name} ${relation} ${subject}`);
    }
test('every rule and fact taken away is noticed', sabotaged > 0 && noticed === sabotaged,
  `${noticed} of ${sabotaged}`);

const allowed = output.filter((l) => !l.startsWith('#')).sort().join('\n') + '\n';
const total = Number(output.at(-1).match(/# (\d+) verdicts/)[1]);
const yes = allowed.split('\n').length - 1;
if (process.env.UPDATE_GOLDEN) writeFileSync(goldenFile, allowed);
let golden = '';
try { golden = readFileSync(goldenFile, 'utf8'); } catch { /* reported below */ }
test('the matrix is the reviewed one', golden === allowed,
  `(${goldenFile} differs: look at it with UPDATE_GOLDEN=1 and git diff)`);
test('refusals outnumber permissions', yes > 0 && total - yes > yes);
console.log(`${total} verdicts, ${yes} allowed, ${total - yes} refused; ${noticed} of ${sabotaged} sabotages noticed`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
