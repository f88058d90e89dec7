/** What the agent's packages alone take: loaded as the agent loads them, and nothing done with them. */
import '@grpc/grpc-js';
import '@grpc/proto-loader';
import '@grpc/reflection';
import '@hono/node-server';
import Database from 'better-sqlite3';
import 'commander';
import 'grpc-health-check';
import 'hono';
import 'ipaddr.js';
import sodium from 'libsodium-wrappers-sumo';
import 'pino';
import 'prom-client';
import 'ssh2';
import 'yaml';
import 'zod';

process.on('disconnect', () => process.exit(0));
// Both load their machine code at first use only.
new Database(':memory:').close();
await sodium.ready;
process.send?.('ready');
