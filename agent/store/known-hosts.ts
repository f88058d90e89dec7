/**
 * Pinned SSH host keys. The first key of a place is pinned when a credential of the local list is for that place, and
 * never because a job says so; from then on any other key is a mismatch, of whatever type it is, until somebody at the
 * agent accepts its fingerprint.
 */
import { createHash } from 'node:crypto';
import { WaysideError } from '../../shared/errors.ts';
import {
  type HeldHostKey,
  HOST_KEY_FINGERPRINT,
  type HostKeyShown,
  placeText,
  type SshPlace,
} from '../../shared/model/index.ts';
import type { Clock } from '../../shared/runtime/index.ts';
import type { HostKeyPort, HostKeyVerdict, Target } from '../jobs/driver.ts';
import type { Db } from './db.ts';
import { translated } from './translate.ts';
import type { Vault } from './vault.ts';

/** Key type of a pin that was accepted by its fingerprint alone. */
const ACCEPTED = 'accepted';
/** Places whose refused key is remembered; the longest unheard of is forgotten first. */
export const REFUSED_KEYS_MAX = 4_096;

export interface PinnedKey {
  /** As `placeText` spells it. */
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
  /** As `HostKeyPort` has it. */
  readonly configFile?: string | undefined;
}

export class KnownHosts implements HostKeyPort {
  readonly configFile: string | undefined;
  private readonly deps: KnownHostsDeps;
  private readonly statements;
  /** By place: the key that was refused last; on disk, too, since whoever restarts the agent must not end an alarm. */
  private readonly refused = new Map<string, HostKeyShown>();

  constructor(deps: KnownHostsDeps) {
    this.deps = deps;
    this.configFile = deps.configFile;
    const columns = 'place, key_type AS keyType, fingerprint, pinned_at AS pinnedAt';
    this.statements = {
      pins: deps.db.prepare<[string], PinnedKey>(`SELECT ${columns} FROM host_keys WHERE place = ?`),
      ways: deps.db.prepare<[string, string, string], PinnedKey>(
        `SELECT ${columns} FROM host_keys WHERE place = ? OR (place > ? AND place < ?)`,
      ),
      all: deps.db.prepare<[], PinnedKey>(`SELECT ${columns} FROM host_keys ORDER BY place, key_type`),
      pin: deps.db.prepare(
        'INSERT INTO host_keys (place, key_type, fingerprint, pinned_at) VALUES (?, ?, ?, ?)',
      ),
      refusals: deps.db.prepare<[number], HostKeyShown & { place: string }>(
        'SELECT place, key_type AS keyType, fingerprint, at FROM refused_host_keys ORDER BY at LIMIT ?',
      ),
      refuse: deps.db.prepare(
        'INSERT OR REPLACE INTO refused_host_keys (place, key_type, fingerprint, at) VALUES (?, ?, ?, ?)',
      ),
      absolve: deps.db.prepare('DELETE FROM refused_host_keys WHERE place = ?'),
      forget: deps.db.prepare('DELETE FROM host_keys WHERE place = ?'),
    };
    for (const { place, ...shown } of translated(() => this.statements.refusals.all(REFUSED_KEYS_MAX)))
      this.refused.set(place, shown);
  }

  /** `key` is the raw SSH blob. A first pin is on disk when this returns. */
  check(target: Target, keyType: string, key: Uint8Array): HostKeyVerdict {
    const place = placeText(target);
    const print = hostKeyFingerprint(key);
    const verdict = this.judge(target, { place, keyType, print });
    if (verdict === 'known' || verdict === 'pinned-now') this.absolve(place);
    else this.refuse(place, { keyType, fingerprint: print, at: this.deps.clock.now() });
    return verdict;
  }

  private judge(
    target: Target,
    { place, keyType, print }: { readonly place: string; readonly keyType: string; readonly print: string },
  ): HostKeyVerdict {
    return translated(() => {
      const pins = this.statements.pins.all(place);
      if (pins.some(({ fingerprint }) => fingerprint === print)) return 'known';
      // Another type is no excuse: else whoever sits in between would offer one that was never pinned.
      if (pins.length > 0) return 'mismatch';
      if (!this.mayPin(target, place)) return 'not-listed';
      this.statements.pin.run(place, keyType, print, this.deps.clock.now());
      return 'pinned-now';
    });
  }

  /**
   * The way to a device is the job's word: by another one, an address that is known would be whatever is there. So one
   * that is pinned by some way is pinned by a jump host only when the credential lists that host, too.
   */
  private mayPin(target: Target, place: string): boolean {
    const { vault } = this.deps;
    if (!vault.lists(target.credential, target)) return false;
    if (!target.jump || vault.lists(target.credential, target.jump)) return true;
    const own = placeText({ address: target.address, port: target.port });
    return this.statements.ways
      .all(own, `${own} by `, `${own} by \uffff`)
      .every((pin) => pin.place === place);
  }

  private refuse(place: string, shown: HostKeyShown): void {
    const isNew = this.refused.get(place)?.fingerprint !== shown.fingerprint;
    this.refused.delete(place);
    this.refused.set(place, shown);
    const { keyType, fingerprint, at } = shown;
    if (isNew) translated(() => this.statements.refuse.run(place, keyType, fingerprint, at));
    const [oldest] = this.refused.keys();
    if (this.refused.size > REFUSED_KEYS_MAX && oldest !== undefined) this.absolve(oldest);
  }

  private absolve(place: string): void {
    if (this.refused.delete(place)) translated(() => this.statements.absolve.run(place));
  }

  /** Pinned and refused keys by place; of one place, or of all. */
  held(of?: SshPlace): readonly HeldHostKey[] {
    const wanted = of && placeText(of);
    const pins = wanted === undefined ? this.list() : translated(() => this.statements.pins.all(wanted));
    const byPlace = new Map(
      pins.map(({ place, keyType, fingerprint, pinnedAt }) => [
        place,
        { keyType, fingerprint, at: pinnedAt },
      ]),
    );
    const refused = [...this.refused.keys()].filter((place) => wanted === undefined || place === wanted);
    return [...new Set([...byPlace.keys(), ...refused])].toSorted().map((place) => {
      return { place, pinned: byPlace.get(place), offered: this.refused.get(place) };
    });
  }

  /** Puts one fingerprint in place of all that was pinned there. Error: INVALID_INPUT. */
  accept(place: SshPlace, print: string): void {
    if (!HOST_KEY_FINGERPRINT.test(print)) {
      throw new WaysideError('INVALID_INPUT', 'the fingerprint must be SHA256: and 43 characters of base64', {
        hint: 'Read it at the device itself, not over the network that shows the mismatch.',
        violations: [{ field: 'fingerprint', message: 'is not of the form SHA256:…' }],
      });
    }
    translated(() =>
      this.deps.db.transaction(() => {
        this.statements.forget.run(placeText(place));
        this.statements.pin.run(placeText(place), ACCEPTED, print, this.deps.clock.now());
      })(),
    );
    this.absolve(placeText(place));
  }

  /** The next connection pins anew. */
  forget(place: SshPlace): boolean {
    return translated(() => this.statements.forget.run(placeText(place)).changes > 0);
  }

  list(): readonly PinnedKey[] {
    return translated(() => this.statements.all.all());
  }
}

/** `SHA256:` and unpadded base64, as OpenSSH shows it. */
export function hostKeyFingerprint(key: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}
