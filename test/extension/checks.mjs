// Checks one after the other, counted; a failed one says why and the next goes on.
export const rest = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

export class Checks {
	passed = 0;
	failed = 0;

	constructor(chosen) {
		this.chosen = chosen;
	}

	// first: the others need it, so it runs whatever is chosen
	async check(name, work, { first = false } = {}) {
		if (!first && this.chosen.length > 0 && !this.chosen.some((word) => name.includes(word)))
			return;
		try {
			await work();
			this.passed++;
			console.log(`ok   ${name}`);
		} catch (error) {
			this.failed++;
			console.log(`FAIL ${name}\n     ${String(error.stack).split('\n').slice(0, 10).join('\n     ')}`);
			console.log(`     ${await this.explain?.().catch((other) => other.message) ?? ''}`);
		}
	}
}
