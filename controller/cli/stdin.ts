/** Standard input, bounded. */
import { createInterface } from 'node:readline';
import { WaysideError } from '../../shared/errors.ts';

export async function readAll(stream: NodeJS.ReadableStream, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > bytesMax)
      throw new WaysideError('MESSAGE_TOO_LARGE', `standard input has more than ${bytesMax} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** Without its end; `undefined` when the input is over. Error: CANCELLED at Ctrl-C. */
export async function readLine(
  stream: NodeJS.ReadableStream,
  onInterrupt: (fn: () => void) => () => void,
): Promise<string | undefined> {
  const lines = createInterface({ input: stream });
  let interrupted = false;
  const release = onInterrupt(() => {
    interrupted = true;
    lines.close();
  });
  try {
    for await (const line of lines) return line;
    if (interrupted) throw new WaysideError('CANCELLED', 'nothing was changed');
    return undefined;
  } finally {
    release();
    lines.close();
  }
}

/** What `readHidden` needs of a terminal. */
export interface Terminal extends NodeJS.ReadableStream {
  setRawMode?(raw: boolean): unknown;
}

const HIDDEN_CHARS_MAX = 4096;

/** One line of a terminal, without echo. Error: CANCELLED at Ctrl-C. */
export async function readHidden(stream: Terminal): Promise<string | undefined> {
  stream.setRawMode?.(true);
  try {
    return await hiddenLine(stream);
  } finally {
    stream.setRawMode?.(false);
    stream.pause();
  }
}

function hiddenLine(stream: Terminal): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    let line: string[] = [];
    const take = (chunk: Buffer | string): void => {
      for (const char of chunk.toString()) {
        if (char === '\r' || char === '\n') return done(() => resolve(line.join('')));
        if (char === '\u0004') return done(() => resolve(line.length > 0 ? line.join('') : undefined));
        if (char === '\u0003')
          return done(() => reject(new WaysideError('CANCELLED', 'nothing was changed')));
        if (char === '\u007f' || char === '\b') line.pop();
        else if (char === '\u0015') line = [];
        else if (line.length < HIDDEN_CHARS_MAX) line.push(char);
      }
    };
    const over = (): void => done(() => resolve(undefined));
    const done = (end: () => void): void => {
      stream.off('data', take).off('end', over);
      end();
    };
    stream.on('data', take).on('end', over);
    stream.resume();
  });
}
