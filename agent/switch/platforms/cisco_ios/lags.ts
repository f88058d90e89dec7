/** `show etherchannel summary`. */
import { lagSummaryParser } from '../../parse/index.ts';
import type { Command, LagRow } from '../../platform.ts';
import { iosPortName } from './names.ts';

const NOTE = /^\s*\S{1,7}\s+-\s|^Flags:|^Number of |^Last applied |^EC - |^Group\s+Port-channel|^[-+\s]+$/;

const parser = lagSummaryParser(iosPortName, NOTE);

export const lagCommands: readonly Command<LagRow>[] = [
  { command: 'show etherchannel summary', parser, optional: true },
];
