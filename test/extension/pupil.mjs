// A pupil's browser: Debian's Chromium with the packed extension, force-installed
// by a policy that only this one process sees (a mount namespace of its own),
// and a small web with pages for it to look at.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { chromium } from 'playwright-core';

const root = path.resolve(import.meta.dirname, '../..');

// The school's web folder with the extension, and sites that are one colour each.
export class Web {
	async open(folder) {
		this.folder = path.join(folder, 'extension');
		this.server = http.createServer((request, response) => this.answer(request, response));
		await new Promise((resolve) => { this.server.listen(0, '127.0.0.1', resolve); });
		this.port = this.server.address().port;
		execFileSync(path.join(root, 'extension/pack'), [path.resolve(process.env.BUILD, 'extension/campanella-extension.zip'), this.folder,
			`http://127.0.0.1:${this.port}/extension`], { stdio: ['ignore', 'ignore', 'inherit'] });
		this.id = fs.readFileSync(path.join(this.folder, 'id'), 'utf8').trim();
	}

	answer(request, response) {
		const { pathname, searchParams } = new URL(request.url, 'http://web');
		if (pathname.startsWith('/extension/')) {
			const file = path.join(this.folder, path.basename(pathname));
			if (!['campanella.crx', 'update.xml'].includes(path.basename(file)))
				return response.writeHead(404).end();
			response.writeHead(200, { 'content-type': file.endsWith('.crx') ? 'application/x-chrome-extension' : 'text/xml' });
			return response.end(fs.readFileSync(file));
		}
		response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
		return response.end(`<!doctype html><html lang="it"><title>${request.headers.host}${pathname}</title>
			<style>html { background: ${searchParams.get('colour') ?? '#22aa44'} }</style><h1>${pathname.slice(1)}</h1>
			${searchParams.has('alive') ? '<p></p><script>setInterval(() => { document.querySelector("p").textContent = Date.now(); }, 100)</script>' : ''}`);
	}

	close() {
		this.server?.closeAllConnections();
		this.server?.close();
	}
}

export class PupilBrowser {
	constructor(folder, web, managed, { opened = true, pinned = true } = {}) {
		Object.assign(this, { folder, web, managed, opened, pinned });
	}

	get id() {
		return this.web.id;
	}

	// The technician's policy.json, with what this school says.
	// Chromium lets nobody look into a force-installed extension: `opened` allows it, for the checks that count in the worker.
	write_policy() {
		const policy = JSON.parse(fs.readFileSync(path.join(this.web.folder, 'policy.json'), 'utf8'));
		if (this.managed)
			policy['3rdparty'].extensions[this.id] = this.managed;
		else
			delete policy['3rdparty'];
		if (!this.pinned)
			delete policy.ExtensionSettings[this.id].toolbar_pin;
		if (this.opened)
			policy.DeveloperToolsAvailability = 1;
		fs.mkdirSync(path.join(this.folder, 'etc/policies/managed'), { recursive: true });
		fs.writeFileSync(path.join(this.folder, 'etc/policies/managed/school.json'), JSON.stringify(policy));
		const wrapper = path.join(this.folder, 'chromium');
		fs.writeFileSync(wrapper, `#!/bin/sh\nexec unshare ${process.getuid() === 0 ? '-m' : '-rm'} sh -c 'mount --bind ${this.folder}/etc /etc/chromium && exec chromium "$@"' sh "$@"\n`, { mode: 0o755 });
		return wrapper;
	}

