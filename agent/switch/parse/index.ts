export { isLogLine } from './clean.ts';
export { type SystemRule, systemParser } from './facts.ts';
export { type FdbDialect, fdbParser, fdbType, NO_PORT } from './fdb-table.ts';
export { joinLags, joinNeighbours, joinSystem } from './join.ts';
export { type LineReader, parserOf, type Sink } from './line-parser.ts';
export { LINE_CHARS_MAX, LineSplitter } from './line-splitter.ts';
export { capabilityWords, type DraftField, NeighbourDraft } from './neighbour.ts';
export { parseText } from './parse-text.ts';
export {
  expandPorts,
  INTERFACE_NAMES,
  isPortLike,
  type NameTable,
  portNames,
} from './port-names.ts';
export { RulerTable, type TableRow } from './ruler-table.ts';
