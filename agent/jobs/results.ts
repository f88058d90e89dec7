/** The results of an attempt's targets, in the order of their end, bounded so that they fit into one message and one answer. */
import { WaysideError } from '../../shared/errors.ts';
import type { Failure, TargetResult } from '../../shared/model/index.ts';

/** All results of an attempt, as JSON. */
export const RESULTS_BYTES_MAX = 2_097_152;
/** Characters of an error message that travel; fewer once the bound is reached. */
const MESSAGE_CHARS_MAX = 1000;
const MESSAGE_CHARS_MIN = 100;

export class ResultList {
  private readonly list: TargetResult[] = [];
  private unreported: TargetResult[] = [];
  private sizeBytes = 0;

  get all(): readonly TargetResult[] {
    return this.list;
  }

  add(result: TargetResult): void {
    const bytes = Buffer.byteLength(JSON.stringify(result));
    const fits = this.sizeBytes + bytes <= RESULTS_BYTES_MAX;
    const kept = fits ? result : shortened(result);
    if (fits) this.sizeBytes += bytes;
    this.list.push(kept);
    this.unreported.push(kept);
  }

  /** Those that were added since the last call. */
  takeNew(): readonly TargetResult[] {
    const { unreported } = this;
    this.unreported = [];
    return unreported;
  }
}

function shortened(result: TargetResult): TargetResult {
  const error: Failure = result.error ?? {
    code: 'OUTPUT_TOO_LARGE',
    message: `the results of the job are over ${RESULTS_BYTES_MAX} bytes`,
    hint: 'Name fewer targets in one job.',
  };
  return { ...result, data: null, error: { ...error, message: error.message.slice(0, MESSAGE_CHARS_MIN) } };
}

export function toFailure(error: unknown): Failure {
  const { code, message, hint } = WaysideError.from(error);
  return { code, message: message.slice(0, MESSAGE_CHARS_MAX), hint };
}
