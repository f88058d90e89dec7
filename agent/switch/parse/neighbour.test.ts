import { describe, expect, it } from 'vitest';
import { capabilityWords } from './neighbour.ts';

describe('capabilityWords', () => {
  it.each(['W', 'wlan', 'WLAN Access Point', 'wlan-access-point', 'WLAN_ACCESS_POINT', 'wlanAccessPoint'])(
    '%s is an access point',
    (word) => {
      expect(capabilityWords(['bridge', word])).toEqual(['bridge', 'wlan']);
    },
  );
});
