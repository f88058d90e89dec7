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

/** Without its end; `undefined` when the input is over. */
export async function readLine(stream: NodeJS.ReadableStream): Promise<string | undefined> {
  const lines = createInterface({ input: stream });
  try {
    for await (const line of lines) return line;
    return undefined;
  } finally {
    lines.close();
  }
}
