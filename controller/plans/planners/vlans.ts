/** The planner of VLANs: made, renamed or taken away on switches. Pure. */
import { WaysideError } from '../../../shared/errors.ts';
import {
  ANYWAY_FIELD,
  ANYWAY_MANAGEMENT,
  formatRef,
  portRanges,
  type StepReason,
  VLAN_KIND,
  vlanListHas,
  vlansHoldPorts,
} from '../../../shared/model/index.ts';
import type { Draft, DraftStep } from '../draft.ts';
import type { PortSeen } from './port-guards.ts';
import { basesOf, type SwitchPicture } from './port-picture.ts';

export const vlanActions = ['add', 'rename', 'rm'] as const;
export type VlanAction = (typeof vlanActions)[number];

export interface VlansQuestion {
  readonly action: VlanAction;
  readonly vlan: number;
  /** Of `rename` needed. */
  readonly name: string;
  readonly pictures: readonly SwitchPicture[];
  readonly reservedVlans: readonly number[];
  /** Guards that are lifted for this plan; one of them the agent judges, by what the switch tells. */
  readonly overrides: readonly string[];
  /** As `user:NAME`. */
  readonly by: string;
}

interface NewVlan {
  readonly vlan: number;
  /** Empty: by its number. */
  readonly name: string;
  readonly by: string;
}

/** As one by itself, for ports that are to go into it. */
export function newVlanStep(
  picture: SwitchPicture,
  wish: NewVlan,
  reservedVlans: readonly number[],
): DraftStep {
  return withObjections(addVlanStep(picture, wish), reserved({ vlan: wish.vlan, reservedVlans }));
}

export function addVlanStep(picture: SwitchPicture, { vlan, name, by }: NewVlan): DraftStep {
  return stepOf(picture, {
    vlan,
    by,
    action: 'create',
    before: null,
    after: name === '' ? `VLAN${vlan}` : name,
  });
}

interface VlanStep {
  readonly action: 'create' | 'update' | 'delete';
  readonly vlan: number;
  readonly by: string;
  /** Names. */
  readonly before: string | null;
  readonly after: string | null;
  /** Of the agent's guards. */
  readonly lifted?: readonly string[];
}

function stepOf({ source, name: owner }: SwitchPicture, step: VlanStep): DraftStep {
  const { action, vlan, by, before, after, lifted = [] } = step;
  const store = formatRef(source);
  const anyway = lifted.length > 0 ? { [ANYWAY_FIELD]: lifted } : {};
  return {
    id: `${store} vlan ${vlan}`,
    ...{ action, store, kind: VLAN_KIND, key: String(vlan), site: source.site },
    name: `${source.site}/${owner} VLAN ${vlan}`,
    cause: { type: 'person', text: by },
    before: before === null ? null : { name: before, ...anyway },
    after: after === null ? null : { name: after },
    ...{ token: '', needs: [], refs: [], takes: [], frees: [], noUndo: '', standing: 'ready' },
  };
}

/** Errors: INVALID_INPUT, where a VLAN that is to be renamed is not there. */
export function draftVlans(question: VlansQuestion): Draft {
  const { action, vlan, name, pictures } = question;
  if (action === 'rename') requireThere(question);
  const steps: DraftStep[] = [];
  const unchanged: { store: string; kind: string; count: number }[] = [];
  for (const picture of pictures) {
    const step = wanted(picture, question);
    if (step) steps.push(step);
    else unchanged.push({ store: formatRef(picture.source), kind: VLAN_KIND, count: 1 });
  }
  const targets = pictures.map((picture) => ({ picture }));
  const where = pictures.length === 1 ? String(pictures[0]?.name) : `${pictures.length} switches`;
  const called = action !== 'rm' && name !== '' ? ` (${name})` : '';
  return {
    ...{ planner: 'ports', title: `${action} VLAN ${vlan}${called} of ${where}`, steps, of: '' },
    ...{ unchanged, bases: basesOf(targets, steps) },
  };
}

