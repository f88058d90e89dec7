/**
 * A small store with names that only one thing may have and pointers that must lead somewhere: the draft
 * between two worlds, and a store that refuses what a real one would.
 */
import type { JsonObject } from '../../../shared/model/index.ts';
import type { DraftStep } from '../draft.ts';
import type { OrderedStep } from '../order-step.ts';
import { draftStep } from './draft-steps.ts';

export interface Thing {
  readonly name: string;
  readonly peer?: string;
}
export type World = ReadonlyMap<string, Thing>;

export function draftBetween(from: World, to: World): readonly DraftStep[] {
  const ids = [...new Set([...from.keys(), ...to.keys()])];
  return ids.flatMap((id) => {
    const [before, after] = [from.get(id), to.get(id)];
    if (!after) return before ? [deleteOf(id, before, from)] : [];
    if (before && before.name === after.name && before.peer === after.peer) return [];
    const renamed = before?.name !== after.name;
    return [
      draftStep({
        ...{ id, action: before ? 'update' : 'create', before: fieldsOf(before), after: fieldsOf(after) },
        refs: after.peer !== undefined && !from.has(after.peer) ? [{ field: 'peer', id: after.peer }] : [],
        takes: renamed ? [{ field: 'name', text: after.name, temporary: `${id}~` }] : [],
        frees: renamed && before ? [{ field: 'name', text: before.name }] : [],
      }),
    ];
  });
}

/** It needs all that still points at it to point elsewhere, or to be gone. */
function deleteOf(id: string, before: Thing, from: World): DraftStep {
  const needs = [...from].flatMap(([other, { peer }]) => (peer === id ? [other] : []));
  return draftStep({
    ...{ id, action: 'delete', before: fieldsOf(before), needs },
    frees: [{ field: 'name', text: before.name }],
  });
}

function fieldsOf(thing: Thing | undefined): JsonObject | null {
  return thing ? { ...thing } : null;
}

/** Does one step after the other; throws where a real store would say no. */
export function replay(from: World, steps: readonly OrderedStep[]): World {
  const world = new Map(from);
  for (const { action, key, before, after } of steps) {
    const found = world.get(key);
    if (JSON.stringify(sorted(found)) !== JSON.stringify(sorted(before))) throw new Error(`${key} is stale`);
    if (action === 'delete') world.delete(key);
    else world.set(key, after as unknown as Thing);
    check(world);
  }
  return world;
}

function sorted(thing: object | null | undefined): unknown {
  return Object.entries(thing ?? {}).sort();
}

function check(world: World): void {
  const names = [...world.values()].map(({ name }) => name);
  if (new Set(names).size < names.length) throw new Error(`a name stands twice: ${names}`);
  for (const [id, { peer }] of world)
    if (peer !== undefined && !world.has(peer))
      throw new Error(`${id} points at ${peer}, which is not there`);
}
