/**
 * `show running-config`. VLANs name their ports here and ports hold the rest, so all is read before the first row is
 * made. The configuration of one port alone says it the other way round: `untagged vlan 10` below the port.
 */
import { parserOf, type Section, SectionReader, vlanNumbers, vlanText } from '../../parse/index.ts';
import type { Command, PortConfigRow } from '../../platform.ts';
import { isProcurvePort, procurvePortName, procurvePorts } from './names.ts';

/** More ports than any chassis has. */
const PORTS_MAX = 2_048;

interface Draft {
  description?: string;
  down: boolean;
  untagged: number | undefined;
  readonly tagged: Set<number>;
  voice: number | undefined;
  lag: string | undefined;
  readonly lines: string[];
}

const INTERFACE = /^interface\s+(?:ethernet\s+)?(\S{1,200})$/i;
const TRUNK = /^trunk\s+(?<ports>\S{1,400})\s+(?<lag>trk\d{1,3})\b/i;
const VLAN = /^vlan\s+(\d{1,4})\b/i;

class Collector {
  readonly #drafts = new Map<string, Draft>();

  readonly take = ({ head, lines }: Section): void => {
    const list = INTERFACE.exec(head)?.[1];
    const vlan = VLAN.exec(head)?.[1];
    const trunk = TRUNK.exec(head)?.groups;
    if (list !== undefined) for (const port of procurvePorts(list)) this.#port(port, lines);
    if (vlan !== undefined) this.#vlan(Number(vlan), lines);
    if (trunk !== undefined) {
      const lag = procurvePortName(trunk['lag'] ?? '');
      for (const port of procurvePorts(trunk['ports'] ?? ''))
        this.#with(port, (draft) => {
          draft.lag = lag;
        });
      this.#with(lag, () => undefined);
    }
  };

  rows(): PortConfigRow[] {
    return [...this.#drafts].map(([name, draft]) => rowOf(name, draft));
  }

  #port(port: string, lines: readonly string[]): void {
    this.#with(port, (draft) => {
      for (const line of lines) readPortLine(line, draft);
    });
  }

  #vlan(vlan: number, lines: readonly string[]): void {
    const isVoice = lines.includes('voice');
    for (const line of lines) {
      const { word, list } = /^(?<word>untagged|tagged)\s+(?<list>\S{1,400})$/.exec(line)?.groups ?? {};
      for (const port of procurvePorts(list ?? '')) {
        this.#with(port, (draft) => {
          if (word === 'untagged') draft.untagged = vlan;
          else draft.tagged.add(vlan);
          if (isVoice) draft.voice ??= vlan;
        });
      }
    }
  }

  #with(port: string, change: (draft: Draft) => void): void {
    if (!isProcurvePort(port)) return;
    const found = this.#drafts.get(port);
    if (found === undefined && this.#drafts.size >= PORTS_MAX) return;
    const draft = found ?? {
      down: false,
      untagged: undefined,
      tagged: new Set(),
      voice: undefined,
      lag: undefined,
      lines: [],
    };
    this.#drafts.set(port, draft);
    change(draft);
  }
}

function readPortLine(line: string, draft: Draft): void {
  const name = /^name\s+"?(.{1,128}?)"?$/.exec(line)?.[1];
  const { word, list = '' } = /^(?<word>untagged|tagged) vlan\s+(?<list>.{1,400})$/.exec(line)?.groups ?? {};
  if (name !== undefined) draft.description = name;
  if (line === 'disable') draft.down = true;
  if (word === 'untagged') draft.untagged = [...vlanNumbers(list)][0];
  if (word === 'tagged') for (const vlan of vlanNumbers(list)) draft.tagged.add(vlan);
  const lag = /^(?:trunk|lacp key)\s+(trk\d{1,3})\b/i.exec(line)?.[1];
  if (lag !== undefined) draft.lag = procurvePortName(lag);
  draft.lines.push(line);
}

function rowOf(name: string, draft: Draft): PortConfigRow {
  const isTrunk = draft.tagged.size > 0;
  const told = isTrunk || draft.untagged !== undefined;
  return {
    name,
    description: draft.description,
    adminUp: !draft.down,
    mode: told ? (isTrunk ? 'trunk' : 'access') : undefined,
    accessVlan: isTrunk ? undefined : draft.untagged,
    nativeVlan: isTrunk ? draft.untagged : undefined,
    taggedVlans: vlanText(draft.tagged),
    voiceVlan: draft.voice,
    lag: draft.lag,
    lines: draft.lines,
  };
}

const parser = parserOf<PortConfigRow>((sink) => {
  const collector = new Collector();
  const sections = new SectionReader(
    (head) => INTERFACE.test(head) || VLAN.test(head) || TRUNK.test(head),
    collector.take,
  );
  return {
    line: (text) => sections.line(text),
    end() {
      sections.end();
      for (const row of collector.rows()) sink.row(row);
    },
  };
});

export const configCommands: readonly Command<PortConfigRow>[] = [{ command: 'show running-config', parser }];

export function portConfig(port: string): Command<PortConfigRow> {
  return { command: `show running-config interface ${port}`, parser };
}
