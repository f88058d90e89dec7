/** Ports: the columns of expectation files and the rows, as the same facts. */
import type { PortRow } from '../../agent/switch/platform.ts';
import { type Fields, pick, textOf } from './parse-expected.ts';
import { type Found, found, type Told, type Wanted, wanted } from './parse-facts.ts';
import {
  type Context,
  column,
  cutName,
  duplexOf,
  flag,
  plain,
  speedOf,
  stateOf,
  told,
  vlanId,
  yesNo,
} from './parse-values.ts';

interface Columns {
  readonly name: readonly string[];
  readonly description: readonly string[];
  readonly state: readonly string[];
  readonly admin: readonly string[];
  readonly speed: readonly string[];
  readonly duplex: readonly string[];
  readonly vlan: readonly string[];
  readonly mode: readonly string[];
  readonly lag: readonly string[];
}

const USUAL: Columns = {
  name: ['port', 'interface'],
  description: ['description', 'interface_desc', 'display_string', 'name'],
  state: ['link_status', 'linkstate', 'link_state', 'link', 'phy', 'status'],
  admin: ['link_admin', 'admin_state', 'enabled', 'admin_status'],
  speed: ['speed'],
  duplex: ['duplex'],
  vlan: ['vlan_id', 'pvid', 'vlan_untagged', 'vlan_access', 'vlan'],
  mode: ['vlan_mode', 'link_type'],
  lag: ['portch', 'trunkid', 'trunk'],
};

/** Where a column means something else than elsewhere. The first that fits the platform and the command. */
const OTHERS: readonly (readonly [platform: string, command: RegExp, Partial<Columns>])[] = [
  ['mikrotik_routeros', /./, { name: ['name'], description: ['description', 'comment'], lag: [] }],
  // `Speed-Duplex` stands in the column of the mode, and only a port that is up tells the truth there.
  ['hp_procurve', /brief/, { speed: ['mode'], duplex: ['mode'] }],
  ['hp_procurve', /./, { duplex: ['speed'] }],
  ['hp_comware', /./, { mode: ['type'] }],
  ['cisco_nxos', /brief|^show interface$/, { mode: ['mode'] }],
];

function columnsOf({ platform, command }: Context): Columns {
  const other = OTHERS.find(([id, pattern]) => id === platform && pattern.test(command));
  return { ...USUAL, ...other?.[2] };
}

export function wantedPorts(rows: readonly Fields[], context: Context): Wanted[] {
  const columns = columnsOf(context);
  return rows.flatMap((fields) => {
    const name = context.portName(textOf(pick(fields, columns.name)).replace(/-Trk\d+$/, ''));
    return name === '' ? [] : [wanted(name, factsOf(fields, columns, context))];
  });
}

function factsOf(fields: Fields, columns: Columns, context: Context): Record<string, Told | null> {
  const vlan = column(fields, columns.vlan);
  const mode = column(fields, columns.mode);
  return {
    description: told(column(fields, columns.description), (text) => ({ either: cutName(text) })),
    state: told(column(fields, columns.state), (text) => ({ either: stateIn(fields, text, columns) })),
    admin: told(column(fields, columns.admin), (text) => (text === '' ? null : yesNo(text))),
    speed: told(column(fields, columns.speed), speedOf),
    duplex: told(column(fields, columns.duplex), duplexOf),
    vlan: told(vlan, (text) => vlanId(text.replace(/,.*$/, ''))),
    mode: vlan === undefined && mode === undefined ? null : modeOf(mode, vlan ?? ''),
    lag: told(column(fields, columns.lag), (text) =>
      /^\d+$/.test(text) ? { either: lagNames(text, context) } : undefined,
    ),
  };
}

/** A port that is shut is disabled, whatever its link says. */
function stateIn(fields: Fields, text: string, columns: Columns): string[] {
  const reason = column(fields, ['reason']) ?? '';
  // EXOS has it in the first of its flags.
  const shut =
    yesNo(column(fields, columns.admin) ?? '') === 'no' ||
    /admin/i.test(reason) ||
    /^D[a-z-]{5,}/i.test(textOf(fields['flags']));
  const states = stateOf(text === '' ? 'down' : text);
  return shut && states.includes('down') ? ['disabled', ...states] : states;
}

const MODES: ReadonlyMap<string, string> = new Map([
  ['access', 'access'],
  ['a', 'access'],
  ['trunk', 'trunk'],
  ['t', 'trunk'],
  ['native-untagged', 'trunk'],
  ['native-tagged', 'trunk'],
  ['h', 'general'],
  ['hybrid', 'general'],
  ['general', 'general'],
  ['routed', 'routed'],
]);

/** Null when the words are of none of our modes. */
function modeOf(mode: string | undefined, vlan: string): Told | null {
  if (mode !== undefined) {
    const known = MODES.get(mode.toLowerCase());
    return mode === '' || known === undefined ? null : known;
  }
  return /^trunk$|^routed$/i.test(vlan) ? vlan.toLowerCase() : null;
}

/** What the platform calls the group of this number. */
function lagNames(number: string, { portName }: Context): string[] {
  return [
    ...new Set([`Po${number}`, portName(`port-channel${number}`), `lag${number}`, `lg${number}`, number]),
  ];
}

export function foundPort(row: PortRow): Found[] {
  const { name, state, vlan, mode, speedMbps, duplex, description, lag, adminUp } = row;
  return [
    found(name, {
      description: plain(description ?? ''),
      state,
      admin: flag(adminUp),
      speed: speedMbps === undefined ? undefined : String(speedMbps),
      duplex,
      vlan: vlan === undefined ? undefined : String(vlan),
      mode,
      lag,
    }),
  ];
}
