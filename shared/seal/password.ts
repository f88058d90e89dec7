/**
 * Passwords of people: argon2id, which is slow and wants 64 MiB by design, so it runs in a thread of its own, one after
 * the other, behind a line that is bounded. The text it gives holds salt and parameters: they may grow later, and
 * `needsRehash` then says so.
 */
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { WaysideError } from '../errors.ts';
import { Limiter } from '../runtime/index.ts';
import type { Secret } from './secret.ts';

/** The cost of one check; libsodium's limits for interactive use. */
export interface PasswordCost {
  readonly passes: number;
  readonly memoryBytes: number;
}

export const PASSWORD_COST: PasswordCost = { passes: 2, memoryBytes: 67_108_864 };

/** Checks that may wait; one more is refused with QUEUE_FULL. */
export const PASSWORD_QUEUE_MAX = 64;

/** Of the text: 16 bytes of salt and 32 of hash, base64 without padding. */
const SALT_CHARS = 22;
const HASH_CHARS = 43;

/**
 * The thread's program. It is text because it must start from the sources and from the built files alike, and Node 20
 * loads no TypeScript in a thread.
 */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
const sodium = require(workerData.sodium);
parentPort.on('message', async ({ id, hash, password, passes, memoryBytes }) => {
  try {
    await sodium.ready;
    const answer = hash === undefined
      ? sodium.crypto_pwhash_str(password, passes, memoryBytes)
      : sodium.crypto_pwhash_str_verify(hash, password);
    parentPort.postMessage({ id, answer });
  } catch (error) {
    parentPort.postMessage({ id, failure: String(error) });
  }
});
`;

interface Question {
  readonly hash?: string;
  readonly password: string;
}

interface Answer {
  readonly id: number;
  readonly answer?: string | boolean;
  readonly failure?: string;
}

interface Waiting {
  readonly resolve: (answer: string | boolean) => void;
  readonly reject: (error: WaysideError) => void;
}

/** The thread starts with the first question, and anew after it died. */
export class PasswordHasher {
  private readonly cost: PasswordCost;
  private readonly line = new Limiter({ name: 'password checks', max: 1, waitingMax: PASSWORD_QUEUE_MAX });
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private worker: Worker | undefined;

  constructor(cost: PasswordCost = PASSWORD_COST) {
    this.cost = cost;
  }

  /** A hash that no password has, and that costs as much to check: for names that are not there. */
  get decoy(): string {
    return `${this.prefix}${'A'.repeat(SALT_CHARS)}$${'A'.repeat(HASH_CHARS)}`;
  }

  /** `$argon2id$v=19$m=…,t=…,p=1$salt$hash`. Errors: QUEUE_FULL, SHUTTING_DOWN. */
  async hash(password: Secret<string>): Promise<string> {
    return String(await this.ask({ password: password.reveal() }));
  }

  /** Takes as long for a wrong password as for the right one. Errors: QUEUE_FULL, SHUTTING_DOWN. */
  async verify(hash: string, password: Secret<string>): Promise<boolean> {
    return (await this.ask({ hash, password: password.reveal() })) === true;
  }

  /** Whether the hash was made with other parameters than new ones are. */
  needsRehash(hash: string): boolean {
    return !hash.startsWith(this.prefix);
  }

  private get prefix(): string {
    const { passes, memoryBytes } = this.cost;
    return `$argon2id$v=19$m=${memoryBytes / 1024},t=${passes},p=1$`;
  }

  async stop(): Promise<void> {
    this.line.close(new WaysideError('SHUTTING_DOWN', 'the process is stopping'));
    await this.worker?.terminate();
  }

  private ask(question: Question): Promise<string | boolean> {
    return this.line.run(
      () =>
        new Promise((resolve, reject) => {
          this.lastId += 1;
          this.waiting.set(this.lastId, { resolve, reject });
          this.running().postMessage({ id: this.lastId, ...question, ...this.cost });
        }),
    );
  }

  private running(): Worker {
    if (this.worker) return this.worker;
    const sodium = createRequire(import.meta.url).resolve('libsodium-wrappers-sumo');
    const worker = new Worker(PROGRAM, { eval: true, workerData: { sodium }, name: 'passwords' });
    worker.unref();
    worker.on('message', (answer: Answer) => this.take(answer));
    worker.on('error', (error) => this.died(worker, String(error)));
    worker.on('exit', () => this.died(worker, 'it ended'));
    this.worker = worker;
    return worker;
  }

  private take({ id, answer, failure }: Answer): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (answer !== undefined) waiting?.resolve(answer);
    else waiting?.reject(broken(failure ?? 'it gave no answer'));
  }

  private died(worker: Worker, reason: string): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    const all = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of all) reject(broken(reason));
  }
}

function broken(reason: string): WaysideError {
  return new WaysideError('INTERNAL', `the thread that checks passwords failed: ${reason}`);
}
