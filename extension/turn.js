// One thing at a time: messages, ticks and buttons each run to their end before
// the next begins, although all of them wait for the browser in between.

let last = Promise.resolve();

/** What a page is asked for, which it may owe for ever: null when it took longer. */
export function within(ms, asked) {
	let timer;
	const late = new Promise((resolve) => { timer = setTimeout(resolve, ms, null); });
	return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}

export function inTurn(work) {
	const mine = last.then(work);
	last = mine.catch((error) => console.error(error));
	return mine;
}
