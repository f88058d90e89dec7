import { beforeEach, expect, test } from 'vitest';
import { ManualClock } from '../../shared/runtime/index.ts';
import { Pace } from './pace.ts';

let clock: ManualClock;
let pace: Pace;
let changes: number;
let told: number[];

beforeEach(() => {
  clock = new ManualClock();
  changes = 0;
  told = [];
  pace = new Pace({ clock, everyMs: 50, tell: () => told.push(changes) });
});

function change(times: number): void {
  for (let i = 0; i < times; i += 1) {
    changes += 1;
    pace.changed();
  }
}

test('the first change is told at once, those right after it in one go, and silence is not told', () => {
  change(100);
  expect(told).toEqual([1]);
  clock.advance(50);
  expect(told).toEqual([1, 100]);
  clock.advance(1000);
  expect(told).toEqual([1, 100]);
  change(1);
  expect(told).toEqual([1, 100, 101]);
});

test('changes that never cease are told once in each interval', () => {
  for (let ms = 0; ms < 500; ms += 10) {
    change(1);
    clock.advance(10);
  }
  expect(told).toHaveLength(11);
});

test('a flush tells what is left, and begins the interval anew', () => {
  change(2);
  clock.advance(30);
  pace.flush();
  pace.flush();
  expect(told).toEqual([1, 2]);
  change(1);
  clock.advance(49);
  expect(told).toEqual([1, 2]);
  clock.advance(1);
  expect(told).toEqual([1, 2, 3]);
});

test('after a stop nothing is told by itself', () => {
  change(2);
  pace.stop();
  clock.advance(1000);
  expect(told).toEqual([1]);
});
