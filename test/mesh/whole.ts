/** What the suites of stores that went back do again and again with a rig. */
import { expect } from 'vitest';
import type { Rig } from './harness.ts';

/** Hosts have moved, the agent sees all of it, and both stores agree. */
export async function collectWhole(rig: Rig): Promise<void> {
  rig.change();
  const { state, error } = await rig.collect();
  expect({ state, error }).toEqual({ state: 'succeeded', error: undefined });
  expect(await rig.problems()).toEqual([]);
}

/** The controller once more, with the agent's session open. */
export async function startAgain(rig: Rig): Promise<void> {
  await rig.startController();
  await rig.reunited();
}

/** Who the controller is since its last start: another one after a step back. */
export async function originOf(rig: Rig): Promise<unknown> {
  return (await rig.controller.event('controller.ready'))['origin'];
}
