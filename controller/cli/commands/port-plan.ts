/** `port plan`: what would be changed at many ports at once. */
import { WaysideError } from '../../../shared/errors.ts';
import { VLAN_MAX } from '../../../shared/model/index.ts';
import type { ExitCode } from '../exit-codes.ts';
import { checkedSite } from '../inventory/records.ts';
import { heldPlan } from '../plans/held.ts';
import type { Shell } from '../shell.ts';
import { type ArgSpec, argument, type Call, type CommandSpec, type FlagSpec, numberFlag } from '../spec.ts';
import { filterFlag, siteFlag } from './flags.ts';
import { planAsked, showOrApply, switchPlanFlags, switchRefs } from './switch-plan.ts';

const whereFlags: readonly FlagSpec[] = [
  {
    name: 'switch',
    value: 'SWITCH',
    doc: 'switch of the ports: NAME, SITE/NAME or reference',
    complete: 'switch',
    many: true,
  },
  {
    name: 'ports',
    value: 'LIST',
    doc: 'ports of it: Gi1/0/1-12,Gi1/0/20; of several switches one list for all, or one for each',
    many: true,
  },
  { ...siteFlag, doc: 'site of the switches; without --switch: ports of all of them, as --filter says' },
  { name: 'floor', value: 'FLOOR', doc: 'of that site only this floor', complete: 'floor' },
  { ...filterFlag, doc: 'which ports of the site: "vlan=10 state=down"; all terms must hold' },
];
const readFlags: readonly FlagSpec[] = [
  { name: 'fresh', doc: 'read the ports from their switches first; up to 10 are read anyhow' },
  { name: 'collected', doc: 'ask no switch: take what the last collect saw' },
];
const vlanFlag: FlagSpec = { name: 'vlan', value: 'NUMBER', doc: 'access VLAN of the ports' };
const vlanFlags: readonly FlagSpec[] = [
  {
    name: 'mode',
    value: 'MODE',
    doc: 'access: trunk and general ports become access ports; else they are blocked',
    choices: ['access'],
  },
  { name: 'create-vlan', doc: 'make the VLAN on switches that do not have it' },
  { name: 'vlan-name', value: 'NAME', doc: 'its name there' },
];
const textFlag: FlagSpec = { name: 'description', value: 'TEXT', doc: 'and this description' };

interface Action {
  readonly name: 'vlan' | 'describe' | 'enable' | 'disable' | 'onboard' | 'offboard';
  readonly summary: string;
  readonly example: readonly [string, string];
  readonly args?: readonly ArgSpec[];
  readonly flags: readonly FlagSpec[];
}

const ON = '--switch ams1-f2-sw03 --ports Gi1/0/1-12,Gi1/0/20';

const actions: readonly Action[] = [
  {
    name: 'vlan',
    summary: 'plan another access VLAN for ports',
    example: [`wayside port plan vlan 20 ${ON}`, 'those that are in it already are left out'],
    args: [{ name: 'NUMBER', doc: 'of the VLAN' }],
    flags: vlanFlags,
  },
  {
    name: 'describe',
    summary: 'plan another description for ports',
    example: [
      `wayside port plan describe "desk 12" --switch ams1-f2-sw03 --ports Gi1/0/7`,
      'an empty text takes it away',
    ],
    args: [{ name: 'TEXT', doc: 'one line' }],
    flags: [],
  },
  {
    name: 'enable',
    summary: 'plan to enable ports that configuration shut down',
    example: [`wayside port plan enable ${ON}`, ''],
    flags: [],
  },
  {
    name: 'disable',
    summary: 'plan to shut ports down',
    example: [
      'wayside port plan disable --site ams1 --filter "vlan=99 state=down"',
      'all such ports of the site',
    ],
    flags: [],
  },
  {
    name: 'onboard',
    summary: 'plan to enable ports in a VLAN',
    example: [`wayside port plan onboard --vlan 20 ${ON} --apply`, 'made, shown, asked for and applied'],
    flags: [vlanFlag, textFlag, ...vlanFlags],
  },
  {
    name: 'offboard',
    summary: 'plan to shut ports down, and to park them in a VLAN if one is given',
    example: [`wayside port plan offboard --vlan 999 ${ON}`, ''],
    flags: [vlanFlag, textFlag, ...vlanFlags],
  },
];

