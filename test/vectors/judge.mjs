// lease.json put to the extension's own check.js, wherever its modules are: in
// the extension's pages (test/extension) and in node (extension_test.mjs). One
// function that stands alone, because a browser is given its text.
export async function judge_leases({ root, vectors: { policy_key, cases } }) {
	const check = await import(`${root}/check.js`);
	const { fromHex } = await import(`${root}/bytes.js`);
	const wrong = [];
	const deviceOf = (one) => ({ device: BigInt(one.device), userIsHere: one.user_is_here,
		can: { none: false, thumb: one.can_thumb, full: one.can_full, tabs: one.can_tabs } });
	for (const one of cases) {
		const at = (wall, monotonic) => ({ ...deviceOf(one), wall, monotonic });
		const policy = check.noPolicy(one.version_seen), nonces = new Map();
		const taken = one.policy ? await check.takePolicy(policy, fromHex(policy_key), fromHex(one.policy), at(one.policy_wall, one.monotonic)) : 'none';
		const time = one.time ? await check.takeTime(null, policy, fromHex(one.time), at(one.time_wall, one.time_monotonic)) : null;
		let answer;
		for (let i = 0; i < (one.twice ? 2 : 1); i++)
			answer = one.kind === 'lease'
				? await check.checkLease(policy, time, nonces, at(one.wall, one.monotonic), fromHex(one.content))
				: await check.checkOrder(policy, time, nonces, at(one.wall, one.monotonic), 'lock_order', fromHex(one.content));
		if (taken !== one.policy_browser || answer.refusal !== one.browser)
			wrong.push(`${one.name}: ${taken}, ${answer.refusal} instead of ${one.policy_browser}, ${one.browser}`);
	}
	// An old ping played again would turn the clock back (CLS-24).
	const [newer, older] = ['thumb', 'last ping too old'].map((name) => cases.find((one) => one.name === name));
	const policy = check.noPolicy(), device = { ...deviceOf(newer), wall: newer.wall, monotonic: newer.monotonic };
	await check.takePolicy(policy, fromHex(policy_key), fromHex(newer.policy), device);
	const first = await check.takeTime(null, policy, fromHex(newer.time), device);
	if (!first || await check.takeTime(first, policy, fromHex(older.time), device) !== null)
		wrong.push('an older time after a newer one');
	// One that was long on its way does not turn it back; a time that nobody knows any more is learnt.
	const later = cases.find((one) => one.name === 'policy that ended by the server\'s clock alone');
	for (const [passed, least] of [[62000, 61900], [70000, 60000]]) {
		const then = { ...device, wall: device.wall + passed, monotonic: device.monotonic + passed };
		const time = await check.takeTime(first, policy, fromHex(later.time), then);
		if (!time || check.serverNow(time, then) !== first.server + least)
			wrong.push(`a time of a minute later, ${passed} ms later`);
	}
	return wrong;
}
