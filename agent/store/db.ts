/** The type of an open database, apart from how it is opened, so that what looks at one need not know of that. */
import type Database from 'better-sqlite3';

export type Db = Database.Database;
