/** The views of Comware and VRP: `<name>` to look, `[name]` to change, `[name-part]` further in. */

import { dropVlan, go, nameVlan, onPorts, openVlan, quit } from './rules.ts';
import { type Desk, DONE, type PromptFacts, type Rule, type View } from './shape.ts';

export const IN_VIEWS: readonly View[] = ['config', 'port', 'vlan'];

export interface ViewWords {
  /** `interface X`, and the word that takes several. */
  readonly interface: RegExp;
  readonly access: RegExp;
  readonly nameVlan: RegExp;
  readonly sureOfVlan?: string;
  readonly noPort: readonly string[];
  readonly noVlan: readonly string[];
}

export function viewRules(words: ViewWords): Rule[] {
  return [
    go(['privileged'], /^system-view$/, 'config', ['Enter system view, return user view with Ctrl+Z.']),
    quit(['privileged'], /^quit$/),
    {
      in: IN_VIEWS,
      line: words.interface,
      run: (desk, [list = '']) => {
        const keys = desk.keys(list);
        if (keys === undefined) return words.noPort;
        desk.targets = keys;
        desk.view = 'port';
        return DONE;
      },
    },
    go(['port', 'vlan'], /^quit$/, 'config'),
    onPorts(/^port link-type access$/, () => ({})),
    onPorts(words.access, ([vlan], desk) =>
      desk.config.vlans.has(Number(vlan)) ? { accessVlan: Number(vlan) } : words.noVlan,
    ),
    onPorts(/^description (.+)$/, ([text = '']) => ({ description: text.trim() })),
    onPorts(/^undo description$/, () => ({ description: '' })),
    onPorts(/^(undo )?shutdown$/, ([undo]) => ({ adminUp: undo !== '' })),
    openVlan(/^vlan (\d{1,4})$/, { in: IN_VIEWS, make: true }),
    nameVlan(words.nameVlan),
    dropVlan(/^undo vlan (\d{1,4})$/, {
      in: IN_VIEWS,
      ...(words.sureOfVlan !== undefined && { ask: words.sureOfVlan }),
    }),
  ];
}

/** `-GigabitEthernet1/0/1`, `-vlan20`: what stands behind the name. */
export function viewTail(desk: Desk): string {
  const [first = ''] = desk.targets;
  if (desk.view === 'port')
    return desk.targets.length > 1 ? '-if-range' : `-${desk.config.ports.get(first)?.name ?? ''}`;
  return desk.view === 'vlan' ? `-vlan${desk.vlan ?? ''}` : '';
}

export function comwarePrompt(desk: Desk, { hostname }: PromptFacts): string {
  return desk.view === 'privileged' ? `<${hostname}>` : `[${hostname}${viewTail(desk)}]`;
}
