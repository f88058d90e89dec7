/** `display interface brief`, where members stand below their trunk, and `display interface description`. */
import { parserOf } from '../../parse/index.ts';
import type { Command, PortRow } from '../../platform.ts';
import { isVrpPort, vrpCommandName, vrpPortName } from './names.ts';

const STATE = '(?<mark>[*^#!~-]?)(?<phy>up|down)(?:\\([\\w ]{1,8}\\)){0,2}';
const BRIEF = new RegExp(
  `^(?<indent>\\s*)(?<name>\\S{1,64})\\s+${STATE}\\s+(?<protocol>[*^#!~-]?(?:up|down)\\S{0,8}|--?)\\s+(?<in>[\\d.]{1,8}%|--?)\\s+(?<out>[\\d.]{1,8}%|--?)(?:\\s+\\d{1,20}){0,2}\\s*$`,
  'i',
);
const DESCRIPTION = new RegExp(
  `^\\s*(?<name>\\S{1,64})\\s+${STATE}\\s+(?<protocol>[*^#!~-]?(?:up|down)(?:\\(\\w{1,3}\\)){0,2}|--?)(?:\\s+(?<text>\\S.*))?$`,
  'i',
);
const NOTE =
  /^\s*(?:PHY\s*:|[*^#!~-]down\s*:|\(\w{1,3}\)\s*:|InUti|Interface\s+PHY|Interface\s{2,}|ETHOAM|Number of)|^[-\s]+$/i;

/** What stands before `down` tells why. */
const MARKS: ReadonlyMap<string, string> = new Map([
  ['*', 'disabled'],
  ['^', 'standby'],
  ['#', 'err-disabled'],
  ['-', 'err-disabled'],
  ['!', 'err-disabled'],
  ['~', 'err-disabled'],
]);

function rowOf(groups: Readonly<Record<string, string | undefined>>, lag: string | undefined): PortRow {
  const state = MARKS.get(groups['mark'] ?? '') ?? (groups['phy'] ?? '').toLowerCase();
  const description = groups['text']?.trim();
  return {
    name: vrpPortName(groups['name'] ?? ''),
    description: description === undefined || description === '' ? undefined : description,
    adminUp: state !== 'disabled',
    operUp: state === 'up',
    state,
    speedMbps: undefined,
    duplex: undefined,
    mode: undefined,
    vlan: undefined,
    lag,
  };
}

const brief = parserOf<PortRow>((sink) => {
  let lag: string | undefined;
  return {
    line(text) {
      const groups = BRIEF.exec(text)?.groups;
      const name = groups?.['name'] ?? '';
      if (groups === undefined || !isVrpPort(name)) {
        if (!NOTE.test(text)) sink.unknown(text);
        return;
      }
      const isMember = (groups['indent'] ?? '') !== '';
      if (!isMember) lag = /^Eth-Trunk\d+$/i.test(name) ? vrpPortName(name) : undefined;
      sink.row(rowOf(groups, isMember ? lag : undefined));
    },
    isWhole: (text) => BRIEF.test(text),
  };
});

const description = parserOf<PortRow>((sink) => ({
  line(text) {
    const groups = DESCRIPTION.exec(text)?.groups;
    if (groups !== undefined && isVrpPort(groups['name'] ?? '')) sink.row(rowOf(groups, undefined));
    else if (!NOTE.test(text)) sink.unknown(text);
  },
}));

export const portCommands: readonly Command<PortRow>[] = [
  { command: 'display interface brief', parser: brief },
];
export const portTables: readonly Command<PortRow>[] = [
  { command: 'display interface description', parser: description },
];

export function portStatus(port: string): Command<PortRow> {
  return { command: `display interface description ${vrpCommandName(port)}`, parser: description };
}
