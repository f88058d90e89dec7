/** Answers to questions about a part of a site, as those read them who see a part of it. */
import { expect, test } from 'vitest';
import { macFromHex, type PortClass, type TraceAnswer, type TraceEdge } from '../../shared/model/index.ts';
import type { Sight } from '../inventory/index.ts';
import { shownAnswer } from './scope.ts';

const MAC = macFromHex('001b21000001');
const DIST = { site: 'ams1', kind: 'switch', id: 'dist' } as const;

function edge(portClass: PortClass): TraceEdge {
  return {
    ...{ switch: DIST, switchName: 'dist', port: 'Te1/0/1', portDescription: undefined, vlan: 10, portClass },
    ...{ entryType: 'dynamic', confidence: 0.01, evidence: [], otherAddresses: 3, seenAt: 1, live: true },
  };
}

function answer(edges: readonly TraceEdge[]): TraceAnswer {
  return {
    ...{
      mac: MAC,
      verdict: 'not-all-answered',
      edges,
      path: [],
      rejected: [],
      deviceErrors: [],
      notAsked: [],
    },
    summary: `${MAC} is somewhere behind acc1, which this question left out; dist Te1/0/1 leads there.`,
    totals: { asked: 1, answered: 1, cached: 0, failed: 0, elapsedMs: 1 },
    ...{ jobId: 'j', lastSeenAt: undefined },
  };
}

/** Of that floor alone. */
function sightOf(view: 'port' | 'network'): Sight {
  return {
    switchView: () => view,
    seesSite: () => false,
    seesPort: () => view === 'network',
    nameOf: () => (view === 'port' ? 'switch-1' : 'dist'),
    outward: () => DIST,
    mayQuote: () => true,
  } as unknown as Sight;
}

test('a link that leads out of what was asked is no place for who sees the network of a floor', () => {
  const asked = { sites: ['ams1'], isFloor: true, now: 2 };
  expect(shownAnswer(answer([edge('interswitch')]), sightOf('network'), asked)).toMatchObject({
    verdict: 'not-all-answered',
    summary: `${MAC} is somewhere behind dist Te1/0/1, which leads to a switch that was not asked or did not answer.`,
  });
});

test('in the port view it is not told that there is such a link, and not more was looked through than was asked', () => {
  const asked = { sites: ['ams1'], now: 2 };
  const [onFloor, everywhere] = [true, false].map((isFloor) =>
    shownAnswer(answer([edge('interswitch')]), sightOf('port'), { ...asked, isFloor }),
  );
  expect(onFloor).toMatchObject({ verdict: 'not-found', edges: [], rejected: [], path: [] });
  expect(onFloor?.summary).toBe(`${MAC} was not found on a port that you may see on this floor.`);
  expect(everywhere?.summary).toBe(`${MAC} was not found on a port that you may see.`);
  expect(JSON.stringify(onFloor)).not.toMatch(/dist|acc1|unplugged/);
});
