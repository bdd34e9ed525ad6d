// What the teacher tells the class. An order goes without leaving the wall; what
// was wrong with it is said at its field, and what was typed stays there.
let refusals = new Map(); // of the last order: code -> names

// An order that a device did not do: who and why, together for the whole class.
export function heardRefusal(tile, why, say, word) {
	if (!tile)
		return;
	refusals.set(why, (refusals.get(why) ?? new Set()).add(tile.name));
	say("not-done", { more: [...refusals].map(([reason, names]) =>
		` ${[...names].join(", ")}: ${word(reason === "ECAP" ? "cannot" : reason)}`) });
}

function clearProblems(form) {
	form.querySelectorAll(".problem").forEach((problem) => problem.remove());
	form.querySelectorAll("[aria-invalid]").forEach((field) => {
		field.removeAttribute("aria-invalid");
		field.removeAttribute("aria-describedby");
	});
}

// The school's own words, from the page that it answers with.
async function showProblems(form, answer) {
	const page = new DOMParser().parseFromString(await answer.text(), "text/html");
	const problems = [...page.querySelectorAll(".wall-orders .problem")].map((problem) => problem.textContent);
	const field = form.querySelector("input:not([type=hidden]), textarea");
	if (problems.length === 0 || !field)
		return false;
	problems.forEach((words, i) => {
		const problem = document.createElement("p");
		problem.className = "problem";
		problem.setAttribute("role", "alert");
		problem.id = `${field.id}-problem-${i}`;
		problem.textContent = words;
		field.after(problem);
	});
	field.setAttribute("aria-invalid", "true");
	field.setAttribute("aria-describedby", problems.map((_, i) => `${field.id}-problem-${i}`).join(" "));
	field.focus();
	return true;
}

async function send(form, submitter, { say, connected, isClosed }) {
	const body = new URLSearchParams(new FormData(form));
	if (submitter?.name)
		body.set(submitter.name, submitter.value);
	body.set("form", crypto.randomUUID()); // each has an id of its own
	refusals = new Map();
	clearProblems(form);
	const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
	if (answer?.status === 422 && await showProblems(form, answer))
		return say("");
	if (answer && (answer.status === 401 || new URL(answer.url).pathname === "/sign-in"))
		return say("signed-out");
	if (!answer?.ok || !new URL(answer.url).searchParams.has("sent"))
		return say(isClosed() || "not-sent");
	if (["message", "open"].includes(submitter?.value))
		form.reset(); // once is enough; a list of sites may be changed and sent again
	close(form.closest("details"));
	if (refusals.size > 0) // a device may be faster than this answer
		return;
	const count = connected();
	say(["sent-none", "sent-one"][count] ?? "sent-many", { count });
}

function close(details) {
	if (!details?.open)
		return;
	const hasFocus = details.contains(document.activeElement);
	details.open = false;
	if (hasFocus)
		details.querySelector("summary").focus();
}

export function orders(wall) {
	for (const form of document.querySelectorAll("[data-wall-order]"))
		form.addEventListener("submit", (event) => {
			event.preventDefault();
			send(form, event.submitter, wall);
		});
	for (const details of document.querySelectorAll(".wall-orders details")) {
		details.addEventListener("toggle", () => details.open && details.querySelector("input:not([type=hidden]), textarea")?.focus());
		details.addEventListener("keydown", (event) => event.key === "Escape" && close(details));
	}
	document.addEventListener("pointerdown", ({ target }) => document.querySelectorAll(".wall-orders details[open]").forEach(
		(details) => details.contains(target) || close(details)));
}
