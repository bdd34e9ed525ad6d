// Where the school is and with which code this browser joins it: from the
// managed policy, or as a technician typed it on the options page.

const complete = ({ server, code }) => Boolean(server && code);

/** HOST:PORT of what was written, or null: https://school.example:8444/ counts too. */
export function addressOf(written) {
	const match = /^(?:(?:https|wss):\/\/)?([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::(\d{1,5}))?\/?$/.exec(String(written ?? "").trim());
	const port = match ? Number(match[2] ?? 443) : 0;
	return match && port >= 1 && port <= 65535 ? `${match[1].toLowerCase()}:${port}` : null;
}

/** { server, code, school, managed }; the first read after an install may find nothing (storage.onChanged tells). */
export async function readSettings() {
	const managed = await chrome.storage.managed.get(["server", "code", "school"]).catch(() => ({}));
	const { typed = {} } = await chrome.storage.local.get("typed");
	const isManaged = Boolean(managed.server || managed.code);
	const from = isManaged ? managed : typed;
	const settings = { server: addressOf(from.server), code: String(from.code ?? "").trim().slice(0, 40),
		school: String(from.school ?? "").slice(0, 80), managed: isManaged };
	return { ...settings, complete: complete(settings) };
}

/** What the options page was given; a managed browser takes nothing from it. */
export async function typeSettings(server, code) {
	const address = addressOf(server);
	if (!address || !String(code ?? "").trim())
		return false;
	await chrome.storage.local.set({ typed: { server: address, code: String(code).trim() } });
	return true;
}
