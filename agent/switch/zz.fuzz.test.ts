import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test, expect } from 'vitest';
import { seededRandom } from '../../shared/runtime/index.ts';
import { parseText } from './parse/index.ts';
import { ciscoIos } from './platforms/cisco_ios/index.ts';
import { dellOs6 } from './platforms/dell_os6/index.ts';
const root = join(import.meta.dirname, '../../test/fixtures/switch');
const files: string[] = [];
(function walk(d: string) { for (const f of readdirSync(d)) { const p = join(d, f); if (statSync(p).isDirectory()) walk(p); else if (/\.(raw|txt)$/.test(f)) files.push(p); } })(root);
const texts = files.filter((f) => /cisco_ios|dell|icos|nxos/.test(f)).map((f) => readFileSync(f, 'latin1').slice(0, 6000));
const commands = [ciscoIos, dellOs6].flatMap((p) => Object.values(p.commands).flat().concat(p.neighbourDetail ? [p.neighbourDetail('Gi1/0/1') as any] : []).map((c: any) => ({ p: p.id, c })));
test('fuzz', () => {
  console.log(files.length, texts.length, commands.length);
  const r = seededRandom(5) as any;
  const rnd = (n: number) => Math.floor(r.next ? r.next() * n : Math.random() * n);
  const junk = ['\0', '\x1b[', '\x1b[2K', '\x1b]0;x', '\b\b\b', '\t', '\r', '\n', '--More--', ' --More-- or (q)uit', '\u{1F600}', '\ufffd', '%SYS-5-CONFIG_I: x', '*Mar  1 00:00:01: %LINK-3-UPDOWN: y\n', '-'.repeat(300), ' '.repeat(500), '9'.repeat(40), 'Gi1/0/1-999999', 'A'.repeat(5000), ','.repeat(100), '()', ':', '0011.2233.4455'];
  let slow: [number, string, string][] = [];
  const t0 = Date.now();
  for (let i = 0; Date.now() - t0 < 12000; i++) {
    let t = texts[rnd(texts.length)]!;
    for (let k = rnd(6); k >= 0; k--) {
      const at = rnd(t.length + 1);
      const op = rnd(4);
      if (op === 0) t = t.slice(0, at) + junk[rnd(junk.length)] + t.slice(at);
      else if (op === 1) t = t.slice(0, at);
      else if (op === 2) t = t.slice(0, at) + t.slice(at + rnd(80));
      else t = t.slice(0, at) + t.slice(at, at + 200).toUpperCase() + t.slice(at + 200);
    }
    const { p, c } = commands[rnd(commands.length)]!;
    const s = performance.now();
    const out = parseText(c, t);
    const ms = performance.now() - s;
    if (ms > 30) slow.push([ms, p, c.command + ' ' + JSON.stringify(t.slice(0, 80))]);
    for (const row of out.rows as any[]) for (const v of Object.values(row)) if (typeof v === 'string' && v.length > 1100) throw new Error('huge ' + c.command);
  }
  console.log('slow', slow.sort((a, b) => b[0] - a[0]).slice(0, 8));
}, 60000);
test('evil lines', () => {
  const n = 4000;
  const evil: Record<string, string> = {
    spaces: 'A' + ' '.repeat(n) + 'x', dashes: '-'.repeat(n) + 'x', time: '12:34: '.repeat(n / 7) + '%A-', pct: '%A-0-'.repeat(n / 5), a0: '%' + 'A-0-'.repeat(n / 4),
    conn: 'Gi1/0/1 ' + 'connected '.repeat(n / 10), conn1: 'Gi1/0/1 ' + 'connected 1 a-full '.repeat(n / 20), esc: '\x1b]'.repeat(n / 2), esc2: '\x1b['.repeat(n / 2), more: ' '.repeat(n), more2: (' '.repeat(50) + '-').repeat(n / 51) + '--', ports: 'a1/'.repeat(n / 3), comma: ',Gi1/0/1'.repeat(n / 8), ab: 'a'.repeat(n), digits: '1'.repeat(n), stamp: 'Jan 1 '.repeat(n / 6) + '%A-0-A:', colon: 'A :'.repeat(n / 3), key: 'A'.repeat(n) + ':', dots: 'System Name'.padEnd(n, '.'), range: 'Gi1/0/1-1024,'.repeat(n / 13), sp: 'Total ' + 'a '.repeat(n / 2), paren: '1 Po1(' + ' '.repeat(n), v: '1' + ' '.repeat(n) + 'x', flag: '* '.repeat(n / 2), soft: 'Software '.repeat(n / 9) + '(', soft2: 'Software (' + 'x'.repeat(n), word: '(a '.repeat(n/3), intf: 'Interface: ' + 'a,'.repeat(n / 2), plat: 'Platform: ' + 'a, '.repeat(n / 3), pid: 'PID: ' + 'SN '.repeat(n / 3), cisco: 'cisco a (' + 'bytes of memor '.repeat(n / 15), 
  };
  const res: [number, string, string][] = [];
  for (const [k, line] of Object.entries(evil)) for (const { p, c } of commands) {
    const parser = c.parser();
    if (k !== 'x') for (const h of ['Vlan Mac Address Type Ports', '---- ---- ---- -----', 'Port Name Status Vlan Duplex Speed Type', 'System Description: x']) parser.push(h);
    const s = performance.now();
    for (let i = 0; i < 5; i++) parser.push(line);
    const out = parser.end();
    const ms = (performance.now() - s) / 5;
    if (ms > 3) res.push([ms, k, p + ' ' + c.command]);
    if (out.rows.length > 20000) res.push([out.rows.length, k, 'ROWS ' + c.command]);
  }
  console.log(res.sort((a, b) => b[0] - a[0]).slice(0, 30));
}, 120000);
