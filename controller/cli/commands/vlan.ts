/** VLANs of switches: those that there are, and plans that make, rename or take one away. */
import { WaysideError } from '../../../shared/errors.ts';
import { portRanges, VLAN_MAX } from '../../../shared/model/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { checkedSite, textField } from '../inventory/records.ts';
import type { ListingSpec } from '../output/listing.ts';
import { heldPlan } from '../plans/held.ts';
import { argument, type Call, type CommandSpec, type FlagSpec, numberFlag, requiredFlag } from '../spec.ts';
import { arrangeFlagsOf, arrangement, atFlag, atTime, LIMIT_MAX, limitFlag, siteFlag } from './flags.ts';
import { listOfSwitches, type OfSwitch, ofSwitchFlag, printOfSwitches } from './of-switch.ts';
import { vlanArgument } from './port-plan.ts';
import { planAsked, showOrApply, switchPlanFlags, switchRefs } from './switch-plan.ts';

const cell =
  (field: string) =>
  ({ view }: OfSwitch): string =>
    textField(view, field);

/** As ranges: `Gi1/0/1-12, Te1/0/1`. */
function portsText({ view }: OfSwitch): string {
  const { ports } = view.fields;
  return Array.isArray(ports) ? portRanges(ports.map(String)).join(', ') : '';
}

const vlanListing: ListingSpec<OfSwitch> = {
  plural: 'VLANs',
  name: ({ switchName, view }) => `${view.ref.site}/${switchName} ${textField(view, 'vlan')}`,
  columns: [
    { head: 'SWITCH', cell: ({ switchName }) => switchName },
    { head: 'VLAN', cell: cell('vlan') },
    { head: 'NAME', cell: cell('name') },
    { head: 'PORTS', shrinks: true, cell: portsText },
    { head: 'SITE', wide: true, cell: ({ view }) => view.ref.site },
  ],
  csv: [
    { head: 'site', cell: ({ view }) => view.ref.site },
    { head: 'switch', cell: ({ switchName }) => switchName },
    { head: 'vlan', cell: cell('vlan') },
    { head: 'name', cell: cell('name') },
    { head: 'ports', cell: cell('ports') },
  ],
};

const ls: CommandSpec = {
  path: ['vlan', 'ls'],
  summary: 'list VLANs of switches, as the last collect saw them',
  examples: [
    ['wayside vlan ls --switch ams1-f2-sw03', 'those of one switch'],
    ['wayside vlan ls --site ams1 --vlan 20', 'which switches have VLAN 20, and by which name'],
  ],
  flags: [
    siteFlag,
    ofSwitchFlag,
    { name: 'vlan', value: 'NUMBER', doc: 'only this one' },
    ...arrangeFlagsOf(['vlan', 'name']),
    limitFlag,
    atFlag,
  ],
  async run(call) {
    const { shell, flags } = call;
    const vlan = numberFlag(flags, 'vlan', { min: 1, max: VLAN_MAX });
    const limit = numberFlag(flags, 'limit', { min: 0, max: LIMIT_MAX }) ?? 0;
    const list = await listOfSwitches(shell, {
      ...{ kind: 'vlan', name: flags.text('switch'), site: flags.text('site'), atMs: await atTime(call) },
      ...{ limit, match: vlan === undefined ? {} : { vlan: String(vlan) }, ...arrangement(flags) },
    });
    await printOfSwitches(shell, vlanListing, list);
    if (list.more) shell.note(`only the first ${limit}; --limit 0 lists all`);
    return exitCodes.done;
  },
};

const whereFlags: readonly FlagSpec[] = [
  { ...ofSwitchFlag, doc: 'on this switch: NAME, SITE/NAME or reference', many: true },
  { ...siteFlag, doc: 'site of the switches; without --switch: on all of them' },
];
const nameFlag: FlagSpec = { name: 'name', value: 'NAME', doc: 'letters, digits, dots, dashes, underscores' };

interface Action {
  readonly name: 'add' | 'rename' | 'rm';
  readonly summary: string;
  readonly example: readonly [string, string];
  readonly flags: readonly FlagSpec[];
}

const actions: readonly Action[] = [
  {
    name: 'add',
    summary: 'plan a new VLAN on switches',
    example: ['wayside vlan plan add 20 --name voice --site ams1', 'where it is not there already'],
    flags: [nameFlag],
  },
  {
    name: 'rename',
    summary: 'plan another name for a VLAN',
    example: ['wayside vlan plan rename 20 --name phones --switch ams1-f2-sw03', ''],
    flags: [nameFlag],
  },
  {
    name: 'rm',
    summary: 'plan to take a VLAN away',
    example: ['wayside vlan plan rm 20 --switch ams1-f2-sw03', 'blocked while ports are in it'],
    flags: [],
  },
];

function vlanPlanCommand({ name, summary, example, flags }: Action): CommandSpec {
  return {
    path: ['vlan', 'plan', name],
    summary,
    examples: [example],
    args: [{ name: 'NUMBER', doc: 'of the VLAN, 1 to 4094' }],
    flags: [...flags, ...whereFlags, ...switchPlanFlags],
    run: (call) => planVlans(call, name),
  };
}

async function planVlans(call: Call, action: Action['name']): Promise<ExitCode> {
  const { shell, flags } = call;
  const vlan = vlanArgument(argument(call, 0));
  const name =
    action === 'rename' ? requiredFlag(flags, 'name') : action === 'add' ? (flags.text('name') ?? '') : '';
  const [names, site] = [flags.all('switch'), flags.text('site')];
  if (names.length === 0 && site === undefined)
    throw new WaysideError('INVALID_INPUT', 'it needs --switch, or --site for all switches of a site');
  const switches = await switchRefs(shell, names, site);
  const where = switches.length > 0 ? { switches } : { site: checkedSite(site ?? '') };
  const request = { action, vlan, name, ...where, ...(await planAsked(call, 'vlan')) };
  const { plan } = await shell.call('PortService.PlanVlans', request);
  return showOrApply(call, heldPlan(plan));
}

export const vlanCommands: readonly CommandSpec[] = [ls, ...actions.map(vlanPlanCommand)];
