import { describe, expect, it } from 'vitest';
import { seededRandom } from '../runtime/index.ts';
import { isManifestSeal, judgeManifestSeal, sealManifest } from './manifest-seal.ts';
import { createMasterKey } from './master-key.ts';

const random = seededRandom(6);
const [mine, other] = [createMasterKey(random), createMasterKey(random)];
const manifest = { position: 7, files: [{ name: 'store.db', sha256: 'ab' }] };

describe('the seal of a manifest', () => {
  it('holds for the same words in any order, and for no other word', () => {
    const seal = sealManifest(mine, manifest);
    expect(isManifestSeal(seal)).toBe(true);
    expect(judgeManifestSeal(mine, { files: manifest.files, position: 7 }, seal)).toBe('good');
    expect(judgeManifestSeal(mine, { ...manifest, position: 8 }, seal)).toBe('changed');
    expect(judgeManifestSeal(mine, { ...manifest, more: true }, seal)).toBe('changed');
    const files = [{ name: 'store.db', sha256: 'ac' }];
    expect(judgeManifestSeal(mine, { ...manifest, files }, seal)).toBe('changed');
    for (const mac of ['00'.repeat(32), seal.mac.slice(2), `${seal.mac}00`])
      expect(judgeManifestSeal(mine, manifest, { ...seal, mac })).toBe('changed');
  });

  it('of another master key is told from one that was changed', () => {
    const seal = sealManifest(mine, manifest);
    expect(judgeManifestSeal(other, manifest, seal)).toBe('other-key');
    // Who claims the right key without having it.
    expect(judgeManifestSeal(other, manifest, { ...seal, key: sealManifest(other, manifest).key })).toBe(
      'changed',
    );
  });

  it.each([undefined, null, 'x', {}, { key: 'zz', mac: 'zz' }, { key: 1, mac: 2 }])(
    'has a form: %j is none',
    (value) => expect(isManifestSeal(value)).toBe(false),
  );
});
