// co-wechat-oauth and wechat-oauth know https://api.weixin.qq.com by heart: they come through the sandbox as their proxy,
// which answers for every host. The agent is the setting both offer.
import { promisify } from 'node:util';
import CoOAuth from 'co-wechat-oauth';
import { HttpsProxyAgent } from 'https-proxy-agent';
import OAuth from 'wechat-oauth';
import { agency, attempt, base, done, drive, equal, miniProgram, oauthCode, person, refused, truth } from './kit.mjs';

const agent = new HttpsProxyAgent(base);
const lead = await person('sh-lead');
const modern = new CoOAuth(agency.appId, agency.secret);
modern.setOpts({ agent });
const old = new OAuth(agency.appId, agency.secret);
old.setOpts({ httpsAgent: agent });

await attempt('the page the library builds leads back with a code', async () => {
  const page = new URL(modern.getAuthorizeURL('http://127.0.0.1/back', 'state1', 'snsapi_userinfo'));
  const answer = await fetch(`${base}${page.pathname}${page.search}&sandbox_person=sh-lead`, { redirect: 'manual' });
  const back = new URL(answer.headers.get('location'));
  equal(back.searchParams.get('state'), 'state1');
  const { data } = await modern.getAccessToken(back.searchParams.get('code'));
  equal([data.openid, data.scope, data.unionid], [lead.openIds.agency, 'snsapi_userinfo', lead.unionId]);
  const user = await modern.getUser(data.openid);
  equal([user.nickname, user.unionid], [lead.name, lead.unionId]);
  equal((await modern.verifyToken(data.openid, data.access_token)).errcode, 0);
  truth((await modern.refreshAccessToken(data.refresh_token)).data.access_token, 'refreshed');
});
await attempt('codes work once', async () => {
  const code = await oauthCode(agency, 'sh-lead');
  await modern.getAccessToken(code);
  await refused(40163, () => modern.getAccessToken(code));
  await refused(40029, () => modern.getAccessToken('nonsense'));
});
await attempt('the older library too', async () => {
  const { data } = await promisify(old.getAccessToken.bind(old))(await oauthCode(agency, 'sh-lead', 'snsapi_userinfo'));
  equal(data.openid, lead.openIds.agency);
  equal((await promisify(old.getUser.bind(old))(data.openid)).openid, lead.openIds.agency);
  await refused(40029, () => promisify(old.getAccessToken.bind(old))('nonsense'));
});
await attempt('mini-program sessions', async () => {
  const mini = new OAuth(miniProgram.appId, miniProgram.secret, null, null, true);
  mini.setOpts({ httpsAgent: agent });
  const { code } = await drive('people/sh-lead/jscode');
  const { data } = await promisify(mini.getSessionKey.bind(mini))(code);
  equal(data.openid, lead.openIds.miniProgram);
  equal(Buffer.from(data.session_key, 'base64').length, 16);
});
done();
