// The table of the fault matrix. node faults.mjs <rows.jsonl>           prints each row as soon as it is there, until it is ended
//                            node faults.mjs <rows.jsonl> <results.trx> prints the whole table with what was skipped, and the sum; exit code 1 when a row failed or none ran
import { existsSync, readFileSync } from 'node:fs';
const [file, trx] = process.argv.slice(2);
const read = () => (existsSync(file) ? readFileSync(file, 'utf8') : '').split('\n').filter(Boolean).flatMap(line => { try { return [JSON.parse(line)]; } catch { return []; } });
const order = id => 'PCS'.indexOf(id[0]) * 100 + Number(id.slice(1));
const figures = row => Object.entries(row.figures ?? {}).map(([name, value]) => `${name} ${value}`).join(' · ');
const print = row => {
  console.log(`${row.id.padEnd(4)}${row.result.padEnd(8)}${(row.seconds === undefined ? '' : `${row.seconds} s`).padStart(9)}  ${row.what}`);
  if (row.figures && Object.keys(row.figures).length) console.log(`      ${figures(row)}`);
  if (row.failure) console.log(`      ${row.failure.split('\n')[0].slice(0, 600)}`);
};
if (!trx) {
  let shown = 0;
  setInterval(() => { const rows = read(); for (; shown < rows.length; shown++) print(rows[shown]); }, 500);
} else {
  const rows = read();
  const plain = text => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&amp;/g, '&');
  const results = existsSync(trx) ? [...readFileSync(trx, 'utf8').matchAll(/<UnitTestResult ([^>]*?)(?:\/>|>([\s\S]*?)<\/UnitTestResult>)/g)] : [];
  for (const [, head, rest] of results) {
    const [id, ...what] = plain(/testName="([^"]*)"/.exec(head)?.[1] ?? '?').split(' ');
    const outcome = /outcome="(\w+)"/.exec(head)?.[1];
    if (outcome === 'NotExecuted') rows.push({ id, what: what.join(' '), result: 'skipped', failure: plain(/<(?:Message|StdOut)>([\s\S]*?)<\//.exec(rest ?? '')?.[1] ?? 'no reason given') });
    else if (!rows.some(row => row.id === id)) rows.push({ id, what: what.join(' '), result: 'FAILED', failure: 'left no line of its own; see .run/test-results/Pipeline.Tests.log' });
  }
  if (!existsSync(trx)) rows.push({ id: 'S99', what: 'the run was cut off; see .run/test-results/Pipeline.Tests.log', result: 'FAILED' });
  rows.sort((a, b) => order(a.id) - order(b.id));
  const seed = rows.find(row => row.seed)?.seed;
  console.log(`\nThe fault matrix${seed ? `, seed ${seed} (scripts/test --faults ROW --seed ${seed} repeats a row)` : ''}`);
  rows.forEach(print);
  const sum = name => rows.reduce((all, row) => all + Number(row.figures?.[name] ?? 0), 0);
  const of = result => rows.filter(row => row.result === result).length;
  console.log(`\n${sum('kills')} processes killed, ${sum('accepted')} messages accepted, ${sum('lost')} lost, ${sum('doubled')} doubled, ${sum('parked')} parked`);
  console.log(`${of('passed')} passed, ${of('FAILED')} failed, ${of('skipped')} skipped`);
  process.exit(of('FAILED') > 0 || of('passed') === 0 ? 1 : 0);
}
