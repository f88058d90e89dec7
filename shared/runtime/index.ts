export * from './clock.ts';
export * from './ids.ts';
export * from './limiter.ts';
export * from './log.ts';
export * from './manual-clock.ts';
export * from './random.ts';
export * from './retry.ts';
export * from './service.ts';
