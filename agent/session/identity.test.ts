import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WaysideError } from '../../shared/errors.ts';
import { seededRandom } from '../../shared/runtime/index.ts';
import { fingerprint, ready } from '../../shared/seal/index.ts';
import { type AgentKeys, loadEnrolment, loadOrCreateAgentKeys, saveEnrolment } from './identity.ts';

const random = seededRandom(22);
let dir: string;
let keys: AgentKeys;

beforeAll(ready);
beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'wayside-agent-')), 'identity');
  keys = loadOrCreateAgentKeys(dir, random);
});
afterEach(() => rmSync(join(dir, '..'), { recursive: true, force: true }));

describe('the keys of an agent', () => {
  it('are made once, in a file of mode 0600 in a folder of mode 0700', () => {
    expect(statSync(join(dir, 'keys.json')).mode & 0o777).toBe(0o600);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    const again = loadOrCreateAgentKeys(dir, random);
    expect(again.agentId).toBe(keys.agentId);
    expect(again.agentId).toBe(fingerprint(keys.identity.publicKey));
    expect(again.certificateKey.reveal()).toBe(keys.certificateKey.reveal());
    expect(again.sealing.publicKey).toEqual(keys.sealing.publicKey);
  });

  it('are refused when others can read them, or when the file is damaged, and never printed', () => {
    const code = (): string => {
      try {
        loadOrCreateAgentKeys(dir, random);
      } catch (error) {
        expect(inspect(error, { depth: 9 })).not.toContain('PRIVATE');
        return (error as WaysideError).code;
      }
      return 'loaded';
    };
    chmodSync(join(dir, 'keys.json'), 0o644);
    expect(code()).toBe('SECRET_FILE_OPEN');
    chmodSync(join(dir, 'keys.json'), 0o600);
    const text = readFileSync(join(dir, 'keys.json'), 'utf8');
    for (const bad of [text.slice(0, -4), '[]', '{}', text.replace('agent-keys/1', 'agent-keys/2')]) {
      writeFileSync(join(dir, 'keys.json'), bad);
      expect(code()).toBe('STORE_CORRUPT');
    }
    expect(inspect(keys, { depth: 9 }) + JSON.stringify(keys)).not.toContain('PRIVATE');
  });
});

describe('the stored enrolment', () => {
  const enrolment = {
    agentId: 'a1',
    name: 'edge-1',
    site: 'ams1',
    addresses: ['10.0.0.1:7443'],
    caPem: 'ca',
    chainPem: 'chain',
    rootPin: 'ab',
    membership: '{}',
  };

  it('is absent before the first join, and then replaced whole, mode 0600', () => {
    expect(loadEnrolment(dir)).toBeUndefined();
    saveEnrolment(dir, enrolment);
    saveEnrolment(dir, { ...enrolment, chainPem: 'next' });
    expect(loadEnrolment(dir)).toMatchObject({ ...enrolment, chainPem: 'next' });
    expect(statSync(join(dir, 'enrolment.json')).mode & 0o777).toBe(0o600);
  });

  it('is refused when it is damaged', () => {
    saveEnrolment(dir, enrolment);
    const path = join(dir, 'enrolment.json');
    const text = readFileSync(path, 'utf8');
    for (const bad of [text.slice(0, -9), '[]', text.replace('"site":"ams1"', '"site":7')]) {
      writeFileSync(path, bad);
      expect(() => loadEnrolment(dir)).toThrowError(/is damaged/);
    }
  });
});
