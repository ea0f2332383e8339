// co-wechat-api: promises, classic token, its own retry on 40001 and 42001. Addresses: its prefix properties.
import API from 'co-wechat-api';
import { agency, attempt, base, done, drive, equal, keywords, miniProgram, miniTemplate, person, refused, taskTemplate, truth } from './kit.mjs';

function client(account) {
  const api = new API(account.appId, account.secret);
  api.prefix = `${base}/cgi-bin/`;
  api.mpPrefix = `${base}/cgi-bin/`;
  api.snsPrefix = `${base}/sns/`;
  api.wxaPrefix = `${base}/wxa/`;
  return api;
}

const api = client(agency), mini = client(miniProgram);
const lead = await person('sh-lead'), operator = await person('sh-operator');
await drive('people/sh-lead/follow', { account: 'agency' });

await attempt('token and addresses', async () => {
  const token = await api.getAccessToken();
  truth(token.isValid(), 'token is valid');
  truth((await api.getIp()).ip_list.length > 0, 'ip_list');
});
await attempt('wrong secret', () => refused(40125, () => client({ appId: agency.appId, secret: 'x' }).getAccessToken()));
await attempt('menu', async () => {
  const menu = { button: [{ type: 'view', name: '服务入口', url: 'http://127.0.0.1/agency' }, { name: '常用', sub_button: [{ type: 'click', name: '项目消息', key: 'messages' }] }] };
  await api.createMenu(menu);
  equal((await api.getMenu()).menu.button[1].sub_button[0].key, 'messages');
  const shown = await api.getMenuConfig();
  equal([shown.is_menu_open, shown.selfmenu_info.button[1].sub_button.list[0].name], [1, '项目消息']);
  const { menuid } = await api.addConditionalMenu({ ...menu, matchrule: { tag_id: '101' } });
  equal((await api.tryConditionalMenu(lead.openIds.agency)).button.length, 2);
  await api.delConditionalMenu(menuid);
  await refused(40018, () => api.createMenu({ button: [{ type: 'click', name: '这个名字实在太长了', key: 'k' }] }));
  await api.removeMenu();
  await refused(46003, () => api.getMenu());
});
await attempt('scene codes', async () => {
  const temporary = await api.createTmpQRCode('bind-1', 600);
  equal(temporary.expire_seconds, 600);
  const lasting = await api.createLimitQRCode(77);
  truth(lasting.ticket && lasting.url && !lasting.expire_seconds, 'permanent code');
  const picture = await fetch(api.showQRCodeURL(temporary.ticket));
  equal(picture.headers.get('content-type'), 'image/png');
});
await attempt('followers', async () => {
  equal((await api.getUser(lead.openIds.agency)).subscribe, 1);
  equal((await api.batchGetUsers([lead.openIds.agency, operator.openIds.agency])).user_info_list.map(u => u.subscribe), [1, 0]);
  equal((await api.getFollowers()).data.openid, [lead.openIds.agency]);
  await api.updateRemark(lead.openIds.agency, '项目负责人');
  const { tag } = await api.createTags('负责人');
  await api.batchTagging([lead.openIds.agency], tag.id);
  equal((await api.getIdList(lead.openIds.agency)).tagid_list, [tag.id]);
  equal((await api.getUsersFromTag(tag.id)).data.openid, [lead.openIds.agency]);
  await refused(45157, () => api.createTags('负责人'));
  await api.deleteTag(tag.id);
  const user = await api.getUser({ openid: lead.openIds.agency, lang: 'en' });
  equal([user.remark, user.tagid_list], ['项目负责人', []]);
  await refused(40003, () => api.getUser('oNobody'));
});
await attempt('template messages', async () => {
  truth((await api.sendTemplate(lead.openIds.agency, taskTemplate, 'http://127.0.0.1/x', '#173177', keywords)).msgid > 0, 'msgid');
  await refused(43004, () => api.sendTemplate(operator.openIds.agency, taskTemplate, '', '', keywords));
  await refused(40037, () => api.sendTemplate(lead.openIds.agency, 'unknown', '', '', keywords));
  await refused(47003, () => api.sendTemplate(lead.openIds.agency, taskTemplate, '', '', { ...keywords, thing1: { value: '一二三四五六七八九十一二三四五六七八九十一' } }));
  equal((await api.getAllPrivateTemplate()).template_list[0].template_id, taskTemplate);
  await api.setIndustry({ industry_id1: '35', industry_id2: '2' });
  equal((await api.getIndustry()).secondary_industry.second_class, 'IT软件与服务');
  await refused(40247, () => api.addTemplate('TM00015'));
});
await attempt('page signature', async () => {
  const config = await api.getJsConfig({ debug: false, jsApiList: ['scanQRCode'], url: 'http://127.0.0.1/agency?x=1' });
  equal((await drive('js-sdk/check', { appId: agency.appId, url: 'http://127.0.0.1/agency?x=1', timestamp: config.timestamp, nonceStr: config.nonceStr, signature: config.signature })).valid, true);
});
await attempt('answers to people', async () => {
  await drive('people/sh-lead/text', { account: 'agency', content: '在吗' });
  await api.sendText(lead.openIds.agency, '在的');
  await refused(45015, () => api.sendText(operator.openIds.agency, '您好'));
});
await attempt('a token that died is renewed by the library', async () => {
  await drive('accounts/agency/token', { action: 'invalidate' });
  equal((await api.getUser(lead.openIds.agency)).subscribe, 1);
  await drive('accounts/agency/token', { action: 'expire' });
  equal((await api.getUser(lead.openIds.agency)).subscribe, 1);
});
await attempt('mini program', async () => {
  const { code } = await drive('people/sh-operator/jscode');
  equal((await mini.code2Session(code)).openid, operator.openIds.miniProgram);
  await refused(40163, () => mini.code2Session(code));
  await refused(43101, () => mini.sendSubscribeMessage(operator.openIds.miniProgram, miniTemplate, 'pages/login/login', { thing1: { value: '澄湖' } }));
  await drive('people/sh-operator/accept', { templateId: miniTemplate, times: 1 });
  await mini.sendSubscribeMessage(operator.openIds.miniProgram, miniTemplate, 'pages/login/login', { thing1: { value: '澄湖' } });
  truth((await mini.getWXACodeUnlimit('p=1', 'pages/login/login')).subarray(1, 4).equals(Buffer.from('PNG')), 'a picture');
  await refused(41030, () => mini.getWXACodeUnlimit('p=1', 'pages/none'));
  truth((await mini.getWXACode('pages/login/login?x=1')).length > 100, 'a picture');
  truth((await mini.createWXAQRCode('pages/login/login')).length > 100, 'a picture');
});
done();
