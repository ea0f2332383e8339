// Sums up test results: node sum.mjs <results folder> <expected name>…
// Reads <name>.trx (dotnet) and <name>.json (vitest); prints every failure, a line per project, and at last "N passed, N failed".
// A project that left no results, or was cut off, counts as one failure: silence is not success.
import { existsSync, readFileSync } from 'node:fs';
const [folder, ...names] = process.argv.slice(2);
const plain = text => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&#xD;|&#13;/g, '').replace(/&#xA;|&#10;/g, '\n').replace(/&amp;/g, '&');
const short = text => plain(text).split('\n').filter(line => line.trim()).slice(0, 6).join('\n      ').slice(0, 900);
let passed = 0, failed = 0, skipped = 0;
for (const name of names) {
  let ok = 0, bad = 0, left = 0; const failures = [];
  if (existsSync(`${folder}/${name}.trx`)) {
    const trx = readFileSync(`${folder}/${name}.trx`, 'utf8');
    for (const [, head, rest] of trx.matchAll(/<UnitTestResult ([^>]*?)(?:\/>|>([\s\S]*?)<\/UnitTestResult>)/g)) {
      const outcome = /outcome="(\w+)"/.exec(head)?.[1], test = plain(/testName="([^"]*)"/.exec(head)?.[1] ?? '?');
      if (outcome === 'Passed') ok++;
      else if (outcome === 'NotExecuted') left++;
      else { bad++; failures.push(`${test}\n      ${short(/<Message>([\s\S]*?)<\/Message>/.exec(rest ?? '')?.[1] ?? outcome)}\n      ${short(/<StackTrace>([\s\S]*?)<\/StackTrace>/.exec(rest ?? '')?.[1] ?? '').split('\n').filter(l => l.includes(' in ')).slice(0, 2).join('\n')}`); }
    }
    if (/<ResultSummary outcome="(Aborted|Error)"/.test(trx) || /The active test run was aborted|Test host process crashed/.test(trx)) { bad++; failures.push(`${name}: the run was cut off`); }
  } else if (existsSync(`${folder}/${name}.json`)) {
    const run = JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8'));
    ok = run.numPassedTests; bad = run.numFailedTests; left = run.numPendingTests ?? 0;
    for (const file of run.testResults ?? []) {
      for (const t of file.assertionResults.filter(t => t.status === 'failed')) failures.push(`${t.fullName}\n      ${short((t.failureMessages ?? []).join('\n'))}`);
      if (file.status === 'failed' && file.assertionResults.length === 0) { bad++; failures.push(`${file.name}\n      ${short(file.message ?? '')}`); }
    }
  } else if (existsSync(`${folder}/${name}.none`)) { /* holds no test yet, or none that the filter names */ }
  else { bad = 1; failures.push(`${name} left no results; see ${folder}/${name}.log`); }
  for (const failure of failures) console.log(`FAILED ${failure.trimEnd()}`);
  console.log(`${name.padEnd(22)} ${String(ok).padStart(5)} passed ${String(bad).padStart(4)} failed${left ? ` ${left} skipped` : ''}`);
  passed += ok; failed += bad; skipped += left;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
