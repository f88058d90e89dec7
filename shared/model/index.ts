export * from './json.ts';
export * from './kinds.ts';
export * from './mac.ts';
export * from './principal.ts';
export * from './ref.ts';
