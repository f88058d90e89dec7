/** `show cdp neighbors detail` of Cisco and its relatives: one block per neighbour, begun by `Device ID`. */
import type { LineParser, NeighbourRow } from '../platform.ts';
import { type LineReader, parserOf, type Sink } from './line-parser.ts';
import { capabilityWords, NeighbourDraft } from './neighbour.ts';

export function cdpDetailParser(portName: (text: string) => string): () => LineParser<NeighbourRow> {
  return parserOf((sink) => new CdpReader(sink, portName));
}

const RULE = /^-{5,}$/;
const PASSED_OVER =
  /^(?:Entry address|Interface address|Holdtime|advertisement version|Protocol Hello|VTP Management Domain|Native VLAN|Duplex|Power (?:drawn|request|Available)|Management address|Mgmt address|Voice VLAN|VLAN ID|Unidirectional|Physical Location|MTU|SysName|System Name|System Object|SysObjectID|Spare Pair|Second Port Status|Total (?:number of )?(?:cdp )?entries|Peer Source MAC|Advertisement|Local Interface MAC|Remote Interface MAC|Network Prefix)/i;
/** CDP has no word for an access point; the platform tells. */
const ACCESS_POINT = /\bAIR-|\bAironet|\bC?W?91\d\d(?:AX|I|E|D)|\bIW\d{4}/i;
const CAPABILITY =
  /Two-port Mac Relay|Remotely-Managed Device|CVTA phone port|VoIP-Phone|IGMP[ _]Filtering|Supports-STP-Dispute|[A-Za-z-]+/gi;

/** CDP's words for what a neighbour is, in ours. */
export function cdpCapabilities(words: string, platform: string): string[] {
  const found = capabilityWords(
    (words.match(CAPABILITY) ?? [])
      .filter((word) => !/^(?:IGMP.Filtering|Supports-STP-Dispute)$/i.test(word))
      .map((word) => (/^VoIP-Phone$/i.test(word) ? 'phone' : word)),
  );
  return ACCESS_POINT.test(platform) ? [...found, 'wlan'] : found;
}

class CdpReader implements LineReader {
  readonly #sink: Sink<NeighbourRow>;
  readonly #portName: (text: string) => string;
  #draft: NeighbourDraft;
  #device = '';
  #platform = '';
  /** Addresses of the neighbour's interface, and those meant for managing it, which are better. */
  #address = '';
  #inManagement = false;
  #inVersion = false;

  constructor(sink: Sink<NeighbourRow>, portName: (text: string) => string) {
    this.#sink = sink;
    this.#portName = portName;
    this.#draft = new NeighbourDraft('cdp', portName);
  }

  line(text: string): void {
    const device = /^Device ID\s*:\s*(.*)$/.exec(text)?.[1];
    if (device !== undefined) {
      this.#flush();
      this.#device = device;
    } else if (RULE.test(text)) {
      this.#flush();
    } else if (/^Version\s*:/.test(text)) {
      this.#inVersion = true;
    } else if (this.#inVersion && !PASSED_OVER.test(text)) {
      this.#draft.describe(text);
    } else {
      this.#inVersion = false;
      this.#field(text);
    }
  }

  end(): void {
    this.#flush();
  }

  #field(text: string): void {
    const address = /^\s*IP(?:v[46])? address: (\S+)/i.exec(text)?.[1];
    const name = /^System Name\s*:\s*(.*)$/i.exec(text)?.[1];
    const ports = /^Interface: (?<port>[^,]+),\s+Port ID \(outgoing port\): (?<remote>.*)$/.exec(
      text,
    )?.groups;
    const kind = /^Platform: (?<platform>.*?),\s+Capabilities: ?(?<words>.*)$/.exec(text)?.groups;
    if (address === undefined && !/^\s/.test(text))
      this.#inManagement = /^(?:Mgmt|Management) address/i.test(text);
    if (address !== undefined) this.#addressFound(address);
    else if (name !== undefined) this.#draft.set('systemName', name);
    else if (ports !== undefined) {
      this.#draft.set('port', ports['port'] ?? '');
      this.#draft.set('remotePort', ports['remote'] ?? '');
    } else if (kind !== undefined) {
      this.#platform = (kind['platform'] ?? '').trim();
      this.#draft.setCapabilities(cdpCapabilities(kind['words'] ?? '', this.#platform));
    } else if (!/^\s/.test(text) && !PASSED_OVER.test(text)) this.#sink.unknown(text);
  }

  #addressFound(address: string): void {
    if (this.#inManagement) this.#draft.set('managementAddress', address);
    else if (this.#address === '') this.#address = address;
  }

  #flush(): void {
    this.#draft.set('systemName', this.#device);
    this.#draft.set('managementAddress', this.#address);
    if (this.#platform !== '') this.#draft.describe(`Platform: ${this.#platform}`);
    const row = this.#draft.row();
    if (row !== undefined) this.#sink.row(row);
    this.#draft = new NeighbourDraft('cdp', this.#portName);
    this.#device = '';
    this.#platform = '';
    this.#address = '';
    this.#inManagement = false;
    this.#inVersion = false;
  }
}
