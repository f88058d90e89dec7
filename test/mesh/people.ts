/** What people type at the rig, and what they read then: the real command line, in this process. */
import { readdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { putContext, readContexts } from '../../controller/cli/contexts.ts';
import { runCli } from '../../controller/cli/run.ts';
import { testWorld, words } from '../../controller/cli/testing/test-host.ts';
import { delay, systemClock, systemRandom, withDeadline } from '../../shared/runtime/index.ts';
import { createClient } from '../../shared/transport/index.ts';
import type { Rig } from './harness.ts';

/** Of what no event tells. */
const SOON_MAX_MS = 15_000;
const LOOK_MS = 20;

export interface Typed {
  readonly exit: number;
  /** Standard output, then standard error. */
  readonly text: string;
}

/** `typed(rig, 'wayside agent ls')` */
export async function typed(rig: Rig, line: string): Promise<Typed> {
  const home = join(rig.dir, 'home');
  const world = await testWorld({ env: { XDG_CONFIG_HOME: home } });
  const contexts = await readContexts(world.host.env);
  const [caFile, tokenFile] = [
    join(rig.controllerDir, 'identity', 'ca.crt'),
    join(rig.controllerDir, 'admin.token'),
  ];
  await putContext(contexts, { name: 'rig', address: rig.address, caFile, tokenFile });
  const exit = await runCli(words(line).slice(1), {
    ...world.host,
    // Wide enough that no word is cut.
    stdout: { ...world.host.stdout, columns: 400 },
    engine: async () => ({
      ...{ clock: systemClock, random: systemRandom },
      connect: async ({ address, ca, token }) =>
        createClient({ address, clock: systemClock, ca: [ca], ...(token === undefined ? {} : { token }) }),
    }),
  });
  leave(world.folder);
  return { exit, text: `${world.out()}${world.err()}` };
}

/** Its folder, and the one of all worlds when it was the last. */
function leave(folder: string): void {
  rmSync(folder, { recursive: true });
  const all = dirname(folder);
  if (readdirSync(all).length === 0) rmdirSync(all);
}

/** A command of the agent's own program: `asked(rig, 'doctor')`. */
export async function asked(rig: Rig, ...args: readonly string[]): Promise<Typed> {
  const program = rig.agentCommand(args);
  const end = await program.exited;
  return { exit: Number(end), text: program.words };
}

/** What the look gives, as soon as it gives something. */
export function soon<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  return withDeadline(systemClock, { ms: SOON_MAX_MS, what }, async (signal) => {
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      await delay(systemClock, LOOK_MS, signal);
    }
  });
}
