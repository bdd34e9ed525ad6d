// The roll call by keyboard: arrows move, P A R U F set, Enter saves. Without
// this file the same radio buttons work by themselves.
"use strict";
(() => {
	const LETTERS = ["P", "A", "R", "U", "F"];

	const rowsOf = (form) => [...form.querySelectorAll(".pupil")];
	const chosen = (row) => row.querySelector(".states input:checked");
	const input = (row, letter) => row.querySelector(`.states input[value="${letter}"]`);

	function count(form) {
		const counts = { "": 0, P: 0, A: 0, R: 0, U: 0, F: 0 };
		const rows = rowsOf(form);
		rows.forEach((row) => { counts[chosen(row)?.value ?? ""]++; });
		for (const [letter, number] of Object.entries(counts)) {
			const place = form.querySelector(`[data-count="${letter}"]`);
			if (!place)
				continue;
			place.textContent = String(number);
			place.parentElement.hidden = number === 0;
		}
		return rows.length - counts[""];
	}

	// The save bar says in words what will be saved.
	function words(form, called) {
		const changed = form.querySelector("[data-save-changed]");
		if (!changed)
			return;
		const ticked = form.querySelectorAll(".waiting :checked").length;
		changed.querySelector("[data-called-count]").textContent = String(called);
		changed.querySelector("[data-ticked-count]").textContent = String(ticked);
		changed.querySelector("[data-word-ticked]").hidden = ticked === 0;
		changed.hidden = !("unsaved" in form.dataset);
		form.querySelector("[data-save-words]").hidden = !changed.hidden;
	}

	// By the school's clock, in the school's zone: this device's may be wrong.
	const arrived = Date.now();
	function now(form) {
		const at = Number(form.dataset.minute) + Math.floor((Date.now() - arrived) / 60000);
		return `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
	}

	// A late entry or an exit set by hand while the hour runs happens now, until
	// somebody says otherwise; of another hour nothing is known.
	function propose(row, letter) {
		const name = { R: "time_", U: "exit_" }[letter];
		const field = name && row.querySelector(`[name^="${name}"]`);
		const form = row.closest("form");
		if (field && !field.value && form.dataset.minute)
			field.value = now(form);
	}

	function set(row, letter) {
		const radio = input(row, letter);
		if (!radio || radio.disabled)
			return;
		radio.checked = true;
		radio.focus({ preventScroll: true });
		radio.dispatchEvent(new Event("change", { bubbles: true }));
	}

	function move(rows, row, step) {
		const next = rows[rows.indexOf(row) + step];
		if (!next)
			return;
		(chosen(next) ?? input(next, "P")).focus({ preventScroll: true });
		next.scrollIntoView({ block: "nearest" });
	}

	function key(event, form) {
		const row = event.target.closest?.(".pupil");
		if (!row || event.ctrlKey || event.metaKey || event.altKey)
			return;
		const letters = event.target.type === "radio";
		if (letters && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
			event.preventDefault();
			move(rowsOf(form), row, event.key === "ArrowDown" ? 1 : -1);
		} else if (letters && LETTERS.includes(event.key.toUpperCase())) {
			event.preventDefault();
			set(row, event.key.toUpperCase());
		} else if (event.key === "Enter" && event.target.matches("input")) {
			event.preventDefault();
			form.requestSubmit(form.querySelector('button[name="save"]'));
		}
	}

	// A time that is typed sets its letter, so that it cannot get lost unseen.
	function changed(event, form) {
		const row = event.target.closest(".pupil");
		const name = event.target.name ?? "";
		if (row && event.target.type === "radio")
			propose(row, event.target.value);
		if (row && event.target.value && name.startsWith("time_") && /^[PA]?$/.test(chosen(row)?.value ?? ""))
			input(row, "R").checked = true;
		if (row && event.target.value && name.startsWith("exit_") && /^[PA]?$/.test(chosen(row)?.value ?? ""))
			input(row, "U").checked = true;
		if (event.target.name)
			form.dataset.unsaved = "";
		words(form, count(form));
	}

	function allPresent(event, form) {
		event.preventDefault();
		rowsOf(form).filter((row) => !chosen(row)).forEach((row) => { input(row, "P").checked = true; });
		form.dataset.unsaved = "";
		words(form, count(form));
		const first = rowsOf(form)[0];
		if (first)
			chosen(first).focus({ preventScroll: true });
	}

	function begin() {
		const form = document.querySelector("form[data-roll-call]");
		if (!form || form.dataset.begun)
			return;
		form.dataset.begun = "1";
		form.classList.add("with-keys");
		form.addEventListener("keydown", (event) => key(event, form));
		form.addEventListener("change", (event) => changed(event, form));
		form.addEventListener("input", (event) => event.target.matches("textarea") && changed(event, form));
		form.querySelector("[data-all-present]")?.addEventListener("click", (event) => allPresent(event, form));
		words(form, count(form));
	}

	begin();
	document.addEventListener("page:changed", begin);
})();
