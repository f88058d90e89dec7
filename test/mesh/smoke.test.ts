import { it, expect } from 'vitest';
import { startRig } from './harness.ts';
it('smoke', async () => {
  let t = performance.now(); const lap=(w:string)=>{ console.log(w, Math.round(performance.now()-t)); t=performance.now(); };
  const rig = await startRig({ seed: 7 }); lap('rig');
  try {
  const j = await rig.collect(); lap('collect'); console.log(j.state, j.error, j.results.length);
  expect(await rig.problems()).toEqual([]); lap('problems');
  rig.change(); lap('change'); console.log((await rig.collect()).results.map(r=>JSON.stringify(r.data).slice(-60))); lap('collect');
  for (const p of ['outbox.append:after','snapshots.take:after','send:delta:after']) {
  rig.change(); await rig.agent.arm({point:p}); const id = await rig.submit(); await rig.agent.crashed(); lap('crash'); await rig.startAgent(); lap('agent start'); const e=await rig.ended(id); console.log(e.state,e.attempt); lap('ended');
  expect(await rig.problems()).toEqual([]); lap('problems'); }
  for (const p of ['inventory.applyDelta:after','counters.flush:after','send:deltaAcknowledged:before']) {
  rig.change(); await rig.controller.arm({point:p}); let id: string|undefined = undefined; const rid='00000000-0000-4000-8000-0000000000'+String(10+p.length); id= await rig.submit('collect',rid).catch(()=>undefined); await rig.controller.crashed(); lap('crash'); await rig.startController(); lap('controller start'); await rig.reunited(); lap('reunited'); const e=await rig.ended(await rig.submit('collect',rid)); console.log(e.state,e.attempt); lap('ended');
  expect(await rig.problems()).toEqual([]); lap('problems'); }
  } catch (e) { for (const p of rig.programs) console.log(p.name, p.words, p.lines.map(l=>JSON.stringify(l)).join('\n')); throw e; } finally { await rig.stop(); }
}, 60000);
