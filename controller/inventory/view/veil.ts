/**
 * Names that stand for what may not be named: the alias of a switch, and page tokens that cannot be read. Both come
 * from a key of this store, so they stay the same over restarts and nobody can make them from a guessed name.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { base32, formatRef, type RecordRef } from '../../../shared/model/index.ts';
import type { Random } from '../../../shared/runtime/index.ts';
import type { Store } from '../../store/index.ts';

const KEY_NAME = 'view.key';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const ALIAS_BYTES = 5;
const CIPHER = 'aes-256-gcm';

export class Veil {
  private readonly key: Buffer;
  private readonly ivKey: Buffer;

  constructor(secret: Uint8Array) {
    this.key = derive(secret, 'page');
    this.ivKey = derive(secret, 'alias');
  }

  /** The key lies in the store; the first start makes it. */
  static open(store: Store, random: Random): Veil {
    const known = store.meta.get(KEY_NAME);
    if (known !== undefined) return new Veil(Buffer.from(known, 'base64url'));
    const secret = random.bytes(KEY_BYTES);
    store.write(() => store.meta.set(KEY_NAME, Buffer.from(secret).toString('base64url')));
    return new Veil(secret);
  }

  /** Eight letters and digits, always the same for the same switch. */
  alias(ref: RecordRef): string {
    return base32(this.mac(`switch:${formatRef(ref)}`).subarray(0, ALIAS_BYTES));
  }

  /** The same text gives the same cover: what is listed twice has the same tokens. */
  cover(text: string): string {
    const iv = this.mac(`page:${text}`).subarray(0, IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.key, iv);
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
  }

  /** `undefined`: not a cover that this store made. */
  uncover(covered: string): string | undefined {
    const bytes = Buffer.from(covered, 'base64url');
    if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
    const decipher = createDecipheriv(CIPHER, this.key, bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    try {
      return Buffer.concat([
        decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)),
        decipher.final(),
      ]).toString();
    } catch {
      // Its tag does not fit: it was made up, or comes from another controller.
      return undefined;
    }
  }

  private mac(text: string): Buffer {
    return createHmac('sha256', this.ivKey).update(text).digest();
  }
}

function derive(secret: Uint8Array, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `wayside/view/${use}`, KEY_BYTES));
}
