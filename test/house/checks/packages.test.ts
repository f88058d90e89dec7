import { describe, expect, it } from 'vitest';
import { packageHomes, testPackages, toolPackages } from '../packages.ts';
import { plant, report } from '../tree.ts';
import { checkLockfile, checkManifest, checkPackageHomes, SCRIPTS_MAX } from './packages.ts';

const listed = [...Object.keys(packageHomes), ...testPackages, ...toolPackages];
const versions = Object.fromEntries(listed.map((name) => [name, '1.2.3']));

const homes = (path: string, text: string): readonly string[] =>
  report(
    checkPackageHomes(plant({ 'package.json': JSON.stringify({ dependencies: versions }), [path]: text })),
  );

const manifest = (parts: object): readonly string[] =>
  report(checkManifest(plant({ 'package.json': JSON.stringify({ dependencies: versions, ...parts }) })));

describe('checkPackageHomes', () => {
  it.each([
    ['controller/inventory/a.ts', `import Database from 'better-sqlite3';`, 'whose home is agent/store'],
    ['agent/jobs/a.ts', `import sodium from 'libsodium-wrappers-sumo';`, 'whose home is shared/seal'],
    ['controller/jobs/a.ts', `import type { Hono } from 'hono/tiny';`, 'whose home is controller/gateway'],
    ['test/lab/a.ts', `import Database from 'better-sqlite3';`, 'whose home is agent/store'],
    ['agent/switch/a.ts', `import fc from 'fast-check';`, 'for tests only'],
    ['agent/switch/a.ts', `import _ from 'lodash';`, 'package.json does not list'],
    ['agent/switch/a.ts', `import { readFileSync } from 'fs';`, 'written node:'],
    ['agent/switch/a.ts', `const pg = require('pg');`, 'package.json does not list'],
  ])('refuses in %s: %s', (path, text, words) => {
    expect(homes(path, text)).toEqual([expect.stringContaining(words)]);
  });

  it.each([
    ['agent/store/outbox.ts', `import Database from 'better-sqlite3';`],
    ['agent/switch/session.test.ts', `import { it } from 'vitest'; import ssh2 from 'ssh2';`],
    ['test/bench/apply.ts', `import Database from 'better-sqlite3';`],
    ['controller/main.ts', `import { Command } from 'commander';`],
  ])('lets pass in %s: %s', (path, text) => {
    expect(homes(path, text)).toEqual([]);
  });
});

describe('checkManifest', () => {
  it('accepts exact pins of exactly the listed packages', () => {
    expect(manifest({})).toEqual([]);
  });

  it.each(['^1.2.3', '~1.2.3', '>=1', 'latest', '1.x', 'file:../x'])('refuses the version %s', (version) => {
    expect(manifest({ dependencies: { ...versions, hono: version } })).toEqual([
      expect.stringContaining('write one exact version'),
    ]);
  });

  it('refuses a package without a home, and a home without its package', () => {
    expect(manifest({ devDependencies: { lodash: '4.17.21' } })).toEqual([
      expect.stringContaining('lists lodash'),
    ]);
    const { hono: _, ...others } = versions;
    expect(manifest({ dependencies: others })).toEqual([expect.stringContaining('gives a home to hono')]);
  });

  it('refuses one script too many', () => {
    const scripts = Object.fromEntries(Array.from({ length: SCRIPTS_MAX + 1 }, (_, n) => [`s${n}`, 'true']));
    expect(manifest({ scripts })).toEqual([expect.stringContaining('19 scripts')]);
  });
});

describe('checkLockfile', () => {
  const npmrc = 'omit-lockfile-registry-resolved=true\n';

  it('refuses an address in the lockfile', () => {
    const lock = '{\n  "resolved": "https://example.org/a.tgz"\n}';
    expect(report(checkLockfile(plant({ '.npmrc': npmrc, 'package-lock.json': lock })))).toEqual([
      'package-lock.json:2 names a download address',
    ]);
  });

  it('refuses a lockfile that leaves out an optional package of another platform', () => {
    const tool = {
      version: '1.2.3',
      optionalDependencies: { 'tool-linux': '1.2.3', 'tool-darwin': '1.2.3' },
    };
    const packages = { 'node_modules/tool': tool, 'node_modules/tool/node_modules/tool-linux': {} };
    const tree = plant({ '.npmrc': npmrc, 'package-lock.json': JSON.stringify({ packages }) });
    expect(report(checkLockfile(tree))).toEqual([expect.stringContaining('lacks tool-darwin')]);
  });

  it('refuses an .npmrc that would let addresses in', () => {
    expect(report(checkLockfile(plant({ '.npmrc': 'fund=false\n' })))).toEqual([
      expect.stringContaining('must say'),
    ]);
    expect(checkLockfile(plant({ '.npmrc': npmrc, 'package-lock.json': '{ "version": "1.0.0" }' }))).toEqual(
      [],
    );
  });
});