	async open(more = {}) {
		this.context = await chromium.launchPersistentContext(path.join(this.folder, 'profile'), {
			executablePath: this.write_policy(), headless: false, locale: 'it-IT', viewport: null, ...more,
			ignoreDefaultArgs: ['--disable-extensions', '--disable-background-networking', '--disable-component-update', '--disable-default-apps'],
			args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync', '--ignore-certificate-errors',
				'--window-size=1280,800', `--host-resolver-rules=MAP *.example 127.0.0.1:${this.web.port}`],
		});
		this.context.setDefaultTimeout(15000);
		this.page = this.context.pages()[0] ?? await this.context.newPage();
		await this.installed();
		if (!this.opened)
			return;
		this.own = await this.context.newPage();
		await this.own.goto(`chrome-extension://${this.id}/options.html`);
		await this.page.bringToFront();
	}

	// The policy fetches it, so it takes a moment.
	async installed() {
		for (let i = 0; !await this.has_worker(); i++) {
			if (i === 600)
				throw new Error('the extension was not installed');
			await new Promise((resolve) => { setTimeout(resolve, 100); });
		}
	}

	// Chromium may have read what the policy says to the extension before there was one (seen on a
	// machine with much to do); it reads again when a file changes, or in a quarter of an hour.
	async joins(what, holds) {
		for (let i = 0; i < 600; i++) {
			const got = await holds();
			if (got)
				return got;
			if (i % 80 === 79 && this.managed) {
				this.managed.school = `Prova ${i}`;
				this.write_policy();
			}
			await new Promise((resolve) => { setTimeout(resolve, 100); });
		}
		throw new Error(`${what} did not come in 60 s`);
	}

	// Runs in the worker that lives now; each time through a line of its own, since workers come and go.
	async in_worker(work, argument) {
		await this.ask({ ask: 'status' }); // so that one lives
		const session = await this.context.browser().newBrowserCDPSession();
		try {
			const { targetInfos } = await session.send('Target.getTargets');
			const target = targetInfos.find((one) => one.type === 'service_worker' && one.url.startsWith(`chrome-extension://${this.id}/`));
			const { sessionId } = await session.send('Target.attachToTarget', { targetId: target.targetId, flatten: false });
			const answer = new Promise((resolve, reject) => {
				setTimeout(() => reject(new Error('the worker did not answer')), 10000).unref();
				session.on('Target.receivedMessageFromTarget', ({ message }) => JSON.parse(message).id === 1 && resolve(JSON.parse(message)));
			});
			await session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id: 1, method: 'Runtime.evaluate',
				params: { expression: `(${work})(${JSON.stringify(argument)})`, awaitPromise: true, returnByValue: true } }) });
			const { result, error } = await answer;
			if (error || result.exceptionDetails)
				throw new Error(JSON.stringify(error ?? result.exceptionDetails));
			return result.result.value;
		} finally {
			await session.detach();
		}
	}

	// Whether a worker lives, asked of the browser and not of the extension.
	async has_worker() {
		this.outside ??= await this.context.browser().newBrowserCDPSession();
		const { targetInfos } = await this.outside.send('Target.getTargets');
		return targetInfos.some((one) => one.type === 'service_worker' && one.url.startsWith(`chrome-extension://${this.id}/`));
	}

	// How often the extension has asked for a picture of a page: the browser's own
	// count of the calls of its extensions, whatever they say (tabs.captureVisibleTab is 9).
	async captures() {
		await this.has_worker();
		const { histograms } = await this.outside.send('Browser.getHistograms', { query: 'Extensions.Functions.ExtensionCalls' });
		return histograms.flatMap((one) => one.buckets).find((one) => one.low === 9)?.count ?? 0;
	}

	// Runs in a page of the extension's own, where its modules can be asked for; it stays behind the pupil's.
	inside(work, argument) {
		return this.own.evaluate(work, argument);
	}

	// Ends the worker as the browser does after 30 s without an event.
	async kill_worker() {
		this.session ??= await this.context.newCDPSession(this.own);
		const stopped = new Promise((resolve, reject) => {
			setTimeout(() => reject(new Error('the worker did not stop')), 10000).unref();
			const hear = ({ versions }) => versions.some((one) => one.runningStatus === 'stopped') && resolve(this.session.off('ServiceWorker.workerVersionUpdated', hear));
			this.session.on('ServiceWorker.workerVersionUpdated', hear);
		});
		await this.session.send('ServiceWorker.enable');
		await this.session.send('ServiceWorker.stopAllWorkers');
		await stopped;
		await this.session.send('ServiceWorker.disable');
	}

	// Something changed in the settings: a browser tries at once what it would try later.
	async ask_again() {
		await this.inside(() => chrome.storage.local.set({ typed: { at: Date.now() } }));
	}

	ask(message) {
		return this.inside((said) => chrome.runtime.sendMessage(said), message);
	}

	async close() {
		await this.context?.close();
	}
}
