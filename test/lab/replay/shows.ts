/** Commands that read, made from recordings, from documented texts, and from the configuration as it is. */
import type { Config, PortState } from './model.ts';
import { MAC_ROW, only } from './recordings.ts';
import type { Show } from './shape.ts';

export type Text = readonly string[];

/** The command whole, as it is typed. */
export function show(command: string, text: Text): Show {
  return { line: exactly(command), run: () => text };
}

/** The MAC table: whole, of one address, of one port, in the words of the platform. */
export function fdbShows(
  table: Text,
  words: { readonly all: RegExp; readonly address: RegExp; readonly port: RegExp; readonly row?: RegExp },
  key: (text: string) => string,
): Show[] {
  const row = words.row ?? MAC_ROW;
  return [
    { line: words.all, run: () => table },
    {
      line: words.address,
      run: ([mac = '']) => only(table, row, (line) => line.toLowerCase().includes(mac.toLowerCase())),
    },
    { line: words.port, run: ([port = '']) => only(table, row, (line) => names(line, port, key)) },
  ];
}

/** Whether one of the words of the line is the port. */
export function names(line: string, port: string, key: (text: string) => string): boolean {
  const wanted = key(port);
  const words = line.trim().split(/\s+/);
  return words.some((word, at) => key(word) === wanted || key(`${word}${words[at + 1] ?? ''}`) === wanted);
}

/** A table of which one port can be asked for: what stands between the heading and the port's row goes. */
export function portShows(
  table: Text,
  words: { readonly all: RegExp; readonly one: RegExp; readonly row: RegExp },
  key: (text: string) => string,
): Show[] {
  return [
    { line: words.all, run: () => table },
    { line: words.one, run: ([port = '']) => only(table, words.row, (line) => names(line, port, key)) },
  ];
}

/** A filter behind a pipe: the lines that hold the text. */
export function matching(line: RegExp, table: Text): Show {
  return {
    line,
    run: ([text = '']) => {
      const wanted = text
        .replace(/^"(.*)"$/, '$1')
        .replace(/\\(.)/g, '$1')
        .trim();
      return table.filter((one) => one.includes(wanted));
    },
  };
}

/** The configuration of one port; undefined when there is none of the name, and the device says so. */
export function configShow(
  line: RegExp,
  key: (text: string) => string,
  render: (port: PortState) => Text,
): Show {
  return {
    line,
    run: ([port = ''], { ports }) => {
      const found = ports.get(key(port));
      return found && render(found);
    },
  };
}

export function configsShow(line: RegExp, render: (config: Config) => Text): Show {
  return { line, run: (_words, config) => render(config) };
}

/** The recorded table of VLANs, and those that were made since. */
export function vlanShow(
  command: string,
  table: Text,
  first: Config,
  row: (vlan: number, name: string) => Text,
): Show {
  return {
    line: exactly(command),
    run: (_words, { vlans }) => {
      const made = [...vlans].filter(([vlan, name]) => first.vlans.get(vlan) !== name);
      return [...table, ...made.flatMap(([vlan, name]) => row(vlan, name))];
    },
  };
}

export function exactly(command: string): RegExp {
  return new RegExp(`^${command.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}$`);
}
