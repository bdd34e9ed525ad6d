// What the pupil reads, in the browser's language: _locales/.

export const word = (name, ...values) => chrome.i18n.getMessage(name, values);
export const clock = (at) => new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
export const moment = (at) => new Date(at).toLocaleString([], { dateStyle: "short", timeStyle: "short" });

/** Who looks, as the indicator says it of one lease. */
export const lookLine = (terms) => word(`looks_${terms.kind}`, terms.teacher_name);
export const sinceLine = (since, remote) => word("since", clock(since)) + (remote ? `, ${word("remote")}` : "");

/** Fills what a page of the extension has to say: <p data-word="name">. */
export function fillWords(root = document) {
	document.documentElement.lang = chrome.i18n.getUILanguage();
	for (const element of root.querySelectorAll("[data-word]"))
		element.textContent = word(element.dataset.word);
}

/** A browser that lives in a demo school's time says so, all the time. */
export function showDemo(element, { ahead }) {
	element.hidden = !ahead;
	element.textContent = ahead ? word("demo_ahead", String(ahead)) : "";
}
