import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { HEAP_FLAG } from './heap.ts';

/** What a scan of many switches does to a heap: some of it stays, and the rest lives for a while. Prints the most MiB. */
const CHURN = `
  const rows = (count) => Array.from({ length: count }, (_, at) => ({ at, text: 'row ' + at }));
  const kept = rows(100_000);
  const recent = [];
  let peak = 0;
  for (let i = 0; i < 60; i += 1) {
    recent[i % 6] = rows(50_000);
    peak = Math.max(peak, process.memoryUsage().heapTotal);
  }
  console.log(peak / 2 ** 20, kept.length);
`;

const run = promisify(execFile);

/** The flag is set while the program runs, as the agent does. Throws when Node fails. */
async function peakMiB(flag: string): Promise<number> {
  const set = flag === '' ? '' : `require('node:v8').setFlagsFromString(${JSON.stringify(flag)});`;
  const { stdout, stderr } = await run(process.execPath, ['-e', set + CHURN]);
  // V8 says there that it does not know a flag, and goes on.
  expect(stderr).toBe('');
  return Number.parseFloat(stdout);
}

describe('the bound on the growth of the heap', () => {
  it('is known to this Node, and holds though it is set after the start', async () => {
    const unbound = await peakMiB('');
    expect(await peakMiB(HEAP_FLAG)).toBeLessThan(0.8 * unbound);
  });
});
