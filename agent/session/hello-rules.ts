/** The hello rules: when the controller must be told everything anew, under a new outbox. Pure. */
import { WaysideError } from '../../shared/errors.ts';
import type { Position } from '../../shared/wire/index.ts';
import type { KnownController, Outbox } from '../store/index.ts';

/** Who is behind is not the home of the site any more. Error: STALE_EPOCH. */
export function requireEpoch(position: Position, known: KnownController | undefined): void {
  if (!known || position.epoch >= known.epoch) return;
  throw new WaysideError(
    'STALE_EPOCH',
    `the controller is at epoch ${position.epoch}, the site was at ${known.epoch}`,
  );
}

/** Why a full snapshot must be sent; `undefined`: the outbox goes on where it was. */
export function restartReason(
  position: Position,
  known: KnownController | undefined,
  outbox: Pick<Outbox, 'id' | 'acknowledgedSeq' | 'sentSeq' | 'dropped'>,
): string | undefined {
  if (outbox.dropped.length > 0) return 'deltas were dropped';
  if (known && known.incarnation !== position.incarnation) return 'the controller has a new incarnation';
  if (known && known.epoch !== position.epoch) return 'the site has a new epoch';
  // Ours may be one that was given up since, in a store that is an older copy.
  if (position.outboxId !== undefined && position.outboxId !== outbox.id)
    return 'the controller holds another outbox';
  const heldSeq = position.outboxId === undefined ? 0 : position.seq;
  if (heldSeq < outbox.acknowledgedSeq) return 'the controller lost what it had acknowledged';
  if (heldSeq > outbox.sentSeq) return 'the controller holds what this agent does not know to have sent';
  return undefined;
}
