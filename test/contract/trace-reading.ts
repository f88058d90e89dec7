/**
 * Switches as the trace sees them once their text was read: the commands of a platform pack are answered from a
 * recording or from the lab's renderers, parsed, observed and cut into facts, all without a network.
 */

import { joinSystem, parseText } from '../../agent/switch/parse/index.ts';
import type { Command, Platform, ScanClass } from '../../agent/switch/platform.ts';
import { findPlatform } from '../../agent/switch/platforms/index.ts';
import { observe } from '../../agent/switch/read/observe.ts';
import type { Reading, Readings } from '../../agent/switch/read/reading.ts';
import type { FdbFacts, NeighbourFacts, PortFacts, SwitchFacts } from '../../controller/trace/facts.ts';
import type { JsonObject, Kind } from '../../shared/model/index.ts';
import type { LabDevice } from '../lab/index.ts';
import { ciscoIosCommands } from '../lab/render/cisco_ios.ts';
import { dellOs6Commands } from '../lab/render/dell_os6.ts';
import { switchRef } from './trace-net.ts';

/** Output of a command without echo and prompt; undefined when the device does not know it. */
export type Answerer = (command: string) => string | undefined;

export function platformOf(id: string): Platform {
  const platform = findPlatform(id);
  if (platform === undefined) throw new Error(`no platform ${id}`);
  return platform;
}

/** Reads a switch to the end, as a collect does, and gives what the trace reasons about. */
export function readSwitch(name: string, platform: Platform, answer: Answerer): SwitchFacts {
  const readings = readAll(platform, answer);
  const { observations } = observe({
    source: switchRef(name),
    platform: platform.id,
    promptName: name,
    readings,
  });
  const rows = (kind: Kind): readonly JsonObject[] =>
    observations
      .filter((one) => one.kind === kind)
      .map((one) => Object.assign({}, ...Object.values(one.sections)));
  const system = joinSystem(readings.system.rows);
  const [self] = rows('switch');
  return {
    ref: switchRef(name),
    name,
    hostname: system.hostname,
    baseMac: system.baseMac,
    macs: (self?.['macs'] ?? []) as string[],
    managementAddress: undefined,
    ports: rows('port').map((row) => filled(row, BLANK_PORT)),
    fdb: rows('sighting').map((row) => filled(row, BLANK_FDB)),
    neighbours: rows('neighbour').map((row) => filled(row, BLANK_NEIGHBOUR)),
  };
}

/** A simulated device, answering as over SSH. */
export function answerOf(device: LabDevice): Answerer {
  const commands = device.platform === 'dell_os6' ? dellOs6Commands : ciscoIosCommands;
  const load = { fiveSeconds: 1, minute: 1, fiveMinutes: 1 };
  return (command) => {
    for (const { syntax, run } of commands) {
      const args = argumentsOf(syntax, command);
      if (args) return run({ device, load, uptimeMs: device.uptimeMs }, args).join('\r\n');
    }
    return undefined;
  };
}

/** `show x <mac>` and `show x 0011.2233.4455` -> the typed words. */
function argumentsOf(syntax: string, command: string): readonly string[] | undefined {
  const pattern = syntax.replaceAll(/<interface>/g, '(.+)').replaceAll(/<\w+>/g, '(\\S+)');
  return new RegExp(`^${pattern}$`).exec(command)?.slice(1);
}

function readAll(platform: Platform, answer: Answerer): Readings {
  const { commands, neighbourDetail } = platform;
  const read = <C extends ScanClass>(name: C): Readings[C] =>
    readingOf(commands[name] as readonly Command<Readings[C]['rows'][number]>[], answer) as Readings[C];
  const neighbours = read('neighbours');
  const ports = [...new Set(neighbours.rows.map(({ port }) => port))];
  const details = neighbourDetail === undefined ? [] : ports.map(neighbourDetail);
  const detailed = readingOf(details, answer).rows;
  return {
    system: read('system'),
    ports: read('ports'),
    lags: read('lags'),
    fdb: read('fdb'),
    neighbours: { ...neighbours, rows: [...neighbours.rows, ...detailed] },
    vlans: read('vlans'),
    configs: read('configs'),
    arp: read('arp'),
  };
}

function readingOf<Row>(commands: readonly Command<Row>[], answer: Answerer): Reading<Row> {
  const rows = commands.flatMap((command) => {
    const text = answer(command.command);
    return text === undefined ? [] : parseText(command, text).rows;
  });
  return { state: 'read', rows, unknown: [], unknownCount: 0, error: undefined };
}

const BLANK_PORT: PortFacts = {
  name: '',
  description: undefined,
  mode: undefined,
  vlan: undefined,
  lag: undefined,
  operUp: undefined,
  state: undefined,
};
const BLANK_FDB: FdbFacts = { mac: '', port: '', vlan: undefined, type: 'other' };
const BLANK_NEIGHBOUR: NeighbourFacts = {
  port: '',
  protocol: 'lldp',
  chassisId: undefined,
  remotePort: undefined,
  systemName: undefined,
  systemDescription: undefined,
  managementAddress: undefined,
  capabilities: [],
};

/** Observed fields by their names in the model, which are those of the facts. */
function filled<T extends object>(row: JsonObject, blank: T): T {
  const known = Object.keys(blank).flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]]));
  return { ...blank, ...Object.fromEntries(known) };
}
