import { describe, expect, it } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { ManualClock, seededRandom } from '../../../shared/runtime/index.ts';
import { plainPlatform } from '../../../test/lab/scripted-session.ts';
import { Profiles } from './profiles.ts';

describe('what is remembered of a device', () => {
  it('keeps that it knew modern algorithms through any break, or breaking would be the way to outdated ones', () => {
    const profiles = new Profiles(new ManualClock(), seededRandom(1));
    profiles.learn('10.0.0.1:22', { platform: plainPlatform, authMethod: 'password', legacy: [] });
    const error = new WaysideError('TIMEOUT', 'hung');
    profiles.failed('10.0.0.1:22', { identity: 'i', error, calledOff: false });
    expect(profiles.get('10.0.0.1:22')).toEqual({ platform: undefined, authMethod: undefined, legacy: [] });
  });
});
