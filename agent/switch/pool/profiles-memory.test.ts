import { describe, expect, it } from 'vitest';
import { ManualClock, seededRandom } from '../../../shared/runtime/index.ts';
import { Profiles } from './profiles.ts';

const learned = { platform: undefined, authMethod: 'password' } as const;

describe('the outdated algorithms of a device', () => {
  it('are known to the next process, written when they change and not at each login', () => {
    const kept = new Map<string, readonly string[]>();
    let writes = 0;
    const memory = {
      get: (device: string) => kept.get(device),
      keep: (device: string, legacy: readonly string[]) => {
        writes += 1;
        kept.set(device, legacy);
      },
    };
    const profiles = (): Profiles => new Profiles(new ManualClock(), seededRandom(1), memory);
    const before = profiles();
    before.learn('sw1', { ...learned, legacy: [] });
    before.learn('sw1', { ...learned, legacy: [] });
    before.learn('sw2', { ...learned, legacy: ['ssh-rsa'] });
    const after = profiles();
    expect(after.get('sw1')).toEqual({ platform: undefined, authMethod: undefined, legacy: [] });
    expect(after.get('sw2')?.legacy).toEqual(['ssh-rsa']);
    after.learn('sw2', { ...learned, legacy: ['ssh-rsa'] });
    expect([after.get('sw3'), writes]).toEqual([undefined, 2]);
  });

  it('are learned also when the disk takes no writes', () => {
    const keep = (): never => {
      throw new Error('disk full');
    };
    const profiles = new Profiles(new ManualClock(), seededRandom(1), { get: () => undefined, keep });
    profiles.learn('sw1', { ...learned, legacy: ['ssh-rsa'] });
    expect(profiles.get('sw1')).toMatchObject({ authMethod: 'password', legacy: ['ssh-rsa'] });
  });
});
