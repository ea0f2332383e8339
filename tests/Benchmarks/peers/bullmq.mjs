// BullMQ as its documentation shows it, on Redis or (BENCH_BACKEND=postgres) on PostgreSQL. One measurement a call, one line of JSON at
// the end; "began" and "ended" before it let the caller read the processor's time.
//   live      jobs/s while a producer process adds in bulks of 100 and this process works (BENCH_CONCURRENCY, BENCH_POST: a POST a job)
//   add       jobs/s added one after the other
//   latency   ms from before the add to the handler, at BENCH_RATE jobs a second
//   stalled   seconds from a worker's kill -9 to the end of everything it had begun, another worker being there; default lock settings
//   fill      adds jobs that nobody works, for the memory they take; empty takes them away again
import { fork } from 'node:child_process';
import http from 'node:http';
import { Queue, Worker } from 'bullmq';
import { createPostgresBackend } from 'bullmq';

const onPostgres = process.env.BENCH_BACKEND === 'postgres';
const connection = onPostgres
  ? { connectionString: process.env.BENCH_POSTGRES, migrate: true }
  : { host: process.env.Redis__Host, port: Number(process.env.Redis__Port), password: process.env.Redis__Password };
const backend = onPostgres ? createPostgresBackend : undefined;
const mode = process.argv[2];
const name = process.env.BENCH_QUEUE ?? `bench-${process.pid}`;
const total = Number(process.env.BENCH_JOBS ?? 20000);
const warmUp = Math.min(2000, total / 5);
const concurrency = Number(process.env.BENCH_CONCURRENCY ?? 50);
const post = process.env.BENCH_POST;
const payload = 'x'.repeat(200);
const options = { removeOnComplete: true, removeOnFail: true };
const now = () => process.hrtime.bigint();
const seconds = (since) => Number(now() - since) / 1e9;
const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const queueOf = () => new Queue(name, { connection }, backend);
const bulk = (count) => Array.from({ length: count }, () => ({ name: 'send', data: { payload }, opts: options }));

async function add(queue, count) {
  for (let made = 0; made < count; made += 100) await queue.addBulk(bulk(Math.min(100, count - made)));
}

// Node's own client with kept connections: with fetch the same work takes more than twice the processor.
const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });

function send() {
  if (!post) return undefined;
  return new Promise((resolve, reject) => {
    const body = JSON.stringify({ touser: 'o', payload });
    const request = http.request(post, { method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, (answer) => {
      let text = '';
      answer.on('data', (part) => { text += part; });
      answer.on('end', () => resolve(JSON.parse(text)));
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** A worker that counts; `reached(n)` resolves when n jobs are done. */
function working() {
  let done = 0;
  let waiting = () => {};
  const worker = new Worker(name, async () => {
    await send();
    done += 1;
    waiting();
  }, { connection, concurrency }, backend);
  const reached = (count) => new Promise((resolve) => {
    waiting = () => { if (done >= count) resolve(); };
    waiting();
  });
  return { worker, reached };
}

/** This program again, as another process. */
function other(as, env = {}) {
  return fork(process.argv[1], [as], { env: { ...process.env, BENCH_QUEUE: name, ...env } });
}

const said = (child, word) => new Promise((resolve) => { child.on('message', (message) => { if (message === word) resolve(); }); });

const modes = {
  /** Warms up with the first jobs, waits for the word, adds the rest. */
  async producer() {
    const queue = queueOf();
    await queue.waitUntilReady();
    await add(queue, warmUp);
    const go = new Promise((resolve) => { process.once('message', resolve); });
    process.send('warm');
    await go;
    await add(queue, total);
    await queue.close();
  },

  async live() {
    const { worker, reached } = working();
    await worker.waitUntilReady();
    const producer = other('producer');
    await said(producer, 'warm');
    await reached(warmUp);
    console.log('began');
    const began = now();
    producer.send('go');
    await reached(warmUp + total);
    const perSecond = total / seconds(began);
    console.log('ended');
    await worker.close();
    return { perSecond };
  },

  async add() {
    const queue = queueOf();
    for (let i = 0; i < warmUp; i += 1) await queue.add('send', { payload }, options);
    const began = now();
    const until = Number(process.env.BENCH_SECONDS ?? 3);
    let made = 0;
    while (seconds(began) < until) {
      await queue.add('send', { payload }, options);
      made += 1;
    }
    const perSecond = made / seconds(began);
    await queue.obliterate({ force: true });
    return { perSecond };
  },

  async latency() {
    const rate = Number(process.env.BENCH_RATE ?? 200);
    const queue = queueOf();
    const times = [];
    const worker = new Worker(name, async (job) => {
      times.push(Number(now() - BigInt(job.data.at)) / 1e6);
    }, { connection, concurrency }, backend);
    await worker.waitUntilReady();
    const adds = [];
    const began = performance.now();
    for (let i = 0; i < total; i += 1) {
      const due = began + (i * 1000) / rate;
      while (performance.now() < due) await sleep(1);
      adds.push(queue.add('send', { at: String(now()), payload }, options));
    }
    await Promise.all(adds);
    while (times.length < total) await sleep(20);
    const sorted = times.slice(Math.floor(total / 6)).sort((a, b) => a - b);
    return { p50: sorted[Math.floor(sorted.length * 0.5)], p99: sorted[Math.floor(sorted.length * 0.99)] };
  },

  /** Works until it is killed. */
  async victim() {
    const { worker } = working();
    await worker.waitUntilReady();
    process.send('ready');
    await new Promise(() => {});
  },

  async stalled() {
    const victim = other('victim');
    await said(victim, 'ready');
    const { worker } = working();
    await worker.waitUntilReady();
    const queue = queueOf();
    await add(queue, total);
    await sleep(150);
    victim.kill('SIGKILL');
    const began = now();
    let counts;
    do {
      await sleep(100);
      counts = await queue.getJobCounts('wait', 'active', 'delayed', 'prioritized');
    } while (Object.values(counts).some((count) => count > 0));
    return { seconds: seconds(began) };
  },

  async fill() {
    await add(queueOf(), total);
    return { added: total };
  },

  async empty() {
    await queueOf().obliterate({ force: true });
    return { added: 0 };
  },
};

const result = await modes[mode]();
if (result) console.log(JSON.stringify(result));
process.exit(0);
