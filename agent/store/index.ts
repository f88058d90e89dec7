export * from './attempts.ts';
export * from './database.ts';
export * from './known-hosts.ts';
export * from './lock.ts';
export * from './meta.ts';
export * from './outbox.ts';
export * from './snapshots.ts';
export * from './vault.ts';
