/**
 * Credentials that were typed centrally. The controller brings them sealed to this agent, and is not trusted with more
 * than bringing them: it may withhold one, and that is all. Who they are for, how old they are and where they may be
 * sent is read inside the seal and judged here, by the host's own list (`credentials.targets`).
 *
 * The last version of each name stays known after the credential is gone, so that an old order never brings it back.
 * An order that comes again, because the answer was lost, is done again: it is known by its hash.
 */
import { WaysideError } from '../../shared/errors.ts';
import { agentCommand, CREDENTIAL_TARGETS_TOLD_MAX, type HeldCredential } from '../../shared/model/index.ts';
import type { Clock } from '../../shared/runtime/index.ts';
import {
  CREDENTIAL_VERSION_MAX,
  CREDENTIAL_VERSION_STEP_MAX,
  type CredentialOrder,
  isCredentialName,
  ORDER_LIFETIME_MS,
  openOrder,
  type SealingKeys,
  sha256,
  someCover,
  toHex,
} from '../../shared/seal/index.ts';
import type { CredentialLabel } from '../../shared/wire/index.ts';
import type { Db } from './db.ts';
import { translated } from './translate.ts';
import type { Vault } from './vault.ts';

/** Names whose last version is kept in mind. */
export const ORDERED_NAMES_MAX = 10_000;

/** So much may the clock of whoever typed it be ahead of ours. */
export const ORDER_AHEAD_MAX_MS = 3_600_000;

export interface CredentialOrdersDeps {
  readonly db: Db;
  readonly vault: Pick<Vault, 'setCentral' | 'remove' | 'info' | 'look' | 'mark'>;
  readonly clock: Clock;
  readonly agentId: string;
  /** By number. */
  readonly keys: ReadonlyMap<number, SealingKeys>;
  /** `credentials.targets` of the configuration. */
  readonly allowed: readonly string[];
  /** As for the vault. */
  readonly configFile?: string | undefined;
}

export interface OrderEnd {
  /** Of a credential that opened; else empty. */
  readonly name: string;
  /** Highest version of that name that was seen; 0: the order did not open. */
  readonly seenVersion: number;
  /** `undefined`: it is done, and on disk. */
  readonly error: WaysideError | undefined;
  /** What the seal says that it is for; `undefined`: it did not open, or holds no name. */
  readonly said?: CredentialLabel | undefined;
}

interface Seen {
  readonly version: number;
  readonly hash: string;
}

export class CredentialOrders {
  private readonly deps: CredentialOrdersDeps;
  private readonly statements;

  constructor(deps: CredentialOrdersDeps) {
    this.deps = deps;
    const { db } = deps;
    this.statements = {
      seen: db.prepare<[string], Seen>('SELECT version, hash FROM credential_orders WHERE name = ?'),
      count: db.prepare<[], number>('SELECT count(*) FROM credential_orders').pluck(),
      note: db.prepare(
        `INSERT INTO credential_orders (name, version, hash) VALUES (?, ?, ?)
          ON CONFLICT (name) DO UPDATE SET version = excluded.version, hash = excluded.hash`,
      ),
    };
  }

  /**
   * `told`: what the controller says that it is, to people and in its audit trail; `undefined` of an older one. Never
   * throws: whatever is wrong is told to whoever sent it.
   */
  take(sealed: Uint8Array, told?: CredentialLabel): OrderEnd {
    let name = '';
    let said: CredentialLabel | undefined;
    try {
      const order = openOrder(sealed, this.deps.keys);
      said = labelOf(order);
      this.requireAddressed(order);
      if (told) requireAsTold(labelOf(order), told);
      name = order.name;
      this.carryOut(order, toHex(sha256(sealed)));
      return { name, seenVersion: order.version, error: undefined, said };
    } catch (thrown) {
      return { name, seenVersion: this.toldVersion(name), error: WaysideError.from(thrown), said };
    }
  }

  /** For whoever seals the next one; a vault that cannot be read now is what the error says already. */
  private toldVersion(name: string): number {
    try {
      return name === '' ? 0 : this.seenVersion(name);
    } catch {
      return 0;
    }
  }

  /** What may be told of all that is held. Errors: those of the vault. */
  held(): readonly HeldCredential[] {
    return this.deps.vault.look().credentials.map(({ name, version, targets, isCentral }) => ({
      ...{ name, version, isCentral, targetCount: targets.length },
      targets: targets.slice(0, CREDENTIAL_TARGETS_TOLD_MAX),
    }));
  }

  /** Another one after each change of what is held. */
  get mark(): string {
    return this.deps.vault.mark;
  }

  private carryOut(order: CredentialOrder, hash: string): void {
    const { vault } = this.deps;
    const { name, version, targets, secret } = order;
    const seen = translated(() => this.statements.seen.get(name));
    const isRepeat = seen?.version === version && seen.hash === hash;
    this.requireAllowed(order);
    this.requireNewer(order, isRepeat);
    this.note(name, { version, hash }, seen === undefined);
    if (secret) {
      vault.setCentral(name, secret.reveal(), { targets, version });
    } else if (!vault.remove(name) && !isRepeat) {
      throw new WaysideError('CREDENTIAL_MISSING', `this agent holds no credential named ${name}`);
    }
  }

