export * from './attempts.ts';
export * from './database.ts';
export * from './meta.ts';
export * from './outbox.ts';
export * from './snapshots.ts';
