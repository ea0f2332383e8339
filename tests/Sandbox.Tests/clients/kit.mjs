// What every script here shares: where the sandbox is, who the accounts are, and one line of JSON for each thing tried.
export const base = process.env.SANDBOX;
export const host = new URL(base).host;
export const { agency, owner, miniProgram, tencentCloud, objectStore } = JSON.parse(process.env.ACCOUNTS);
export const { taskTemplate, miniTemplate } = JSON.parse(process.env.TEMPLATES);

export async function drive(path, body, method = 'POST') {
  const answer = await fetch(`${base}/__sandbox/${path}`, {
    method, headers: { 'content-type': 'application/json' }, body: method === 'GET' ? undefined : JSON.stringify(body ?? {}),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

export const person = key => drive(`people/${key}`, null, 'GET');

/** The code that WeChat's browser brings back. */
export async function oauthCode(account, key, scope = 'snsapi_base') {
  const back = encodeURIComponent('http://127.0.0.1/back');
  const answer = await fetch(`${base}/connect/oauth2/authorize?appid=${account.appId}&redirect_uri=${back}&response_type=code&scope=${scope}&state=s1&sandbox_person=${key}`, { redirect: 'manual' });
  return new URL(answer.headers.get('location')).searchParams.get('code');
}

export const keywords = { thing1: { value: '澄湖商务中心' }, name2: { value: '韩柏川' }, time3: { value: '2026年11月20日 15:01' } };

export function equal(actual, expected, what = 'value') {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) throw new Error(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
}

export function truth(value, what) {
  if (!value) throw new Error(`${what} does not hold`);
}

/** The call must be refused with this code, and the library must find it where it looks for it. */
export async function refused(code, call) {
  let answer;
  try {
    answer = await call();
  } catch (error) {
    equal(error.code ?? error.errcode, code, `errcode of "${error.message ?? error.errmsg}"`);
    return;
  }
  throw new Error(`expected errcode ${code}, but it was answered ${JSON.stringify(answer)}`);
}

let failed = 0;

export async function attempt(name, act) {
  try {
    await act();
    console.log(JSON.stringify({ name, ok: true }));
  } catch (error) {
    failed++;
    console.log(JSON.stringify({ name, ok: false, error: String(error?.stack ?? JSON.stringify(error)) }));
  }
}

/** Some libraries keep sockets open: end here, with what came of it. */
export const done = () => process.exit(failed ? 1 : 0);
