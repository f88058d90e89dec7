export * from './change.ts';
export * from './diff.ts';
export * from './frame.ts';
export * from './observed.ts';
