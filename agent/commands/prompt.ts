/** Asks a person at a terminal for what must not be shown there. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { WaysideError } from '../../shared/errors.ts';

/** `process.stdin`, or a stream in its place. */
export type CommandInput = NodeJS.ReadableStream & { readonly isTTY?: boolean | undefined };

export interface PromptDeps {
  readonly stdin: CommandInput;
  /** To the terminal; not stdout, which may be a file. */
  readonly prompt: (text: string) => void;
}

/** Resolves with the typed line. Error: CANCELLED at Ctrl-C, Ctrl-D and the end of the input. */
export type Ask = (question: string) => Promise<string>;

/** The terminal is in raw mode while `work` runs: it echoes nothing, and readline's own echo goes nowhere. */
export async function askUnseen<T>(
  { stdin, prompt }: PromptDeps,
  work: (ask: Ask) => Promise<T>,
): Promise<T> {
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: stdin, output, terminal: true, historySize: 0 });
  const lines = terminal[Symbol.asyncIterator]();
  try {
    return await work(async (question) => {
      prompt(question);
      const { done, value } = await lines.next();
      prompt('\n');
      if (done) throw new WaysideError('CANCELLED', 'nothing was typed to the end; nothing is changed');
      return value;
    });
  } finally {
    terminal.close();
  }
}

/** Asks twice, for what nobody sees is easily mistyped. `''`: nothing was typed. Errors: INVALID_INPUT, CANCELLED. */
export async function askTwice(ask: Ask, what: string): Promise<string> {
  const first = await ask(`${what}: `);
  if (first === '' || first === (await ask(`${what}, again: `))) return first;
  throw new WaysideError('INVALID_INPUT', 'the two were not the same; nothing is changed');
}
