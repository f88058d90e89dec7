/** A bare SSH client for the lab's own tests: sends keys, waits for text, knows nothing of prompts. */
import { once } from 'node:events';
import { connect } from 'node:net';
import ssh2, { type Client, type ClientChannel, type ConnectConfig } from 'ssh2';
import { WaysideError } from '../../shared/errors.ts';
import { type Clock, systemClock, withDeadline } from '../../shared/runtime/index.ts';

const WAIT_MS = 5_000;
const PROMPT = /[\w.-]+(?:\([\w/-]+\))?[>#]$/;

export interface Target {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
}

export class RawShell {
  /** Everything received so far. */
  text = '';
  /** Size of each piece that arrived. */
  readonly pieces: number[] = [];
  readonly client: Client;
  /** Resolves when the channel or the connection is gone. */
  readonly closed: Promise<void>;
  private readonly channel: ClientChannel;
  private readonly clock: Clock;
  private readonly waiting = new Set<() => void>();
  private gone = false;
  private at = 0;

  constructor(client: Client, channel: ClientChannel, clock: Clock) {
    this.client = client;
    this.channel = channel;
    this.clock = clock;
    const decoder = new TextDecoder();
    channel.on('data', (bytes: Buffer) => {
      this.text += decoder.decode(bytes, { stream: true });
      this.pieces.push(bytes.length);
      this.notify();
    });
    this.closed = new Promise((resolve) => {
      const end = (): void => {
        this.gone = true;
        this.notify();
        resolve();
      };
      channel.on('close', end);
      client.on('close', end);
    });
  }

  send(keys: string): void {
    this.channel.write(keys);
  }

  /** Waits for the pattern in what came since the last wait, and returns everything up to its end. */
  async until(pattern: RegExp): Promise<string> {
    return withDeadline(this.clock, { ms: WAIT_MS, what: `waiting for ${pattern}` }, async () => {
      for (;;) {
        const fresh = this.text.slice(this.at);
        const match = pattern.exec(fresh);
        if (match) {
          const end = match.index + match[0].length;
          this.at += end;
          return fresh.slice(0, end);
        }
        if (this.gone) throw new WaysideError('UNAVAILABLE', `closed after ${JSON.stringify(fresh)}`);
        await new Promise<void>((resolve) => this.waiting.add(resolve));
      }
    });
  }

  /** Sends the line and waits for the next prompt; returns what came between echo and prompt. */
  async command(line: string, prompt: RegExp = PROMPT): Promise<string> {
    this.send(`${line}\r`);
    const text = await this.until(prompt);
    return text.slice(text.indexOf('\n') + 1).replace(prompt, '');
  }

  close(): void {
    this.client.end();
  }

  private notify(): void {
    for (const wake of this.waiting) wake();
    this.waiting.clear();
  }
}

/** Connects and authenticates; rejects with ssh2's error. */
export async function connectRaw(target: Target, options: ConnectConfig = {}): Promise<Client> {
  const client = new ssh2.Client();
  const sock = connect({ host: target.host, port: target.port, noDelay: true });
  const { username, password } = target;
  await new Promise<void>((resolve, reject) => {
    client.once('ready', resolve).once('error', reject);
    client.once('close', () => reject(new WaysideError('UNAVAILABLE', 'closed before it was ready')));
    client.connect({ sock, username, password, authHandler: ['password'], ...options });
  });
  client.on('error', () => undefined);
  return client;
}

export async function openRaw(target: Target, options: ConnectConfig = {}): Promise<RawShell> {
  const client = await connectRaw(target, options);
  return new Promise((resolve, reject) => {
    client.shell({ term: 'vt100', cols: 511, rows: 1000 }, (error, channel) => {
      if (error) reject(error);
      else resolve(new RawShell(client, channel, systemClock));
    });
  });
}

/** Logged in, at the first prompt, with paging off. */
export async function loggedIn(target: Target): Promise<RawShell> {
  const shell = await openRaw(target);
  await shell.until(PROMPT);
  await shell.command('terminal length 0');
  return shell;
}

/** Resolves when the client's connection has closed. */
export async function whenClosed(client: Client): Promise<void> {
  await once(client, 'close');
}