function requireThere({ vlan, pictures }: VlansQuestion): void {
  const without = pictures.filter(({ vlans }) => !vlans.has(vlan));
  if (without.length === 0) return;
  const violations = without.map(({ name }) => ({
    field: 'switches',
    message: `${name} has no VLAN ${vlan}`,
  }));
  const names = without.slice(0, 3).map(({ name }) => name);
  throw new WaysideError(
    'INVALID_INPUT',
    `${names.join(', ')}${without.length > 3 ? ' and others have' : without.length > 1 ? ' have' : ' has'} no VLAN ${vlan}`,
    { violations, hint: `wayside vlan plan add ${vlan} makes it` },
  );
}

/** `undefined`: it is so already. */
function wanted(picture: SwitchPicture, question: VlansQuestion): DraftStep | undefined {
  const { action, vlan, name, by } = question;
  const now = picture.vlans.get(vlan);
  if (action === 'rm') {
    if (now === undefined) return undefined;
    const isLifted = question.overrides.includes(
      `${ANYWAY_MANAGEMENT}:${formatRef(picture.source)}/${VLAN_KIND}`,
    );
    const lifted = isLifted ? [ANYWAY_MANAGEMENT] : [];
    const told = `${by}; an undo brings back its number and its name only`;
    const step = stepOf(picture, { action: 'delete', vlan, by: told, before: now, after: null, lifted });
    const against = [...reserved(question), ...management(picture, vlan), ...used(picture, vlan)];
    return withObjections(step, against);
  }
  if (now === name || (action === 'add' && now !== undefined && name === '')) return undefined;
  if (now === undefined) return withObjections(addVlanStep(picture, { vlan, name, by }), reserved(question));
  const step = stepOf(picture, { action: 'update', vlan, by, before: now, after: name });
  const message = `it is there by the name "${now}": to give it another one is a rename`;
  const other: StepReason = { code: 'vlan-name', message, override: '' };
  return withObjections(step, [...reserved(question), ...(action === 'add' ? [other] : [])]);
}

function withObjections(step: DraftStep, objections: readonly StepReason[]): DraftStep {
  return objections.length === 0 ? step : { ...step, objections };
}

/** Never lifted: switches keep these for themselves. */
function reserved({
  vlan,
  reservedVlans,
}: Pick<VlansQuestion, 'vlan' | 'reservedVlans'>): readonly StepReason[] {
  if (!reservedVlans.includes(vlan)) return [];
  return [{ code: 'reserved-vlan', message: `VLAN ${vlan} is reserved`, override: '' }];
}

/** Nothing lifts it: who does not reach the switch any more cannot put the VLAN back. */
function management({ addressVlans }: SwitchPicture, vlan: number): readonly StepReason[] {
  const why = addressVlans.get(vlan);
  if (why === undefined) return [];
  const message = `${why}: take that away at the switch itself first`;
  return [{ code: 'management-vlan', message, override: '' }];
}

const PORTS_TOLD_MAX = 10;

/** Nothing lifts it: the agent refuses it as well. */
function used(picture: SwitchPicture, vlan: number): readonly StepReason[] {
  const isHeld = vlansHoldPorts.includes(picture.platform);
  const isIn = ({ vlan: own, voiceVlan, taggedVlans }: PortSeen): boolean =>
    own === vlan || voiceVlan === vlan || (isHeld && vlanListHas(taggedVlans ?? '', vlan));
  const ports = picture.ports.filter(isIn);
  if (ports.length === 0) return [];
  const ranges = portRanges(ports.map(({ name }) => name));
  const more = ranges.length > PORTS_TOLD_MAX ? ', …' : '';
  const message = `${ports.length} of its ports are in it: move ${ranges.slice(0, PORTS_TOLD_MAX).join(', ')}${more} first`;
  return [{ code: 'vlan-used', message, override: '' }];
}
