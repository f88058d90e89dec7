/**
 * The one table of foreign packages: which of our rooms may import them. A package that is not here may not be
 * in package.json, and nobody else imports it: its types and errors are translated in its home.
 */

/** package -> rooms as in the table of arrows, or folders of test/. */
export const packageHomes: Readonly<Record<string, readonly string[]>> = {
  '@grpc/grpc-js': ['shared/transport', 'controller/api'],
  '@grpc/proto-loader': ['shared/transport', 'controller/api'],
  '@grpc/reflection': ['shared/transport', 'controller/api'],
  'grpc-health-check': ['shared/transport', 'controller/api'],
  'libsodium-wrappers-sumo': ['shared/seal'],
  ssh2: ['agent/switch', 'test/lab'],
  'better-sqlite3': ['agent/store', 'agent/sql', 'controller/store'],
  hono: ['controller/gateway'],
  '@hono/node-server': ['shared/transport'],
  commander: ['controller/cli', 'controller/main.ts', 'agent/commands', 'agent/main.ts'],
  zod: ['shared/config'],
  yaml: ['shared/config', 'controller/cli', 'test/lab'],
  'csv-parse': ['controller/cli'],
  croner: ['shared/runtime'],
  'ipaddr.js': ['shared/model'],
  '@peculiar/x509': ['controller/agents', 'agent/session'],
  'reflect-metadata': ['controller/agents', 'agent/session'],
  pino: ['shared/runtime'],
  'prom-client': ['shared/runtime'],
  vite: ['test/house'],
};

/** For all tests: `*.test.ts` and everything below test/. */
export const testPackages: readonly string[] = ['vitest', 'fast-check'];

/**
 * Tests that look at a running program from outside (read its store, speak raw gRPC to it, or measure against
 * the bare package) may use any package that is listed.
 */
export const outsideLookers: readonly string[] = ['test/bench', 'test/contract', 'test/mesh'];

/** Never imported: commands and types. */
export const toolPackages: readonly string[] = [
  '@biomejs/biome',
  '@bufbuild/buf',
  '@types/better-sqlite3',
  '@types/node',
  '@types/ssh2',
  'typescript',
];
