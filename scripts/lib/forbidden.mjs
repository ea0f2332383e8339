// Words that the house refuses, with the reason. node forbidden.mjs  → prints file:line and exits 1 when one is found.
// Read by scripts/check; the architecture tests keep what needs the compiled program.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
const refusals = [
  [/\bDateTime(Offset)?\.(Now|UtcNow|Today)\b/, 'time comes from TimeProvider', 'src'],
  [/\bGuid\.(NewGuid|CreateVersion7)\b/, 'ids come from Ids', 'src', /Kernel\/Ids\.cs$|^src\/Sandbox\//],
  [/\.Result\b(?!\s*[(:=,}]|\s+switch\b)|\.Wait\(\)|\.GetAwaiter\(\)\.GetResult\(\)/, 'await instead of blocking', 'src', /WriteFilter\.cs$|Redis\/Guard\//],
  [/\bTODO\b|\bFIXME\b|\bHACK\b|^\s*#region/, 'finish it, or say in the README what is not built', 'src tests'],
  [/["'](shanghai|beijing|shaanxi|xinjiang)["']/, 'a region differs by its policy (config/regions), never by its name in code', 'src', /^src\/Sandbox\/|\/Demo\w*\.cs$|^src\/Web\//],
  [/\b(class|record|struct|interface)\s+\w*(Manager|Helper|Util|Utils|Impl|Dto|Base|Common)\b/, 'name it by what it is', 'src', /Faces\/.*Base\.cs$/],
  [/DtdProcessing\.(Parse|Ignore)|XmlResolver\s*=\s*new/, 'XML is read without DTDs', 'src'],
  [/\bSaveChangesAsync\(/, 'handlers never save: the write filter commits once', 'src/Modules',
    // A job, a background loop, an errand and the demonstration have no write filter around them; reading is recorded although a GET commits nothing.
    /Demo\w*\.cs$|\/(Push|Jobs)\/|Inbox\w*\.cs$|Callbacks\/CallbackApplier\.cs$|Followers\/(RefreshFollower|FollowerImport)\.cs$|Visits\/CloseVisit\.cs$|OAuth\/SignInByOAuth\.cs$|ForOwner\/ReadReports\.cs$|Faults\/FaultView\.cs$|Agencies\/NationalImport\.cs$/,
    /: IRun<|: BackgroundService/],
];
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', '*.cs'], { encoding: 'utf8' }).split('\n').filter(Boolean);
let found = 0;
for (const file of new Set(files)) {
  let text; try { text = readFileSync(file, 'utf8'); } catch { continue; }
  const rules = refusals.filter(([, , where, except, holding]) =>
    where.split(' ').some(w => file.startsWith(w + '/')) && !except?.test(file) && !holding?.test(text));
  text.split('\n').forEach((line, i) => {
    if (/^\s*(\/\/|\*)/.test(line)) return;
    for (const [word, why] of rules) if (word.test(line)) { console.log(`${file}:${i + 1}: ${why}: ${line.trim().slice(0, 120)}`); found++; }
  });
}
process.exit(found ? 1 : 0);
