/** A neighbour while its lines come in, and the words of LLDP and CDP for what it is. */
import { parseMac } from '../../../shared/model/index.ts';
import type { NeighbourRow } from '../platform.ts';
import { remotePortName } from './port-names.ts';

/** The protocol allows 255 octets per text; more is a device gone wrong. */
export const DESCRIPTION_CHARS_MAX = 1_024;
/** One text of LLDP has 511 octets at most, CDP is not meant to need more. */
const TEXT_CHARS_MAX = 512;

/** The row under construction. Empty text is absence; the first value of a field stays. */
export class NeighbourDraft {
  readonly #protocol: NeighbourRow['protocol'];
  readonly #portName: (text: string) => string;
  readonly #texts = new Map<DraftField, string>();
  readonly #description: string[] = [];
  #descriptionChars = 0;
  #capabilities: readonly string[] = [];

  constructor(protocol: NeighbourRow['protocol'], portName: (text: string) => string) {
    this.#protocol = protocol;
    this.#portName = portName;
  }

  has(field: DraftField): boolean {
    return this.#texts.has(field);
  }

  set(field: DraftField, text: string): void {
    const value = text.trim().slice(0, TEXT_CHARS_MAX);
    if (value === '' || /^-? ?not advertised$/i.test(value) || this.#texts.has(field)) return;
    this.#texts.set(field, value);
  }

  describe(line: string): void {
    const text = line.trim();
    if (text === '' || this.#descriptionChars + text.length > DESCRIPTION_CHARS_MAX) return;
    this.#descriptionChars += text.length;
    this.#description.push(text);
  }

  setCapabilities(capabilities: readonly string[]): void {
    this.#capabilities = [...new Set(capabilities)];
  }

  /** The row, or undefined when nothing of a neighbour was seen. A missing local port reads ''. */
  row(): NeighbourRow | undefined {
    const { chassisId, remotePort, systemName } = {
      chassisId: this.#texts.get('chassisId'),
      remotePort: this.#texts.get('remotePort'),
      systemName: this.#texts.get('systemName'),
    };
    if (chassisId === undefined && remotePort === undefined && systemName === undefined) return undefined;
    return {
      port: this.#portName(this.#texts.get('port') ?? ''),
      protocol: this.#protocol,
      chassisId: chassisId === undefined ? undefined : (parseMac(chassisId) ?? chassisId),
      remotePort: remotePort === undefined ? undefined : (parseMac(remotePort) ?? remotePortName(remotePort)),
      systemName,
      systemDescription: this.#description.length === 0 ? undefined : this.#description.join('\n'),
      managementAddress: this.#texts.get('managementAddress'),
      capabilities: this.#capabilities,
    };
  }
}

export type DraftField = 'port' | 'chassisId' | 'remotePort' | 'systemName' | 'managementAddress';

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:router|r)$/i, 'router'],
  [/^(?:bridge|b|switch|trans-bridge|source-route-bridge)$/i, 'bridge'],
  [/^(?:telephone|phone|t)$/i, 'telephone'],
  [/^(?:wlan[-_ ]?access[-_ ]?point|wlan|w)$/i, 'wlan'],
  [/^(?:station(?: only)?|host|s)$/i, 'station'],
  [/^(?:repeater|p)$/i, 'repeater'],
  // These tell of features and management, not of what the neighbour is.
  [/^(?:igmp|remotely-managed(?: device)?|cvta(?: phone port)?|two-port mac relay)$/i, ''],
];

/** LLDP letters or words, and CDP words, in ours; words that say nothing of the kind of neighbour are left out. */
export function capabilityWords(words: readonly string[]): string[] {
  const known = words
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .map((word) => WORDS.find(([pattern]) => pattern.test(word))?.[1] ?? 'other')
    .filter((word) => word !== '');
  return [...new Set(known)];
}
