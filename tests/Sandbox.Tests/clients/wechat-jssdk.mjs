// wechat-jssdk: got. Addresses: its URL settings.
import { createRequire } from 'node:module';
import { agency, attempt, base, done, drive, equal, miniProgram, oauthCode, person, truth } from './kit.mjs';

const { Wechat } = createRequire(import.meta.url)('wechat-jssdk');
const lead = await person('sh-lead');
const wechat = new Wechat({
  appId: agency.appId, appSecret: agency.secret, wechatToken: agency.token, wechatRedirectUrl: 'http://127.0.0.1/back',
  accessTokenUrl: `${base}/cgi-bin/token`, ticketUrl: `${base}/cgi-bin/ticket/getticket`, apiUrl: base, oAuthUrl: `${base}/connect/oauth2/authorize`,
  miniProgram: { appId: miniProgram.appId, appSecret: miniProgram.secret, GET_SESSION_KEY_URL: `${base}/sns/jscode2session` },
  storeOptions: { noInterval: true, fileStorePath: `${process.env.STORE}/store.json` },
});

await attempt('page signature', async () => {
  const s = await wechat.jssdk.getSignature('http://127.0.0.1/agency?x=1#top');
  equal((await drive('js-sdk/check', { appId: agency.appId, url: 'http://127.0.0.1/agency?x=1', timestamp: s.timestamp, nonceStr: s.nonceStr, signature: s.signature })).valid, true);
});
await attempt('sign-in', async () => {
  const user = await wechat.oauth.getUserInfo(await oauthCode(agency, 'sh-lead', 'snsapi_userinfo'), 'k1');
  equal([user.openid, user.nickname], [lead.openIds.agency, lead.name]);
});
await attempt('mini-program session and data signature', async () => {
  const { code } = await drive('people/sh-lead/jscode');
  const session = await wechat.miniProgram.getSession(code, 'k2');
  equal(session.openid, lead.openIds.miniProgram);
  truth(session.session_key, 'session_key');
});
await attempt('the GET check of the callback', async () => {
  // The library judges what the sandbox signs.
  truth(wechat.jssdk.verifySignature({ signature: (await import('node:crypto')).createHash('sha1').update([agency.token, '1700000000', 'n1'].sort().join('')).digest('hex'), timestamp: '1700000000', nonce: 'n1' }), 'signature');
});
done();
