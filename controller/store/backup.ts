/**
 * A copy of the store of one moment, while the controller goes on writing. It is made in a thread of its own, over a
 * connection of its own that only reads: SQLite's online backup inside one read transaction, in bounded steps. Writers do
 * not wait for it, nothing blocks the event loop, and a write in between does not start it anew. In the same thread the
 * copy is read through for damage and hashed, so that what is given out is known to be good.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { WaysideError } from '../../shared/errors.ts';
import { fromCode } from './translate.ts';

/** 4 MiB at SQLite's usual page size. */
const STEP_PAGES = 1024;
const HASH_PIECE_BYTES = 1_048_576;

/** Text, because it must start from the sources and from the built files alike, and Node 20 loads no TypeScript in a thread. */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
const { createHash } = require('node:crypto');
const { closeSync, fsyncSync, openSync, readSync } = require('node:fs');
const Database = require(workerData.sqlite);

async function copy({ source, target, stepPages }) {
  const db = new Database(source, { readonly: true, fileMustExist: true });
  try {
    db.exec('BEGIN');
    const position = db.prepare("SELECT value FROM counters WHERE name = 'pos'").pluck().get() ?? 0;
    await db.backup(target, { progress: () => stepPages });
    return position;
  } finally {
    db.close();
  }
}

function check(target) {
  const db = new Database(target);
  try {
    // Self-contained: a reader of the copy needs no files beside it.
    db.pragma('journal_mode = DELETE');
    const found = db.pragma('integrity_check(3)').map((row) => row.integrity_check).filter((line) => line !== 'ok');
    if (found.length > 0) throw Object.assign(new Error(found.join('; ')), { code: 'SQLITE_CORRUPT' });
    return db.pragma('user_version', { simple: true });
  } finally {
    db.close();
  }
}

function hash(target, pieceBytes) {
  const fd = openSync(target, 'r');
  try {
    const sum = createHash('sha256');
    const piece = Buffer.alloc(pieceBytes);
    let sizeBytes = 0;
    for (let read = readSync(fd, piece); read > 0; read = readSync(fd, piece)) {
      sum.update(piece.subarray(0, read));
      sizeBytes += read;
    }
    fsyncSync(fd);
    return { sizeBytes, sha256: sum.digest('hex') };
  } finally {
    closeSync(fd);
  }
}

copy(workerData).then((position) => {
  const schema = check(workerData.target);
  parentPort.postMessage({ position, schema, ...hash(workerData.target, workerData.pieceBytes) });
}).catch((error) => parentPort.postMessage({ code: String(error.code ?? ''), message: String(error.message) }));
`;

export interface StoreCopy {
  readonly position: number;
  readonly schema: number;
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
}

interface Failure {
  readonly code: string;
  readonly message: string;
}

/** Makes the folder of `target` anew; whoever asks takes it away. Errors: DISK_FULL, STORE_CORRUPT, CANCELLED by the signal. */
export async function copyStore(source: string, target: string, signal: AbortSignal): Promise<StoreCopy> {
  signal.throwIfAborted();
  const dir = dirname(target);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const sqlite = createRequire(import.meta.url).resolve('better-sqlite3');
  const workerData = { sqlite, source, target, stepPages: STEP_PAGES, pieceBytes: HASH_PIECE_BYTES };
  const worker = new Worker(PROGRAM, { eval: true, workerData });
  const done = new AbortController();
  try {
    return await answerOf(worker, signal, done.signal);
  } finally {
    done.abort();
    await worker.terminate();
  }
}

function answerOf(worker: Worker, signal: AbortSignal, done: AbortSignal): Promise<StoreCopy> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { signal: done });
    worker.once('message', (told: StoreCopy | Failure) => {
      if ('code' in told) reject(failureOf(told));
      else resolve(told);
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new WaysideError('INTERNAL', 'the thread that copies the store ended')));
  });
}

function failureOf({ code, message }: Failure): WaysideError {
  const cause = new Error(message);
  const isDisk =
    ['ENOSPC', 'EDQUOT', 'EFBIG', 'SQLITE_FULL'].includes(code) || code.startsWith('SQLITE_IOERR_');
  if (isDisk) {
    return new WaysideError('DISK_FULL', 'no room for the copy of the store that a backup needs', {
      cause,
      hint: 'Free as much space on the disk of dataDir as the store takes; the store goes on as it is.',
    });
  }
  return code.startsWith('SQLITE_')
    ? fromCode(code, cause)
    : new WaysideError('INTERNAL', `the store cannot be copied: ${message}`, { cause });
}
