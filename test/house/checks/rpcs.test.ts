import { expect, it } from 'vitest';
import { plant, report } from '../tree.ts';
import { checkRpcs, rpcsOf } from './rpcs.ts';

const proto = `syntax = "proto3";
// rpc Nothing in a comment.
service JoinTokenService {
  // Makes one.
  rpc CreateToken(CreateTokenRequest) returns (CreateTokenResponse);
  rpc WatchTokens(WatchTokensRequest) returns (stream WatchTokensResponse) {
  }
}
`;
const handlers = 'export const handlers = { CreateToken: create, async *WatchTokens() {} };';
const contract = `import { expect, it } from 'vitest';
it('JoinTokenService.CreateToken gives a line', () => { expect(1).toBe(1); });
it('JoinTokenService.WatchTokens streams', () => { expect(1).toBe(1); });`;

const whole = {
  'proto/wayside/v1/join_token.proto': proto,
  'controller/api/join-token.ts': handlers,
  'test/contract/tokens.test.ts': contract,
};

it('reads the services and their rpcs', () => {
  expect(rpcsOf(plant(whole)).map(({ service, rpc, line }) => `${service}.${rpc}:${line}`)).toEqual([
    'JoinTokenService.CreateToken:5',
    'JoinTokenService.WatchTokens:6',
  ]);
});

it('lets rpcs with handler and contract test pass', () => {
  expect(checkRpcs(plant(whole))).toEqual([]);
});

it('refuses an rpc without a handler in the file of its .proto', () => {
  const renamed = {
    ...whole,
    'controller/api/join-token.ts': handlers.replace('WatchTokens', 'watchTokens'),
  };
  expect(report(checkRpcs(plant(renamed)))).toEqual([
    'proto/wayside/v1/join_token.proto:6 JoinTokenService.WatchTokens has no handler: controller/api/join-token.ts needs `WatchTokens`',
  ]);
});

it('refuses an rpc that no contract test names, or only one that asserts nothing', () => {
  const untested = {
    ...whole,
    'test/contract/tokens.test.ts': contract.replace('JoinTokenService.WatchTokens', 'it'),
  };
  expect(report(checkRpcs(plant(untested)))).toEqual([
    expect.stringContaining('WatchTokens has no contract test'),
  ]);
  const empty = { ...whole, 'test/contract/tokens.test.ts': contract.replaceAll('expect(1).toBe(1);', '') };
  expect(checkRpcs(plant(empty))).toHaveLength(2);
});