  private requireAddressed({ agent, name, expiresAt }: CredentialOrder): void {
    const { agentId, clock } = this.deps;
    if (agent !== agentId) {
      throw refused('the credential was sealed for another agent', {
        hint: 'Whoever brought it here mixed it up, or tried to.',
        reason: 'agent',
      });
    }
    if (!isCredentialName(name)) {
      const message = 'must be 1 to 63 lower-case letters, digits, dots, hyphens and underscores';
      throw new WaysideError('INVALID_INPUT', `name ${message}`, {
        violations: [{ field: 'name', message }],
      });
    }
    const leftMs = expiresAt - clock.now();
    if (leftMs > ORDER_LIFETIME_MS + ORDER_AHEAD_MAX_MS) {
      throw refused(`what was sealed for ${name} lasts for longer than seven days from now`, {
        hint: 'Compare the clocks of the host of the agent and of the one where it was typed, and set it again.',
        reason: 'lasting',
      });
    }
    if (leftMs > 0) return;
    throw refused(`what was sealed for ${name} ended at ${new Date(expiresAt).toISOString()}`, {
      hint: 'Set it again; and compare the clocks of this host and of the one where it was typed.',
      reason: 'expired',
    });
  }

  /** What is held now is protected too: a controller must not take away what only this host may give. */
  private requireAllowed({ name, targets }: CredentialOrder): void {
    const { allowed, vault } = this.deps;
    if (allowed.length === 0) {
      throw refused('the host of this agent takes no credentials that were typed centrally', {
        hint: `On that host add credentials.targets to agent.yaml and restart the agent, or set it there: ${this.setCommand(name)}`,
        reason: 'targets',
      });
    }
    const foreign = targets.filter((target) => !someCover(allowed, target));
    if (foreign.length > 0) {
      throw refused(
        `credentials.targets of the host does not allow ${foreign.slice(0, 5).join(', ').slice(0, 300)}`,
        {
          hint: 'Leave these targets out, or widen credentials.targets in agent.yaml on that host.',
          reason: 'targets',
        },
      );
    }
    const held = vault.info(name);
    if (!held || held.isCentral || held.targets.every((target) => someCover(allowed, target))) return;
    throw refused(`${name} was set on the host, for targets that credentials.targets does not allow`, {
      hint: `Change it there: ${this.setCommand(name)}; or take another name.`,
      reason: 'local',
    });
  }

  private requireNewer({ name, version }: CredentialOrder, isRepeat: boolean): void {
    const seen = this.seenVersion(name);
    if (isRepeat && version === seen) return;
    if (seen >= CREDENTIAL_VERSION_MAX) {
      throw refused(`no version is left for ${name}: the agent has seen ${seen}`, {
        hint: `Take another name; or set it on the host of the agent: ${this.setCommand(name)}`,
        reason: 'version',
      });
    }
    if (version > seen + CREDENTIAL_VERSION_STEP_MAX) {
      throw refused(
        `version ${version} of ${name} is too far ahead of version ${seen}, the last that the agent has seen`,
        {
          hint: `Set it again: the command line then takes a version that fits. At most ${CREDENTIAL_VERSION_STEP_MAX} may be left out, or one order would use up all there are.`,
          reason: 'version',
        },
      );
    }
    if (version > seen) return;
    throw refused(
      `version ${version} of ${name} is no newer than version ${seen}, which the agent has seen`,
      {
        hint: 'Set it again. Should that end the same way, somebody on the way sends old ones.',
        reason: 'version',
      },
    );
  }

  private setCommand(name: string): string {
    return agentCommand(`credential set ${name} --username … --targets …`, this.deps.configFile);
  }

  private seenVersion(name: string): number {
    const ordered = translated(() => this.statements.seen.get(name))?.version ?? 0;
    return Math.max(ordered, this.deps.vault.info(name)?.version ?? 0);
  }

  /** Before anything is done: a crash in between is mended by the same order, which comes again. */
  private note(name: string, { version, hash }: Seen, isNew: boolean): void {
    translated(() => {
      if (isNew && (this.statements.count.get() ?? 0) >= ORDERED_NAMES_MAX) {
        throw refused(`the agent keeps the versions of ${ORDERED_NAMES_MAX} names already`, {
          hint: 'Take a name that was used before.',
          reason: 'names',
        });
      }
      this.statements.note.run(name, version, hash);
    });
  }
}

function labelOf({ name, version, secret }: CredentialOrder): CredentialLabel | undefined {
  return isCredentialName(name) ? { name, version, isRemoval: secret === undefined } : undefined;
}

/** Else people would read of one credential, and another one would be changed. */
function requireAsTold(said: CredentialLabel | undefined, told: CredentialLabel): void {
  if (said?.name === told.name && said.version === told.version && said.isRemoval === told.isRemoval) return;
  throw refused(
    `its seal says "${said ? words(said) : 'something else'}", and its controller "${words(told)}"`,
    {
      hint: 'Nothing was changed. Set it again with wayside credential set. Should that end the same way, somebody on the way mixes them up.',
      reason: 'told',
    },
  );
}

function words({ name, version, isRemoval }: CredentialLabel): string {
  return `${isRemoval ? 'remove' : 'set'} ${name.slice(0, 63)}, version ${version}`;
}

function refused(
  message: string,
  { hint, reason }: { readonly hint: string; readonly reason: string },
): WaysideError {
  return new WaysideError('CREDENTIAL_REFUSED', message, { hint, details: { reason } });
}
