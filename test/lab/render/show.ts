/** What a show command is, and the small text helpers that both platforms share. */
import { type Mac, parseMac } from '../../../shared/model/index.ts';
import type { LabDevice, LabPort } from '../campus/model.ts';

/** Load of the switch's own processor in percent, over the last five seconds, minute and five minutes. */
export interface CpuLoad {
  readonly fiveSeconds: number;
  readonly minute: number;
  readonly fiveMinutes: number;
}

export interface ShowContext {
  readonly device: LabDevice;
  readonly load: CpuLoad;
  readonly uptimeMs: number;
}

/** Lines without line ends. A line may hold a bare line feed where the real device sends one. */
export type Lines = readonly string[];

export interface ShowCommand {
  /** Words of the command; `<mac>`, `<number>`, `<port>` take one word, `<interface>` takes the rest. */
  readonly syntax: string;
  /** Only after `enable`. */
  readonly privileged?: true;
  run(context: ShowContext, args: readonly string[]): Lines;
}

/** Cuts and pads on the right: a table column. */
export function column(text: string | number, width: number): string {
  return String(text).slice(0, width).padEnd(width);
}

/** Joins columns with one blank and drops blanks at the end of the line. */
export function row(...columns: readonly string[]): string {
  return columns.join(' ').trimEnd();
}

/** Puts as many items on each line as fit into `width`; items carry their own commas. */
export function packed(items: readonly string[], width: number, between = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const item of items) {
    if (line !== '' && line.length + between.length + item.length > width) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? item : between + item;
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

/** A comma after every item but the last. */
export function listed(items: readonly string[]): string[] {
  return items.map((item, index) => (index < items.length - 1 ? `${item},` : item));
}

/** `[1, 2, 3, 7]` -> `['1-3', '7']`; the numbers rise. */
export function ranges(numbers: readonly number[]): string[] {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`));
}

const PORT_PREFIXES: readonly (readonly [RegExp, string])[] = [
  [/^gi/, 'Gi'],
  [/^te/, 'Te'],
  [/^tw/, 'Tw'],
  [/^po/, 'Po'],
  [/^vl/, 'Vl'],
];

/** The platform's short name of an interface that a person typed: `gigabitethernet 1/0/1`, `gi1/0/1`. */
export function typedPort(text: string): string | undefined {
  const match = /^([a-z-]+)\s*([\d/]+)$/.exec(text.trim().toLowerCase());
  const prefix = PORT_PREFIXES.find(([pattern]) => pattern.test(match?.[1] ?? ''))?.[1];
  return match && prefix ? prefix + match[2] : undefined;
}

export function findPort(device: LabDevice, typed: string): LabPort | undefined {
  const name = typedPort(typed);
  return [...device.ports, ...device.lags].find((port) => port.name === name);
}

/** Which rows of the MAC table a command asks for. */
export function filterFdb(device: LabDevice, by: 'mac' | 'vlan' | 'port', typed: string): LabDevice['fdb'] {
  if (by === 'vlan') return device.fdb.filter((entry) => entry.vlan === Number(typed));
  const wanted: Mac | string | undefined = by === 'mac' ? parseMac(typed) : typedPort(typed);
  return device.fdb.filter((entry) => entry[by === 'mac' ? 'mac' : 'port'] === wanted);
}

export interface Span {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

export function span(ms: number): Span {
  const seconds = Math.floor(ms / 1000);
  return {
    days: Math.floor(seconds / 86_400),
    hours: Math.floor(seconds / 3_600) % 24,
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
  };
}
