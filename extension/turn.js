// One thing at a time: messages, ticks and buttons each run to their end before
// the next begins, although all of them wait for the browser in between.

let last = Promise.resolve();

export function inTurn(work) {
	const mine = last.then(work);
	last = mine.catch((error) => console.error(error));
	return mine;
}
