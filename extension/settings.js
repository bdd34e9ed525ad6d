// Where the school is and with which code this browser joins it: from the
// managed policy, or as a technician typed it on the options page.

const complete = ({ server, code }) => Boolean(server && code);

/** HOST:PORT of what was written, or null: https://school.example:8444/ counts too. */
export function addressOf(written) {
	const match = /^(?:(?:https|wss):\/\/)?([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::(\d{1,5}))?\/?$/.exec(String(written ?? "").trim());
	const port = match ? Number(match[2] ?? 443) : 0;
	const address = match && port >= 1 && port <= 65535 ? `${match[1].toLowerCase()}:${port}` : "";
	return URL.canParse(`https://${address}`) ? address : null;
}

const MINUTES_MAX = 60 * 24 * 366 * 20;

// A demo school lives on its own day, at an hour in which there is a lesson: as
// the agent's --shift-minutes. What the browser shows says so.
function minutesOf(written) {
	const minutes = Number(written ?? 0);
	return Number.isSafeInteger(minutes) && Math.abs(minutes) <= MINUTES_MAX ? minutes : 0;
}

/** { server, code, school, ahead, managed }, ahead in minutes; the first read after an install may find nothing (storage.onChanged tells). */
export async function readSettings() {
	const managed = await chrome.storage.managed.get(["server", "code", "school", "minutes_ahead"]).catch(() => ({}));
	const { typed = {} } = await chrome.storage.local.get("typed");
	const isManaged = Boolean(managed.server || managed.code);
	const from = isManaged ? managed : typed;
	const settings = { server: addressOf(from.server), code: String(from.code ?? "").trim().slice(0, 40),
		school: String(from.school ?? "").slice(0, 80), ahead: minutesOf(from.minutes_ahead), managed: isManaged };
	return { ...settings, complete: complete(settings) };
}

/** What the options page was given; a managed browser takes nothing from it. */
export async function typeSettings(server, code, minutes_ahead) {
	const address = addressOf(server);
	if (!address || !String(code ?? "").trim())
		return false;
	await chrome.storage.local.set({ typed: { server: address, code: String(code).trim(), minutes_ahead: minutesOf(minutes_ahead) } });
	return true;
}
