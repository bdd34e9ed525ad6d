// Debian's Chromium, one context a visitor, and what holds of every page that
// any check reaches: no violation in axe, nothing from another host, nothing
// wider than the screen, no word on the console, one cookie, nothing stored.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axe_source = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];

export const DESK = { viewport: { width: 1280, height: 860 } };
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
export const ZOOM_400 = { viewport: { width: 320, height: 256 } };
export const DARK = { ...DESK, colorScheme: 'dark' };
export const NO_SCRIPT = { ...DESK, javaScriptEnabled: false };

export class Browser {
	async open(school) {
		this.school = school;
		this.chromium = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu',
			'--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
		this.looked = new Set();
	}

	async close() {
		await this.chromium?.close();
	}

	// A visitor with a window of their own; closed by the check that asked.
	async visitor(options = DESK) {
		const context = await this.chromium.newContext({ ...options, locale: 'it-IT', timezoneId: 'Europe/Rome', ignoreHTTPSErrors: true });
		context.setDefaultTimeout(15000);
		const page = await context.newPage();
		const visitor = new Visitor(this, context, page, options);
		page.on('request', (request) => {
			if (!request.url().startsWith(`${this.school.origin}/`))
				visitor.foreign.push(request.url());
		});
		page.on('console', (message) => message.type() === 'error' && visitor.errors.push(message.text()));
		page.on('pageerror', (error) => visitor.errors.push(error.message));
		return visitor;
	}
}

export class Visitor {
	constructor(browser, context, page, options) {
		Object.assign(this, { browser, context, page, options, foreign: [], errors: [] });
	}

	async go(path) {
		return this.page.goto(new URL(path, this.browser.school.origin).href);
	}

	get path() {
		return new URL(this.page.url()).pathname;
	}

	async sign_in(role) {
		const account = this.browser.school.account(role);
		await this.go('/sign-in');
		await this.page.fill('[name="name"]', account.name);
		await this.page.fill('[name="password"]', account.password);
		await this.page.click('main form button');
		await this.page.waitForURL((url) => url.pathname !== '/sign-in');
		return this;
	}

	// What holds everywhere. Without script in the page axe cannot run in it.
	async looks_right(name) {
		await this.page.waitForLoadState('load');
		// Not innerWidth: a phone makes that wider when the page is too wide.
		const wide = this.options.javaScriptEnabled === false ? 0 :
			await this.page.evaluate(() => document.documentElement.scrollWidth) - this.options.viewport.width;
		assert.ok(wide <= 0, `${name} is ${wide} px wider than the screen`);
		assert.deepEqual(this.foreign, [], `${name} asks other hosts`);
		assert.deepEqual(this.errors, [], `${name} has errors on the console`);
		const cookies = (await this.context.cookies()).map((cookie) => cookie.name);
		assert.ok(cookies.every((cookie) => cookie.startsWith('__Host-')) && new Set(cookies).size <= 1, `${name} keeps ${cookies}`);
		if (this.options.javaScriptEnabled === false)
			return;
		const kept = await this.page.evaluate(async () => localStorage.length + sessionStorage.length +
			(await indexedDB.databases()).length + (await navigator.serviceWorker?.getRegistrations() ?? []).length);
		assert.equal(kept, 0, `${name} leaves something in the browser`);
		await this.axe(name);
	}

	// axe runs in a world that the page's own policy would refuse; evaluate does not ask it.
	async axe(name) {
		await this.page.evaluate(axe_source);
		const found = await this.page.evaluate(async (rules) => {
			const result = await window.axe.run(document, { runOnly: rules });
			return result.violations.map((one) => `${one.id}: ${one.help} (${one.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', ')})`);
		}, RULES);
		assert.deepEqual(found, [], `${name} fails axe`);
		this.browser.looked.add(name);
	}

	async keep_picture(name) {
		if (!process.env.SCREENSHOTS)
			return;
		fs.mkdirSync(process.env.SCREENSHOTS, { recursive: true });
		await this.page.evaluate(() => window.scrollTo(0, 0));
		await this.page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png` });
	}

	async close() {
		await this.context.close();
	}
}
