/** What may be asked of ports and VLANs at all. All problems are told together. */
import type { FieldViolation } from '../../../shared/errors.ts';
import { PORT_TEXT_CHARS_MAX, terminalTextProblem, VLAN_MAX, VLAN_MIN } from '../../../shared/model/index.ts';
import { hasSteering } from '../../../shared/runtime/index.ts';
import { refuse } from '../check.ts';
import { type PortAction, type PortWish, portActions } from '../planners/ports.ts';
import { type VlanAction, vlanActions } from '../planners/vlans.ts';

const VLAN_NAME_CHARS_MAX = 32;
export const readings = ['', 'live', 'collected'] as const;
export type Reading = (typeof readings)[number];

export interface AskedWish extends Omit<PortWish, 'action'> {
  readonly action: string;
  readonly reading: string;
}

/** Error: INVALID_INPUT. */
export function checkedWish(asked: AskedWish): { readonly wish: PortWish; readonly reading: Reading } {
  const problems: FieldViolation[] = [];
  const say = (field: string, message: string | undefined): void => {
    if (message !== undefined) problems.push({ field, message });
  };
  const { vlan, description, mode, vlanName } = asked;
  const action = portActions.find((one) => one === asked.action);
  const reading = readings.find((one) => one === asked.reading);
  say('action', action ? undefined : `must be one of: ${portActions.join(', ')}`);
  say('reading', reading === undefined ? 'must be live or collected, or empty' : undefined);
  say('vlan', action && vlanProblem(action, vlan));
  say('description', textProblem(description, PORT_TEXT_CHARS_MAX));
  say('description', action && description !== '' ? whyNoText(action) : undefined);
  say('mode', mode === '' || mode === 'access' ? undefined : 'must be access, or empty');
  say('mode', mode !== '' && action && vlan === 0 ? 'is for ports that get a VLAN' : undefined);
  say('vlan_name', vlanNameProblem(vlanName));
  refuse(problems);
  // Both are known by now.
  const { createVlan } = asked;
  const wish = { vlan, description, mode, createVlan, vlanName };
  return { wish: { ...wish, action: action ?? 'describe' }, reading: reading ?? '' };
}

function vlanProblem(action: PortAction, vlan: number): string | undefined {
  const isNeeded = action === 'vlan' || action === 'onboard';
  const mayBe = isNeeded || action === 'offboard';
  if (vlan === 0) return isNeeded ? `is needed to ${action === 'vlan' ? 'set one' : action}` : undefined;
  if (!mayBe) return `is not for ${action}`;
  return rangeProblem(vlan);
}

function rangeProblem(vlan: number): string | undefined {
  return vlan >= VLAN_MIN && vlan <= VLAN_MAX ? undefined : `must be ${VLAN_MIN} to ${VLAN_MAX}, not ${vlan}`;
}

function whyNoText(action: PortAction): string | undefined {
  return action === 'describe' || action === 'onboard' || action === 'offboard'
    ? undefined
    : `is not for ${action}`;
}

function textProblem(text: string, max: number): string | undefined {
  if (text.length > max) return `is longer than ${max} characters`;
  if (hasSteering(text)) return 'must be one line without control characters';
  return terminalTextProblem(text);
}

/** Platforms agree on little more. */
function vlanNameProblem(name: string): string | undefined {
  if (name === '') return undefined;
  if (name.length > VLAN_NAME_CHARS_MAX) return `is longer than ${VLAN_NAME_CHARS_MAX} characters`;
  return /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)
    ? undefined
    : 'must be letters, digits, dots, dashes and underscores';
}

/** Error: INVALID_INPUT. */
export function checkedVlan(asked: {
  readonly action: string;
  readonly vlan: number;
  readonly name: string;
}): VlanAction {
  const action = vlanActions.find((one) => one === asked.action);
  const problems: FieldViolation[] = [];
  const say = (field: string, message: string | undefined): void => {
    if (message !== undefined) problems.push({ field, message });
  };
  say('action', action ? undefined : `must be one of: ${vlanActions.join(', ')}`);
  say('vlan', rangeProblem(asked.vlan));
  say('name', vlanNameProblem(asked.name));
  say('name', action === 'rename' && asked.name === '' ? 'is needed to rename' : undefined);
  say('name', action === 'rm' && asked.name !== '' ? 'is not for rm' : undefined);
  refuse(problems);
  return action ?? 'add';
}
