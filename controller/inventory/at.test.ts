import { describe, expect, it } from 'vitest';
import type { JsonObject, Kind, Principal, RecordView } from '../../shared/model/index.ts';
import { seededRandom } from '../../shared/runtime/index.ts';
import { historyKeeping, pruneHistory } from './prune.ts';
import { ADMIN, create, errorOf, gone, port, Rig, refOf, remove, sighting, update } from './testing/rig.ts';

const SEED = Number(process.env['SEED'] ?? 20_261_122);
const ROUNDS = 12;
const KINDS: readonly Kind[] = ['site', 'switch', 'source', 'port', 'sighting'];

type Picture = Readonly<Record<string, readonly RecordView[]>>;

/** Everything that is shown, of that moment or of now. */
function picture(rig: Rig, atMs?: number): Picture {
  return Object.fromEntries(KINDS.map((kind) => [kind, listed(rig, kind, atMs)]));
}

function listed(
  rig: Rig,
  kind: Kind,
  atMs?: number,
  filter: Record<string, string> = {},
): readonly RecordView[] {
  const found: RecordView[] = [];
  let pageToken = '';
  do {
    const question = {
      kind,
      site: '',
      filter,
      pageSize: 3,
      pageToken,
      showAbsent: true,
      showDeleted: false,
      atMs,
    };
    const page = rig.inventory.list(question, ADMIN);
    found.push(...page.records);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return found;
}

/** A year of a small site, made up from the seed; what was shown after each step, by time. */
function live(rig: Rig, seed: number, steps: number): ReadonlyMap<number, Picture> {
  const random = seededRandom(seed);
  const pick = (below: number): number => Math.floor(random.float() * below);
  const agent = rig.agent();
  agent.send('sw1', [port('Gi1'), port('Gi2'), sighting('00:00:00:00:00:01', 'Gi1')], { full: true });
  const seen = new Map<number, Picture>();
  let made = 0;
  for (let step = 0; step < steps; step += 1) {
    rig.clock.advance(1 + pick(3_600_000));
    const acts: (() => unknown)[] = [
      () => agent.send('sw1', [port('Gi1', pick(2) === 0), port(`Gi${2 + pick(3)}`, pick(2) === 0)]),
      () => agent.send('sw1', [gone('port', `Gi${2 + pick(3)}`)]),
      () => agent.failed('sw2'),
      () => rig.write(update('switch/sw1', { name: `name ${step}` })),
      () => rig.write(create('switch', `new${++made}`, { name: `new${made}` })),
      () => made > 0 && rig.write(update(`switch/new${1 + pick(made)}`, { name: `renamed ${step}` })),
      () => made > 0 && rig.write(remove(`switch/new${1 + pick(made)}`)),
      () => rig.incarnation.renew('as after a restore'),
    ];
    try {
      acts[pick(acts.length)]?.();
    } catch {
      // A switch that was deleted before: nothing was written, and that is a step too.
    }
    seen.set(rig.clock.now(), picture(rig));
  }
  return seen;
}

describe(`time travel (seed ${SEED})`, () => {
  it('shows each moment as it was shown then, whatever happened since', () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const rig = Rig.withSwitches(2);
      const seen = live(rig, SEED + round, 40);
      for (const [atMs, then] of seen) expect({ atMs, ...picture(rig, atMs) }).toEqual({ atMs, ...then });
    }
  });

  it('shows what is kept exactly, and says of what is not that it is gone', () => {
    let refused = 0;
    let shown = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const rig = Rig.withSwitches(2);
      const seen = live(rig, SEED + round, 40);
      const few = { keepMs: 12 * 3_600_000, versionsMax: 3 };
      pruneHistory(
        rig.store,
        rig.clock.now(),
        historyKeeping({ managed: few, observed: few, sightings: few }),
      );
      for (const [atMs, then] of seen) {
        for (const kind of KINDS) {
          let now: readonly RecordView[] | undefined;
          try {
            now = listed(rig, kind, atMs);
          } catch (error) {
            expect(error).toMatchObject({ code: 'HISTORY_GONE', details: { earliest: expect.any(String) } });
            refused += 1;
          }
          if (now) expect({ atMs, kind, now }).toEqual({ atMs, kind, now: then[kind] });
          if (now) shown += 1;
        }
      }
    }
    expect(refused).toBeGreaterThan(100);
    expect(shown).toBeGreaterThan(100);
  });
});

