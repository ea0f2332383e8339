// Servers that others wrote take the sandbox's callbacks in all forms and answer; the sandbox judges their answers.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import coWechat from 'co-wechat';
import express from 'express';
import Koa from 'koa';
import { agency, attempt, done, drive, equal, owner } from './kit.mjs';

const require = createRequire(import.meta.url);
const wechat = require('wechat'), crypto = require('@wecom/crypto');
const config = account => ({ token: account.token, appid: account.appId, encodingAESKey: account.aesKey, checkSignature: true });
const listen = handler => new Promise(ready => {
  const server = createServer(handler).listen(0, '127.0.0.1', () => ready(`http://127.0.0.1:${server.address().port}`));
});

const said = '在吗 😀 ]]> <x>';
const koa = new Koa();
koa.use(coWechat(config(agency)).middleware(async message => message.MsgType === 'text' ? (message.Content === said ? '一字不差' : '读错了') : message.Event === 'subscribe' ? '欢迎关注' : ''));
const express5 = express();
express5.use('/wechat/owner/callback', wechat(config(owner), (request, response) => response.reply(`您好 ${request.weixin.MsgType}`)));
const servers = { 'co-wechat behind Koa': ['agency', await listen(koa.callback())], 'wechat behind Express': ['owner', await listen(express5)] };

for (const [name, [account, base]] of Object.entries(servers)) {
  await attempt(`${name}: echo check`, async () => {
    await drive('host', { base });
    equal((await drive('callbacks/echo', { account })).ok, true);
  });
  for (const mode of ['safe', 'plain']) {
    await attempt(`${name}: ${mode} mode`, async () => {
      await drive('host', { base });
      await drive(`accounts/${account}/callback-mode`, { mode });
      await drive('people/sh-contact/unfollow', { account });
      const follow = (await drive('people/sh-contact/follow', { account })).callback;
      equal([follow.outcome, follow.attempts.length], ['Replied', 1], JSON.stringify(follow.attempts));
      const text = (await drive('people/sh-contact/text', { account, content: said })).callback;
      equal(text.outcome, 'Replied', JSON.stringify(text.attempts));
      if (account === 'agency') equal(text.reply.text, '一字不差');
    });
  }
}

await attempt('@wecom/crypto opens what the sandbox seals, and seals what it opens', async () => {
  let opened, judged;
  const base = await listen((request, response) => {
    const url = new URL(request.url, 'http://x'), chunks = [];
    request.on('data', c => chunks.push(c)).on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const encrypted = /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(body)[1];
      judged = crypto.getSignature(agency.token, url.searchParams.get('timestamp'), url.searchParams.get('nonce'), encrypted) === url.searchParams.get('msg_signature');
      opened = crypto.decrypt(agency.aesKey, encrypted);
      const openId = url.searchParams.get('openid');
      const reply = crypto.encrypt(agency.aesKey, `<xml><ToUserName>${openId}</ToUserName><FromUserName>${agency.originalId}</FromUserName><CreateTime>1763650003</CreateTime><MsgType>text</MsgType><Content>好的</Content></xml>`, agency.appId);
      const signature = crypto.getSignature(agency.token, '1763650003', 'n1', reply);
      response.end(`<xml><Encrypt>${reply}</Encrypt><MsgSignature>${signature}</MsgSignature><TimeStamp>1763650003</TimeStamp><Nonce>n1</Nonce></xml>`);
    });
  });
  await drive('host', { base });
  await drive('accounts/agency/callback-mode', { mode: 'safe' });
  const { callback } = await drive('people/sh-contact/text', { account: 'agency', content: '你好' });
  equal([judged, opened.id, callback.outcome, callback.reply.text], [true, agency.appId, 'Replied', '好的']);
});
done();
