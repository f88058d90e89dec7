import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readTar, TAR_BLOCK_BYTES, tarEnd, tarHeader, tarPadding } from './tar.ts';

function archive(files: Readonly<Record<string, string>>): Buffer {
  const parts = Object.entries(files).flatMap(([name, text]) => {
    const sizeBytes = Buffer.byteLength(text);
    return [tarHeader({ name, sizeBytes }, 1_700_000_000_000), Buffer.from(text), tarPadding(sizeBytes)];
  });
  return Buffer.concat([...parts, tarEnd()]);
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Buffer, size: number): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { name, body } of readTar(inPieces(bytes, size))) {
    const parts: Uint8Array[] = [];
    for await (const part of body) parts.push(part);
    found[name] = Buffer.concat(parts).toString();
  }
  return found;
}

const files = {
  'a.txt': 'some words',
  'b/empty': '',
  'b/block': 'x'.repeat(TAR_BLOCK_BYTES),
  'c.txt': 'ü'.repeat(700),
};

describe('a tar archive', () => {
  it.each([1, 7, 512, 100_000])('comes back from pieces of %i bytes', async (size) => {
    expect(await read(archive(files), size)).toEqual(files);
  });

  it('is read by tar itself', () => {
    const { stdout, status } = spawnSync('tar', ['-tvf', '-'], { input: archive(files), encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout).toContain('-rw-------');
    for (const name of Object.keys(files)) expect(stdout).toContain(name);
  });

  it.each([0o77777777777, 0o77777777777 + 1, 2 ** 45])('holds a file of %i bytes', async (sizeBytes) => {
    const files = readTar(inPieces(Buffer.from(tarHeader({ name: 'big', sizeBytes }, 0)), 512));
    const { value } = await files.next();
    expect(value).toMatchObject({ name: 'big', sizeBytes });
  });

  it('that is cut short or none is refused', async () => {
    const whole = archive(files);
    for (const bytes of [
      Buffer.alloc(0),
      whole.subarray(0, 300),
      whole.subarray(0, 515),
      Buffer.alloc(2000, 'words '),
    ])
      await expect(read(bytes, 512)).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' });
  });
});
