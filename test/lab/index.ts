/**
 * The lab: a campus of simulated switches with known truth, for tests, benchmarks and `npm run lab`.
 *
 *   const campus = generateCampus({ seed: 7, switches: 20 });      // the same seed, the same campus
 *   const running = await startCampus(campus, { latencyMs: 5 });   // each switch answers SSH on its own port
 *   const truth = pick(campus, 'phone-pc');                        // a PC behind a phone: switch, port, VLAN, path
 *   const edge = running.switch(truth.switch);                     // .host .port .username .password .fingerprint
 *   edge.setFaults({ hang: { afterBytes: 200, times: 1 } });       // see SwitchFaults for all that can go wrong
 *   expect(edge.counters.openMax).toBe(1);                         // see SwitchCounters for what can be demanded
 *   running.load(generateCampus({ seed: 7, switches: 20, moved: 2 })); // hosts moved while all goes on
 *   await running.stop();
 *
 * A link can be made long, bumpy or dead by a proxy in front of any TCP port:
 *
 *   const link = await startProxy({ target: edge, delayMs: 5 });   // dial link.host, link.port instead
 *   link.freeze();                                                 // half-open; link.thaw(), link.cut(), link.stop()
 *
 * The text of the switches is rendered from the recorded formats, on purpose without a look at the parsers.
 * What no recording shows is taken from manuals: `show interfaces port-channel`, `show interfaces switchport` and
 * `voice vlan` of OS6, and the enable, save and AAA dialogues. All randomness comes from the seed; all times come from the `clock` of the options.
 */
export * from './campus/model.ts';
export { type CampusOptions, generateCampus, pick, SWITCHES_MAX, SWITCHES_MIN, truths } from './campus.ts';
export {
  type LinkProxy,
  type Lossy,
  type ProxyOptions,
  type ProxyStats,
  type ProxyTarget,
  startProxy,
} from './proxy.ts';
export { type SimulatedSwitch, type SwitchOptions, startSwitch } from './ssh-switch.ts';
export { type RunningCampus, startCampus } from './start-campus.ts';
export type { AuthMethod } from './switch/connection.ts';
export type { SwitchCounters, TypedCommand } from './switch/counters.ts';
export type { OutputFault, SwitchFaults } from './switch/faults.ts';
export { type HostKey, hostKeyFrom } from './switch/host-key.ts';
