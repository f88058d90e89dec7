/**
 * A key from a passphrase: argon2id, in a thread that ends with its answer, so that the 64 MiB it takes are given back
 * and nothing else waits for it.
 */
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { WaysideError } from '../errors.ts';
import type { Random } from '../runtime/index.ts';
import { Secret } from './secret.ts';

const SALT_BYTES = 16;
const KEY_BYTES = 32;
const PASSES_MAX = 64;
const MEMORY_MIN_BYTES = 8192;
const MEMORY_MAX_BYTES = 1_073_741_824;
export const PASSPHRASE_MIN_CHARS = 12;
export const PASSPHRASE_MAX_CHARS = 1024;

/** How a key was made; kept in the clear beside what it seals, so that the cost may grow later. */
export interface PassphraseCost {
  readonly passes: number;
  readonly memoryBytes: number;
}

export interface PassphraseSettings extends PassphraseCost {
  /** 16 bytes. */
  readonly salt: Uint8Array;
}

export const PASSPHRASE_COST: PassphraseCost = { passes: 3, memoryBytes: 67_108_864 };

/** Text, because it must start from the sources and from the built files alike. */
const PROGRAM = `
const { parentPort, workerData: data } = require('node:worker_threads');
const sodium = require(data.sodium);
sodium.ready.then(() => {
  const { passphrase, salt, passes, memoryBytes, keyBytes } = data;
  const algorithm = sodium.crypto_pwhash_ALG_ARGON2ID13;
  parentPort.postMessage(sodium.crypto_pwhash(keyBytes, passphrase, salt, passes, memoryBytes, algorithm));
});
`;

export function newPassphraseSettings(
  random: Random,
  cost: PassphraseCost = PASSPHRASE_COST,
): PassphraseSettings {
  return { ...cost, salt: random.bytes(SALT_BYTES) };
}

/** Whether a file may ask for this: a damaged one must not take all memory of the host. */
export function isPassphraseSettings({ salt, passes, memoryBytes }: PassphraseSettings): boolean {
  const within = (value: number, min: number, max: number): boolean =>
    Number.isSafeInteger(value) && value >= min && value <= max;
  return (
    salt.byteLength === SALT_BYTES &&
    within(passes, 1, PASSES_MAX) &&
    within(memoryBytes, MEMORY_MIN_BYTES, MEMORY_MAX_BYTES)
  );
}

/** One line of text, as it was typed or stands in a file. Error: INVALID_INPUT. */
export function parsePassphrase(text: string, where: string): Secret<string> {
  // The same letters in one spelling, whatever keyboard they come from.
  const passphrase = text.replace(/\r?\n$/, '').normalize('NFC');
  if (/[\r\n]/.test(passphrase))
    throw new WaysideError('INVALID_INPUT', `${where} must hold the passphrase in one line`);
  if (passphrase.length < PASSPHRASE_MIN_CHARS || passphrase.length > PASSPHRASE_MAX_CHARS) {
    throw new WaysideError(
      'INVALID_INPUT',
      `${where} must have ${PASSPHRASE_MIN_CHARS} to ${PASSPHRASE_MAX_CHARS} characters, not ${passphrase.length}`,
      { hint: 'Six random words make a good one.' },
    );
  }
  return new Secret(passphrase);
}

/** 32 bytes; takes about half a second at the usual cost. Error: INTERNAL when the host has not the memory. */
export function derivePassphraseKey(
  passphrase: Secret<string>,
  settings: PassphraseSettings,
): Promise<Secret<Uint8Array>> {
  const sodium = createRequire(import.meta.url).resolve('libsodium-wrappers-sumo');
  const workerData = { ...settings, sodium, passphrase: passphrase.reveal(), keyBytes: KEY_BYTES };
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void =>
      reject(new WaysideError('INTERNAL', `the passphrase could not be turned into a key: ${reason}`));
    // No variables and no arguments of ours: the thread needs none.
    const worker = new Worker(PROGRAM, { eval: true, workerData, env: {}, argv: [], name: 'passphrase' });
    worker.once('message', (key: Uint8Array) => resolve(new Secret(key)));
    worker.once('error', (error) => fail(error.message));
    worker.once('exit', () => fail('its thread ended'));
  });
}