describe('a record of the past', () => {
  const at = (rig: Rig, ref: string, atMs: number, who: Principal = ADMIN): JsonObject =>
    rig.inventory.past.get(refOf(ref), atMs, who).fields;

  it('is found by reference and by the name that it had then', () => {
    const rig = Rig.withSwitches(1);
    const before = rig.clock.now();
    rig.clock.advance(1000);
    rig.write(update('switch/sw1', { name: 'core-1' }));
    expect(at(rig, 'switch/sw1', before)).toEqual({ name: 'sw1' });
    const wanted = { kind: 'switch', name: 'sw1', site: '' } as const;
    expect(rig.inventory.past.find(wanted, before, ADMIN).ref.id).toBe('sw1');
    expect(errorOf(() => rig.inventory.past.find(wanted, rig.clock.now(), ADMIN)).code).toBe('NOT_FOUND');
  });

  it('is filtered by what it was', () => {
    const rig = Rig.withSwitches(2);
    rig.agent().send('sw1', [port('Gi1', false), port('Gi2')], { full: true });
    const before = rig.clock.now();
    rig.clock.advance(1000);
    rig.write(update('switch/sw1', { name: 'core-1' }));
    const ids = (filter: Record<string, string>, kind: Kind = 'switch'): string[] =>
      listed(rig, kind, before, filter).map(({ ref }) => ref.id);
    expect(ids({ name: 'sw1' })).toEqual(['sw1']);
    expect(ids({ name: 'core-1' })).toEqual([]);
    expect(ids({ source: 'ams1/source/sw1' }, 'port')).toHaveLength(2);
    expect(ids({ source: 'ams1/source/sw2' }, 'port')).toHaveLength(0);
    expect(ids({ source: 'ams1/source/sw2' })).toEqual(['sw2']);
  });

  it('that was not there yet, or was deleted then, is told so; a time to come is refused', () => {
    const rig = Rig.withSwitches(1);
    const start = rig.clock.now();
    rig.clock.advance(1000);
    rig.write(create('switch', 'late', { name: 'late' }));
    rig.clock.advance(1000);
    rig.write(remove('switch/late'));
    const deleted = rig.clock.now();
    expect(errorOf(() => at(rig, 'switch/late', start)).message).toContain('it was first written at');
    expect(at(rig, 'switch/late', start + 1500)).toEqual({ name: 'late' });
    expect(errorOf(() => at(rig, 'switch/late', deleted)).code).toBe('NOT_FOUND');
    expect(errorOf(() => at(rig, 'switch/late', deleted + 1)).violations).toMatchObject([
      { field: 'at_time' },
    ]);
    expect(errorOf(() => at(rig, 'switch/never', start)).message).toBe('ams1/switch/never is not known');
  });

  it('outlives what is left of a record that was deleted and forgotten', () => {
    const rig = Rig.withSwitches(1);
    rig.write(create('switch', 'old', { name: 'old' }));
    const then = rig.clock.now();
    rig.clock.advance(1000);
    rig.write(remove('switch/old'));
    rig.store.db.exec("DELETE FROM versions WHERE id = 'old'");
    expect(at(rig, 'switch/old', then)).toEqual({ name: 'old' });
    expect(listed(rig, 'switch', then).map(({ ref }) => ref.id)).toEqual(['old', 'sw1']);
    expect(errorOf(() => at(rig, 'switch/old', rig.clock.now())).message).toContain('was not there at');
  });

  it('has no gap where the end of one version and the begin of the next were told by clocks that differ', () => {
    const rig = Rig.withSwitches(1);
    const start = rig.clock.now();
    rig.clock.advance(10_000);
    rig.write(update('switch/sw1', { name: 'later' }));
    rig.store.db.exec('UPDATE history SET ended_at = ended_at - 3000');
    for (const ms of [0, 6999, 7000, 9999])
      expect(at(rig, 'switch/sw1', start + ms)).toEqual({ name: 'sw1' });
    expect(at(rig, 'switch/sw1', start + 10_000)).toEqual({ name: 'later' });
  });

  it('is hidden from those who may not see what it is now, and from the port view', () => {
    const rig = Rig.withSwitches(1);
    rig.write(create('floor', 'f1', { name: 'one' }), create('floor', 'f2', { name: 'two' }));
    rig.write(update('switch/sw1', { floor: 'ams1/floor/f1' }));
    const onFirst = rig.clock.now();
    rig.clock.advance(1000);
    rig.write(update('switch/sw1', { floor: 'ams1/floor/f2' }));
    const of = (floor: string, switchView: 'network' | 'port'): Principal => ({
      ...{ type: 'user', name: 'flo', readOnly: false, tokenId: 't' },
      grants: [{ level: 'viewer', switchView, scopes: [{ site: 'ams1', floor }] }],
    });
    expect(errorOf(() => at(rig, 'switch/sw1', onFirst, of('f1', 'network'))).code).toBe('NOT_FOUND');
    // In view now, but it was out of view then.
    expect(errorOf(() => at(rig, 'switch/sw1', onFirst, of('f2', 'network'))).code).toBe('NOT_FOUND');
    expect(at(rig, 'switch/sw1', rig.clock.now(), of('f2', 'network'))['floor']).toBe('ams1/floor/f2');
    expect(errorOf(() => at(rig, 'switch/sw1', onFirst, of('f2', 'port'))).code).toBe('FORBIDDEN');
  });
});

describe('one change', () => {
  it('is shown with what its section said before, across a new incarnation too', () => {
    const rig = Rig.withSwitches(1);
    rig.write(update('switch/sw1', { name: 'a' }));
    const first = rig.inventory.position;
    rig.incarnation.renew('test');
    rig.write(update('switch/sw1', { name: 'b' }));
    const second = rig.inventory.position;
    rig.write(remove('switch/sw1'));
    const shown = (pos: number): unknown => {
      const { change, before, beforeKnown } = rig.inventory.past.change(pos, ADMIN);
      return { fields: change.fields, op: change.op, current: change.current, before, beforeKnown };
    };
    expect(shown(first)).toMatchObject({ fields: { name: 'a' }, before: { name: 'sw1' }, current: false });
    expect(shown(second)).toMatchObject({ fields: { name: 'b' }, before: { name: 'a' }, beforeKnown: true });
    expect(shown(second + 1)).toMatchObject({ op: 'delete', before: { name: 'b' }, current: true });
    expect(errorOf(() => rig.inventory.past.change(9999, ADMIN)).code).toBe('NOT_FOUND');
  });

  it('says when what was before may have been forgotten', () => {
    const rig = Rig.withSwitches(1);
    rig.clock.advance(1000);
    rig.write(update('switch/sw1', { name: 'a' }));
    const pos = rig.inventory.position;
    rig.clock.advance(1000);
    const none = { keepMs: 0, versionsMax: 0 };
    pruneHistory(
      rig.store,
      rig.clock.now(),
      historyKeeping({ managed: none, observed: none, sightings: none }),
    );
    expect(rig.inventory.past.change(pos, ADMIN)).toMatchObject({ before: undefined, beforeKnown: false });
  });
});
