import { capabilityWords, type LineReader, NeighbourDraft, parserOf, type Sink } from '../../parse/index.ts';
import type { LineParser, NeighbourRow } from '../../platform.ts';
import { iosPortName } from './names.ts';

/** `show cdp neighbors detail`: one block per neighbour, begun by `Device ID`. */
export const cdpDetail: () => LineParser<NeighbourRow> = parserOf((sink) => new CdpReader(sink));

const RULE = /^-{5,}$/;
const PASSED_OVER =
  /^(?:Entry address|Interface address|Holdtime|advertisement version|Protocol Hello|VTP Management Domain|Native VLAN|Duplex|Power (?:drawn|request|Available)|Management address|Mgmt address|Voice VLAN|VLAN ID|Unidirectional|Physical Location|MTU|SysName|System Name|SysObjectID|Spare Pair|Second Port Status|Total cdp entries|Peer Source MAC|Advertisement)/i;
/** CDP has no word for an access point; the platform tells. */
const ACCESS_POINT = /\bAIR-|\bAironet|\bC?W?91\d\d(?:AX|I|E|D)|\bIW\d{4}/i;

class CdpReader implements LineReader {
  readonly #sink: Sink<NeighbourRow>;
  #draft = new NeighbourDraft('cdp', iosPortName);
  #platform = '';
  #inVersion = false;

  constructor(sink: Sink<NeighbourRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const device = /^Device ID\s*:\s*(.*)$/.exec(text)?.[1];
    if (device !== undefined) {
      this.#flush();
      this.#draft.set('systemName', device);
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
    const address = /^\s+IP(?:v[46])? address: (\S+)/i.exec(text)?.[1];
    const ports = /^Interface: (?<port>[^,]+),\s+Port ID \(outgoing port\): (?<remote>.*)$/.exec(
      text,
    )?.groups;
    const kind = /^Platform: (?<platform>.*?),\s+Capabilities: ?(?<words>.*)$/.exec(text)?.groups;
    if (address !== undefined) this.#draft.set('managementAddress', address);
    else if (ports !== undefined) {
      this.#draft.set('port', ports['port'] ?? '');
      this.#draft.set('remotePort', ports['remote'] ?? '');
    } else if (kind !== undefined) {
      this.#platform = (kind['platform'] ?? '').trim();
      this.#capabilities(kind['words'] ?? '');
    } else if (!/^\s/.test(text) && !PASSED_OVER.test(text)) this.#sink.unknown(text);
  }

  #capabilities(words: string): void {
    const found = capabilityWords(
      words.match(/Two-port Mac Relay|Remotely-Managed Device|CVTA phone port|[A-Za-z-]+/gi) ?? [],
    );
    this.#draft.setCapabilities(ACCESS_POINT.test(this.#platform) ? [...found, 'wlan'] : found);
  }

  #flush(): void {
    if (this.#platform !== '') this.#draft.describe(`Platform: ${this.#platform}`);
    const row = this.#draft.row();
    if (row !== undefined) this.#sink.row(row);
    this.#draft = new NeighbourDraft('cdp', iosPortName);
    this.#platform = '';
    this.#inVersion = false;
  }
}
