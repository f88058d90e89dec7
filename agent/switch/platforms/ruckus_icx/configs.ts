/**
 * `show running-config`: VLANs and port channels name their ports, ports hold the rest, so all is read before the
 * first row is made. Ports of the default VLAN are not written anywhere.
 */
import { parserOf, type Section, SectionReader, vlanText } from '../../parse/index.ts';
import type { Command, PortConfigRow } from '../../platform.ts';
import { icxPortName, icxPorts, isIcxPort } from './names.ts';

/** More ports than any stack has. */
const PORTS_MAX = 4_096;
const INTERFACE = /^interface\s+((?:ethe\w{0,5}|lag|management)\s+\S{1,32}(?:\s+to\s+\S{1,32})?)$/i;
const VLAN = /^vlan\s+(\d{1,4})\b/i;
const LAG =
  /^lag\s+(?:"[^"]{1,64}"|\S{1,64})\s+(?:static|dynamic|keep-alive)\s+id\s+(?<id>\d{1,5})(?:\s+(?:passive|active))?$/i;

interface Draft {
  untagged: number | undefined;
  dual: number | undefined;
  readonly tagged: Set<number>;
  lag: string | undefined;
  readonly lines: string[];
}

class Collector {
  readonly #drafts = new Map<string, Draft>();

  readonly take = ({ head, lines }: Section): void => {
    const port = INTERFACE.exec(head)?.[1];
    const vlan = VLAN.exec(head)?.[1];
    const id = LAG.exec(head)?.groups?.['id'];
    if (port !== undefined) for (const name of portsIn(port)) this.#port(name, lines);
    if (vlan !== undefined) this.#vlan(Number(vlan), lines);
    if (id !== undefined) this.#lag(`lg${id}`, lines);
  };

  rows(): PortConfigRow[] {
    return [...this.#drafts].map(([name, draft]) => rowOf(name, draft));
  }

  #port(name: string, lines: readonly string[]): void {
    const draft = this.#draft(name);
    for (const line of lines) {
      const dual = /^dual-mode(?:\s+(\d{1,4}))?$/.exec(line);
      // Without a number it is the default VLAN, which is 1 unless somebody changed it.
      if (dual !== null && draft !== undefined) draft.dual = Number(dual[1] ?? 1);
      draft?.lines.push(line);
    }
  }

  #vlan(vlan: number, lines: readonly string[]): void {
    for (const line of lines) {
      const { word, list = '' } = /^(?<word>untagged|tagged)\s+(?<list>.{1,2000})$/.exec(line)?.groups ?? {};
      for (const port of word === undefined ? [] : icxPorts(list)) {
        const draft = this.#draft(port);
        if (draft === undefined) continue;
        if (word === 'untagged') draft.untagged = vlan;
        else draft.tagged.add(vlan);
      }
    }
  }

  #lag(lag: string, lines: readonly string[]): void {
    this.#draft(lag);
    for (const line of lines) {
      for (const port of icxPorts(/^ports\s+(.{1,2000})$/.exec(line)?.[1] ?? '')) {
        const draft = this.#draft(port);
        if (draft !== undefined) draft.lag = lag;
      }
    }
  }

  #draft(port: string): Draft | undefined {
    const known = this.#drafts.get(port);
    if (known !== undefined || !isIcxPort(port) || this.#drafts.size >= PORTS_MAX) return known;
    const draft: Draft = {
      untagged: undefined,
      dual: undefined,
      tagged: new Set(),
      lag: undefined,
      lines: [],
    };
    this.#drafts.set(port, draft);
    return draft;
  }
}

/** `ethernet 1/1/1 to 1/1/4`, `lag 3`, `management 1`. */
function portsIn(text: string): string[] {
  return /^(?:lag|management)/i.test(text) ? [icxPortName(text)] : icxPorts(text);
}

function rowOf(name: string, draft: Draft): PortConfigRow {
  const { tagged, lines } = draft;
  const isTrunk = tagged.size > 0;
  const untagged = draft.dual ?? draft.untagged;
  const value = (pattern: RegExp): string | undefined =>
    lines.map((line) => pattern.exec(line)?.[1]).find((text) => text !== undefined);
  const voice = value(/^voice-vlan (\d{1,4})$/);
  // A VLAN that goes untagged by `dual-mode` is listed as tagged all the same.
  const only = new Set([...tagged].filter((vlan) => vlan !== untagged));
  return {
    name,
    description: value(/^port-name (.{1,255})$/),
    adminUp: !lines.includes('disable'),
    mode: isTrunk ? 'trunk' : untagged === undefined ? undefined : 'access',
    accessVlan: isTrunk ? undefined : untagged,
    nativeVlan: isTrunk ? untagged : undefined,
    taggedVlans: vlanText(only),
    voiceVlan: voice === undefined ? undefined : Number(voice),
    lag: draft.lag,
    lines,
  };
}

const parser = parserOf<PortConfigRow>((sink) => {
  const collector = new Collector();
  const sections = new SectionReader(
    (head) => INTERFACE.test(head) || VLAN.test(head) || LAG.test(head),
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

/** The VLANs of all ports, which the configuration of one does not tell. */
export function portVlans(): Command<PortConfigRow> {
  return { command: 'show running-config vlan', parser };
}

export function portConfig(port: string): Command<PortConfigRow> {
  const name = port.startsWith('lg') ? `lag ${port.slice(2)}` : `ethernet ${port}`;
  return { command: `show running-config interface ${name}`, parser };
}
