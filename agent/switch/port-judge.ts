/** Why a port is not changed after all: what is so at the device just now, whatever the plan and the controller say. */
import { WaysideError } from '../../shared/errors.ts';
import { ANYWAY_FIELD, anywayOf, fieldDifferences, type PlanStep } from '../../shared/model/index.ts';
import type { NeighbourRow } from './platform.ts';
import { isAsPlanned, type PortState, staleOf } from './port-steps.ts';

export interface Surroundings {
  /** Numbers of the VLANs that there are; empty: the device did not tell. */
  readonly vlans: ReadonlySet<number>;
  /** Of the ports in question. */
  readonly neighbours: readonly NeighbourRow[];
  /** Ports behind which the agent itself is. */
  readonly own: ReadonlySet<string>;
}

/** Throws PLAN_STALE, NOT_FOUND or GUARD_BLOCKED, each with what to do. */
export function requireChange(step: PlanStep, state: PortState | undefined, around: Surroundings): void {
  if (!state)
    throw new WaysideError('NOT_FOUND', `the switch has no port ${step.key}`, {
      hint: 'Collect the switch again: it may have been replaced.',
    });
  if (!isAsPlanned(step, state.fields)) throw staleOf(step, state);
  requireFree(state, step);
  if (cuts(step)) requireNotOwn(state, around);
  requireNoUplink(step, state, around);
  requireVlan(step, around);
}

function requireFree({ name, lag, fields }: PortState, step: PlanStep): void {
  if (lag !== undefined)
    throw denied(`port ${name} is a member of ${lag}`, 'Members of a port channel are changed by hand.');
  const names = fieldDifferences(step).map(({ field }) => field);
  const { mode = 'access' } = fields;
  if (names.includes('accessVlan') && mode !== 'access' && !names.includes('mode'))
    throw denied(
      `port ${name} is in mode ${String(mode)}, so that it has no access VLAN`,
      'Plan it with --mode access if it shall become an access port.',
    );
}

function requireNotOwn({ name }: PortState, { own }: Surroundings): void {
  if (own.has(name))
    throw denied(
      `port ${name} leads to this agent`,
      'Change it at the switch itself, or from another agent.',
    );
}

/** A telephone and an access point switch, too, and are no uplink. */
function requireNoUplink(step: PlanStep, { name }: PortState, { neighbours }: Surroundings): void {
  if (!cuts(step) || anywayOf(step.after).includes('uplink')) return;
  const found = neighbours.find(({ port, capabilities }) => {
    const isEdge = capabilities.includes('telephone') || capabilities.includes('wlan');
    return port === name && !isEdge && capabilities.some((one) => one === 'bridge' || one === 'router');
  });
  if (!found) return;
  const who = found.systemName ?? found.chassisId ?? 'a switch';
  throw denied(
    `port ${name} leads to ${who.slice(0, 64)}, which is a bridge or router`,
    `Lift the guard uplink when you plan it, if it is meant (${ANYWAY_FIELD}: uplink).`,
  );
}

function requireVlan(step: PlanStep, { vlans }: Surroundings): void {
  const names = fieldDifferences(step).map(({ field }) => field);
  const wanted = step.after?.['accessVlan'];
  if (!names.includes('accessVlan') || typeof wanted !== 'number') return;
  if (vlans.size === 0 || vlans.has(wanted)) return;
  throw new WaysideError('NOT_FOUND', `the switch has no VLAN ${wanted}`, {
    hint: `Make it first: wayside vlan plan add ${wanted}`,
  });
}

/** All but a new description may take a port out of its network. */
export function cuts(step: PlanStep): boolean {
  return fieldDifferences(step).some(({ field }) => field !== 'description');
}

function denied(message: string, hint: string): WaysideError {
  return new WaysideError('GUARD_BLOCKED', message, { hint });
}
