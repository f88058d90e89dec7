/** Many scripted agents on one controller: the head of main.ts. */
export { atOnce } from './at-once.ts';
export { type Broadcast, broadcast } from './broadcast.ts';
export { checkRecords } from './check.ts';
export { type LoadController, OwnController, type StartOptions } from './controller.ts';
export { Fleet, type FleetOptions, removeLoad } from './fleet.ts';
export { LoadAgent } from './load-agent.ts';
export { parseLoadOptions } from './options.ts';
export { type LoadReport, problemsOf, reportText } from './report.ts';
export { killAndReturn, runLoad } from './run.ts';
export { type Asked, ask } from './work.ts';
