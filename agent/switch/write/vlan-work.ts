/** Makes, renames or takes away one VLAN: as ports are changed, read before, read back, saved or put back. */
import { WaysideError } from '../../../shared/errors.ts';
import {
  ANYWAY_MANAGEMENT,
  anywayOf,
  type Failure,
  type PlanStep,
  vlanOfKey,
} from '../../../shared/model/index.ts';
import type { StepFate } from '../../jobs/driver.ts';
import { STEP_TYPED_MAX_CHARS } from '../limits.ts';
import type { VlanRow, WriteRecipes } from '../platform.ts';
import type { Loan } from '../pool/loan.ts';
import { PortReads } from './port-reads.ts';
import { isAsPlanned, isAsWanted, staleOf } from './port-steps.ts';
import { isCertain, type WorkOptions } from './port-work.ts';
import { inForceOnly, WriteDesk, writeOf } from './write-desk.ts';

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
  if (step.action === 'delete')
    await requireEmpty(reads, { step, vlan, write: writeOf(loan.session.platform) });
  const lines = make(wantedName(step), before);
  options.sending();
  const desk = new WriteDesk(loan, options);
  try {
    const trouble = await desk.type(lines);
    if (trouble?.isDead) return { state: 'ask', error: errorOf(trouble.failure) };
    const after = await vlanNow(reads, vlan);
    if (!isVlanAsWanted(step, after)) {
      const why = trouble?.failure.message ?? 'the switch said yes, but it is not as it was asked for';
      return await putBack({ desk, reads, vlan, make, before, options }, refused(why));
    }
    const lost = await confirmed(desk, options);
    if (lost) return { state: isCertain(lost) ? 'unknown' : 'ask', error: lost };
    const unsaved = await desk.save();
    if (unsaved?.isDead) return { state: 'ask', error: errorOf(unsaved.failure) };
    if (unsaved?.isUnsure) return { state: 'unknown', error: inForceOnly(unsaved) };
    if (unsaved)
      return await putBack(
        { desk, reads, vlan, make, before, options },
        { ...unsaved.failure, message: `it could not be saved: ${unsaved.failure.message}` },
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

interface Leaving {
  readonly step: PlanStep;
  readonly vlan: number;
  readonly write: Pick<WriteRecipes, 'keepsTagged'>;
}

async function requireEmpty(reads: PortReads, { step, vlan, write }: Leaving): Promise<void> {
  const address = await reads.addressIn(vlan);
  if (address === 'unknown' && !anywayOf(step.before).includes(ANYWAY_MANAGEMENT))
    throw new WaysideError(
      'GUARD_BLOCKED',
      `cannot tell whether VLAN ${vlan} carries the management address`,
      {
        hint: `Look at the switch; if it does not, lift the guard ${ANYWAY_MANAGEMENT} when you plan it (--allow ${ANYWAY_MANAGEMENT}:${step.store}/vlan).`,
      },
    );
  if (address === 'yes')
    throw new WaysideError('GUARD_BLOCKED', `the switch has an address of its own in VLAN ${vlan}`, {
      hint: 'Take the address away at the switch itself first: it may be the one it is reached by.',
    });
  // Where a VLAN holds its ports, those that carry it would be lost with it.
  const ports = await reads.portsIn(vlan, { tagged: write.keepsTagged === true });
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
  readonly options: WorkOptions;
}

async function confirmed(
  desk: WriteDesk,
  { prove, unconfirmed }: Pick<WorkOptions, 'prove' | 'unconfirmed'>,
): Promise<WaysideError | undefined> {
  const lost = await desk.confirm(prove);
  if (lost && isCertain(lost)) unconfirmed();
  return lost;
}

/** Under the timer of the device, as the change itself. */
async function putBack({ desk, reads, vlan, make, before, options }: Back, why: Failure): Promise<StepFate> {
  const now = await vlanNow(reads, vlan);
  const isSame = now?.name === before?.name && (now === undefined) === (before === undefined);
  if (!isSame && desk.isOneByOne) {
    const lost = await confirmed(desk, options);
    if (lost) return { state: isCertain(lost) ? 'unknown' : 'ask', error: lost };
  }
  if (!isSame) await desk.type(make(before ? (before.name ?? '') : undefined, now));
  const lost = await confirmed(desk, options);
  if (lost) return { state: isCertain(lost) ? 'unknown' : 'ask', error: lost };
  const last = isSame ? now : await vlanNow(reads, vlan);
  // Where it is not told which ports a VLAN holds, nobody sees whether all of them are in it again.
  const isRemade = before !== undefined && before.ports.length === 0 && now === undefined;
  const isThere = last?.name === before?.name && (last === undefined) === (before === undefined);
  // Where VLANs hold their ports, those that carried it tagged went with it.
  const isBack = isThere && !isRemade && portsOf(last) === portsOf(before);
  const message = `VLAN ${vlan}: ${why.message}`;
  const hint = why.hint === undefined ? {} : { hint: why.hint };
  if (isBack) return { state: 'not-done', error: new WaysideError(why.code, message, hint) };
  const code = why.code === 'NOT_SAVED' ? why.code : 'OUTCOME_UNKNOWN';
  const how = isThere
    ? 'it was made again, and may have lost ports that carried it'
    : 'it could not be put back';
  const error = new WaysideError(code, `${message}; ${how}`, {
    hint: 'Look at the switch before it is sent again.',
  });
  return { state: 'unknown', error };
}

function portsOf(row: VlanRow | undefined): string {
  return [...(row?.ports ?? [])].sort().join();
}

function refused(message: string): Failure {
  return { code: 'COMMAND_REJECTED', message, hint: undefined };
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
