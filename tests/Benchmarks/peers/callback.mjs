// co-wechat behind Koa, as its README shows it: verify, decrypt, parse, answer encrypted. It stores nothing.
// BENCH_PROCESSES: so many behind one port, by Node's own cluster.
import cluster from 'node:cluster';
import Koa from 'koa';
import wechat from 'co-wechat';

const processes = Number(process.env.BENCH_PROCESSES ?? 1);
if (processes > 1 && cluster.isPrimary) {
  for (let i = 0; i < processes; i++) cluster.fork();
} else {
  const app = new Koa();
  const config = {
    token: process.env.WeChat__Agency__Token,
    appid: process.env.WeChat__Agency__AppId,
    encodingAESKey: process.env.WeChat__Agency__AesKey,
    checkSignature: true,
  };
  const handler = wechat(config).middleware(async () => 'ok');

  app.use(async (ctx, next) => {
    if (ctx.path === '/ready') {
      ctx.body = 'ready';
      return;
    }
    await next();
  });
  app.use(handler);
  app.on('error', () => {});
  app.listen(Number(process.argv[2]), '127.0.0.1');
}
