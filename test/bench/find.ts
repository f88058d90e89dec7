/**
 * `find` as people use it, against its bound and against a bare scan of the same rows; what its index weighs, and what it
 * adds to apply.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepFound } from '../../controller/inventory/find-keep.ts';
import type { Principal } from '../../shared/model/index.ts';
import { type Random, randomInt, seededRandom } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { timed } from './apply.ts';
import { type Figure, median, percentile } from './figure.ts';
import { type FindStore, fillStore, macOf, nameOf, PER_SWITCH } from './find-store.ts';

const SEED = 20261122;
const QUESTIONS = 2000;
const PAGE = 50;
const BOUND_MS = 50;
/** The middle one counts. */
const ROUNDS = 3;
const APPLIED = 20_000;
const WARM_UP = 200;
/** Scans measured: each kind of question twice. */
const LIKES = 24;
const ANN: Principal = {
  ...{ type: 'user', name: 'ann', readOnly: false, tokenId: 't' },
  grants: [{ level: 'viewer', switchView: 'full', scopes: [{ site: '*' }] }],
};

export async function benchFind(): Promise<Figure[]> {
  return [...(await figures([10_000, 100_000])), ...cost()];
}

/** Apart, for the store alone takes minutes. */
export function benchFindMillion(): Promise<Figure[]> {
  return figures([1_000_000]);
}

async function figures(counts: readonly number[]): Promise<Figure[]> {
  await ready();
  return counts.flatMap((count) => {
    const dir = mkdtempSync(join(tmpdir(), 'wayside-bench-'));
    try {
      const random = seededRandom(SEED);
      const filled = fillStore(join(dir, 'find.db'), count, { random });
      const found = [...speed(filled, count, random), ...weight(filled, count)];
      filled.store.close();
      return found;
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
}

/** What people type, in turns: half MAC addresses, a quarter IP addresses, the rest names and words. */
function questionsOf(count: number, random: Random): readonly string[] {
  const switches = count / PER_SWITCH;
  return Array.from({ length: QUESTIONS }, (_, i) => {
    const mac = macOf(randomInt(random, switches * 800));
    const at = randomInt(random, switches);
    const asked = [
      ...[mac, mac.toUpperCase(), mac.replaceAll(':', ''), mac, mac.slice(0, 11), mac.slice(9)],
      ...[`10.${20 + (at >> 8)}.${at & 255}.1`, `10.200.${at & 255}.0/24`, `10.200.${at & 255}`],
      ...[nameOf(at), 'zurich', `printer room ${at}`],
    ];
    return asked[i % asked.length] ?? mac;
  });
}

function speed({ store, inventory }: FindStore, count: number, random: Random): Figure[] {
  const questions = questionsOf(count, random);
  const ask = (text: string): void => {
    const page = { kinds: [], site: '', pageSize: PAGE, pageToken: '', showAll: false };
    inventory.findText({ text, ...page }, ANN);
  };
  const like = store.db.prepare('SELECT body FROM versions WHERE body LIKE ? LIMIT ?');
  for (const text of questions.slice(0, WARM_UP)) ask(text);
  const found = questions.map((text) => timed(() => ask(text)));
  const naive = questions.slice(0, LIKES).map((text) => timed(() => like.all(`%${text}%`, PAGE)));
  const name = `find in ${count.toLocaleString('en')} records`;
  const half = percentile(found, 50).toFixed(2);
  return [
    {
      ...{ name: `${name}, p99 (p50 ${half} ms)`, value: percentile(found, 99), unit: 'ms' },
      ...{ baseline: BOUND_MS, baselineName: 'the bound', bar: 1 },
    },
    {
      ...{ name: `${name}, p50`, value: median(found), unit: 'ms', bar: 1 },
      ...{
        baseline: median(naive),
        baselineName: 'bare LIKE scan, which knows one spelling and shows all to everybody',
      },
    },
  ];
}

/** Bytes of the index of words and endings; the lookup index was there before. */
function weight({ store }: FindStore, count: number): Figure[] {
  const bytesOf = (pattern: string): number =>
    Number(store.db.prepare('SELECT sum(pgsize) FROM dbstat WHERE name LIKE ?').pluck().get(pattern));
  return [
    {
      ...{
        name: `index of find, per record of ${count.toLocaleString('en')}`,
        value: bytesOf('find%') / count,
      },
      ...{
        unit: 'B',
        baseline: bytesOf('%') / count,
        baselineName: 'all that is stored per record',
        bar: 0.2,
      },
    },
  ];
}

/** Apply with and without the index, in turns. Without: one that takes nothing, less the time to make its keys. */
function cost(): Figure[] {
  const rounds = Array.from({ length: ROUNDS }, () => ({ on: applyMs('on'), off: applyMs('off') }));
  const middle = (name: 'on' | 'off'): number => median(rounds.map((round) => round[name]));
  return [
    {
      ...{
        name: `apply of ${APPLIED.toLocaleString('en')} new records with the index of find`,
        value: middle('on'),
      },
      ...{ unit: 'ms', baseline: middle('off'), baselineName: 'the same without', bar: 1.15 },
    },
  ];
}

function applyMs(index: 'on' | 'off'): number {
  const dir = mkdtempSync(join(tmpdir(), 'wayside-bench-'));
  try {
    const filled = fillStore(join(dir, 'apply.db'), APPLIED, { random: seededRandom(SEED), index });
    const keysMs = index === 'on' ? 0 : timed(() => makeKeys(filled));
    filled.store.close();
    return filled.applyMs - keysMs;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function makeKeys({ store, items }: FindStore): void {
  for (const { kind, section, body } of items) {
    const key = { lane: 1, kind: 1, id: 'x' };
    keepFound(store, { kind, section, key }, body, []);
  }
}
