/**
 * Pinned SSH host keys. The first key of a place is pinned when a credential of the local list is for that place, and
 * never because a job says so; from then on any other key is a mismatch, of whatever type it is, until somebody at the
 * agent accepts its fingerprint.
 */
import { createHash } from 'node:crypto';
import { WaysideError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/runtime/index.ts';
import type { Place } from '../../shared/seal/index.ts';
import type { HostKeyPort, HostKeyVerdict, Target } from '../jobs/driver.ts';
import type { Db } from './db.ts';
import { translated } from './translate.ts';
import type { Vault } from './vault.ts';

const FINGERPRINT = /^SHA256:[A-Za-z0-9+/]{43}$/;
/** Key type of a pin that was accepted by its fingerprint alone. */
const ACCEPTED = 'accepted';

export interface PinnedKey {
  /** `address:port`, the address in brackets when it is IPv6. */
  readonly place: string;
  /** `ssh-ed25519`, …, or `accepted`. */
  readonly keyType: string;
  /** As `ssh-keygen -l` prints it: `SHA256:…`. */
  readonly fingerprint: string;
  /** Epoch milliseconds. */
  readonly pinnedAt: number;
}

export interface KnownHostsDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly vault: Pick<Vault, 'lists'>;
}

export class KnownHosts implements HostKeyPort {
  private readonly deps: KnownHostsDeps;
  private readonly statements;

  constructor(deps: KnownHostsDeps) {
    this.deps = deps;
    const columns = 'place, key_type AS keyType, fingerprint, pinned_at AS pinnedAt';
    this.statements = {
      pins: deps.db.prepare<[string], PinnedKey>(`SELECT ${columns} FROM host_keys WHERE place = ?`),
      all: deps.db.prepare<[], PinnedKey>(`SELECT ${columns} FROM host_keys ORDER BY place, key_type`),
      pin: deps.db.prepare(
        'INSERT INTO host_keys (place, key_type, fingerprint, pinned_at) VALUES (?, ?, ?, ?)',
      ),
      forget: deps.db.prepare('DELETE FROM host_keys WHERE place = ?'),
    };
  }

  /** `key` is the raw SSH blob. A first pin is on disk when this returns. */
  check(target: Target, keyType: string, key: Uint8Array): HostKeyVerdict {
    const place = placeOf(target);
    const print = hostKeyFingerprint(key);
    return translated(() => {
      const pins = this.statements.pins.all(place);
      if (pins.some(({ fingerprint }) => fingerprint === print)) return 'known';
      // Another type is no excuse: else whoever sits in between would offer one that was never pinned.
      if (pins.length > 0) return 'mismatch';
      if (!this.deps.vault.lists(target.credential, target)) return 'not-listed';
      this.statements.pin.run(place, keyType, print, this.deps.clock.now());
      return 'pinned-now';
    });
  }

  /** Puts one fingerprint in place of all that was pinned there. Error: INVALID_INPUT. */
  accept(place: Place, print: string): void {
    if (!FINGERPRINT.test(print)) {
      throw new WaysideError('INVALID_INPUT', 'the fingerprint must be SHA256: and 43 characters of base64', {
        hint: 'Read it at the device itself, not over the network that shows the mismatch.',
        violations: [{ field: 'fingerprint', message: 'is not of the form SHA256:…' }],
      });
    }
    translated(() =>
      this.deps.db.transaction(() => {
        this.statements.forget.run(placeOf(place));
        this.statements.pin.run(placeOf(place), ACCEPTED, print, this.deps.clock.now());
      })(),
    );
  }

  /** The next connection pins anew. */
  forget(place: Place): boolean {
    return translated(() => this.statements.forget.run(placeOf(place)).changes > 0);
  }

  list(): readonly PinnedKey[] {
    return translated(() => this.statements.all.all());
  }
}

/** `SHA256:` and unpadded base64, as OpenSSH shows it. */
export function hostKeyFingerprint(key: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

function placeOf({ address, port }: Place): string {
  const host = address.toLowerCase();
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
