import { test } from 'vitest';
import { Terminal } from './terminal.ts';
test('term speed', () => {
  const run = (name: string, chunk: string, n: number) => {
    let lines = 0; let max = 0;
    const t = new Terminal((l) => { lines++; max = Math.max(max, l.length); });
    const b = Buffer.from(chunk);
    const s = performance.now(); let worst = 0;
    for (let i = 0; i < n; i++) { const c = performance.now(); t.push(b); void t.tail.length; worst = Math.max(worst, performance.now() - c); }
    console.log(name, 'total', Math.round(performance.now() - s), 'ms, worst chunk', worst.toFixed(1), 'lines', lines, 'max', max, 'tail', t.tail.length);
  };
  run('osc', '\x1b]'.repeat(16384), 20);
  run('dcs', '\x1bP\n'.repeat(10000), 20);
  run('csi', '\x1b[1'.repeat(10000), 20);
  run('plain', 'x'.repeat(32768), 200);
  run('cr', '\rX'.repeat(16384), 50);
  run('far', '\x1b[4000GX\r'.repeat(3000), 50);
  run('bs', 'ab\b'.repeat(10000), 50);
  run('erase', 'abc\x1b[K'.repeat(5000), 50);
  run('erase1', 'abc\x1b[1K'.repeat(5000), 50);
  run('1byte', 'x', 300000);
  run('1byte redrawn', '\rx\x1b[4000Gx', 30000);
  run('long then cr', 'x'.repeat(60000) + '\rX'.repeat(10000), 5);
});
