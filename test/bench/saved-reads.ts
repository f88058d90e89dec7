/**
 * What single flight and warm sessions spare the switches (S1.37): a help desk on a bad day, where several people look for
 * the same addresses on all switches of a site at once. Counted is what the switches did, connections and commands,
 * beside a tool that logs in for each question, as most do.
 */
import type { Target, Task } from '../../agent/jobs/index.ts';
import { createSwitchDriver, type SwitchDriver } from '../../agent/switch/index.ts';
import type { Mac } from '../../shared/model/index.ts';
import { silentLog, systemClock } from '../../shared/runtime/index.ts';
import { generateCampus, type RunningCampus, startCampus, truths } from '../lab/index.ts';
import type { Figure } from './figure.ts';
import { driverContext } from './lookup.ts';

const SWITCHES = 8;
const ROUNDS = 10;
/** In each round so many people ask for the address of the day, and each of the others for one of their own. */
const ASK_THE_SAME = 3;
const ASK_ANOTHER = 2;

export async function benchSavedReads(): Promise<Figure[]> {
  const campus = generateCampus({ seed: 37, switches: SWITCHES });
  const macs = truths(campus).map(({ mac }) => mac);
  const rounds = Array.from({ length: ROUNDS }, (_, at) => questionsOf(macs, at));
  const asked = rounds.flat().length * SWITCHES;
  const shared = await workOf(campus, async (targets) => {
    const driver = createSwitchDriver({ clock: systemClock, log: silentLog });
    for (const questions of rounds)
      await Promise.all(questions.flatMap((mac) => targets.map((target) => look(driver, target, mac))));
    await driver.stop();
  });
  const naive = await workOf(campus, async (targets) => {
    const each = targets.map(async (target) => {
      for (const mac of rounds.flat()) {
        // Its connections come one after the other: more at once would be refused.
        const driver = createSwitchDriver({
          ...{ clock: systemClock, log: silentLog },
          connects: { perLoginServerSecond: asked },
        });
        await look(driver, target, mac);
        await driver.stop();
      }
    });
    await Promise.all(each);
  });
  return [
    {
      name: `what ${SWITCHES} switches did for ${asked} lookups`,
      value: shared,
      unit: 'connections and commands',
      baseline: naive,
      baselineName: 'a login for each lookup',
      bar: 0.2,
    },
  ];
}

function questionsOf(macs: readonly Mac[], round: number): readonly Mac[] {
  const at = (no: number): Mac => macs[(round * (ASK_ANOTHER + 1) + no) % macs.length] as Mac;
  const same = Array.from({ length: ASK_THE_SAME }, () => at(0));
  return [...same, ...Array.from({ length: ASK_ANOTHER }, (_, no) => at(no + 1))];
}

async function look(driver: SwitchDriver, target: Target, mac: Mac): Promise<void> {
  const task: Task = { kind: 'lookup', driver: 'switch', mac };
  await driver.run(task, target, driverContext());
}

/** Connections and commands that the switches saw meanwhile. */
async function workOf(
  campus: ReturnType<typeof generateCampus>,
  work: (targets: readonly Target[]) => Promise<void>,
): Promise<number> {
  const running = await startCampus(campus);
  try {
    await work(targetsOf(running));
    const counted = [...running.switches.values()].map(({ counters }) => counters);
    return counted.reduce((sum, { connections, commandCount }) => sum + connections + commandCount, 0);
  } finally {
    await running.stop();
  }
}

function targetsOf(running: RunningCampus): readonly Target[] {
  return [...running.switches].map(([name, { host: address, port, platform }]) => ({
    source: { site: 'bench', kind: 'source', id: name },
    ...{ name, address, port, platform, credential: 'bench' },
  }));
}
