import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../shared/runtime/index.ts';
import type { Finding } from '../../shared/wire/index.ts';
import type { AgentHub } from '../agents/index.ts';
import type { Inventory, Sight, SourceTrouble } from '../inventory/index.ts';
import type { Jobs } from '../jobs/index.ts';
import { runDoctor } from './status.ts';

const ALL = { everything: true, seesSite: () => true, siteView: () => 'full' } as unknown as Sight;

function trouble(id: string, cause: string): SourceTrouble {
  return { ref: { site: 'ams1', kind: 'source', id }, name: id, cause };
}

/** What doctor says of the sources. */
function findings(stale: readonly SourceTrouble[], partial: readonly SourceTrouble[] = []): Finding[] {
  const inventory = { staleSources: () => stale, partialSources: () => partial } as unknown as Inventory;
  const hub = { list: () => ({ agents: [], nextPageToken: '' }) } as unknown as AgentHub;
  const deps = { version: '1', meshId: 'm', startedAt: 0, dataDir: tmpdir(), jobs: {} as Jobs };
  const found = runDoctor({ ...deps, clock: new ManualClock(), inventory, hub }, ALL);
  return found.filter(({ check }) => check === 'sources');
}

describe('doctor, of the sources', () => {
  it('names those that failed as problems and those read in part as warnings, each with its cause', () => {
    expect(
      findings([trouble('sw1', 'UNREACHABLE: no answer')], [trouble('sw2', 'PARSE: vlans cut')]),
    ).toEqual([
      {
        ...{ level: 'problem', check: 'sources' },
        message: 'sw1 of site ams1 could not be read: UNREACHABLE: no answer',
        hint: 'Try it now: wayside switch test sw1 --site ams1',
      },
      {
        ...{ level: 'warning', check: 'sources' },
        message: 'sw2 of site ams1 could be read only in part: PARSE: vlans cut',
        hint: 'Try it now: wayside switch test sw2 --site ams1',
      },
    ]);
    expect(findings([])).toMatchObject([{ level: 'ok' }]);
  });

  it('names twenty of each sort and counts the others', () => {
    const found = findings(Array.from({ length: 22 }, (_, i) => trouble(`sw${i}`, 'TIMEOUT: slow')));
    expect(found).toHaveLength(21);
    expect(found.at(-1)).toMatchObject({ level: 'problem', message: '2 more could not be read' });
  });
});
