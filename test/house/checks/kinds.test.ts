import { describe, expect, it } from 'vitest';
import { checkKinds, checkSections, type KindsSnapshot, mergeKinds, snapshotText } from './kinds.ts';

const name = { section: 'core', class: 'managed', type: 'string' };
const seen = { section: 'status', class: 'observed', type: 'number' };
const old: KindsSnapshot = { port: { group: 'net', fields: { name, vlan: seen } } };
const messages = (kinds: KindsSnapshot): readonly string[] =>
  checkKinds(old, kinds).map(({ message }) => message);

describe('checkKinds', () => {
  it('lets kinds and fields be added', () => {
    const grown = {
      port: { group: 'net', fields: { name, vlan: seen, lag: seen } },
      vlan: { group: 'net', fields: {} },
    };
    expect(messages(grown)).toEqual([]);
  });

  it('refuses a kind that is gone or has moved to another group', () => {
    expect(messages({})).toEqual([expect.stringContaining('lost the kind port')]);
    expect(messages({ port: { group: 'vm', fields: { name, vlan: seen } } })).toEqual([
      expect.stringContaining('moved port from net to vm'),
    ]);
  });

  it('refuses a field that is gone or has another section, class or type', () => {
    expect(messages({ port: { group: 'net', fields: { name } } })).toEqual([
      expect.stringContaining('lost port.vlan'),
    ]);
    for (const change of [{ section: 'x' }, { class: 'derived' }, { type: 'string' }]) {
      const changed = { port: { group: 'net', fields: { name, vlan: { ...seen, ...change } } } };
      expect(messages(changed)).toEqual([
        expect.stringContaining('changed port.vlan from status/observed/number'),
      ]);
    }
  });
});

describe('checkSections', () => {
  it('refuses a section whose fields are of two classes', () => {
    const mixed = { port: { group: 'net', fields: { name, vlan: { ...seen, section: 'core' } } } };
    expect(checkSections(mixed).map(({ message }) => message)).toEqual([
      'port.vlan is observed in section core, which is managed',
    ]);
    expect(checkSections(old)).toEqual([]);
  });
});

describe('mergeKinds', () => {
  it('adds what is new and keeps what is old, so that a change cannot be generated away', () => {
    const now = { port: { group: 'vm', fields: { name: { ...name, type: 'number' }, lag: seen } } };
    expect(mergeKinds(old, now)).toEqual({ port: { group: 'net', fields: { name, vlan: seen, lag: seen } } });
  });

  it('is written as JSON that reads back the same', () => {
    expect(JSON.parse(snapshotText(old))).toEqual(old);
  });
});
