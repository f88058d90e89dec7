/** Makes, renames or takes away one VLAN: as ports are changed, read before, read back, saved or put back. */
import { WaysideError } from '../../shared/errors.ts';
import { type PlanStep, vlanOfKey } from '../../shared/model/index.ts';
import type { StepFate } from '../jobs/driver.ts';
import { STEP_TYPED_MAX_CHARS } from './limits.ts';
import type { Loan } from './loan.ts';
import type { VlanRow } from './platform.ts';
import { PortReads } from './port-reads.ts';
import { isAsPlanned, isAsWanted, staleOf } from './port-steps.ts';
import type { WorkOptions } from './port-work.ts';
import { WriteDesk, writeOf } from './write-desk.ts';

/** VLANs that no switch gives away. */
const DEFAULT_VLAN = 1;
/** Ports that are named in a message. */
const NAMED_MAX = 5;

/** Throws only before anything was sent. */
export async function changeVlan(loan: Loan, step: PlanStep, options: WorkOptions): Promise<StepFate> {
  const reads = new PortReads(loan, options);
  const vlan = vlanOfKey(step.key) ?? DEFAULT_VLAN;
  const before = await vlanNow(reads, vlan);
  const make = linesOf(loan, step, vlan);
  requireVlanChange(step, before);
  if (step.action === 'delete') await requireEmpty(reads, vlan);
  const lines = make(wantedName(step), before);
  options.sending();
  const desk = new WriteDesk(loan, options);
  try {
    const trouble = await desk.type(lines, { confirmed: true });
    if (trouble?.isDead) return { state: 'ask', error: errorOf(trouble.failure) };
    const after = await vlanNow(reads, vlan);
    if (!isVlanAsWanted(step, after)) {
      const why = trouble?.failure.message ?? 'the switch said yes, but it is not as it was asked for';
      return await putBack({ desk, reads, vlan, make, before }, why);
    }
    const lost = await desk.confirm(options.prove);
    if (lost) return { state: 'unknown', error: lost };
    const unsaved = await desk.save();
    if (unsaved?.isDead) return { state: 'ask', error: errorOf(unsaved.failure) };
    if (unsaved)
      return await putBack(
        { desk, reads, vlan, make, before },
        `it could not be saved: ${unsaved.failure.message}`,
      );
    options.saved();
    const data = { key: step.key, token: vlanToken(after), verified: true, saved: true };
    const typed = desk.typedFor(STEP_TYPED_MAX_CHARS);
    return { state: 'done', outcome: { data: { ...data, typed }, timings: {} } };
  } catch (error) {
    return { state: 'ask', error: WaysideError.from(error) };
  }
}

export async function vlanNow(reads: PortReads, vlan: number): Promise<VlanRow | undefined> {
  return (await reads.vlans()).find((row) => row.vlan === vlan);
}

export function isVlanAsWanted(step: PlanStep, row: VlanRow | undefined): boolean {
  if (step.action === 'delete') return row === undefined;
  return row !== undefined && (wantedName(step) === (row.name ?? '') || isAsWanted(step, fieldsOf(row)));
}

export function isVlanAsPlanned(step: PlanStep, row: VlanRow | undefined): boolean {
  if (step.action === 'create') return row === undefined;
  if (!row) return false;
  return step.action === 'delete'
    ? (step.before?.['name'] ?? '') === (row.name ?? '')
    : isAsPlanned(step, fieldsOf(row));
}

function requireVlanChange(step: PlanStep, row: VlanRow | undefined): void {
  if (!['create', 'update', 'delete'].includes(step.action))
    throw new WaysideError('UNSUPPORTED', `${step.action} is no change of a VLAN`);
  if (!isVlanAsPlanned(step, row)) throw staleOf(step, { fields: fieldsOf(row), token: vlanToken(row) });
  if (step.action !== 'delete' && wantedName(step) === '')
    throw new WaysideError('INVALID_INPUT', `VLAN ${step.key} needs a name`);
  if (step.action === 'delete' && vlanOfKey(step.key) === DEFAULT_VLAN)
    throw new WaysideError('GUARD_BLOCKED', `VLAN ${DEFAULT_VLAN} stays`);
}

async function requireEmpty(reads: PortReads, vlan: number): Promise<void> {
  const ports = await reads.portsIn(vlan);
  if (ports.length === 0) return;
  const more = ports.length > NAMED_MAX ? ` and ${ports.length - NAMED_MAX} more` : '';
  throw new WaysideError(
    'GUARD_BLOCKED',
    `VLAN ${vlan} is that of ${ports.slice(0, NAMED_MAX).join(', ')}${more}`,
    { hint: 'Put the ports into another VLAN first: wayside port plan vlan' },
  );
}

type Make = (name: string | undefined, before: VlanRow | undefined) => ReturnType<NonNullable<Lines>>;
type Lines = ReturnType<typeof writeOf>['vlan'];

function linesOf(loan: Loan, { action }: PlanStep, vlan: number): Make {
  const { platform } = loan.session;
  const lines = writeOf(platform).vlan;
  if (!lines)
    throw new WaysideError('UNSUPPORTED', `VLANs of switches with ${platform.title} are made by hand`);
  return (name, before) => lines(vlan, action === 'delete' || name !== '' ? name : undefined, before);
}

interface Back {
  readonly desk: WriteDesk;
  readonly reads: PortReads;
  readonly vlan: number;
  readonly make: Make;
  readonly before: VlanRow | undefined;
}

async function putBack({ desk, reads, vlan, make, before }: Back, why: string): Promise<StepFate> {
  const now = await vlanNow(reads, vlan);
  const isSame = now?.name === before?.name && (now === undefined) === (before === undefined);
  if (!isSame) await desk.type(make(before ? (before.name ?? '') : undefined, now), {});
  const last = isSame ? now : await vlanNow(reads, vlan);
  const isBack = last?.name === before?.name && (last === undefined) === (before === undefined);
  const message = `VLAN ${vlan}: ${why}`;
  return isBack
    ? { state: 'not-done', error: new WaysideError('COMMAND_REJECTED', message) }
    : {
        state: 'unknown',
        error: new WaysideError('OUTCOME_UNKNOWN', `${message}; it could not be put back`, {
          hint: 'Look at the switch before it is sent again.',
        }),
      };
}

/** `undefined`: away with it. */
function wantedName({ action, after }: PlanStep): string | undefined {
  if (action === 'delete') return undefined;
  const name = after?.['name'];
  return typeof name === 'string' ? name : '';
}

function fieldsOf(row: VlanRow | undefined): { readonly name?: string } {
  return row?.name ? { name: row.name } : {};
}

/** Nothing about a VLAN changes but its name. */
function vlanToken(row: VlanRow | undefined): string {
  return row ? `vlan ${row.vlan} ${row.name ?? ''}` : '';
}

function errorOf({
  code,
  message,
}: {
  readonly code: WaysideError['code'];
  readonly message: string;
}): WaysideError {
  return new WaysideError(code, message);
}
