export * from './change.ts';
export * from './coalesce.ts';
export * from './diff.ts';
export * from './digest.ts';
export * from './frame.ts';
export * from './observed.ts';
