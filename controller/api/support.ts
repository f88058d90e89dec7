/** SupportService: an archive about this controller, for those who may see everything. */
import { WaysideError } from '../../shared/errors.ts';
import type { Principal } from '../../shared/model/index.ts';
import type { ServiceHandlers } from '../../shared/transport/index.ts';
import { int64ToWire } from '../../shared/wire/index.ts';

export interface SupportApiDeps {
  /** The whole archive, as `makeBundle` makes it. */
  readonly create: (
    principal: Principal,
    options: { readonly withInventory: boolean; readonly signal: AbortSignal },
  ) => Promise<Uint8Array>;
}

/** What is sent at once. */
const PIECE_BYTES = 131_072;

export function supportHandlers({ create }: SupportApiDeps): ServiceHandlers<'SupportService'> {
  let isBusy = false;
  return {
    CreateSupportBundle: async function* ({ withInventory }, { principal, signal }) {
      if (isBusy) {
        throw new WaysideError('QUEUE_FULL', 'another support bundle is being made', {
          hint: 'Wait until it is done.',
        });
      }
      isBusy = true;
      try {
        const bytes = await create(principal, { withInventory, signal });
        const totalBytes = int64ToWire(bytes.length);
        for (let at = 0; at < bytes.length; at += PIECE_BYTES)
          yield { data: Buffer.from(bytes.subarray(at, at + PIECE_BYTES)), totalBytes };
      } finally {
        isBusy = false;
      }
    },
  };
}
