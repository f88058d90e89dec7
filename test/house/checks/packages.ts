/** Refuses packages that are unlisted, away from home or not pinned, and a lockfile that names addresses. */
import { outsideLookers, packageHomes, testPackages, toolPackages } from '../packages.ts';
import type { Module } from '../source.ts';
import { type Tree, type Violation, violation } from '../tree.ts';
import { roomOf } from './arrows.ts';

export const SCRIPTS_MAX = 18;
const EXACT_VERSION = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
const TABLE = 'test/house/packages.ts';
const LOCKFILE = 'package-lock.json';

/** Every import of a package, judged by the table of homes. */
export function checkPackageHomes(tree: Tree): readonly Violation[] {
  const installed = new Set(Object.keys(dependenciesOf(tree)));
  return tree.modules.flatMap((module) =>
    module.imports.flatMap(({ packageName, line }) => {
      if (packageName === undefined) return [];
      const refusal = installed.has(packageName)
        ? refusalOf(module, packageName)
        : `imports ${packageName}, which package.json does not list (Node's own modules are written node:…)`;
      return refusal ? [violation(module.path, line, refusal)] : [];
    }),
  );
}

function refusalOf({ path }: Module, packageName: string): string | undefined {
  // The configuration of the test runner stands at the top, in no room.
  if (path === 'vitest.config.ts') return undefined;
  const isTest = path.endsWith('.test.ts') || path.startsWith('test/');
  if (testPackages.includes(packageName)) {
    return isTest ? undefined : `imports ${packageName}, which is for tests only`;
  }
  const homes = packageHomes[packageName] ?? [];
  const room = roomOf(path) ?? path.split('/').slice(0, 2).join('/');
  if (homes.includes(room) || outsideLookers.includes(room)) return undefined;
  return `imports ${packageName}, whose home is ${homes.join(', ') || 'nowhere'}; use what that room exports`;
}

/** package.json: every package known to the table, exact versions, few scripts. */
export function checkManifest(tree: Tree): readonly Violation[] {
  const refuse = (message: string): Violation => violation('package.json', 1, message);
  const dependencies = dependenciesOf(tree);
  const known = new Set([...Object.keys(packageHomes), ...testPackages, ...toolPackages]);
  const scripts = Object.keys(manifestOf(tree).scripts ?? {}).length;
  return [
    ...Object.entries(dependencies).flatMap(([name, version]) => [
      ...(known.has(name) ? [] : [refuse(`lists ${name}, which has no home in ${TABLE}`)]),
      ...(EXACT_VERSION.test(version) ? [] : [refuse(`pins ${name} to ${version}; write one exact version`)]),
    ]),
    ...[...known]
      .filter((name) => !(name in dependencies))
      .map((name) => violation(TABLE, 1, `gives a home to ${name}, which package.json does not list`)),
    ...(scripts > SCRIPTS_MAX ? [refuse(`has ${scripts} scripts, at most ${SCRIPTS_MAX} are allowed`)] : []),
  ];
}

/**
 * The lockfile holds versions and hashes, never the address of somebody's registry. It is whole: it names the
 * optional packages of other platforms too, for without them `npm ci` refuses to install anything.
 */
export function checkLockfile(tree: Tree): readonly Violation[] {
  const text = tree.text(LOCKFILE) ?? '{}';
  const addresses = text
    .split('\n')
    .flatMap((line, at) =>
      /"resolved": "\w+:\/\//.test(line) ? [violation(LOCKFILE, at + 1, 'names a download address')] : [],
    );
  const option = 'omit-lockfile-registry-resolved=true';
  const set = (tree.text('.npmrc') ?? '').split('\n').includes(option);
  return [
    ...addresses,
    ...(set ? [] : [violation('.npmrc', 1, `must say ${option}`)]),
    ...missingFrom(JSON.parse(text)).map((name) =>
      violation(LOCKFILE, 1, `lacks ${name}, which another package in it names: \`npm ci\` would fail`),
    ),
  ];
}

interface Lockfile {
  readonly packages?: Readonly<
    Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>
  >;
}

/** Optional packages that are named somewhere and stand nowhere. */
function missingFrom({ packages = {} }: Lockfile): readonly string[] {
  const present = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')));
  const named = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies),
  );
  return [...new Set(named)].filter((name) => !present.has(name));
}

interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

export function manifestOf(tree: Tree): Manifest {
  return JSON.parse(tree.text('package.json') ?? '{}');
}

function dependenciesOf(tree: Tree): Readonly<Record<string, string>> {
  const { dependencies, devDependencies } = manifestOf(tree);
  return { ...dependencies, ...devDependencies };
}
