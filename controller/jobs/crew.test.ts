import { expect, test } from 'vitest';
import { Crew } from './crew.ts';
import { usualPlan } from './kinds.ts';
import { Ledger } from './ledger.ts';
import type { Job } from './repository.ts';

function jobOf(sources: readonly string[], more: Partial<Job> = {}): Job {
  const targets = sources.map((id) => ({
    ...{ source: { site: 'ams1', kind: 'source' as const, id }, name: id, address: '192.0.2.1', port: 22 },
    ...{ platform: undefined, credential: 'default' },
  }));
  return {
    ...{ id: 'j', kind: 'collect', site: 'ams1', driver: 'switch', mac: undefined, input: {}, targets },
    ...{ createdBy: '', createdAt: 0, deadlineAt: 0, parentId: undefined, state: 'queued' },
    ...{ agentId: undefined, attempt: 0, startedAt: undefined, endedAt: undefined, error: undefined },
    progress: { current: 0, total: 0, target: '', status: '' },
    ...{
      results: new Map(),
      savedResults: 0,
      plan: usualPlan('collect', 1),
      rank: 'person',
      readyAt: undefined,
    },
    ...more,
  };
}

const READERS: Readonly<Record<string, string>> = { sw1: 'a2', sw2: 'a2', sw3: 'a1' };

const AGENT_JOBS_MAX = 4;

function ledgerOf(live: readonly Job[]): Ledger {
  const ledger = new Ledger({ perAgent: AGENT_JOBS_MAX, perSite: 99, perSource: 99 });
  for (const [i, job] of live.entries()) ledger.take({ ...job, id: `j${i}` }, String(job.agentId));
  return ledger;
}

function crewOf(options: { live?: readonly Job[]; resting?: string; asked?: string[][] } = {}): Crew {
  return new Crew({
    hub: { capable: () => ['a1', 'a2', 'a3'] },
    inventory: {
      readers: (_site, sources) => {
        options.asked?.push([...sources]);
        const found = new Map<string, number>();
        for (const agent of sources.flatMap((id) => READERS[id] ?? []))
          found.set(agent, (found.get(agent) ?? 0) + 1);
        return found;
      },
    },
    ledger: ledgerOf(options.live ?? []),
    isResting: (agentId) => agentId === options.resting,
  });
}

const running = (agentId: string, count: number): Job[] =>
  Array.from({ length: count }, () => jobOf([], { agentId, state: 'running' }));

test('a job goes to the agent that read most of its sources last, however busy', () => {
  const crew = crewOf({ live: running('a2', AGENT_JOBS_MAX - 1) });
  expect(crew.pick(jobOf(['sw1', 'sw2', 'sw3']))).toBe('a2');
});

test('a job goes to another agent when that one is full, or is left alone', () => {
  expect(crewOf({ live: running('a2', AGENT_JOBS_MAX) }).pick(jobOf(['sw1', 'sw2', 'sw3']))).toBe('a1');
  expect(crewOf({ resting: 'a2' }).pick(jobOf(['sw1', 'sw2', 'sw3']))).toBe('a1');
});

test('jobs of sources that nobody has read are spread', () => {
  const busy = running('a1', 1);
  expect(crewOf({ live: busy }).pick(jobOf(['new']))).toBe('a2');
  expect(crewOf({ live: [...busy, ...running('a2', 1)] }).pick(jobOf(['new']))).toBe('a3');
});

test('who read a source is asked only when there is a choice', () => {
  const asked: string[][] = [];
  const busy = [...running('a1', AGENT_JOBS_MAX), ...running('a3', AGENT_JOBS_MAX)];
  expect(crewOf({ live: busy, asked }).pick(jobOf(['sw3']))).toBe('a2');
  expect(asked).toEqual([]);
});
