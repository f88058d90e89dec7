/** Scores the other classes of command: each row becomes a few `what=value` facts, and the facts are compared. */
import { parseText } from '../../agent/switch/parse/index.ts';
import type { Command, Parsed, Platform, RowTypes } from '../../agent/switch/platform.ts';
import { expectedFacts, type OtherClass, otherClasses } from './parse-class-expected.ts';
import type { FileScore } from './parse-fdb.ts';
import { commandWords, type Recording } from './parse-recordings.ts';

export interface ClassScore extends FileScore {
  readonly class: OtherClass;
}

/** Undefined when no class of the pack reads this command, or no expectation is there. */
export function scoreClass(recording: Recording, platform: Platform): ClassScore | undefined {
  if (recording.expected === undefined) return undefined;
  for (const name of otherClasses) {
    const found = readClass(platform, name, recording);
    if (found !== undefined) return score(name, recording, platform, found);
  }
  return undefined;
}

interface Found {
  readonly facts: readonly string[];
  readonly unknownLines: number;
}

function readClass(platform: Platform, name: OtherClass, recording: Recording): Found | undefined {
  switch (name) {
    case 'ports':
      return readWith(platform.commands.ports, recording, portFacts);
    case 'neighbours':
      return readWith(platform.commands.neighbours, recording, neighbourFacts);
    case 'vlans':
      return readWith(platform.commands.vlans, recording, vlanFacts);
    case 'lags':
      return readWith(platform.commands.lags, recording, lagFacts);
    case 'system':
      return readWith(platform.commands.system, recording, systemFacts);
  }
}

function readWith<Row>(
  commands: readonly Command<Row>[],
  recording: Recording,
  factsOf: (row: Row) => string[],
): Found | undefined {
  const command = commands.find(({ command: text }) => isSameCommand(commandWords(text), recording.command));
  if (command === undefined) return undefined;
  const parsed: Parsed<Row> = parseText(command, recording.text);
  return { facts: parsed.rows.flatMap(factsOf), unknownLines: parsed.unknownCount };
}

/** `show vlan` is what `show vlan brief` shortens. */
function isSameCommand(ours: string, theirs: string): boolean {
  return ours === theirs || ours === `${theirs} brief`;
}

function score(name: OtherClass, recording: Recording, platform: Platform, found: Found): ClassScore {
  const expected = expectedFacts(name, recording.expected, platform.portName ?? ((text) => text));
  const facts = name === 'vlans' ? existingPorts(found.facts, expected) : [...found.facts];
  const extra = [...facts];
  const missed = expected.filter((fact) => {
    const at = extra.indexOf(fact);
    if (at >= 0) extra.splice(at, 1);
    return at < 0;
  });
  const { file } = recording;
  return {
    class: name,
    platform: recording.platform,
    file,
    expected: expected.length,
    found: facts.length,
    hits: expected.length - missed.length,
    beyond: 0,
    unknownLines: found.unknownLines,
    differences: [
      ...missed.map((row) => ({ file, side: 'missed' as const, row, rawLine: '' })),
      ...extra.map((row) => ({ file, side: 'extra' as const, row, rawLine: '' })),
    ],
  };
}

/** OS6 lists port channels that do not exist as members of VLANs; the expectation knows only real ones. */
function existingPorts(facts: readonly string[], expected: readonly string[]): string[] {
  const lags = new Set(expected.map(lagOf));
  return facts.filter((fact) => lagOf(fact) === undefined || lags.has(lagOf(fact)));
}

function lagOf(fact: string): string | undefined {
  return / port=(Po\d+)$/.exec(fact)?.[1];
}

function portFacts(row: RowTypes['ports']): string[] {
  const { name, state, vlan, mode, speedMbps, duplex, description } = row;
  return [
    `${name} state=${state}`,
    `${name} vlan=${vlan ?? mode ?? ''}`,
    `${name} speed=${speedMbps ?? ''}`,
    `${name} duplex=${duplex ?? ''}`,
    `${name} description=${description ?? ''}`,
  ];
}

function neighbourFacts(row: RowTypes['neighbours']): string[] {
  const key = `${row.port} ${row.remotePort ?? ''}`;
  return [
    `${key} name=${row.systemName ?? ''}`,
    `${key} chassis=${row.chassisId ?? ''}`,
    `${key} address=${row.managementAddress ?? ''}`,
    `${key} description=${row.systemDescription?.split('\n')[0] ?? ''}`,
  ];
}

function vlanFacts(row: RowTypes['vlans']): string[] {
  return [`${row.vlan} name=${row.name ?? ''}`, ...row.ports.map((port) => `${row.vlan} port=${port}`)];
}

function lagFacts(row: RowTypes['lags']): string[] {
  return row.ports.map((port) => `${row.lag} port=${port}`);
}

function systemFacts(row: RowTypes['system']): string[] {
  return Object.entries(row).map(([field, value]) => `${field}=${value}`);
}
