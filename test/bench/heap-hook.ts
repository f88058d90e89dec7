/** Loaded into a program before its main, with `--expose-gc`: at SIGUSR2 it collects garbage and says what is left. */
import { nextTurn } from '../../shared/runtime/index.ts';

const { gc: collect } = globalThis as { readonly gc?: () => void };
let count = 0;

async function tell(): Promise<void> {
  if (!collect) throw new Error('heap-hook needs --expose-gc');
  // What finalisers let go of is garbage of the second round.
  collect();
  await nextTurn();
  collect();
  count += 1;
  const { heapUsed: bytes } = process.memoryUsage();
  process.stdout.write(`${JSON.stringify({ msg: `heap.${count}`, bytes })}\n`);
}

process.on('SIGUSR2', () => void tell());
