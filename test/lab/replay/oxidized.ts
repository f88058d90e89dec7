/**
 * True sessions, as Oxidized's simulator keeps them: what the device drew before its first prompt, and what it printed
 * for each command, its echo and the next prompt included. Told byte for byte over a terminal in memory.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Channel } from '../../../agent/switch/terminal/shell.ts';
import { nextTurn, packageRoot } from '../../../shared/runtime/index.ts';

/** Ends a sequence that places the cursor; no prompt holds one. */
const PLACED = 'J';

const DIR = 'test/fixtures/switch/sessions';
/** What was taken out of the recordings stands between these. */
const NAMES: Readonly<Record<string, string>> = { '#HOSTNAME#': 'icx-1', '#SERIAL#': 'FEK0000000A' };

export interface TrueSession {
  readonly greeting: string;
  readonly prompt: string;
  readonly answers: ReadonlyMap<string, string>;
}

/** `prompt` where the recording of the greeting ends before it. */
export function trueSession(file: string, prompt?: string): TrueSession {
  const text = readFileSync(join(packageRoot(), DIR, file), 'utf8');
  const read = parse(text) as { init_prompt: string | null; commands: unknown };
  const pairs: [string, string][] = [read.commands].flat().flatMap((part) => Object.entries(part as object));
  const greeting = drawn(read.init_prompt ?? '');
  const last = greeting.slice(greeting.lastIndexOf('\n') + 1);
  return {
    greeting: prompt === undefined ? greeting : `${greeting}\r\n${prompt}`,
    // What places the cursor is drawn once.
    prompt: prompt ?? last.slice(last.lastIndexOf(PLACED) + 1),
    answers: new Map(pairs.map(([command, answer]) => [drawn(command).trim(), drawn(answer)])),
  };
}

/** The escapes of the file as bytes, and its lines as a terminal ends them. */
function drawn(text: string): string {
  const bytes = text
    .replace(/\\x([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll('\\e', '\x1b')
    .replaceAll('\\r', '\r')
    .replaceAll('\\t', '\t')
    .replaceAll('\\"', '"')
    .replaceAll('\\n', '\n');
  const named = Object.entries(NAMES).reduce((done, [name, value]) => done.replaceAll(name, value), bytes);
  return named.replace(/\r?\n/g, '\r\n');
}

/** The terminal: echoes what the recording does not, ends each answer with the prompt. */
export class TrueTerminal implements Channel {
  /** Lines that the recording has no answer to. */
  readonly unknown: string[] = [];
  private readonly session: TrueSession;
  private readonly pieceBytes: number;
  private say: (bytes: Uint8Array) => void = () => undefined;
  private typed = '';

  constructor(session: TrueSession, pieceBytes: number) {
    this.session = session;
    this.pieceBytes = pieceBytes;
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    this.say = listener;
    this.print(this.session.greeting);
  }

  onClose(): void {
    // Nobody hangs up here.
  }

  close(): void {
    this.say = () => undefined;
  }

  write(text: string): void {
    this.typed += text;
    for (let end = this.typed.indexOf('\r'); end >= 0; end = this.typed.indexOf('\r')) {
      const line = this.typed.slice(0, end);
      this.typed = this.typed.slice(end + 1);
      this.print(this.answer(line));
    }
  }

  private answer(line: string): string {
    const { answers, prompt } = this.session;
    if (line === '') return `\r\n${prompt}`;
    const answer = answers.get(line);
    if (answer === undefined) {
      this.unknown.push(line);
      return `${line}\r\n% Invalid input detected at '^' marker.\r\n${prompt}`;
    }
    const echoed = answer.startsWith(line) ? answer : `${line}\r\n${answer}`;
    return echoed.trimEnd().endsWith(prompt.trim()) ? echoed : `${echoed}\r\n${prompt}`;
  }

  private print(text: string): void {
    const bytes = Buffer.from(text, 'utf8');
    void nextTurn().then(() => {
      for (let at = 0; at < bytes.length; at += this.pieceBytes)
        this.say(bytes.subarray(at, at + this.pieceBytes));
    });
  }
}
