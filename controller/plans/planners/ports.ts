/**
 * The planner of port work: what people want of many ports at once, one step for each port that would change. Pure: from
 * what was read of the switches to a draft.
 */
import { type FieldViolation, WaysideError } from '../../../shared/errors.ts';
import {
  ANYWAY_FIELD,
  anywayWords,
  formatRef,
  type JsonObject,
  PORT_KIND,
  parsePortList,
  portRanges,
  type StepReason,
  WAYS_FIELD,
  WAYS_MAX,
} from '../../../shared/model/index.ts';
import type { Draft, DraftStep } from '../draft.ts';
import {
  allWaysOut,
  isCut,
  type PortSeen,
  type PortStanding,
  type PortTurn,
  portNotes,
  portObjections,
  portRisk,
} from './port-guards.ts';
import { basesOf, type SwitchPicture } from './port-picture.ts';
import { newVlanStep } from './vlans.ts';

export const portActions = ['vlan', 'describe', 'enable', 'disable', 'onboard', 'offboard'] as const;
export type PortAction = (typeof portActions)[number];

/** What people want of ports; see PlanPorts. */
export interface PortWish {
  readonly action: PortAction;
  /** 0: none is given. */
  readonly vlan: number;
  /** Of `describe` the empty text takes it away; of others it leaves it as it is. */
  readonly description: string;
  /** `access`: ports of another mode become access ports; empty: they are left. */
  readonly mode: string;
  /** Makes the VLAN on switches that do not have it. */
  readonly createVlan: boolean;
  readonly vlanName: string;
}

export interface PortTarget {
  readonly picture: SwitchPicture;
  /** As typed; absent: `wanted`. */
  readonly list?: string;
  /** Ports that a filter found. */
  readonly found?: readonly string[];
  /** Field of the request that it comes from. */
  readonly field: string;
}

export interface PortsQuestion {
  readonly wish: PortWish;
  readonly targets: readonly PortTarget[];
  readonly reservedVlans: readonly number[];
  /** Guards that block nothing here. */
  readonly off: readonly string[];
  /** Guards that are lifted for this plan; one of them the agent judges again when it sees the port. */
  readonly overrides: readonly string[];
  /** As `user:NAME`. */
  readonly by: string;
}

/** Told beside a step: nothing that stops it. */
export interface PortNote {
  readonly switch: string;
  readonly port: string;
  readonly note: string;
}

export interface PortsDraft {
  readonly draft: Draft;
  readonly notes: readonly PortNote[];
}

/** Ports of one plan. */
export const PORTS_MAX = 5000;
/** More that somebody names are judged by their share, as those are that a filter finds: as many as one switch often has. */
export const NAMED_PORTS_MAX = 48;
/** Notes that an answer tells. */
const NOTES_MAX = 500;
/** Of one violation: the API cuts longer ones. */
const MISSING_CHARS_MAX = 400;

interface NamedPort {
  readonly picture: SwitchPicture;
  readonly port: PortSeen;
}

/** Errors: INVALID_INPUT with every port that is not there, all of them at once. */
export function draftPorts(question: PortsQuestion): PortsDraft {
  const { wish } = question;
  const named = namedPorts(question.targets);
  const vlanSteps = new Map<string, DraftStep>();
  const notes: PortNote[] = [];
  const steps: DraftStep[] = [];
  const unchanged = new Map<string, number>();
  const cut = cutWays(wish, named);
  for (const one of named) {
    const store = formatRef(one.picture.source);
    const turn = turnOf(wish, one.port);
    if (isNothing(turn)) {
      unchanged.set(store, (unchanged.get(store) ?? 0) + 1);
      continue;
    }
    const vlan = vlanFor(question, one.picture, turn);
    if (vlan.step) vlanSteps.set(vlan.step.id, vlan.step);
    const made = stepOf(one, { question, turn, store, vlan });
    const ways = one.picture.judge(one.port.name).waysOut;
    const isAll = ways > 1 && isCut(turn) && cut.get(store) === ways;
    const objections = [...(isAll ? [allWaysOut(ways)] : []), ...(made.step.objections ?? [])];
    steps.push(objections.length > 0 ? { ...made.step, objections } : made.step);
    notes.push(...made.notes.map((note) => ({ switch: one.picture.name, port: one.port.name, note })));
  }
  const all = [...vlanSteps.values(), ...steps];
  return {
    draft: {
      ...{ planner: 'ports', title: titleOf(wish, named), steps: all, of: '' },
      unchanged: [...unchanged].map(([store, count]) => ({ store, kind: PORT_KIND, count })),
      bases: basesOf(question.targets, all, { areNamed: areNamed(question.targets, named) }),
    },
    notes: notes.slice(0, NOTES_MAX),
  };
}

/** Ports of one switch that were typed, and not found by a filter. */
function areNamed(targets: readonly PortTarget[], { length }: readonly NamedPort[]): boolean {
  const [first, ...others] = targets;
  return first !== undefined && first.found === undefined && others.length === 0 && length <= NAMED_PORTS_MAX;
}

