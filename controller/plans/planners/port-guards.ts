/**
 * What speaks against changing a port. An objection blocks the step until its maker lifts it; a note only goes with it.
 * A port is judged by what hangs on it, not by its number, its speed or the words of its description: those are notes.
 * A new description harms nobody, so it is let through everywhere but at members of port channels.
 */
import {
  ANYWAY_MANAGEMENT,
  PORT_KIND,
  type PortClass,
  type Risk,
  type StepReason,
} from '../../../shared/model/index.ts';

/** Those that may be lifted, as `GUARD:STORE/port`. */
export const portGuards = ['uplink', 'lag', 'ap', 'hypervisor', 'err-disabled', 'reserved-vlan'] as const;
/** Of a VLAN, as `GUARD:STORE/vlan`; the agent alone judges it, by what the switch tells. */
export const vlanGuards: readonly string[] = [ANYWAY_MANAGEMENT];

/** What the trace makes of a port. */
export interface PortStanding {
  readonly portClass: PortClass;
  readonly addresses: number;
  readonly signs: readonly string[];
  readonly isWayOut: boolean;
  /** Of how many known ways from the switch to its gateway it is one; 0: of none. */
  readonly waysOut: number;
  /** Names of the other ones. */
  readonly otherWays: readonly string[];
  readonly hint: string | undefined;
}

/** A port as it was read last; `undefined`: not known. */
export interface PortSeen {
  readonly name: string;
  readonly description: string | undefined;
  readonly adminUp: boolean | undefined;
  readonly operUp: boolean | undefined;
  readonly state: string | undefined;
  readonly mode: string | undefined;
  /** Of an access port its VLAN, of others the untagged one. */
  readonly vlan: number | undefined;
  readonly voiceVlan: number | undefined;
  /** As configured: `10-12,20`, or `all`. */
  readonly taggedVlans: string | undefined;
  readonly lag: string | undefined;
}

/** What of the port would change. */
export interface PortTurn {
  readonly accessVlan: number | undefined;
  readonly adminUp: boolean | undefined;
  readonly mode: string | undefined;
  readonly description: string | undefined;
}

export interface PortQuestion {
  /** Reference of the source. */
  readonly store: string;
  readonly port: PortSeen;
  readonly standing: PortStanding;
  readonly turn: PortTurn;
  readonly reservedVlans: readonly number[];
  /** Guards that the configuration switched off; what nothing lifts stays. */
  readonly off: readonly string[];
}

const NAMED_MAX = 2;

/** The gravest first. */
export function portObjections(question: PortQuestion): readonly StepReason[] {
  if (isOnlyText(question.turn)) return member(question);
  const found = [
    ...wayOut(question),
    ...member(question),
    ...uplink(question),
    ...channel(question),
    ...device(question),
    ...mode(question),
    ...errDisabled(question),
    ...reserved(question),
  ];
  return found.filter(({ code, override }) => override === '' || !question.off.includes(code));
}

export function isOnlyText({ accessVlan, adminUp, mode: wanted }: PortTurn): boolean {
  return accessVlan === undefined && adminUp === undefined && wanted === undefined;
}

function against({ store }: PortQuestion, guard: (typeof portGuards)[number], message: string): StepReason {
  return { code: guard, message, override: `${guard}:${store}/${PORT_KIND}` };
}

/** Nothing lifts it: whoever breaks this one does not reach the switch to mend it. */
function wayOut({ standing, turn }: PortQuestion): readonly StepReason[] {
  if (!standing.isWayOut || !isCut(turn)) return [];
  const message = 'it is the only known way from the switch to its gateway: change it at the switch itself';
  return [{ code: 'last-path', message, override: '' }];
}

/** Whether the change may take the port out of its network. */
export function isCut(turn: PortTurn): boolean {
  return !isOnlyText(turn) && !(turn.adminUp === true && turn.accessVlan === undefined);
}

/** Of a plan that takes all known ways of a switch: each of them alone is not the last one. */
export function allWaysOut(ways: number): StepReason {
  const message = `with it this plan cuts all ${ways} known ways from the switch to its gateway: leave one of them`;
  return { code: 'last-path', message, override: '' };
}

