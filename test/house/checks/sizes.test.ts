import { describe, expect, it } from 'vitest';
import { plant, report } from '../tree.ts';
import { checkFileSizes, checkFunctionSizes } from './sizes.ts';

const lines = (count: number): string => Array.from({ length: count }, (_, n) => `step(${n});`).join('\n');
const functions = (text: string): readonly string[] =>
  report(checkFunctionSizes(plant({ 'agent/jobs/a.ts': text })));

describe('checkFileSizes', () => {
  it('refuses line 401, in code and in shell', () => {
    expect(report(checkFileSizes(plant({ 'agent/jobs/a.ts': lines(401), '.ci/run': lines(401) })))).toEqual([
      expect.stringContaining('.ci/run:400 has 401 lines'),
      expect.stringContaining('agent/jobs/a.ts:400 has 401 lines'),
    ]);
    expect(checkFileSizes(plant({ 'agent/jobs/a.ts': `${lines(400)}\n` }))).toEqual([]);
  });

  it('leaves out what nobody writes by hand', () => {
    const long = lines(500);
    expect(checkFileSizes(plant({ 'proto/gen/a.ts': long, 'test/fixtures/a.ts': long }))).toEqual([]);
  });
});

describe('checkFunctionSizes', () => {
  it('refuses line 61 of a function, method or arrow function, by name', () => {
    expect(functions(`function long() {\n${lines(59)}\n}`)).toEqual([
      'agent/jobs/a.ts:1 long has 61 lines, at most 60: pull its steps out',
    ]);
    expect(functions(`const long = () => {\n${lines(59)}\n};`)).toEqual([
      expect.stringContaining('long has 61'),
    ]);
    expect(functions(`class A {\n long() {\n${lines(59)}\n}\n}`)).toEqual([
      expect.stringContaining('long has 61'),
    ]);
    expect(functions(`function fits() {\n${lines(58)}\n}`)).toEqual([]);
  });

  it('measures each test, and not what groups them', () => {
    const test = `it('x', () => {\n${lines(30)}\n});`;
    expect(functions(`describe('x', () => {\n${test}\n${test}\n});`)).toEqual([]);
    expect(
      functions(`export function suite(make) {\ndescribe('x', () => {\n${test}\n${test}\n});\n}`),
    ).toEqual([]);
    expect(functions(`describe('x', () => {\nit('x', () => {\n${lines(60)}\n});\n});`)).toEqual([
      expect.stringContaining('agent/jobs/a.ts:2 a function has 62'),
    ]);
  });
});
