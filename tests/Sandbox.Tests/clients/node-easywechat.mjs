// node-easywechat: axios, both token endpoints. Address: http.baseURL in its settings.
import { createRequire } from 'node:module';
import { agency, attempt, base, done, drive, equal, keywords, miniProgram, person, taskTemplate, truth } from './kit.mjs';

const { OfficialAccount, MiniApp } = createRequire(import.meta.url)('node-easywechat');
// It keeps tokens in files over restarts; here each run has a folder of its own.
const settings = account => ({ file_cache: { path: process.env.STORE }, app_id: account.appId, secret: account.secret, token: account.token, aes_key: account.aesKey, use_stable_access_token: true, http: { baseURL: `${base}/`, throw: false } });
const lead = await person('sh-lead');
await drive('people/sh-lead/follow', { account: 'agency' });

await attempt('stable token and calls', async () => {
  const client = new OfficialAccount(settings(agency)).getClient();
  equal((await client.get('/cgi-bin/user/info', { params: { openid: lead.openIds.agency } })).toObject().subscribe, 1);
  const sent = (await client.postJson('/cgi-bin/message/template/send', { touser: lead.openIds.agency, template_id: taskTemplate, data: keywords })).toObject();
  equal(sent.errmsg, 'ok');
  truth(sent.msgid, 'msgid');
});
await attempt('page signature', async () => {
  const app = new OfficialAccount(settings(agency));
  const config = await app.getUtils().buildJsSdkConfig('http://127.0.0.1/agency', ['scanQRCode'], [], false);
  equal((await drive('js-sdk/check', { appId: agency.appId, url: 'http://127.0.0.1/agency', timestamp: config.timestamp, nonceStr: config.nonceStr, signature: config.signature })).valid, true);
});
await attempt('mini program', async () => {
  const mini = new MiniApp(settings(miniProgram));
  const { code } = await drive('people/sh-lead/jscode');
  equal((await mini.getUtils().codeToSession(code)).openid, lead.openIds.miniProgram);
  const phone = await drive('people/sh-lead/phone-code');
  equal((await mini.getClient().postJson('/wxa/business/getuserphonenumber', { code: phone.code })).toObject().phone_info.purePhoneNumber, lead.phone);
});
done();
