/** Why a port is not changed after all: what is so at the device just now, whatever the plan and the controller say. */
import { WaysideError } from '../../../shared/errors.ts';
import {
  ANYWAY_FIELD,
  anywayOf,
  type anywayWords,
  fieldDifferences,
  type PlanStep,
  waysOf,
} from '../../../shared/model/index.ts';
import type { NeighbourRow } from '../platform.ts';
import { isAsPlanned, type PortState, staleOf } from './port-steps.ts';

export interface Surroundings {
  /** Numbers of the VLANs that there are; empty: the device did not tell. */
  readonly vlans: ReadonlySet<number>;
  /** Of the ports in question. */
  readonly neighbours: readonly NeighbourRow[];
  /** Ports behind which the agent itself is. */
  readonly own: ReadonlySet<string>;
  /** Ports behind which the host is that dials the switch for us. */
  readonly way: ReadonlySet<string>;
  /** Of the other ways to the gateway that steps name: those that are up now and not taken with them. */
  readonly standing: ReadonlySet<string>;
  /** As in the write recipes of the platform. */
  readonly keepsTagged: boolean;
}

/** Throws PLAN_STALE, NOT_FOUND or GUARD_BLOCKED, each with what to do. */
export function requireChange(step: PlanStep, state: PortState | undefined, around: Surroundings): void {
  if (!state)
    throw new WaysideError('NOT_FOUND', `the switch has no port ${step.key}`, {
      hint: 'Collect the switch again: it may have been replaced.',
    });
  if (!isAsPlanned(step, state.fields)) throw staleOf(step, state);
  requireFree(state, step);
  requireNoTagged(state, step, around);
  if (cuts(step)) requireNotOwn(state, around);
  requireOtherWay(step, state, around);
  requireNoUplink(step, state, around);
  requireNoAccessPoint(step, state, around);
  requireNoError(step, state);
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

/** What the platform would leave there makes it no access port, and what is taken away does not come back. */
function requireNoTagged({ name, fields, config }: PortState, step: PlanStep, around: Surroundings): void {
  const isTurned = fieldDifferences(step).some(({ field }) => field === 'mode');
  const tagged = config.taggedVlans ?? '';
  if (!isTurned || !around.keepsTagged || (tagged === '' && fields['mode'] !== 'trunk')) return;
  throw denied(
    `port ${name} carries tagged VLANs${tagged === '' ? '' : ` (${tagged.slice(0, 64)})`}`,
    'On this platform they are taken away by hand first.',
  );
}

function requireNotOwn({ name }: PortState, { own, way }: Surroundings): void {
  if (!own.has(name) && !way.has(name)) return;
  throw denied(
    `port ${name} leads to ${own.has(name) ? 'this agent' : 'the jump host through which the switch is reached'}`,
    'Change it at the switch itself, or from another agent.',
  );
}

/** Nothing lifts it. What the plan takes for another way may have gone down or been moved since. */
function requireOtherWay(step: PlanStep, { name }: PortState, { standing }: Surroundings): void {
  const ways = waysOf(step.after).map(({ port }) => port);
  if (!takes(step) || ways.length === 0 || ways.some((way) => standing.has(way))) return;
  throw denied(
    `port ${name} is by now the last way from the switch to its gateway: ${ways.join(', ')} ${ways.length === 1 ? 'is' : 'are'} not up, or lead${ways.length === 1 ? 's' : ''} elsewhere`,
    'Bring another way up first, or change it at the switch itself.',
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
  throw denied(`port ${name} leads to ${who.slice(0, 64)}, which is a bridge or router`, liftHint('uplink'));
}

/** Its clients would go with it. */
function requireNoAccessPoint(step: PlanStep, { name }: PortState, { neighbours }: Surroundings): void {
  const lifted = anywayOf(step.after);
  if (!cuts(step) || lifted.includes('ap')) return;
  const found = neighbours.find(({ port, capabilities }) => {
    // A router with an antenna is a link, and may be meant as such.
    const isLink = capabilities.includes('router') && lifted.includes('uplink');
    return port === name && capabilities.includes('wlan') && !isLink;
  });
  if (!found) return;
  const who = found.systemName ?? found.chassisId ?? 'it';
  throw denied(`port ${name} leads to an access point (${who.slice(0, 64)})`, liftHint('ap'));
}

/** It may be switched off; anything else needs somebody who has looked why. */
function requireNoError(step: PlanStep, { name, state }: PortState): void {
  if (state !== 'err-disabled' || !cuts(step) || anywayOf(step.after).includes('err-disabled')) return;
  const names = fieldDifferences(step).map(({ field }) => field);
  if (names.includes('adminUp') && step.after?.['adminUp'] === false) return;
  throw denied(`the switch has shut down port ${name} by itself (err-disabled)`, liftHint('err-disabled'));
}

function liftHint(guard: (typeof anywayWords)[number]): string {
  return `Lift the guard ${guard} when you plan it, if it is meant (${ANYWAY_FIELD}: ${guard}).`;
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

/** Takes the port out of its network for sure, unless it only brings it up: as an undo does, which is never kept from it. */
function takes(step: PlanStep): boolean {
  const names = fieldDifferences(step).flatMap(({ field }) => (field === 'description' ? [] : [field]));
  return names.some((name) => name !== 'adminUp' || step.after?.['adminUp'] !== true);
}

function denied(message: string, hint: string): WaysideError {
  return new WaysideError('GUARD_BLOCKED', message, { hint });
}
