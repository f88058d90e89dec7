/** proto3 JSON of what comes from the API: the fixed points of the mapping, and all of it against the twins. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { protos } from '../../shared/transport/index.ts';
import { jobToWire, recordToWire } from '../../shared/wire/index.ts';
import { job, record } from './wire-arbitraries.ts';

function print(message: string, value: object): unknown {
  const codec = protos().message(message);
  return protos().toJson(message, codec.decode(codec.encode(value)));
}

describe('proto3 JSON', () => {
  test('names fields in lowerCamelCase and leaves defaults out', () => {
    expect(print('wayside.v1.Job', { id: 'j1', state: 'JOB_STATE_RUNNING', queuePosition: 0 })).toEqual({
      id: 'j1',
      state: 'JOB_STATE_RUNNING',
    });
    expect(print('wayside.v1.Job', {})).toEqual({});
  });

  test('prints an empty message that is there', () => {
    expect(print('wayside.v1.Job', { progress: {} })).toEqual({ progress: {} });
  });

  test.each([
    [{ seconds: 0, nanos: 0 }, '1970-01-01T00:00:00Z'],
    [{ seconds: 1_700_000_000, nanos: 5_000_000 }, '2023-11-14T22:13:20.005Z'],
    [{ seconds: 1_700_000_000, nanos: 120_000_000 }, '2023-11-14T22:13:20.120Z'],
    [{ seconds: 1_700_000_000, nanos: 1_500 }, '2023-11-14T22:13:20.000001500Z'],
    [{ seconds: 1_700_000_000, nanos: 1_000 }, '2023-11-14T22:13:20.000001Z'],
    [{ seconds: -1, nanos: 500_000_000 }, '1969-12-31T23:59:59.500Z'],
  ])('prints the time %j in RFC 3339', (createTime, text) => {
    expect(print('wayside.v1.Job', { createTime })).toEqual({ createTime: text });
  });

  test('prints 64-bit numbers as text, in maps too', () => {
    expect(
      print('wayside.v1.GetStatusResponse', { position: '9007199254740993', records: { port: 48, vlan: 0 } }),
    ).toEqual({ position: '9007199254740993', records: { port: '48', vlan: '0' } });
  });

  test('prints bytes in base64 and lists of them', () => {
    const certificateChain = [Buffer.from([0xff, 0xfe]), Buffer.from('')];
    expect(print('wayside.v1.CertificateIssued', { certificateChain })).toEqual({
      certificateChain: ['//4=', ''],
    });
  });

  test('prints enums by name, nested ones too, and unknown ones by number', () => {
    const findings = [{ level: 'LEVEL_WARNING' }, { level: 0 }, { level: 42 }];
    expect(print('wayside.v1.RunDoctorResponse', { findings })).toEqual({
      findings: [{ level: 'LEVEL_WARNING' }, {}, { level: 42 }],
    });
  });

  test('prints a struct as the JSON that it holds', () => {
    const fields = { mtu: { numberValue: 0 }, tags: { listValue: { values: [{ nullValue: 0 }] } } };
    expect(print('wayside.v1.Record', { fields: { fields } })).toEqual({ fields: { mtu: 0, tags: [null] } });
  });

  test('prints the chosen one of a oneof even when it is empty', () => {
    expect(print('wayside.v1.TraceMacResponse', { progress: {} })).toEqual({ progress: {} });
    expect(print('wayside.v1.TraceMacResponse', {})).toEqual({});
  });

  test('spells out numbers that JSON lacks', () => {
    expect(print('wayside.v1.DeltaHop', { elapsedMs: Number.NaN })).toEqual({ elapsedMs: 'NaN' });
    expect(print('wayside.v1.DeltaHop', { elapsedMs: Number.POSITIVE_INFINITY })).toEqual({
      elapsedMs: 'Infinity',
    });
  });

  test('is JSON for every record and job', () => {
    const survives = (printed: unknown): void => {
      expect(JSON.parse(JSON.stringify(printed))).toEqual(printed);
    };
    fc.assert(fc.property(record, (one) => survives(print('wayside.v1.Record', recordToWire(one)))));
    fc.assert(fc.property(job, (one) => survives(print('wayside.v1.Job', jobToWire(one)))));
  });

  test('of a message that does not exist is our own fault', () => {
    expect(() => protos().toJson('wayside.v1.Nothing', {})).toThrow('wayside.v1.Nothing');
    expect(() => protos().toJson('wayside.v1.JobService', {})).toThrow();
  });
});
