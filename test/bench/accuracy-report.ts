/** Sums of what was judged, in all and per adversity and kind of endpoint, and the bars that they must reach. */
import type { Located } from '../../controller/trace/facts.ts';
import type { CampusTruth } from '../lab/network/file.ts';
import type { Judged } from './accuracy-judge.ts';

/** A wrong answer this sure of itself is a mistake to explain. */
export const SURE_MIN = 0.9;
export const BARS = { edgeWithLldp: 0.99, edgeWithoutLldp: 0.95, classWithLldp: 0.97 } as const;

export interface Sum {
  asked: number;
  right: number;
  wrong: number;
  abstained: number;
  classAsked: number;
  classRight: number;
  pathAsked: number;
  pathRight: number;
}

/** How often a class was given, and how often it was the true one. */
export interface ClassSum {
  told: number;
  right: number;
  meant: number;
}

export interface SureMistake {
  readonly campus: string;
  readonly mac: string;
  readonly kind: string;
  readonly adversities: readonly string[];
  readonly truth: string;
  readonly answer: string;
  readonly confidence: number;
  readonly evidence: readonly string[];
}

/** Answers with an edge of this confidence and more, and less than the next. */
export interface ConfidenceSum {
  readonly from: number;
  told: number;
  right: number;
}

/** Ends of the rows of the table of confidence. */
export const CONFIDENCE_STEPS: readonly number[] = [SURE_MIN, 0.8, 0.7, 0.5, 0];

/** directed: few switches first, as the product asks when nothing speaks against it. all: every switch, always. */
export type SearchKind = 'directed' | 'all';

export interface Tally {
  readonly lldp: boolean;
  readonly search: SearchKind;
  campuses: number;
  switches: number;
  silent: number;
  /** Switches asked, over all addresses. */
  reads: number;
  readonly confidence: readonly ConfidenceSum[];
  readonly all: Sum;
  readonly groups: Map<string, Sum>;
  readonly classes: Map<string, ClassSum>;
  readonly mistakes: SureMistake[];
}

export function newTally(lldp: boolean, search: SearchKind): Tally {
  return {
    ...{ lldp, search, campuses: 0, switches: 0, silent: 0, reads: 0, all: newSum() },
    ...{ groups: new Map(), classes: new Map(), mistakes: [] },
    confidence: CONFIDENCE_STEPS.map((from) => ({ from, told: 0, right: 0 })),
  };
}

function newSum(): Sum {
  return {
    asked: 0,
    right: 0,
    wrong: 0,
    abstained: 0,
    classAsked: 0,
    classRight: 0,
    pathAsked: 0,
    pathRight: 0,
  };
}

export interface Asked {
  readonly campus: string;
  readonly truth: CampusTruth;
  readonly answer: Located;
  readonly judged: Judged;
  /** Switches that were asked for it. */
  readonly reads: number;
}

export function count(tally: Tally, { campus, truth, answer, judged, reads }: Asked): void {
  tally.reads += reads;
  const { kind = 'endpoint', adversities = [] } = truth;
  const names = [
    `kind ${kind}`,
    `known ${judged.knowledge}`,
    ...adversities.map((name) => `adversity ${name}`),
  ];
  if (adversities.length === 0) names.push('adversity none');
  add(tally.all, judged);
  for (const name of names) {
    const sum = tally.groups.get(name) ?? newSum();
    tally.groups.set(name, sum);
    add(sum, judged);
  }
  countClass(tally, truth, { answer, judged });
  const [edge] = answer.edges;
  if (edge !== undefined) countConfidence(tally, edge.confidence, judged);
  if (judged.outcome !== 'wrong' || edge === undefined || edge.confidence < SURE_MIN) return;
  tally.mistakes.push({
    ...{ campus, mac: truth.mac, kind, adversities, answer: answer.summary, confidence: edge.confidence },
    truth: truth.places.map((place) => `${place.switch} ${place.port}`).join(', '),
    evidence: edge.evidence.map(({ weight, reason }) => `${weight > 0 ? '+' : ''}${weight} ${reason}`),
  });
}

function countConfidence({ confidence }: Tally, of: number, { outcome }: Judged): void {
  const row = confidence.find(({ from }) => of >= from);
  if (row === undefined) return;
  row.told++;
  if (outcome === 'right') row.right++;
}

function add(sum: Sum, { outcome, classRight, pathRight }: Judged): void {
  sum.asked++;
  sum[outcome]++;
  if (classRight !== undefined) sum.classAsked++;
  if (classRight === true) sum.classRight++;
  if (pathRight !== undefined) sum.pathAsked++;
  if (pathRight === true) sum.pathRight++;
}

function countClass(
  { classes }: Tally,
  { portClass }: CampusTruth,
  { answer, judged }: { readonly answer: Located; readonly judged: Judged },
): void {
  const of = (name: string): ClassSum => {
    const known = classes.get(name) ?? { told: 0, right: 0, meant: 0 };
    classes.set(name, known);
    return known;
  };
  if (portClass !== undefined) of(portClass).meant++;
  if (judged.classRight === undefined) return;
  const told = of(answer.edges[0]?.portClass ?? '');
  told.told++;
  if (judged.classRight) told.right++;
}

export function share(right: number, of: number): number {
  return of === 0 ? 1 : right / of;
}

export const SEARCH_WORDS: Readonly<Record<SearchKind, string>> = {
  directed: 'few switches asked first',
  all: 'all switches asked',
};

/** What misses its bar; empty when all is well. */
export function misses({ lldp, search, all }: Tally): readonly string[] {
  const found: string[] = [];
  const edge = share(all.right, all.asked);
  const edgeMin = lldp ? BARS.edgeWithLldp : BARS.edgeWithoutLldp;
  const how = `${lldp ? 'with LLDP' : 'without LLDP'}, ${SEARCH_WORDS[search]}`;
  if (edge < edgeMin) found.push(`right edges ${how}: ${percent(edge)} of at least ${percent(edgeMin)}`);
  const right = share(all.classRight, all.classAsked);
  if (lldp && right < BARS.classWithLldp) {
    found.push(`right classes ${how}: ${percent(right)} of at least ${percent(BARS.classWithLldp)}`);
  }
  return found;
}

export function percent(value: number): string {
  return `${(value * 100).toFixed(2)} %`;
}
