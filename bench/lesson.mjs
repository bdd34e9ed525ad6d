// Forty signed-in teachers, each with a lesson of today's timetable.
import { ask, hidden, must, signIn } from './server.mjs';

export async function fortyTeachers(server) {
  const teachers = [];
  for (const account of server.teachers) {
    if (teachers.length === 40) break;
    await signIn(server, account);
    const day = await ask(server, account, 'GET', '/');
    const lesson = day.text.match(/href="(\/lessons\/\d+\/[\d-]+\/\d+)"/)?.[1];
    if (lesson) teachers.push({ account, lesson });
  }
  must(teachers.length === 40, `only ${teachers.length} teachers have a lesson today`);
  return teachers;
}

// A save of the whole page, ready for load.lua to vary.
export async function saveOf(server, { account, lesson }) {
  const page = await ask(server, account, 'GET', lesson);
  must(page.status === 200, `${lesson} answered ${page.status}`);
  const pupils = [...new Set([...page.text.matchAll(/name="state_(\d+)"/g)].map(([, id]) => id))];
  must(pupils.length > 10, `${lesson} shows ${pupils.length} pupils`);
  const fields = hidden(page.text);
  const kind = page.text.match(/name="sign_as" value="([^"]*)" checked/)?.[1];
  const body = [`token=${encodeURIComponent(fields.token)}`, 'form={form}', ...(kind ? [`sign_as=${encodeURIComponent(kind)}`] : []),
    ...pupils.map((id) => `state_${id}={P|A}`), 'topic={text}', 'activity=', 'homework=', 'save=1'].join('&');
  return { method: 'POST', path: lesson, cookie: account.cookie, body, pupils: pupils.length };
}
