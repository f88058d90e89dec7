/** Rules that several platforms share, each made from the words of the one. */
import { type Config, type PortState, withPorts, withVlan } from './model.ts';
import { type Asking, type Desk, DONE, REFUSED, type Reply, type Rule, type View } from './shape.ts';

/** Ports with these names, all in one VLAN and up. */
export function firstConfig(
  key: (text: string) => string,
  names: readonly string[],
  vlans: readonly (readonly [number, string])[],
): Config {
  const [[accessVlan] = [1]] = vlans;
  const port = (name: string): PortState => ({ name, description: '', accessVlan, adminUp: true });
  return { ports: new Map(names.map((name) => [key(name), port(name)])), vlans: new Map(vlans) };
}

/** `GigabitEthernet1/0/1` to `GigabitEthernet1/0/4`. */
export function named(head: string, from: number, to: number): readonly string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `${head}${from + index}`);
}

export function unquoted(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, '$2');
}

export function go(
  inViews: readonly View[],
  line: RegExp,
  to: View,
  printed: readonly string[] = DONE,
): Rule {
  return {
    in: inViews,
    line,
    run: (desk) => {
      desk.view = to;
      desk.targets = [];
      desk.vlan = undefined;
      return printed;
    },
  };
}

export function quit(inViews: readonly View[], line: RegExp): Rule {
  return {
    in: inViews,
    line,
    run: (desk) => {
      desk.ended = true;
      return DONE;
    },
  };
}

/** Asks for the password where the device has one; some ask for the user first. */
export function enable(options: {
  readonly refused: string;
  readonly user?: string;
  readonly command?: RegExp;
}): Rule {
  const { refused, user, command = /^ena(?:b(?:l(?:e)?)?)?$/ } = options;
  const raise = (desk: Desk): Reply => {
    desk.view = 'privileged';
    return DONE;
  };
  const password = (desk: Desk, userRight: boolean): Asking => ({
    ask: 'Password:',
    by: 'secret',
    answered: (given) => (userRight && given === desk.enablePassword ? raise(desk) : [refused]),
  });
  return {
    in: ['user'],
    line: command,
    run: (desk) => {
      if (desk.enablePassword === undefined) return raise(desk);
      if (user === undefined) return password(desk, true);
      return { ask: user, by: 'line', answered: (name) => password(desk, name === desk.username) };
    },
  };
}

/** `interface X`, `interface range X,Y-Z`: what follows is for all of them. */
export function openPorts(line: RegExp, bad?: (list: string) => readonly string[]): Rule {
  return {
    in: ['config', 'port', 'vlan'],
    line,
    run: (desk, [list = '']) => {
      const keys = desk.keys(list);
      if (keys === undefined) return bad ? bad(list) : REFUSED;
      desk.targets = keys;
      desk.view = 'port';
      return DONE;
    },
  };
}

/** A line that changes the ports which are open. A reply refuses it. */
export function onPorts(
  line: RegExp,
  change: (words: readonly string[], desk: Desk) => Partial<PortState> | readonly string[],
): Rule {
  return {
    in: ['port'],
    line,
    run: (desk, words) => {
      const next = change(words, desk);
      if (isLines(next)) return next;
      desk.change(withPorts(desk.config, desk.targets, next));
      return DONE;
    },
  };
}

function isLines(next: Partial<PortState> | readonly string[]): next is readonly string[] {
  return Array.isArray(next);
}

/** The usual three of a port in the words of Cisco. */
export function portRules(access: RegExp, noVlan: (vlan: number) => readonly string[]): Rule[] {
  return [
    onPorts(/^description (.+)$/, ([text = '']) => ({ description: unquoted(text) })),
    onPorts(/^no description$/, () => ({ description: '' })),
    onPorts(/^(no )?shutdown$/, ([no]) => ({ adminUp: no !== '' })),
    onPorts(/^(?:no )?switchport(?: mode access)?$/, () => ({})),
    onPorts(access, ([vlan], desk) =>
      desk.config.vlans.has(Number(vlan)) ? { accessVlan: Number(vlan) } : noVlan(Number(vlan)),
    ),
  ];
}

/** `vlan 20` opens it, and makes it where it is none. */
export function openVlan(
  line: RegExp,
  options: { readonly in: readonly View[]; readonly make: boolean },
): Rule {
  return {
    in: options.in,
    line,
    run: (desk, [number = '', name]) => {
      const vlan = Number(number);
      if (vlan < 1 || vlan > 4094) return REFUSED;
      if (!desk.config.vlans.has(vlan)) {
        if (!options.make) return REFUSED;
        desk.change(withVlan(desk.config, vlan, ''));
      }
      if (name) desk.change(withVlan(desk.config, vlan, unquoted(name)));
      desk.vlan = vlan;
      desk.view = 'vlan';
      return DONE;
    },
  };
}

export function nameVlan(line: RegExp): Rule {
  return {
    in: ['vlan'],
    line,
    run: (desk, [name = '']) => {
      if (desk.vlan === undefined) return REFUSED;
      desk.change(withVlan(desk.config, desk.vlan, unquoted(name)));
      return DONE;
    },
  };
}

/** `no vlan 20`; its ports fall back to the first VLAN. `ask` where the device wants to be sure. */
export function dropVlan(
  line: RegExp,
  options: { readonly in: readonly View[]; readonly ask?: string },
): Rule {
  return {
    in: options.in,
    line,
    run: (desk, [number = '']) => {
      const vlan = Number(number);
      if (!desk.config.vlans.has(vlan)) return REFUSED;
      const drop = (): Reply => {
        const orphans = [...desk.config.ports]
          .filter(([, port]) => port.accessVlan === vlan)
          .map(([key]) => key);
        desk.change(withPorts(withVlan(desk.config, vlan, undefined), orphans, { accessVlan: 1 }));
        return DONE;
      };
      return options.ask === undefined ? drop() : sure(options.ask, 'line', drop);
    },
  };
}

/** Anything but a yes leaves all as it is. */
export function sure(ask: string, by: 'key' | 'line', yes: () => Reply): Asking {
  return { ask, by, answered: (answer) => (/^y(?:es)?$/i.test(answer.trim()) ? yes() : DONE) };
}

export function save(
  line: RegExp,
  saved: readonly string[],
  question?: { readonly ask: string; readonly by: 'key' | 'line' },
): Rule {
  return {
    in: ['privileged', 'config'],
    line,
    run: (desk) => {
      const keep = (): Reply => {
        desk.model.save();
        return saved;
      };
      return question ? sure(question.ask, question.by, keep) : keep();
    },
  };
}

/** Ports that a line names by themselves: `vlan 20 untagged 1-4`. */
export function changeNamed(
  desk: Desk,
  list: string,
  change: Partial<PortState> | ((port: PortState) => Partial<PortState>),
): Reply {
  const keys = desk.keys(list);
  if (keys === undefined) return REFUSED;
  let next = desk.config;
  for (const key of keys) {
    const port = next.ports.get(key);
    if (port) next = withPorts(next, [key], typeof change === 'function' ? change(port) : change);
  }
  desk.change(next);
  return DONE;
}
