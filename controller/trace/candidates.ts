/**
 * From raw sightings to the ports that may be the answer: spellings and members made one, what a live answer
 * contradicts set aside, each port weighed for itself.
 */
import { type Evidence, formatRef } from '../../shared/model/index.ts';
import { ageText } from './age.ts';
import { isOwnRow } from './draft.ts';
import { FDB_AGEING_MS, type Question, type Sighting } from './facts.ts';
import { isItself } from './neighbour.ts';
import { isDrop, isNoPort, portKey } from './port-name.ts';
import { type PortView, portOf, type SwitchView, type Topology, viewOf } from './topology.ts';
import { WEIGHTS } from './weights.ts';

/** The asked address on one port (a port channel counts as one), all its VLANs together. */
export interface Candidate {
  readonly view: SwitchView;
  readonly port: PortView;
  /** Lowest first; the port's own VLAN before all others. Empty: the device shows none. */
  readonly vlans: readonly number[];
  readonly type: string;
  readonly seenAt: number;
  readonly live: boolean;
  /** Seen there now, and not at the switch's last collect: it has come since. */
  readonly isNew: boolean;
  /** The port's evidence and the sighting's. */
  readonly evidence: readonly Evidence[];
  readonly score: number;
}

export interface Setting {
  /** Best first. */
  readonly candidates: readonly Candidate[];
  /** Seen by a switch that holds it no longer. */
  readonly aged: readonly Candidate[];
  /** All that the last collects held, best first: where it was then. */
  readonly remembered: readonly Candidate[];
  /** Switches that say that the address is their own. */
  readonly owners: readonly SwitchView[];
  /** Switches that throw its frames away, as their configuration says. */
  readonly droppers: readonly SwitchView[];
  /** The same port read a second time, through another record of the same device. */
  readonly doubles: readonly Candidate[];
}

export function weighSightings(question: Question, topology: Topology): Setting {
  const answered = new Set(question.answered.map(formatRef));
  const isGone = (one: Sighting): boolean =>
    !one.present || (!one.live && answered.has(formatRef(one.switch)));
  const current = question.sightings.filter((one) => !isGone(one));
  const newest = Math.max(...current.map(({ seenAt }) => seenAt));
  const rows = current.filter(isOnPort);
  const gone = question.sightings.filter((one) => isGone(one) && isOnPort(one));
  const cached = question.sightings.filter((one) => !one.live && isOnPort(one));
  const remembered = gather(cached, question, { topology, newest, known: new Set() });
  const known = new Set(remembered.map(placeOf));
  const gathered = gather(rows, question, { topology, newest, known });
  const doubles = gathered.filter((one) => isDouble(one, gathered, topology));
  const candidates = gathered.filter((one) => !doubles.includes(one));
  const places = new Set(gathered.map(placeOf));
  return {
    candidates: candidates.toSorted(byLikelihood),
    aged: gather(gone, question, { topology, newest, known }).filter((one) => !places.has(placeOf(one))),
    remembered: remembered.toSorted(byLikelihood),
    owners: current.filter(isOwnRow).map((one) => viewOf(topology, one.switch)),
    droppers: current.filter((one) => isDrop(portKey(one.port))).map((one) => viewOf(topology, one.switch)),
    doubles,
  };
}

function isOnPort(one: Sighting): boolean {
  return one.port !== '' && !isOwnRow(one) && !isNoPort(portKey(one.port));
}

/** Two records may stand for one device; the port counts once. */
function isDouble(one: Candidate, all: readonly Candidate[], { directory }: Topology): boolean {
  const device = directory.sameDevice.get(one.view.key);
  return (
    device !== undefined && all.some(({ view, port }) => view.key === device && port.key === one.port.key)
  );
}

