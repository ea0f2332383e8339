// wechat-api: callbacks, https only. Address: its own setEndpoint, so the sandbox's port must speak TLS.
import { promisify } from 'node:util';
import API from 'wechat-api';
import { agency, attempt, done, drive, equal, host, keywords, person, refused, taskTemplate, truth } from './kit.mjs';

const api = new API(agency.appId, agency.secret);
api.setEndpoint(host.replace('127.0.0.1', 'localhost'));
const call = name => promisify(api[name].bind(api));
const lead = await person('sh-lead');
await drive('people/sh-lead/follow', { account: 'agency' });

await attempt('token over TLS', async () => truth((await call('getAccessToken')()).accessToken, 'token'));
await attempt('menu', async () => {
  await call('createMenu')({ button: [{ type: 'click', name: '项目消息', key: 'messages' }] });
  equal((await call('getMenu')()).menu.button[0].key, 'messages');
  await call('removeMenu')();
});
await attempt('followers and tags', async () => {
  equal((await call('getUser')(lead.openIds.agency)).subscribe, 1);
  equal((await call('getFollowers')()).total, 1);
  const { tag } = await call('createTag')('项目部');
  await call('membersBatchtagging')(tag.id, [lead.openIds.agency]);
  equal((await call('getUserTags')(lead.openIds.agency)).tagid_list, [tag.id]);
  equal((await call('getTags')()).tags.some(t => t.name === '项目部'), true);
});
await attempt('template messages', async () => {
  truth((await call('sendTemplate')(lead.openIds.agency, taskTemplate, 'http://127.0.0.1/x', keywords)).msgid, 'msgid');
  await refused(40037, () => call('sendTemplate')(lead.openIds.agency, 'none', '', keywords));
});
await attempt('scene codes, links, quota', async () => {
  truth((await call('createTmpQRCode')(123, 60)).ticket, 'ticket');
  truth((await call('shorturl')('http://127.0.0.1/a/long/way')).short_url, 'short_url');
  await call('clearQuota')(agency.appId);
});
await attempt('page signature', async () => {
  const config = await call('getJsConfig')({ jsApiList: [], url: 'http://127.0.0.1/owner' });
  equal((await drive('js-sdk/check', { appId: agency.appId, url: 'http://127.0.0.1/owner', timestamp: config.timestamp, nonceStr: config.nonceStr, signature: config.signature })).valid, true);
});
done();
