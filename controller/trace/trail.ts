/** A port with a managed switch behind it is not the end: what does that switch say? */
import { formatRef } from '../../shared/model/index.ts';
import type { Edge } from './decide.ts';
import type { Question } from './facts.ts';
import type { Topology } from './topology.ts';

export interface Trail {
  /**
   * silent: a switch behind the port did not answer. ends: nothing managed is behind it, or something unmanaged stands
   * before that. gone: the switch on the other end of the cable answered, and has the address no longer.
   * unsure: switches somewhere behind it do not have it, or were not asked.
   */
  readonly state: 'silent' | 'ends' | 'gone' | 'unsure';
  /** The switches that decide the state. */
  readonly names: string;
}

export const NO_TRAIL: Trail = { state: 'ends', names: '' };

/** Names in one sentence. */
const NAMES_SHOWN_MAX = 3;

/** @param seers keys of the switches that see the address. */
export function trailOf(
  edge: Edge,
  question: Question,
  { topology, seers }: { readonly topology: Topology; readonly seers: ReadonlySet<string> },
): Trail {
  const { port } = edge.candidate;
  const next = port.direct.length > 0 ? port.direct : port.behind;
  const failed = new Set(question.failed.map(formatRef));
  const answered = new Set(question.answered.map(formatRef));
  const silent = next.filter((key) => failed.has(key));
  if (silent.length > 0) return { state: 'silent', names: namesOf(silent, topology) };
  // An unmanaged switch between the two, or a neighbour that is not ours, is a place to be.
  const between =
    edge.facing.length > 0 || port.seen.some(({ kind }) => kind === 'bridge' || kind === 'unknown');
  if (next.length === 0 || between) return NO_TRAIL;
  const wasRead = (key: string): boolean => (topology.switches.get(key)?.facts.fdb.length ?? 0) > 0;
  const denies = (key: string): boolean =>
    !seers.has(key) && (question.answered.length > 0 ? answered.has(key) : wasRead(key));
  const state = port.direct.length > 0 && next.every(denies) ? 'gone' : 'unsure';
  return { state, names: namesOf(next, topology) };
}

function namesOf(keys: readonly string[], topology: Topology): string {
  const names = keys.map((key) => topology.switches.get(key)?.facts.name ?? key).toSorted();
  const more = names.length - NAMES_SHOWN_MAX;
  return names.slice(0, NAMES_SHOWN_MAX).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
