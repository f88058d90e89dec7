export { createSqlDriver, type SqlDriverOptions } from './driver.ts';
export { SqliteStore, type SqliteStoreOptions } from './sqlite-store.ts';
