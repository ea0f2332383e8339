// BullMQ on Redis: jobs per second while a producer and a worker (concurrency 50) run in processes of their own, and
// the time from add to handler at 200 jobs a second. Prints one line of JSON.
import { fork } from 'node:child_process';
import { Queue, Worker } from 'bullmq';

const connection = {
  host: process.env.Redis__Host,
  port: Number(process.env.Redis__Port),
  password: process.env.Redis__Password,
};
const name = `bench-${process.env.BENCH_RUN ?? process.pid}`;
const total = Number(process.env.BENCH_JOBS ?? 20000);
const payload = 'x'.repeat(200);
const options = { removeOnComplete: true, removeOnFail: true };

if (process.argv[2] === 'producer') {
  const queue = new Queue(name, { connection });
  for (let made = 0; made < total; made += 100) {
    await queue.addBulk(Array.from({ length: 100 }, () => ({ name: 'send', data: { payload }, opts: options })));
  }
  await queue.close();
  process.exit(0);
}

async function live() {
  let done = 0;
  let finished;
  const all = new Promise((resolve) => { finished = resolve; });
  const worker = new Worker(name, async () => {
    done += 1;
    if (done === total) finished();
  }, { connection, concurrency: 50 });
  await worker.waitUntilReady();
  const began = process.hrtime.bigint();
  fork(process.argv[1], ['producer'], { env: { ...process.env, BENCH_RUN: name.slice(6) } });
  await all;
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  await worker.close();
  return total / seconds;
}

async function latency() {
  const queue = new Queue(`${name}-latency`, { connection });
  const times = [];
  const worker = new Worker(`${name}-latency`, async (job) => {
    times.push(Number(process.hrtime.bigint() - BigInt(job.data.at)) / 1e6);
  }, { connection, concurrency: 50 });
  await worker.waitUntilReady();
  const adds = [];
  const began = performance.now();
  for (let i = 0; i < 1200; i += 1) {
    const due = began + i * 5;
    while (performance.now() < due) await new Promise((resolve) => setTimeout(resolve, 1));
    adds.push(queue.add('send', { at: String(process.hrtime.bigint()), payload }, options));
  }
  await Promise.all(adds);
  while (times.length < 1200) await new Promise((resolve) => setTimeout(resolve, 20));
  await worker.close();
  await queue.close();
  const sorted = times.slice(200).sort((a, b) => a - b);
  return { p50: sorted[Math.floor(sorted.length * 0.5)], p99: sorted[Math.floor(sorted.length * 0.99)] };
}

const perSecond = await live();
const took = await latency();
console.log(JSON.stringify({ perSecond, ...took }));
process.exit(0);
