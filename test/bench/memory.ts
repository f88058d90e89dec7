/** What warm sessions cost: the reason why the agent may keep one to each of its switches. */
import type { CampusOrder, Place } from './campus-child.ts';
import type { Figure } from './figure.ts';
import { startChild } from './program.ts';

const SESSIONS = 500;
const BAR_MB = 40;

export async function benchMemory(): Promise<Figure[]> {
  const order: CampusOrder = { seed: 11, switches: 3, deviceMs: 0, rttMs: 0, copies: SESSIONS };
  const campus = await startChild<readonly Place[]>('campus-child', order);
  try {
    const child = await startChild<number>('memory-child', campus.answer, ['--expose-gc']);
    await child.stop();
    return [
      {
        name: `${SESSIONS} warm SSH sessions, memory added to the process`,
        value: child.answer,
        unit: 'MB',
        baseline: BAR_MB,
        baselineName: 'bar of the design',
        bar: 1,
      },
    ];
  } finally {
    await campus.stop();
  }
}
