// Prints the demonstration sign-ins, one line per person, grouped by region.
// node demo-people.mjs <config/demo/people.json> [console]; with "console" only whoever signs in there, on one line
import { readFileSync } from 'node:fs';
const people = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const doors = {
  Lead: 'agency account · mini program', TechnicalLead: 'agency account', Operator: 'mini program',
  AgencyAdmin: 'console: /console/', AgencyManager: 'console', OwnerContact: 'owner account (by QR code)',
  Brigade: 'console (authority)', Corps: 'console (authority)',
};
if (process.argv[3] === 'console') {
  console.log(people.filter(p => p.kind === 'AgencyAdmin').map(p => `${p.userName} / ${p.password}`).join(', '));
  process.exit(0);
}
const wide = text => [...text].reduce((n, c) => n + (c.codePointAt(0) > 0x2e7f ? 2 : 1), 0);
const pad = (text, n) => text + ' '.repeat(Math.max(1, n - wide(text)));
for (const region of [...new Set(people.map(p => p.region))]) {
  console.log(`  ${region}`);
  for (const p of people.filter(p => p.region === region)) {
    const signIn = p.userName ? `${p.userName} / ${p.password}` : '';
    console.log(`    ${pad(p.key, 22)}${pad(p.name, 12)}${pad(p.kind, 15)}${pad(signIn, 36)}${doors[p.kind] ?? ''}`);
  }
}
