export { type ArpDialect, arpParser } from './arp-table.ts';
export { type BlockDialect, blockParser, capabilitiesIn } from './block-neighbours.ts';
export { cdpCapabilities, cdpDetailParser } from './cdp-detail.ts';
export { cdpSummaryParser } from './cdp-summary.ts';
export { beforeLog, isLogLine } from './clean.ts';
export { ciscoTextProblem, interfaceRanges } from './cli-write.ts';
export { cpuParser } from './cpu-lines.ts';
export { descriptionParser } from './description-table.ts';
export { type TextRules, textProblemOf } from './description-text.ts';
export { type SystemRule, systemParser } from './facts.ts';
export { type FdbDialect, fdbParser, fdbType, NO_PORT } from './fdb-table.ts';
export { type ConfigDialect, configParser } from './interface-config.ts';
export { interfacePagesParser } from './interface-pages.ts';
export { inventoryParser } from './inventory.ts';
export { joinConfigs, joinLags, joinNeighbours, joinSystem, joinVlanNames } from './join.ts';
export {
  type Json,
  type JsonReader,
  jsonEntries,
  jsonFind,
  jsonObject,
  jsonObjects,
  jsonParser,
  jsonQuote,
  jsonText,
  jsonTold,
  vlanId,
} from './json.ts';
export { lagSummaryParser } from './lag-summary.ts';
export { type LineReader, parserOf, type Sink } from './line-parser.ts';
export { LINE_CHARS_MAX, LineSplitter } from './line-splitter.ts';
export { modulesParser } from './modules.ts';
export { capabilityWords, type DraftField, NeighbourDraft } from './neighbour.ts';
export { parseText } from './parse-text.ts';
export { portConfigParser } from './port-config.ts';
export {
  expandPorts,
  INTERFACE_NAMES,
  isPortLike,
  isPseudoPort,
  type NameTable,
  portNames,
} from './port-names.ts';
export { type PortSpan, portSpans } from './port-spans.ts';
export { RulerTable, type TableRow } from './ruler-table.ts';
export { SECTION_LINES_MAX, type Section, SectionReader } from './sections.ts';
export {
  duplexWord,
  speedMbps,
  statusIsUp,
  statusParser,
  statusVlan,
  statusWord,
} from './status-table.ts';
export { switchportParser, switchportRow } from './switchport.ts';
export { switchportPages } from './switchport-pages.ts';
export { vlanNumbers, vlanText } from './vlan-list.ts';
