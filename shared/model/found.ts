/** What `find` gives. */
import type { RecordView } from './record.ts';

/** How well a record matches, best first. */
export const matchRanks = ['exact', 'prefix', 'word', 'inside'] as const;
export type MatchRank = (typeof matchRanks)[number];

export interface FoundRecord {
  readonly record: RecordView;
  readonly rank: MatchRank;
  /** The field that has the text; `id` where it is the record's id. */
  readonly field: string;
  readonly value: string;
  /** Of what a switch shows: the name of that switch; otherwise empty. */
  readonly switchName: string;
  /** Of what agents see and saw last time: when its source was last read to its end. */
  readonly lastSeenAtMs: number | undefined;
}