/** By switch: how many of its ways to its gateway would be cut. */
function cutWays(wish: PortWish, named: readonly NamedPort[]): ReadonlyMap<string, number> {
  const cut = new Map<string, number>();
  for (const { picture, port } of named) {
    const store = formatRef(picture.source);
    if (picture.judge(port.name).waysOut > 1 && isCut(turnOf(wish, port)))
      cut.set(store, (cut.get(store) ?? 0) + 1);
  }
  return cut;
}

/** Each once, in the order given. */
function namedPorts(targets: readonly PortTarget[]): readonly NamedPort[] {
  const problems: FieldViolation[] = [];
  const named = new Map<string, NamedPort>();
  for (const target of targets) {
    const { picture, field } = target;
    const byKey = new Map(picture.ports.map((port) => [picture.keyOf(port.name), port]));
    const known = (name: string): PortSeen | undefined => byKey.get(picture.keyOf(name));
    const list = target.found ?? listOf(target, (name) => known(name) !== undefined, problems);
    const missing: string[] = [];
    for (const name of list) {
      const port = known(name);
      if (port) named.set(`${formatRef(picture.source)} ${port.name}`, { picture, port });
      else missing.push(name);
    }
    for (const part of missingParts(missing))
      problems.push({ field, message: `${picture.name} has no port ${part}${whyMissing(picture)}` });
  }
  if (named.size > PORTS_MAX)
    problems.push({
      field: 'targets',
      message: `name ${named.size} ports; a plan takes at most ${PORTS_MAX}`,
    });
  if (problems.length === 0) return [...named.values()];
  const said = problems.slice(0, 3).map(({ message }) => message);
  throw new WaysideError('INVALID_INPUT', [...said, ...(problems.length > 3 ? ['…'] : [])].join('; '), {
    violations: problems,
    hint: 'wayside port ls --switch NAME lists the ports of a switch',
  });
}

function listOf(
  { list = '', field }: PortTarget,
  isKnown: (name: string) => boolean,
  problems: FieldViolation[],
): readonly string[] {
  const found = parsePortList(list, isKnown);
  for (const message of found.problems) problems.push({ field, message });
  return found.names;
}

/** All of them, as ranges, in pieces that an answer takes whole. */
function missingParts(names: readonly string[]): readonly string[] {
  const parts: string[] = [];
  for (const range of portRanges(names)) {
    const last = parts[parts.length - 1];
    if (last !== undefined && last.length + range.length < MISSING_CHARS_MAX)
      parts[parts.length - 1] = `${last}, ${range}`;
    else parts.push(range);
  }
  return parts;
}

function whyMissing({ ports }: SwitchPicture): string {
  return ports.length === 0 ? ', as far as is known: it was never read' : '';
}

/** What of the port the wish changes; what is so already is left out. */
function turnOf({ action, vlan, description, mode }: PortWish, port: PortSeen): PortTurn {
  const isMode = mode === 'access' && port.mode !== 'access';
  const accessVlan = vlan === 0 || (port.vlan === vlan && !isMode && isAccess(port)) ? undefined : vlan;
  const up = action === 'enable' || action === 'onboard' ? true : undefined;
  const down = action === 'disable' || action === 'offboard' ? false : undefined;
  const wantedUp = up ?? down;
  const hasText = action === 'describe' || description !== '';
  return {
    accessVlan,
    mode: isMode ? 'access' : undefined,
    // What the switch shut down by itself is enabled by configuration, and needs more than that.
    adminUp: wantedUp === port.adminUp && !(up && port.state === 'err-disabled') ? undefined : wantedUp,
    description: hasText && description !== (port.description ?? '') ? description : undefined,
  };
}

function isAccess({ mode }: PortSeen): boolean {
  return mode === undefined || mode === 'access';
}

function isNothing({ accessVlan, adminUp, mode, description }: PortTurn): boolean {
  return [accessVlan, adminUp, mode, description].every((one) => one === undefined);
}

interface VlanFor {
  /** What makes it. */
  readonly step?: DraftStep;
  readonly missing?: StepReason;
}

function vlanFor(
  { wish, by, reservedVlans }: PortsQuestion,
  picture: SwitchPicture,
  { accessVlan }: PortTurn,
): VlanFor {
  if (accessVlan === undefined || picture.vlans.size === 0 || picture.vlans.has(accessVlan)) return {};
  if (wish.createVlan)
    return { step: newVlanStep(picture, { vlan: accessVlan, name: wish.vlanName, by }, reservedVlans) };
  const message = `${picture.name} has no VLAN ${accessVlan}: make it first, or give --create-vlan`;
  return { missing: { code: 'vlan-missing', message, override: '' } };
}

interface Making {
  readonly question: PortsQuestion;
  readonly turn: PortTurn;
  readonly store: string;
  readonly vlan: VlanFor;
}

