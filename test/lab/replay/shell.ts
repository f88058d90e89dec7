/** One login on a replay device: the way in, prompt, line, answer, until it ends. */
import { type Clock, delay } from '../../../shared/runtime/index.ts';
import { countCommand, type SwitchCounters } from '../switch/counters.ts';
import type { FaultBox } from '../switch/faults.ts';
import { CTRL_Z, type Terminal } from '../switch/terminal.ts';
import type { Config, ReplayModel } from './model.ts';
import { spread } from './ports.ts';
import {
  type Asking,
  type Desk,
  type LoginStep,
  REFUSED,
  type ReplayPlatform,
  type Reply,
  type View,
} from './shape.ts';

const PASSWORDS_MAX = 3;

export interface ReplayHost {
  readonly platform: ReplayPlatform;
  readonly model: ReplayModel;
  readonly clock: Clock;
  readonly counters: SwitchCounters;
  readonly faults: FaultBox;
  readonly hostname: string;
  readonly username: string;
  readonly password: string;
  readonly enablePassword: string | undefined;
  readonly pageLines: number;
  /** How a line ends. */
  readonly newline: string;
  /** Where a typed line is wrapped; undefined: the terminal is wide enough. */
  readonly wrapAt: number | undefined;
  latencyMs(): number;
}

export class ReplayShell implements Desk {
  readonly hostname: string;
  readonly model: ReplayModel;
  readonly enablePassword: string | undefined;
  readonly username: string;
  readonly password: string;
  view: View;
  targets: readonly string[] = [];
  vlan: number | undefined;
  candidate: Config | undefined;
  pageLines: number;
  ended = false;
  private readonly host: ReplayHost;
  private readonly terminal: Terminal;
  private readonly number: number;
  private count = 1;

  constructor(host: ReplayHost, terminal: Terminal, number: number) {
    this.host = host;
    this.terminal = terminal;
    this.number = number;
    this.hostname = host.hostname;
    this.model = host.model;
    this.enablePassword = host.enablePassword;
    this.username = host.username;
    this.password = host.password;
    this.view = host.platform.firstView;
    this.pageLines = host.pageLines;
  }

  get config(): Config {
    return this.candidate ?? this.model.running;
  }

  change(next: Config): void {
    if (this.candidate) this.candidate = next;
    else this.model.running = next;
  }

  keys(list: string): readonly string[] | undefined {
    const { key } = this.host.platform;
    const keys = (this.config.ports.has(key(list)) ? [list] : spread(list)).map(key);
    return keys.length > 0 && keys.every((one) => this.config.ports.has(one)) ? keys : undefined;
  }

  /** Resolves when the session ends; rejects when the line is gone. */
  async run(): Promise<void> {
    const { platform, counters } = this.host;
    for (const step of platform.login ?? [{ say: '\r\n' }]) if (!this.ended) await this.take(step);
    while (!this.ended) {
      const prompt = this.prompt();
      await this.terminal.write(prompt);
      const line = await this.typed(prompt);
      this.count += 1;
      if (line === CTRL_Z) this.view = this.view === 'user' ? 'user' : 'privileged';
      else if (line.trim() !== '') await this.answer(line.trim(), prompt);
    }
    counters.logouts += 1;
    this.terminal.close(0);
  }

  private prompt(): string {
    const { platform, faults } = this.host;
    const hostname = faults.current.wrongPrompt ?? this.hostname;
    return platform.prompt(this, { hostname, count: this.count });
  }

  private typed(prompt: string): Promise<string> {
    const { platform, wrapAt } = this.host;
    const draw = platform.echo ?? ((text: string): string => text);
    let column = prompt.length;
    const wrap = (text: string): string => {
      if (wrapAt === undefined) return text;
      let out = '';
      for (const letter of text) {
        out += letter;
        column += 1;
        if (column % wrapAt === 0) out += ' \r\n';
      }
      return out;
    };
    return this.terminal.readLine({ echo: true, draw: (text) => draw(wrap(text)) });
  }

  private async take(step: LoginStep): Promise<void> {
    if ('say' in step) return this.terminal.write(step.say);
    if ('user' in step) {
      await this.terminal.write(step.user);
      this.ended = (await this.terminal.readLine({ echo: true })) !== this.username;
      return;
    }
    if ('password' in step) return this.takePassword(step.password);
    await this.terminal.write(step.ask);
    const answer =
      step.by === 'key' ? await this.terminal.readKey() : await this.terminal.readLine({ echo: true });
    this.ended = !step.wants.test(answer);
  }

