import { describe, expect, it } from 'vitest';
import { macFromHex } from '../../shared/model/index.ts';
import { hostMac, type NetSpec, pathOf, TraceNet } from './trace-net.ts';

const pc = hostMac(1);
const gateway = { mac: macFromHex('00000c07ac01'), at: 'gw Vl10' };

/** gw - zeta - mid - alpha - desk: names that sort the wrong way round. */
const chain: NetSpec = {
  switches: ['gw', 'zeta', 'mid', 'alpha', 'desk'],
  links: [
    ['gw Po1', 'zeta Po9'],
    ['zeta Po2', 'mid Po9'],
    ['mid Po3', 'alpha Po9'],
    ['alpha Po4', 'desk Po9'],
  ],
  hosts: [gateway, { mac: pc, at: 'desk Gi1/0/1' }, { mac: hostMac(2), at: 'gw Gi1/0/9' }],
};
const whole = [
  'gw > Po1',
  'Po9 > zeta > Po2',
  'Po9 > mid > Po3',
  'Po9 > alpha > Po4',
  'Po9 > desk > Gi1/0/1',
];

describe('the path', () => {
  it.each([
    ['neighbours and addresses', {}],
    ['neighbours alone', { ownAddresses: false }],
    ['addresses alone', { lldp: false }],
  ])('runs from the gateway to the edge in order, from %s', (_how, change) => {
    expect(pathOf(new TraceNet({ ...chain, ...change }).ask(pc))).toEqual(whole);
  });

  it('leads over a switch that is silent', () => {
    expect(pathOf(new TraceNet(chain).ask(pc, { failed: ['mid'] }))).toEqual(whole);
  });

  it('is one hop when the host hangs on the gateway switch itself', () => {
    expect(pathOf(new TraceNet(chain).ask(hostMac(2)))).toEqual(['gw > Gi1/0/9']);
  });

  it('passes a pair of switches once', () => {
    const pair: NetSpec = {
      switches: ['gw', 'd1', 'd2', 'desk'],
      links: [
        ['gw Po1', 'd1 Po9'],
        ['gw Po1', 'd2 Po9'],
        ['d1 Po7', 'd2 Po7'],
        ['d1 Po3', 'desk Po9'],
        ['d2 Po3', 'desk Po9'],
      ],
      hosts: [gateway, { mac: pc, at: 'desk Gi1/0/1' }],
    };
    expect(pathOf(new TraceNet(pair).ask(pc))).toEqual([
      'gw > Po1',
      'Po9 > d1 > Po3',
      'Po9 > desk > Gi1/0/1',
    ]);
  });

  it('does not detour over the peer of the gateway switch', () => {
    const peers: NetSpec = {
      switches: ['gw', 'peer', 'desk'],
      links: [
        ['gw Po9', 'peer Po9'],
        ['gw Po3', 'desk Po1'],
        ['peer Po3', 'desk Po1'],
      ],
      hosts: [gateway, { mac: pc, at: 'desk Gi1/0/1' }],
    };
    expect(pathOf(new TraceNet(peers).ask(pc))).toEqual(['gw > Po3', 'Po1 > desk > Gi1/0/1']);
  });

  it('begins where the gateway is plugged in when no managed switch is the gateway', () => {
    const router = { mac: gateway.mac, at: 'mid Gi1/0/2' };
    const hosts = [router, ...chain.hosts.slice(1)];
    const answer = new TraceNet({ ...chain, hosts }).ask(pc);
    expect(pathOf(answer)).toEqual(['mid > Po3', 'Po9 > alpha > Po4', 'Po9 > desk > Gi1/0/1']);
  });
});
