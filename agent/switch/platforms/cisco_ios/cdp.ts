import { cdpDetailParser, cdpSummaryParser } from '../../parse/index.ts';
import type { LineParser, NeighbourRow } from '../../platform.ts';
import { iosPortName } from './names.ts';

export const cdpDetail: () => LineParser<NeighbourRow> = cdpDetailParser(iosPortName);
export const cdpSummary: () => LineParser<NeighbourRow> = cdpSummaryParser(iosPortName);