  private async takePassword(ask: string): Promise<void> {
    for (let tried = 0; tried < PASSWORDS_MAX; tried += 1) {
      this.host.counters.authAttempts += 1;
      await this.terminal.write(ask);
      const given = await this.terminal.readLine({ echo: false });
      if (given === this.password && !this.host.faults.current.rejectAuth) return;
      this.host.counters.authFailures += 1;
      await this.terminal.write('authentication failed\r\n');
    }
    this.ended = true;
  }

  private async answer(line: string, prompt: string): Promise<void> {
    const { host } = this;
    countCommand(host.counters, { atMs: host.clock.monotonic(), session: this.number, line });
    const latencyMs = host.latencyMs();
    if (latencyMs > 0) await delay(host.clock, latencyMs, this.terminal.gone);
    this.terminal.beginOutput(line);
    try {
      await this.execute(line, prompt);
    } finally {
      this.terminal.endOutput();
    }
  }

  private async execute(line: string, prompt: string): Promise<void> {
    const { platform, faults } = this.host;
    if (faults.current.deny?.test(line)) return this.print(platform.denied);
    if (platform.pagingOff.test(line)) {
      this.pageLines = 0;
      return;
    }
    if (platform.idle?.test(line)) return;
    const reply = this.byRule(line);
    if (reply !== undefined && reply !== REFUSED) return this.reply(reply);
    const shown = reply === undefined ? this.show(line) : undefined;
    if (shown) {
      const all = this.disturbed(shown, prompt);
      return platform.unpaged?.test(line) ? this.print(all) : this.printPaged(all);
    }
    return this.print(platform.invalid(line, prompt.length));
  }

  private byRule(line: string): Reply | undefined {
    for (const rule of this.host.platform.rules) {
      if (rule.in !== 'any' && !rule.in.includes(this.view)) continue;
      const words = rule.line.exec(line);
      if (words)
        return rule.run(
          this,
          words.slice(1).map((word) => word ?? ''),
        );
    }
    return undefined;
  }

  private show(line: string): readonly string[] | undefined {
    const { shows, showsIn } = this.host.platform;
    if (!showsIn.includes(this.view)) return undefined;
    for (const show of shows) {
      const words = show.line.exec(line);
      const lines =
        words &&
        show.run(
          words.slice(1).map((word) => word ?? ''),
          this.model.running,
        );
      if (lines) return lines;
    }
    return undefined;
  }

  private async reply(reply: Exclude<Reply, typeof REFUSED>): Promise<void> {
    let next: Reply = reply;
    while (isAsking(next)) next = next.answered(await this.ask(next));
    if (next !== REFUSED) await this.print(next);
  }

  private async ask({ ask, by }: Asking): Promise<string> {
    await this.terminal.write(ask.replaceAll('\n', this.host.newline));
    if (by !== 'key') return this.terminal.readLine({ echo: by === 'line' });
    const key = await this.terminal.readKey();
    await this.terminal.write(key === '\r' ? this.host.newline : `${key}${this.host.newline}`);
    return key;
  }

  /** Puts the lines of the faults into the middle of the output. */
  private disturbed(lines: readonly string[], prompt: string): readonly string[] {
    const { logLine, promptLine } = this.host.faults.current;
    const extra = [...(logLine === undefined ? [] : [logLine]), ...(promptLine ? [prompt.trimStart()] : [])];
    const middle = Math.ceil(lines.length / 2);
    return [...lines.slice(0, middle), ...extra, ...lines.slice(middle)];
  }

  private async print(lines: readonly string[]): Promise<void> {
    const { newline } = this.host;
    if (lines.length > 0) await this.terminal.write(`${lines.join(newline)}${newline}`);
  }

  private async printPaged(lines: readonly string[]): Promise<void> {
    const { pager } = this.host.platform;
    if (this.pageLines === 0) return this.print(lines);
    let left = lines;
    let room = this.pageLines - 1;
    while (left.length > room) {
      await this.print(left.slice(0, room));
      left = left.slice(room);
      await this.terminal.write(pager.prompt);
      const key = await this.terminal.readKey();
      await this.terminal.write(pager.erase);
      if (pager.leaves.test(key)) return;
      room = key === '\r' ? 1 : this.pageLines - 1;
    }
    await this.print(left);
  }
}

function isAsking(reply: Reply): reply is Asking {
  return typeof reply === 'object' && 'ask' in reply;
}
