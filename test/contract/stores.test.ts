/** Every store that plans are carried out on, held to the one contract. */
import { storeContract } from './stores/contract.ts';
import { memoryFaults, memoryRig, sqliteFaults, sqliteRig } from './stores/makers.ts';

storeContract('in memory', { make: () => memoryRig(), faults: memoryFaults });
storeContract('in memory, batches whole or not at all', {
  make: () => memoryRig({ atomicBatch: true, batchMax: 7 }),
  faults: memoryFaults,
});
storeContract('in memory, without conditions, with keys of its own', {
  make: () => memoryRig({ conditional: false, assignsKeys: true }),
  faults: memoryFaults,
  can: { conditional: false, assignsKeys: true },
});
storeContract('in memory, nothing is deleted', {
  make: () => memoryRig({ delete: false }),
  faults: memoryFaults,
  can: { delete: false },
});
storeContract('SQLite, keys of text', { make: () => sqliteRig('TEXT'), faults: sqliteFaults });
storeContract('SQLite, keys of numbers, in a table with an odd name', {
  make: () => sqliteRig('INTEGER', 'odd "name"; --'),
  faults: sqliteFaults,
});
