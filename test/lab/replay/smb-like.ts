/** What Cisco's small switches and the Marvell PowerConnects share: VLANs in a mode of their own, names at their interface. */
import { dropVlan, go, nameVlan, openVlan, save } from './rules.ts';
import { DONE, type ReplayPlatform, type Rule } from './shape.ts';

export const smbPager: ReplayPlatform['pager'] = {
  prompt: 'More: <space>,  Quit: q or CTRL+Z, One line: <return> ',
  erase: `\r${' '.repeat(56)}\r`,
  leaves: /[qQ]/,
};

export function smbInvalid(): readonly string[] {
  return ['% Unrecognized command'];
}

export const smbVlans: readonly Rule[] = [
  go(['config', 'port', 'vlan'], /^vlan database$/, 'vlandb'),
  {
    in: ['vlandb'],
    line: /^vlan (\d{1,4})$/,
    run: (desk, [vlan]) => {
      const vlans = new Map(desk.config.vlans);
      if (!vlans.has(Number(vlan))) vlans.set(Number(vlan), '');
      desk.change({ ...desk.config, vlans });
      return DONE;
    },
  },
  dropVlan(/^no vlan (\d{1,4})$/, { in: ['vlandb'] }),
  go(['vlandb'], /^exit$/, 'config'),
  openVlan(/^interface vlan (\d{1,4})$/, { in: ['config', 'port', 'vlan'], make: false }),
  nameVlan(/^name (.+)$/),
];

export function smbSave(ask: string): Rule {
  return save(
    /^copy running-config startup-config$/,
    ['22-Nov-2026 13:00:01 %COPY-N-TRAP: The copy operation was completed successfully'],
    {
      ask,
      by: 'key',
    },
  );
}
