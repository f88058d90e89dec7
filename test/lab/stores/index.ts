export { type Fault, MemoryStore, type MemoryStoreOptions } from './memory-store.ts';
