/** Many campuses, asked and judged: all that is rare, and as many of the rest as there is time for. */
import type { Located } from '../../controller/trace/facts.ts';
import type { Mac } from '../../shared/model/index.ts';
import { parseMac } from '../../shared/model/index.ts';
import { randomInt, seededRandom } from '../../shared/runtime/index.ts';
import type { CampusFile, CampusTruth } from '../lab/network/file.ts';
import { generateNetwork } from '../lab/network/generate.ts';
import { type AskedCampus, NOW, openCampus } from './accuracy-ask.ts';
import { judge } from './accuracy-judge.ts';
import { count, newTally, type SearchKind, type Tally } from './accuracy-report.ts';
import { askDirected } from './directed.ts';

export interface CampusRange {
  readonly seed: number;
  readonly campuses: number;
  readonly switchesMin: number;
  readonly switchesMax: number;
  readonly lldp: boolean;
}

export function* generated({
  seed,
  campuses,
  switchesMin,
  switchesMax,
  lldp,
}: CampusRange): Generator<CampusFile> {
  for (let n = 0; n < campuses; n += 1) {
    const random = seededRandom(seed + n);
    const switches = switchesMin + randomInt(random, switchesMax - switchesMin + 1);
    yield generateNetwork({ seed: seed + n, switches, lldp });
  }
}

export interface AskOptions {
  readonly name: string;
  /** Addresses asked of each campus; 0: all. */
  readonly addresses: number;
}

/** One of each way to search, for the same campuses. */
export function newTallies(lldp: boolean): readonly [directed: Tally, all: Tally] {
  return [newTally(lldp, 'directed'), newTally(lldp, 'all')];
}

/** Asks one campus and adds the outcomes to each of the tallies, which are all with LLDP or all without. */
export function askCampus(
  file: CampusFile,
  tallies: readonly Tally[],
  { name, addresses }: AskOptions,
): void {
  const asked = chosen(file, addresses);
  const macs = asked.map(({ mac }) => mac);
  const campus = openCampus(file, { neighbours: tallies.every(({ lldp }) => lldp), macs });
  for (const tally of tallies) {
    tally.campuses++;
    tally.switches += file.devices.length;
    tally.silent += campus.silent.size;
  }
  for (const truth of asked) {
    const mac = parseMac(truth.mac) as Mac;
    const known = { rows: campus.rowsOf(mac), silent: campus.silent };
    const ask = asker(campus, mac);
    for (const tally of tallies) {
      const { answer, reads } = ask(tally.search);
      count(tally, { campus: name, truth, answer, judged: judge(truth, answer, known), reads });
    }
  }
}

interface Answered {
  readonly answer: Located;
  readonly reads: number;
}

/** A directed search that ended with all switches asked has the answer of all: it is worked out once. */
function asker(campus: AskedCampus, mac: Mac): (search: SearchKind) => Answered {
  let ofAll: Answered | undefined;
  const askAll = (): Answered => {
    ofAll ??= { answer: campus.ask(mac), reads: campus.topology.switches.size };
    return ofAll;
  };
  return (search) => {
    if (search === 'all') return askAll();
    const { located, reads, certain } = askDirected(campus, mac, NOW);
    if (!certain) ofAll = { answer: located, reads };
    return { answer: located, reads };
  };
}

/** Rare enough to be asked in full. */
const RARE: ReadonlySet<string> = new Set([
  'moved',
  'vmotion',
  'duplicate',
  'flapping',
  'mlag',
  'orphan',
  'equal-counts',
]);

/** All rare ones, and of the others a sample that is the same every time. */
function chosen({ truth, seed = 0 }: CampusFile, addresses: number): readonly CampusTruth[] {
  if (addresses === 0 || truth.length <= addresses) return truth;
  const isRare = ({ adversities = [] }: CampusTruth): boolean => adversities.some((name) => RARE.has(name));
  const rare = truth.filter(isRare);
  const others = truth.filter((one) => !isRare(one));
  const random = seededRandom(seed);
  const picked: CampusTruth[] = [];
  while (others.length > 0 && picked.length < addresses - rare.length) {
    picked.push(...others.splice(randomInt(random, others.length), 1));
  }
  return [...rare, ...picked];
}
