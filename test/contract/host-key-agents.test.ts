import { beforeEach, describe, expect, it } from 'vitest';
import { hostKeyHandlers } from '../../controller/api/hostkey.ts';
import { ADMIN, Rig } from '../../controller/inventory/testing/rig.ts';
import type { AgentView, HeldHostKey, HostKeyShown } from '../../shared/model/index.ts';
import { ManualClock, OrderedPages, seededRandom } from '../../shared/runtime/index.ts';
import type { CallContext } from '../../shared/transport/index.ts';
import type { HostKeysAsked, HostKeysTold } from '../../shared/wire/index.ts';

const print = (letter: string): string => `SHA256:${letter.repeat(43)}`;
const [OLD, NEW, THIRD] = [print('A'), print('B'), print('C')];
const shown = (fingerprint: string): HostKeyShown => ({ keyType: 'ssh-rsa', fingerprint, at: 0 });

/** What each agent holds of the one switch: pinned, refused. */
type Held = Readonly<
  Record<string, readonly [pinned: string | undefined, offered?: string] | 'nothing' | 'away'>
>;

let asked: { readonly agent: string; readonly what: Pick<HostKeysAsked, 'place' | 'accept'> }[];
beforeEach(() => {
  asked = [];
});

function open(held: Held, countOf = (keys: readonly HeldHostKey[]): number => keys.length) {
  const { inventory, clock } = Rig.withSwitches(1, { clock: new ManualClock() });
  const agents = Object.keys(held).map(
    (id) => ({ id, name: id, site: 'ams1', state: 'online' }) as AgentView,
  );
  const ask = async (agent: string, what: Pick<HostKeysAsked, 'place' | 'accept'>): Promise<HostKeysTold> => {
    asked.push({ agent, what });
    const own = held[agent] ?? 'nothing';
    if (own === 'away') throw new Error('away');
    const [pinned, offered] = own === 'nothing' ? [] : own;
    const isTold = own !== 'nothing';
    const now: HeldHostKey = {
      place: '10.0.0.1:22',
      pinned: pinned || what.accept ? shown(what.accept ?? pinned ?? '') : undefined,
      offered: offered && !what.accept ? shown(offered) : undefined,
    };
    const keys = isTold ? [now] : [];
    return { type: 'hostKeysTold', questionId: '', keys, count: countOf(keys), refusal: undefined };
  };
  const handlers = hostKeyHandlers({
    ...{ inventory, hub: { list: () => ({ agents, nextPageToken: '' }) }, agents: { ask } },
    pages: new OrderedPages(clock, seededRandom(3)),
  });
  const call = { principal: ADMIN, signal: new AbortController().signal } as CallContext;
  const all = { site: 'ams1', source: '', pageSize: 0, pageToken: '', filter: '', orderBy: '' };
  const change = { source: 'sw1', site: 'ams1', fingerprint: NEW, validateOnly: false };
  return {
    list: (request: Partial<typeof all>) => handlers.ListHostKeys({ ...all, ...request }, call),
    accept: (request: Partial<typeof change>) => handlers.AcceptHostKey({ ...change, ...request }, call),
  };
}

describe('the list of host keys', () => {
  it('asks no agent for a question that is none', async () => {
    const { list } = open({ one: [OLD] });
    for (const wrong of [
      { filter: 'nothing=x' },
      { filter: 'state' },
      { orderBy: 'nothing' },
      { pageSize: -1 },
      { pageToken: 'none' },
    ])
      await expect(Promise.resolve().then(() => list(wrong))).rejects.toMatchObject({
        code: expect.stringMatching(/^INVALID_/),
      });
    expect(asked).toEqual([]);
    expect((await list({ filter: 'state=pinned' })).hostKeys).toMatchObject([
      { agent: 'one', fingerprint: OLD },
    ]);
    expect(asked).toHaveLength(1);
  });

  it('says how many keys agents hold beyond those that they told', async () => {
    expect(await open({ one: [OLD], two: [OLD] }, () => 2_501).list({})).toMatchObject({ untold: 5_000 });
    expect(await open({ one: [OLD] }).list({})).toMatchObject({ untold: 0 });
  });
});

describe('a key that is accepted (S1.21)', () => {
  const held: Held = {
    refused: [OLD, NEW],
    'not asked yet': [OLD],
    unpinned: [undefined, NEW],
    'shown another': [undefined, THIRD],
    stranger: 'nothing',
    absent: 'away',
  };

  it('is taken where it was refused or another one is pinned, and nowhere else', async () => {
    const { hostKeys = [], silentAgents } = await open(held).accept({});
    const told = asked.flatMap(({ agent, what }) => (what.accept === NEW ? [agent] : []));
    expect(told.toSorted()).toEqual(['not asked yet', 'refused', 'unpinned']);
    const pins = hostKeys.map(({ agent, fingerprint }) => [agent, fingerprint]);
    expect(pins.toSorted()).toEqual([
      ['not asked yet', NEW],
      ['refused', NEW],
      ['shown another', ''],
      ['unpinned', NEW],
    ]);
    expect(silentAgents).toEqual(['absent']);
  });

  it('is taken by nobody when it is only tried, or when nobody was shown it', async () => {
    await open(held).accept({ validateOnly: true });
    await expect(open({ one: [OLD, THIRD] }).accept({})).rejects.toMatchObject({ code: 'HOST_KEY_MISMATCH' });
    expect(asked.filter(({ what }) => what.accept !== undefined)).toEqual([]);
  });
});