function portPlanCommand({ name, summary, example, args, flags }: Action): CommandSpec {
  return {
    path: ['port', 'plan', name],
    summary,
    examples: [example],
    ...(args && { args }),
    flags: [...flags, ...whereFlags, ...readFlags, ...switchPlanFlags],
    notes: [
      'Guards block links between switches, members of port channels, access points, hypervisors and ports that the switch shut down itself; each names what lifts it. A new description is let through everywhere.',
    ],
    run: (call) => planPorts(call, name),
  };
}

async function planPorts(call: Call, action: Action['name']): Promise<ExitCode> {
  const { shell, flags } = call;
  const bounds = { min: 1, max: VLAN_MAX };
  const isVlan = action === 'vlan';
  const vlan = isVlan ? vlanArgument(argument(call, 0)) : (numberFlag(flags, 'vlan', bounds) ?? 0);
  const description = action === 'describe' ? argument(call, 0) : (flags.text('description') ?? '');
  const request = {
    ...{ action, vlan, description, mode: flags.text('mode') ?? '', reading: readingOf(call) },
    ...{ createVlan: flags.on('create-vlan'), vlanName: flags.text('vlan-name') ?? '' },
    ...(await whereOf(call)),
    ...(await planAsked(call, 'port')),
  };
  const { plan, notes } = await shell.call('PortService.PlanPorts', request);
  tellNotes(shell, notes);
  return showOrApply(call, heldPlan(plan));
}

/** Error: INVALID_INPUT. */
export function vlanArgument(text: string): number {
  const vlan = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (vlan >= 1 && vlan <= VLAN_MAX) return vlan;
  throw new WaysideError('INVALID_INPUT', `a VLAN is a number from 1 to ${VLAN_MAX}, not "${text}"`);
}

function readingOf({ flags }: Call): string {
  if (flags.on('fresh') && flags.on('collected'))
    throw new WaysideError('INVALID_INPUT', '--fresh reads the switches, --collected does not: give one');
  if (flags.on('collected')) return 'collected';
  return flags.on('fresh') ? 'live' : '';
}

async function whereOf({ shell, flags }: Call): Promise<object> {
  const [names, lists] = [flags.all('switch'), flags.all('ports')];
  const site = flags.text('site');
  const [filter, floor] = [flags.text('filter') ?? '', flags.text('floor') ?? ''];
  if (names.length === 0) {
    if (site === undefined || filter === '')
      throw new WaysideError('INVALID_INPUT', 'it needs --switch and --ports, or --site and --filter', {
        hint: 'wayside port ls shows the ports that there are',
      });
    return { site: checkedSite(site), floor, filter };
  }
  if (lists.length !== 1 && lists.length !== names.length)
    throw new WaysideError('INVALID_INPUT', '--ports must be given once, or once for each --switch');
  const refs = await switchRefs(shell, names, site);
  const targets = refs.map((ref, at) => ({ switch: ref, ports: lists[at] ?? lists[0] ?? '' }));
  return { targets, filter, floor };
}

/** Notes that are shown one by one. */
const NOTES_SHOWN_MAX = 20;

function tellNotes(
  shell: Shell,
  notes: readonly { readonly switchName: string; readonly port: string; readonly note: string }[],
): void {
  for (const { switchName, port, note } of notes.slice(0, NOTES_SHOWN_MAX))
    shell.note(`${switchName} ${port}: ${note}`);
  const more = notes.length - NOTES_SHOWN_MAX;
  if (more > 0) shell.note(`and ${more} more notes; -o json has them`);
}

export const portPlanCommands: readonly CommandSpec[] = actions.map(portPlanCommand);
