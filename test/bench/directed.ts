/**
 * How many switches a directed search reads, and what that costs in accuracy: the same addresses of the same campuses,
 * asked of few switches first and asked of all.
 */
import { nextMove } from '../../controller/trace/directed.ts';
import type { Located, Question } from '../../controller/trace/facts.ts';
import { locate } from '../../controller/trace/locate.ts';
import { formatRef, type Mac, type RecordRef } from '../../shared/model/index.ts';
import type { AskedCampus } from './accuracy-ask.ts';

export interface DirectedAnswer {
  readonly located: Located;
  /** Switches that were asked; those that did not answer count, too. */
  readonly reads: number;
  /** Turns of questions, one after the other. */
  readonly turns: number;
  /** Not all had to be asked. */
  readonly certain: boolean;
}

/** As `search.ts` does it. */
export function askDirected(campus: AskedCampus, mac: Mac, now: number): DirectedAnswer {
  const { topology, silent } = campus;
  const refs = [...topology.switches.values()].map(({ facts }) => facts.ref);
  const mayAsk = new Set(refs.map(formatRef));
  const rows = campus.rowsOf(mac);
  const asked = new Map<string, RecordRef>();
  const question = (): Question => ({
    ...{ mac, now },
    sightings: rows.filter((row) => !row.live || asked.has(formatRef(row.switch))),
    answered: [...asked.values()].filter(({ id }) => !silent.has(id)),
    failed: [...asked.values()].filter(({ id }) => silent.has(id)),
  });
  const ask = (some: readonly RecordRef[]): void => {
    for (const ref of some) asked.set(formatRef(ref), ref);
  };
  for (let turns = 0; ; turns += 1) {
    const move = nextMove(question(), topology, mayAsk);
    if (move.type === 'ask') ask(move.switches);
    else {
      if (move.type === 'rest') ask(refs);
      const certain = move.type === 'certain';
      const located = locate(question(), topology);
      return { located, reads: asked.size, turns: certain ? turns : turns + 1, certain };
    }
  }
}
