export * from './policy.ts';
export * from './principal.ts';
export * from './tokens.ts';