/** Ties go to fewer addresses, then access mode, then freshness; the names make the order the same every time. */
function byLikelihood(a: Candidate, b: Candidate): number {
  return (
    b.score - a.score ||
    a.port.count - b.port.count ||
    Number(b.port.facts?.mode === 'access') - Number(a.port.facts?.mode === 'access') ||
    b.seenAt - a.seenAt ||
    placeOf(a).localeCompare(placeOf(b))
  );
}

export function placeOf({ view, port }: Candidate): string {
  return `${view.key} ${port.key}`;
}

interface Gathering {
  readonly topology: Topology;
  readonly newest: number;
  /** Places of the last collects. */
  readonly known: ReadonlySet<string>;
}

function gather(
  rows: readonly Sighting[],
  question: Question,
  { topology, newest, known }: Gathering,
): readonly Candidate[] {
  const byPlace = new Map<string, { view: SwitchView; port: PortView; rows: Sighting[] }>();
  for (const row of rows) {
    const view = viewOf(topology, row.switch);
    const port = portOf(topology, view, row.port);
    const place = byPlace.get(`${view.key} ${port.key}`) ?? { view, port, rows: [] };
    place.rows.push(row);
    byPlace.set(`${view.key} ${port.key}`, place);
  }
  return [...byPlace.values()].map(({ view, port, rows }) => {
    const first = rows.toSorted((a, b) => Number(b.live) - Number(a.live) || b.seenAt - a.seenAt)[0];
    if (first === undefined) throw new RangeError('a place without sightings');
    const evidence = [...port.evidence, ...sightingEvidence(first, port, question, newest)];
    return {
      view,
      port,
      vlans: vlansOf(rows, port),
      type: rows.some(({ type }) => type === 'dynamic') ? 'dynamic' : first.type,
      seenAt: first.seenAt,
      live: first.live,
      isNew: first.live && view.facts.fdb.length > 0 && !known.has(`${view.key} ${port.key}`),
      evidence,
      score: evidence.reduce((sum, { weight }) => sum + weight, 0),
    };
  });
}

function vlansOf(rows: readonly Sighting[], port: PortView): readonly number[] {
  const vlans = new Set(rows.flatMap(({ vlan }) => (vlan === undefined || vlan === 0 ? [] : [vlan])));
  const own = port.facts?.vlan;
  return [...vlans].toSorted((a, b) => Number(b === own) - Number(a === own) || a - b);
}

const HOUR_MS = 3_600_000;

function sightingEvidence(
  row: Sighting,
  port: PortView,
  { mac, now }: Question,
  newest: number,
): readonly Evidence[] {
  const found: Evidence[] = [];
  const age = now - row.seenAt;
  if (row.live) found.push({ weight: WEIGHTS.live, reason: 'the switch says so now' });
  else {
    const weight = age <= FDB_AGEING_MS ? WEIGHTS.recent : age <= HOUR_MS ? WEIGHTS.old : WEIGHTS.veryOld;
    found.push({ weight, reason: `seen ${ageText(age)} ago, at the last collect` });
  }
  if (newest - row.seenAt > FDB_AGEING_MS) {
    found.push({ weight: WEIGHTS.olderThanOthers, reason: 'another switch saw it later' });
  }
  if (row.live && port.count === 0 && port.behind.length === 0) {
    found.push({
      weight: WEIGHTS.oneAddress,
      reason: 'the first address on the port since the last collect',
    });
  }
  const fixed = row.type === 'static' || row.type === 'secure';
  if (fixed) {
    found.push({ weight: WEIGHTS.fixedEntry, reason: `a ${row.type} entry stays when the device is gone` });
  }
  // A live dynamic entry proves the link; what the last collect said of it is older.
  if (port.facts?.operUp === false && (fixed || !row.live)) {
    found.push({ weight: WEIGHTS.portDown, reason: 'the port was down at the last collect' });
  }
  if (port.seen.some((neighbour) => isItself(neighbour, mac))) {
    found.push({ weight: WEIGHTS.isTheNeighbour, reason: 'the neighbour on the port is this very address' });
  }
  return found;
}
