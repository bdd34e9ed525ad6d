// An X server, a desktop on it, the counter before it, a school, an agent: made
// for a test and taken down after it, by process id.
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync, existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { make_school } from "./school.mjs";
import { X11Counter } from "./x11_count.mjs";

export const rest = ms => new Promise(done => setTimeout(done, ms));

async function until(what, ms) {
	for (const start = Date.now(); Date.now() - start < ms; await rest(30))
		if (what())
			return true;
	return false;
}

function free_display() {
	for (let number = 60; number < 400; number++)
		if (!existsSync(`/tmp/.X11-unix/X${number}`) && !existsSync(`/tmp/.X${number}-lock`))
			return number;
	throw new Error("no display is free");
}

export class Place {
	children = [];
	static async make(build, { mode = "typing", size = "1280x720", depth = 24, agent } = {}) {
		const place = new Place();
		place.build = build;
		place.agent = agent ?? [`${build}/agent/campanella-agent`];
		place.folder = mkdtempSync(`${tmpdir()}/campanella-classroom.`);
		mkdirSync(`${place.folder}/device`, { mode: 0o700 });
		place.real = free_display();
		place.start("Xvfb", [`:${place.real}`, "-screen", "0", `${size}x${depth}`, "-nolisten", "tcp"]);
		if (!await until(() => existsSync(`/tmp/.X11-unix/X${place.real}`), 10000))
			throw new Error("Xvfb did not start");
		await rest(300);
		place.counter = new X11Counter(place.real, free_display());
		await place.counter.listen();
		place.desktop = place.start(`${build}/demo/desktop`, mode.split(" "), { DISPLAY: `:${place.real}` });
		place.school = await make_school(place.folder, `${build}/wire/wire.js`);
		await place.school.listen();
		return place;
	}
	start(program, words, env = {}) {
		const child = spawn(program, words, { env: { ...process.env, ...env }, stdio: ["ignore", "ignore", process.env.VERBOSE ? "inherit" : "ignore"] });
		child.over = new Promise(done => child.on("exit", code => { child.code = code; done(code); }));
		child.on("error", error => console.log(`${program}: ${error.message}`));
		this.children.push(child);
		return child;
	}
	run_agent(words, env = {}) {
		const [program, ...first] = this.agent;
		return this.start(program, [...first, "--folder", this.device_folder ?? `${this.folder}/device`, ...words], {
			DISPLAY: this.counter.display, XDG_SESSION_TYPE: "x11", WAYLAND_DISPLAY: "", LANG: "it_IT.UTF-8", WINEDEBUG: "-all", ...env });
	}
	enrol(code = this.school.code, ...more) {
		return this.run_agent(["enrol", `https://127.0.0.1:${this.school.port}`, code, "--certificate", this.school.certificate.toString("hex"), ...more]).over;
	}
	// A connected agent that has heard the policy and the time.
	async connect({ env, policy, policy_key, hear = true } = {}) {
		const { school } = this;
		const before = school.messages.length;
		this.device = this.run_agent(["run"], env);
		const hello = await school.wait("hello", 20000, before);
		if (!hello)
			throw new Error("the agent said no hello");
		if (hear) {
			school.send_policy(policy, policy_key);
			school.ping();
		}
		await rest(100);
		return hello;
	}
	async disconnect() {
		this.device.kill("SIGTERM");
		await Promise.race([this.device.over, rest(3000)]);
		this.device.kill("SIGKILL");
		this.school.time_shift = 0;
		this.school.address = null;
		this.school.pinging = true;
		if (this.school.dead)
			this.school.socket.stream.destroy();
		this.school.dead = false;
	}
	xdotool(...words) {
		return execFileSync("xdotool", words, { env: { ...process.env, DISPLAY: `:${this.real}` }, encoding: "utf8" }).trim();
	}
	xrandr(...words) {
		return execFileSync("xrandr", words, { env: { ...process.env, DISPLAY: `:${this.real}` }, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
	}
	indicator() {
		return this.xdotool("search", "--name", "^Campanella$").split("\n")[0];
	}
	// CPU ms and resident KB of the agent.
	cost() {
		const words = readFileSync(`/proc/${this.device.pid}/stat`, "utf8").split(") ")[1].split(" ");
		return { cpu: (Number(words[11]) + Number(words[12])) * 10,
			rss: Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.device.pid}/status`, "utf8"))[1]) };
	}
	async close() {
		for (const child of this.children.reverse()) // Xvfb takes its lock and its socket along
			child.kill(child.spawnfile === "Xvfb" ? "SIGTERM" : "SIGKILL");
		this.counter.close();
		this.school.close();
		await Promise.race([this.children.at(-1).over, rest(2000)]);
		rmSync(this.folder, { recursive: true, force: true });
	}
}
