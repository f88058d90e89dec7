import { describe, expect, it } from 'vitest';
import { ageText } from './age.ts';
import { accessPointWord, linkWord, namesAccessPoint, namesIn, speaksOfFabric } from './words.ts';

describe('words in descriptions', () => {
  it.each(['Physics', 'Laptop pool', 'Recsports', 'Score board', 'Trunking lesson', 'hardcore gym', ''])(
    '"%s" holds no word for a link or an access point',
    (text) => {
      expect(linkWord(text)).toBeUndefined();
      expect(accessPointWord(text)).toBeUndefined();
    },
  );

  it.each([
    ['UPLINK to core', 'uplink'],
    ['to-CS1', 'cs1'],
    ['trunk/dist', 'trunk'],
    ['ISL', 'isl'],
    ['sw2', 'sw2'],
  ])('"%s" speaks of a link by the word %s', (text, word) => {
    expect(linkWord(text)).toBe(word);
  });

  it.each(['AP', 'ap12', 'WAP hall', 'room 3 / AP-7'])('"%s" speaks of an access point', (text) => {
    expect(accessPointWord(text)).toBeDefined();
  });

  it.each(['AP00A2EE1B2C3D', 'AP00a2.ee1b.2c3d', 'U6-Pro', 'U7-Lite', 'UAP-AC-LR', 'MR33', 'AP-7'])(
    'the name %s is one of an access point',
    (name) => {
      expect(namesAccessPoint(name)).toBe(true);
    },
  );

  it.each(['build-1', 'apollo', 'AP00A2EE1B2C', 'u6-server', 'mr330-core', 'mrtg', ''])(
    'the name "%s" is none of an access point',
    (name) => {
      expect(namesAccessPoint(name)).toBe(false);
    },
  );

  it('knows the inside of a pair, and finds names with hyphens whole', () => {
    expect(speaksOfFabric('vPC peer-link')).toBe(true);
    expect(speaksOfFabric('Stack room')).toBe(false);
    expect(namesIn('to ams1-sw2, (port 3)')).toContain('ams1-sw2');
  });
});

describe('ages', () => {
  it.each([
    [400, '1 second'],
    [90_000, '90 seconds'],
    [150_000, '3 minutes'],
    [7_200_000, '2 hours'],
    [172_800_000, '2 days'],
  ])('%d ms is %s', (ms, text) => {
    expect(ageText(ms)).toBe(text);
  });
});