function stepOf(
  { picture, port }: NamedPort,
  { question, turn, store, vlan }: Making,
): { readonly step: DraftStep; readonly notes: readonly string[] } {
  const asked = {
    ...{ store, port, turn, standing: picture.judge(port.name) },
    ...{ reservedVlans: question.reservedVlans, off: question.off },
  };
  const objections = [
    ...(vlan.missing ? [vlan.missing] : []),
    ...noSwitchPort(picture, port, turn),
    ...portObjections(asked),
  ];
  const notes = portNotes(asked);
  const lifted = anywayWords.filter((word) => isLifted(word, store, question));
  const ways = isCut(turn) ? otherWays(picture, asked.standing) : [];
  const before = {
    ...fieldsOf(port),
    ...(lifted.length > 0 && { [ANYWAY_FIELD]: lifted }),
    ...(ways.length > 0 && { [WAYS_FIELD]: ways }),
  };
  const text = [question.by, ...notes].join('; ').slice(0, CAUSE_CHARS_MAX);
  return {
    notes,
    step: {
      id: `${store} port ${port.name}`,
      // As people count, so that ports that follow each other are done together.
      place: port.name.replace(/\d{1,6}/g, (digits) => digits.padStart(6, '0')),
      ...{ action: 'update', store, kind: PORT_KIND, key: port.name, site: picture.source.site },
      name: `${picture.source.site}/${picture.name} ${port.name}`,
      cause: { type: 'person', text },
      before,
      after: { ...before, ...changesOf(turn) },
      ...{ token: '', refs: [], takes: [], frees: [], standing: 'ready' },
      noUndo: turn.mode === undefined ? '' : NO_UNDO,
      needs: vlan.step ? [vlan.step.id] : [],
      ...(objections.length > 0 && { objections }),
      risk: portRisk(asked),
    },
  };
}

/** Nothing lifts it: a port for management alone, say, is in no VLAN, and what is typed there nobody can foresee. */
function noSwitchPort(
  { name, ports }: SwitchPicture,
  port: PortSeen,
  { accessVlan, mode }: PortTurn,
): readonly StepReason[] {
  const isTold = ({ mode: one, vlan, taggedVlans, lag }: PortSeen): boolean =>
    [one, vlan, taggedVlans, lag].some((told) => told !== undefined);
  if ((accessVlan === undefined && mode === undefined) || isTold(port)) return [];
  // Some switches tell it of no port, or of the few that are trunks.
  if (ports.filter(isTold).length * 2 <= ports.length) return [];
  const message = `${name} tells neither its mode nor its VLAN, as it does of other ports: it may be no port of a VLAN at all`;
  return [{ code: 'no-switch-port', message, override: '' }];
}

/** For the agent: one of them must be up when it takes this one. */
function otherWays(picture: SwitchPicture, standing: PortStanding): JsonObject[] {
  return standing.otherWays.slice(0, WAYS_MAX).map((name) => {
    const known = picture.ports.find((port) => picture.keyOf(port.name) === picture.keyOf(name));
    const { mode, vlan } = known ?? {};
    return {
      port: known?.name ?? name,
      ...(mode !== undefined && { mode }),
      ...(vlan !== undefined && { vlan }),
    };
  });
}

/** By the maker of the plan, or for all by the configuration; links between switches are guarded in any case. */
function isLifted(
  word: (typeof anywayWords)[number],
  store: string,
  { overrides, off }: Pick<PortsQuestion, 'overrides' | 'off'>,
): boolean {
  return overrides.includes(`${word}:${store}/${PORT_KIND}`) || (word !== 'uplink' && off.includes(word));
}

const CAUSE_CHARS_MAX = 300;
const NO_UNDO = 'the VLANs of a trunk are not kept: put them back by hand';

function fieldsOf({ mode, vlan, description, adminUp }: PortSeen): JsonObject {
  const isKnownAccess = vlan !== undefined && (mode === undefined || mode === 'access');
  return {
    ...(mode !== undefined && { mode }),
    ...(isKnownAccess && { accessVlan: vlan }),
    description: description ?? '',
    ...(adminUp !== undefined && { adminUp }),
  };
}

function changesOf({ accessVlan, description, adminUp, mode }: PortTurn): JsonObject {
  return {
    ...(accessVlan !== undefined && { accessVlan }),
    ...(description !== undefined && { description }),
    ...(adminUp !== undefined && { adminUp }),
    ...(mode !== undefined && { mode }),
  };
}

/** `VLAN 20 for 12 ports of sw1`, `onboard 40 ports of 3 switches`. */
function titleOf({ action, vlan }: PortWish, named: readonly NamedPort[]): string {
  const switches = [...new Set(named.map(({ picture }) => picture.name))];
  const where = switches.length === 1 ? String(switches[0]) : `${switches.length} switches`;
  const ports = named.length === 1 ? `${named[0]?.port.name}` : `${named.length} ports`;
  return `${action === 'vlan' ? `VLAN ${vlan} for` : action} ${ports} of ${where}`.slice(0, TITLE_CHARS_MAX);
}

const TITLE_CHARS_MAX = 200;
