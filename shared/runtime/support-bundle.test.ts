import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { WaysideError } from '../errors.ts';
import { ManualClock } from './manual-clock.ts';
import { type BundlePart, makeBundle, readBundle } from './support-bundle.ts';

const clock = new ManualClock();
const about = { program: 'agent', version: '1.2.3', clock };

async function* inPieces(bytes: Uint8Array, size = 100): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe('a support bundle', () => {
  it('holds each part as it was given, and a manifest that proves it', async () => {
    const parts: BundlePart[] = [
      { name: 'a.json', read: () => '{"a":1}' },
      { name: 'b.bin', read: async () => Uint8Array.of(0, 255, 1) },
    ];
    const bytes = await makeBundle(parts, about);
    const { manifest, contents } = await readBundle(inPieces(bytes));
    expect([...contents.keys()]).toEqual(['manifest.json', 'a.json', 'b.bin']);
    expect([contents.get('a.json')?.toString(), contents.get('b.bin')?.toString('hex')]).toEqual([
      '{"a":1}',
      '00ff01',
    ]);
    expect(manifest).toMatchObject({ program: 'agent', version: '1.2.3', failed: [] });
    expect(manifest.files.map(({ sizeBytes }) => sizeBytes)).toEqual([7, 3]);
  });

  it('goes on when a part fails or hangs, and says so on a line with the cure', async () => {
    const parts: BundlePart[] = [
      {
        name: 'broken.json',
        read: () => {
          throw new WaysideError('STORE_CORRUPT', 'the store\nis damaged', { hint: 'restore a backup' });
        },
      },
      { name: 'stuck.json', read: () => new Promise(() => undefined) },
      { name: 'last.txt', read: () => 'here' },
    ];
    const making = makeBundle(parts, about);
    await new Promise(setImmediate);
    clock.advance(20_000);
    const { manifest, contents } = await readBundle(inPieces(await making));
    expect(manifest.failed).toEqual(['broken.json', 'stuck.json']);
    expect(contents.get('last.txt')?.toString()).toBe('here');
    expect(contents.get('errors.txt')?.toString()).toBe(
      [
        'broken.json: the store is damaged [STORE_CORRUPT]; hint: restore a backup',
        'stuck.json: stuck.json took longer than 20000 ms [TIMEOUT]',
        '',
      ].join('\n'),
    );
  });

  it('cuts what is too long, and says so', async () => {
    const parts = [{ name: 'long.txt', read: () => Buffer.alloc(16_777_217, 'x') }];
    const { contents } = await readBundle(inPieces(await makeBundle(parts, about), 65_536));
    expect(contents.get('long.txt')).toHaveLength(16_777_216);
    expect(contents.get('errors.txt')?.toString()).toMatch(/^long\.txt: cut after 16777216 of 16777217/);
  });

  it('that is cut short or was changed on the way is refused', async () => {
    const bytes = await makeBundle([{ name: 'a.txt', read: () => 'the part' }], about);
    const changed = gzipSync(
      Buffer.from(gunzipSync(bytes).toString('latin1').replace('the part', 'the tart')),
    );
    for (const bad of [
      bytes.subarray(0, bytes.length - 9),
      changed,
      Buffer.from('no archive'),
      Buffer.alloc(0),
    ])
      await expect(readBundle(inPieces(bad))).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' });
  });

  it('takes out what has the form of a secret, wherever a person put it', async () => {
    const [key, token] = [`wk1.${'k'.repeat(43)}`, `wj1.${'t'.repeat(80)}`];
    const pem = '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----';
    const parts: BundlePart[] = [
      { name: 'a.json', read: () => `{"file":"/etc/${key}","why":"${token} was pasted"} ${pem} end` },
      { name: 'b.json', read: () => Promise.reject(new Error(`there is no file /etc/${key}`)) },
    ];
    const { contents } = await readBundle(inPieces(await makeBundle(parts, about)));
    const all = Buffer.concat([...contents.values()]).toString();
    for (const secret of ['kkkk', 'tttt', 'AAAA']) expect(all).not.toContain(secret);
    expect(contents.get('a.json')?.toString()).toBe(
      '{"file":"/etc/(taken out)","why":"(taken out) was pasted"} (taken out) end',
    );
  });

  it('ends when nobody wants it any more', async () => {
    const stop = new AbortController();
    const parts = [{ name: 'a.txt', read: () => new Promise<string>(() => undefined) }];
    const making = makeBundle(parts, { ...about, signal: stop.signal });
    stop.abort(new WaysideError('CANCELLED', 'gone'));
    await expect(making).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
