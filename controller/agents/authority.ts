/**
 * The CA of this controller's agents, and the one that takes over from it. While two overlap, the old one serves: the
 * server shows a certificate of it, which agents that have not heard of the new one can verify. The new one issues.
 * Both are trusted. In the files the new CA is there once ca-next.crt is, and the old one has gone once ca.key is the
 * new one's: a crash in between is finished at the next start.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { WaysideError } from '../../shared/errors.ts';
import { Secret, utf8 } from '../../shared/seal/index.ts';
import type { IdentityFiles, KeyName, PublicName } from './identity-files.ts';
import { type Ca, type CaFiles, createCa, openCa, type Tools } from './pki.ts';

interface Opened {
  readonly meshId: string;
  readonly tools: Tools;
  readonly serving: Ca;
  readonly next?: Ca;
}

export class CaAuthority {
  private readonly files: IdentityFiles;
  private readonly meshId: string;
  private readonly tools: Tools;
  private cas: { readonly serving: Ca; readonly next: Ca | undefined };

  private constructor(files: IdentityFiles, about: Opened) {
    this.files = files;
    this.meshId = about.meshId;
    this.tools = about.tools;
    this.cas = { serving: about.serving, next: about.next };
  }

  /** Errors: STORE_CORRUPT, DECRYPT_FAILED, SECRET_FILE_OPEN. */
  static async open(files: IdentityFiles, meshId: string, tools: Tools): Promise<CaAuthority> {
    // A next certificate without its key would be half a rotation: the key is written first.
    if (files.has('ca-next.crt')) finishRetirement(files);
    const serving = await openCa(readCa(files, 'ca.key', 'ca.crt'));
    if (!files.has('ca-next.crt')) return new CaAuthority(files, { meshId, tools, serving });
    const next = await openCa(readCa(files, 'ca-next.key', 'ca-next.crt'));
    return new CaAuthority(files, { meshId, tools, serving, next });
  }

  /** The server's certificate comes from it; join tokens pin it. */
  get serving(): Ca {
    return this.cas.serving;
  }

  /** Agents' certificates come from it. */
  get issuing(): Ca {
    return this.cas.next ?? this.cas.serving;
  }

  /** The last one issues. */
  get trusted(): readonly Ca[] {
    const { serving, next } = this.cas;
    return next ? [serving, next] : [serving];
  }

  /** A new CA beside the present one. Errors: IN_USE, DISK_FULL. */
  async rotate(): Promise<void> {
    this.requireOne();
    const made = await createCa(this.meshId, this.tools);
    const next = await openCa(made);
    this.files.writeKey('ca-next.key', new Secret(utf8(made.keyPem.reveal())), this.tools.random);
    this.files.writeText('ca-next.crt', made.certificatePem);
    this.cas = { serving: this.cas.serving, next };
  }

  /** The new CA alone from now on. Errors: NOT_FOUND, DISK_FULL. */
  retire(): void {
    const next = this.requireNext();
    this.files.writeKey('ca.key', this.files.readKey('ca-next.key'), this.tools.random);
    takeOver(this.files);
    this.cas = { serving: next, next: undefined };
  }

  /** Error: IN_USE. */
  requireOne(): void {
    if (!this.cas.next) return;
    throw new WaysideError('IN_USE', 'two CAs overlap already', {
      hint: 'End that first: wayside ca retire',
    });
  }

  /** Error: NOT_FOUND. */
  requireNext(): Ca {
    if (this.cas.next) return this.cas.next;
    throw new WaysideError('NOT_FOUND', 'there is one CA, and nothing to retire', {
      hint: 'Make its successor first: wayside ca rotate',
    });
  }
}

/** Behind the point of no return: ca.key is that of the next CA. */
function finishRetirement(files: IdentityFiles): void {
  if (fits(files, 'ca.key', 'ca-next.crt')) takeOver(files);
}

function takeOver(files: IdentityFiles): void {
  files.writeText('ca.crt', files.readText('ca-next.crt'));
  files.remove('ca-next.crt');
  files.remove('ca-next.key');
}

function readCa(files: IdentityFiles, key: KeyName, certificate: PublicName): CaFiles {
  if (!fits(files, key, certificate)) {
    throw new WaysideError('STORE_CORRUPT', `${key} does not belong to the rest of the identity folder`, {
      hint: 'Restore the whole folder from one backup.',
    });
  }
  return { certificatePem: files.readText(certificate), keyPem: textOf(files.readKey(key)) };
}

function fits(files: IdentityFiles, key: KeyName, certificate: PublicName): boolean {
  const privateKey = createPrivateKey(textOf(files.readKey(key)).reveal());
  return new X509Certificate(files.readText(certificate)).checkPrivateKey(privateKey);
}

function textOf(bytes: Secret<Uint8Array>): Secret<string> {
  return new Secret(new TextDecoder().decode(bytes.reveal()));
}
