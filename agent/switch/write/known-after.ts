/** What the records of a switch say once a step was done there and read back: pure, from what they said before. */
import {
  fieldDifferences,
  formatRef,
  type Json,
  type JsonObject,
  type PlanStep,
  type RecordRef,
  VLAN_KIND,
  vlanOfKey,
} from '../../../shared/model/index.ts';
import type { Known, Learned, Observation, Step } from '../../jobs/driver.ts';
import { stepOf } from './port-steps.ts';

const NOTHING: Learned = { seen: [], gone: [] };

export function knownAfter(step: Step, source: RecordRef, known: Known): Learned {
  const planned = stepOf(step);
  if (planned.kind === VLAN_KIND) return vlanLearned(planned, source, known);
  const before = known('port', planned.key, 'status');
  // What no scan told of is left to the next one.
  if (!before) return NOTHING;
  const after = portAfter(planned, before);
  const port = seen('port', planned.key, { status: after });
  return {
    seen: [port, ...movedOver(planned.key, { from: before['vlan'], to: after['vlan'], known })],
    gone: [],
  };
}

function portAfter(step: PlanStep, before: JsonObject): JsonObject {
  const after = new Map<string, Json | undefined>(Object.entries(before));
  for (const { field, after: value } of fieldDifferences(step)) {
    const name = field === 'accessVlan' ? 'vlan' : field;
    if (value === undefined || value === null || value === '') after.delete(name);
    else after.set(name, value);
    if (field !== 'adminUp') continue;
    // Whether the link came up nobody has looked at; that one which is shut down is not up is known.
    after.delete('operUp');
    after.delete('state');
    if (value === false) after.set('operUp', false).set('state', 'disabled');
  }
  return Object.fromEntries(after);
}

interface Move {
  readonly from: Json | undefined;
  readonly to: Json | undefined;
  readonly known: Known;
}

/** Where VLANs list their ports: out of the one, into the other. */
function movedOver(port: string, { from, to, known }: Move): readonly Observation[] {
  if (from === to) return [];
  const left = vlanNow(from, known);
  if (!left || !portsOf(left).includes(port)) return [];
  const entered = vlanNow(to, known);
  const without = portsOf(left).filter((one) => one !== port);
  return [
    seen('vlan', String(from), { vlan: { ...left, ports: without } }),
    ...(entered && !portsOf(entered).includes(port)
      ? [seen('vlan', String(to), { vlan: { ...entered, ports: [...portsOf(entered), port] } })]
      : []),
  ];
}

function vlanNow(vlan: Json | undefined, known: Known): JsonObject | undefined {
  return typeof vlan === 'number' ? known('vlan', String(vlan), 'vlan') : undefined;
}

function portsOf({ ports }: JsonObject): readonly Json[] {
  return Array.isArray(ports) ? (ports as readonly Json[]) : [];
}

function vlanLearned({ action, key, after }: PlanStep, source: RecordRef, known: Known): Learned {
  const vlan = vlanOfKey(key);
  if (vlan === undefined) return NOTHING;
  const nativeKey = String(vlan);
  if (action === 'delete') return { seen: [], gone: [{ kind: 'vlan', nativeKey }] };
  const owner = formatRef({ site: source.site, kind: 'switch', id: source.id });
  const before = known('vlan', nativeKey, 'vlan') ?? { switch: owner, vlan, ports: [] };
  const name = after?.['name'];
  const fields = { ...before, ...(typeof name === 'string' && name !== '' && { name }) };
  return { seen: [seen('vlan', nativeKey, { vlan: fields })], gone: [] };
}

function seen(kind: Observation['kind'], nativeKey: string, sections: Observation['sections']): Observation {
  return { kind, nativeKey, sections };
}
