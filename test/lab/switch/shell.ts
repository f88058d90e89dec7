/** One login: prompt, line, answer, until it ends. Everything here runs one command at a time, as a CLI does. */
import { type Clock, delay } from '../../../shared/runtime/index.ts';
import type { Lines } from '../render/show.ts';
import type { SwitchConfig } from './config.ts';
import { CPU_COMMAND_MS, CPU_LINE_MS, type CpuMeter, countCommand, type SwitchCounters } from './counters.ts';
import type { Dialect } from './dialect.ts';
import type { FaultBox } from './faults.ts';
import { type Grammar, type Mode, readCommand } from './grammar.ts';
import type { CliCommand, CliSession } from './session-commands.ts';
import { CTRL_Z, type Terminal } from './terminal.ts';

/** The switch as its sessions see it. */
export interface ShellHost {
  readonly dialect: Dialect;
  readonly grammar: readonly Grammar<CliCommand>[];
  readonly config: SwitchConfig;
  readonly clock: Clock;
  readonly faults: FaultBox;
  readonly counters: SwitchCounters;
  readonly cpu: CpuMeter;
  readonly enablePassword: string | undefined;
  readonly pageLines: number;
  readonly loginMode: Mode;
  readonly motd: string | undefined;
  /** How long the device thinks before it answers a command. */
  latencyMs(): number;
  uptimeMs(): number;
  /** Commands under way in all sessions. */
  busy: number;
}

export class ShellSession implements CliSession {
  readonly dialect: Dialect;
  readonly config: SwitchConfig;
  readonly enablePassword: string | undefined;
  mode: Mode;
  port = '';
  ports: readonly string[] = [];
  readonly faults: FaultBox;
  pageLines: number;
  ended = false;
  private readonly host: ShellHost;
  private readonly terminal: Terminal;
  private readonly number: number;

  constructor(host: ShellHost, terminal: Terminal, number: number) {
    this.host = host;
    this.terminal = terminal;
    this.number = number;
    this.dialect = host.dialect;
    this.config = host.config;
    this.faults = host.faults;
    this.enablePassword = host.enablePassword;
    this.mode = host.loginMode;
    this.pageLines = host.pageLines;
  }

  /** Resolves when the person logs out; rejects when the line is gone. */
  async run(): Promise<void> {
    const { motd, counters } = this.host;
    await this.terminal.write(motd === undefined ? '\r\n' : `\r\n${motd.replaceAll('\n', '\r\n')}\r\n\r\n`);
    while (!this.ended) {
      await this.terminal.write(this.prompt());
      const line = await this.terminal.readLine({ echo: true });
      if (line === CTRL_Z) {
        await this.terminal.write('^Z\r\n');
        if (!['user', 'privileged'].includes(this.mode)) this.mode = 'privileged';
      } else if (line.trim() !== '') await this.answer(line);
    }
    counters.logouts += 1;
    this.terminal.close(0);
  }

  async ask(question: string, answer: 'line' | 'key' | 'secret'): Promise<string> {
    await this.terminal.write(question);
    if (answer !== 'key') return this.terminal.readLine({ echo: answer === 'line' });
    const key = await this.terminal.readKey();
    await this.terminal.write(key);
    return key;
  }

  private prompt(): string {
    const hostname = this.host.faults.current.wrongPrompt ?? this.config.device.hostname;
    return this.dialect.prompt(hostname, this.mode, this.port);
  }

  private async answer(line: string): Promise<void> {
    const { host } = this;
    countCommand(host.counters, { atMs: host.clock.monotonic(), session: this.number, line });
    host.busy += 1;
    host.counters.commandsAtOnceMax = Math.max(host.counters.commandsAtOnceMax, host.busy);
    try {
      const latencyMs = host.latencyMs();
      if (latencyMs > 0) await delay(host.clock, latencyMs, this.terminal.gone);
      await this.execute(line);
    } finally {
      host.busy -= 1;
      this.terminal.endOutput();
    }
  }

  private async execute(line: string): Promise<void> {
    const { dialect, mode } = this;
    const match = readCommand(this.host.grammar, line, { mac: dialect.mac, mode });
    if (match.kind === 'ambiguous') return this.print(dialect.ambiguous(line));
    if (match.kind === 'incomplete') return this.print(dialect.incomplete);
    if (match.kind === 'invalid') return this.print(dialect.invalid(this.prompt().length + match.column));
    const { deny } = this.host.faults.current;
    if (deny?.test(line.trim()) || deny?.test(match.full)) return this.print(dialect.denied);
    const { command, args } = match;
    if (command.kind === 'session') {
      this.host.cpu.work(CPU_COMMAND_MS);
      return this.print(await command.run(this, args));
    }
    const lines = command.show.run(
      { device: this.config.device, load: this.host.cpu.load(), uptimeMs: this.host.uptimeMs() },
      args,
    );
    this.host.cpu.work(CPU_COMMAND_MS + lines.length * CPU_LINE_MS);
    this.terminal.beginOutput(match.full);
    return this.printPaged(this.withLogLine(lines));
  }

  /** Puts the lines of the faults into the middle of the output. */
  private withLogLine(lines: Lines): Lines {
    const { logLine, promptLine } = this.host.faults.current;
    const extra = [...(logLine === undefined ? [] : [logLine]), ...(promptLine ? [this.prompt()] : [])];
    const middle = Math.ceil(lines.length / 2);
    return extra.length === 0 ? lines : [...lines.slice(0, middle), ...extra, ...lines.slice(middle)];
  }

  private async print(lines: Lines): Promise<void> {
    if (lines.length > 0) await this.terminal.write(`${lines.join('\r\n')}\r\n`);
  }

  /** Space shows the next page, Enter one more line; the platform says which keys leave. */
  private async printPaged(lines: Lines): Promise<void> {
    const { pager } = this.dialect;
    let room = this.pageLines === 0 ? Number.POSITIVE_INFINITY : this.pageLines - 1;
    let page: string[] = [];
    for (const [index, line] of lines.entries()) {
      page.push(line);
      room -= line.split('\n').length;
      if (room > 0 || index === lines.length - 1) continue;
      const text = page.join('\r\n');
      page = [];
      await this.terminal.write(pager.sameLine ? text + pager.prompt : `${text}\r\n${pager.prompt}`);
      const key = await this.terminal.readKey();
      await this.terminal.write(pager.erase);
      if (key === '\r' || key === '\n') room = 1;
      else if (key !== ' ' && pager.leaves(key)) return;
      else room = this.pageLines - 1;
    }
    await this.print(page);
  }
}