function uplink(question: PortQuestion): readonly StepReason[] {
  const { portClass } = question.standing;
  if (portClass !== 'interswitch' && portClass !== 'fabric') return [];
  const what = portClass === 'fabric' ? 'the inside of a stack or switch pair' : 'a link between switches';
  return [against(question, 'uplink', `it is ${what}${because(question.standing)}`)];
}

/** Nothing lifts it: what is typed at one member must be typed at all of them, and at the other end. */
function member({ port }: PortQuestion): readonly StepReason[] {
  if (port.lag === undefined) return [];
  const message = `it is a member of ${port.lag}: members of a port channel are changed by hand`;
  return [{ code: 'lag', message, override: '' }];
}

function channel(question: PortQuestion): readonly StepReason[] {
  if (question.standing.portClass !== 'host-lag') return [];
  return [against(question, 'lag', 'it is a port channel to a host: all of its members change')];
}

function device(question: PortQuestion): readonly StepReason[] {
  const { standing } = question;
  if (standing.portClass === 'ap')
    return [
      against(question, 'ap', `a wireless access point hangs on it, and its clients${because(standing)}`),
    ];
  if (standing.portClass === 'hypervisor')
    return [
      against(
        question,
        'hypervisor',
        `a hypervisor hangs on it, and its virtual machines${because(standing)}`,
      ),
    ];
  return [];
}

function mode({ port, turn }: PortQuestion): readonly StepReason[] {
  const isTaken = turn.accessVlan !== undefined && turn.mode === undefined;
  if (!isTaken || port.mode === undefined || port.mode === 'access') return [];
  const message = `it is in ${port.mode} mode: make it an access port with --mode access, which takes its other VLANs away`;
  return [{ code: 'mode', message, override: '' }];
}

function errDisabled(question: PortQuestion): readonly StepReason[] {
  const { port, turn } = question;
  if (port.state !== 'err-disabled' || turn.adminUp === false) return [];
  return [
    against(
      question,
      'err-disabled',
      'the switch has shut it down by itself (a loop, port security, a fault of the link): find out why, then disable and enable it',
    ),
  ];
}

function reserved(question: PortQuestion): readonly StepReason[] {
  const { turn, reservedVlans } = question;
  const { accessVlan } = turn;
  if (accessVlan === undefined || !reservedVlans.includes(accessVlan)) return [];
  const why = accessVlan === 1 ? 'every port is in it at first' : 'no ports belong into it';
  return [against(question, 'reserved-vlan', `VLAN ${accessVlan} is reserved: ${why}`)];
}

function because({ signs }: PortStanding): string {
  return signs.length === 0 ? '' : ` (${signs.slice(0, NAMED_MAX).join('; ')})`;
}

/** What is told beside the step, and stops nobody. */
export function portNotes({ port, standing, turn }: PortQuestion): readonly string[] {
  const notes: string[] = [];
  if (isOnlyText(turn)) return notes;
  if (turn.accessVlan !== undefined && port.voiceVlan !== undefined)
    notes.push(`its voice VLAN ${port.voiceVlan} stays`);
  if (standing.portClass === 'phone') notes.push('a phone hangs on it, and what is behind that');
  if (standing.portClass === 'unmanaged')
    notes.push(`several devices hang on it: ${standing.addresses} addresses`);
  if (turn.accessVlan !== undefined && turn.adminUp === undefined && port.adminUp === false)
    notes.push('it is shut down, and stays so');
  if (standing.hint !== undefined && standing.portClass !== 'interswitch' && standing.portClass !== 'ap')
    notes.push(`its description holds the word "${standing.hint}", and nothing else speaks for that`);
  return notes;
}

export function portRisk({ port, standing, turn }: PortQuestion): Risk {
  if (isOnlyText(turn)) return 'low';
  const { portClass } = standing;
  if (portClass !== 'edge' && portClass !== 'unmanaged') return 'high';
  if (port.voiceVlan !== undefined || port.lag !== undefined) return 'high';
  return port.operUp === false && standing.addresses === 0 ? 'low' : 'medium';
}
