// Tencent's SDK against the face stand-in and Amazon's against the object store.
import { createRequire } from 'node:module';
import { GetObjectCommand, HeadBucketCommand, ListObjectsV2Command, PutObjectCommand, DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { attempt, base, done, equal, objectStore, tencentCloud, truth } from './kit.mjs';

const { CommonClient } = createRequire(import.meta.url)('tencentcloud-sdk-nodejs-common');
const bytes = async path => Buffer.from(await (await fetch(base + path)).arrayBuffer());
const picture = async path => (await bytes(`/__sandbox/people/sh-lead/${path}`)).toString('base64');

// The SDK signs for the first label of the host, so the host stays the vendor's and the sandbox is its proxy.
const face = new CommonClient('iai.tencentcloudapi.com', '2020-03-03', {
  credential: { secretId: tencentCloud.secretId, secretKey: tencentCloud.secretKey }, region: tencentCloud.region,
  profile: { httpProfile: { agent: new HttpsProxyAgent(base) } },
});
await attempt('TC3: compare two pictures of one person', async () => {
  const answer = await face.request('CompareFace', { ImageA: await picture('portrait'), ImageB: await picture('selfie'), FaceModelVersion: '3.0' });
  truth(answer.Score > 90, `score ${answer.Score}`);
});
await attempt('TC3: a refusal arrives as the exception of the SDK', async () => {
  await face.request('CompareFace', { ImageA: await picture('portrait') }).then(() => { throw new Error('it was not refused'); }, error => equal(error.code, 'MissingParameter'));
});
await attempt('TC3: a wrong key is found out', async () => {
  const stranger = new CommonClient('iai.tencentcloudapi.com', '2020-03-03', {
    credential: { secretId: tencentCloud.secretId, secretKey: 'other' }, region: tencentCloud.region, profile: { httpProfile: { agent: new HttpsProxyAgent(base) } },
  });
  await stranger.request('DetectFace', { Image: await picture('selfie') }).then(() => { throw new Error('it was taken'); }, error => equal(error.code, 'AuthFailure.SignatureFailure'));
});

const store = new S3Client({
  endpoint: `${base}/__s3`, region: objectStore.region, forcePathStyle: true, credentials: { accessKeyId: objectStore.accessKey, secretAccessKey: objectStore.secretKey },
  requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED',
});
const Bucket = objectStore.bucket, Key = 'clients/图 1.txt';
await attempt('S3: put, list, get, delete', async () => {
  await store.send(new HeadBucketCommand({ Bucket }));
  await store.send(new PutObjectCommand({ Bucket, Key, Body: '你好', ContentType: 'text/plain' }));
  equal((await store.send(new ListObjectsV2Command({ Bucket, Prefix: 'clients/' }))).Contents.map(o => o.Key), [Key]);
  equal(await (await store.send(new GetObjectCommand({ Bucket, Key }))).Body.transformToString(), '你好');
  equal(await (await fetch(await getSignedUrl(store, new GetObjectCommand({ Bucket, Key }), { expiresIn: 60 }))).text(), '你好');
  await store.send(new DeleteObjectCommand({ Bucket, Key }));
  await store.send(new GetObjectCommand({ Bucket, Key })).then(() => { throw new Error('still there'); }, error => equal(error.name, 'NoSuchKey'));
});
await attempt('S3: a presigned upload', async () => {
  const url = await getSignedUrl(store, new PutObjectCommand({ Bucket, Key: 'clients/up.txt' }), { expiresIn: 60 });
  equal((await fetch(url, { method: 'PUT', body: 'x' })).status, 200);
});
await attempt('S3: the vendor\'s own address, bucket in the host name, through the proxy', async () => {
  const far = new S3Client({
    endpoint: `https://s3.oss-${objectStore.region}.aliyuncs.com`, region: objectStore.region, credentials: { accessKeyId: objectStore.accessKey, secretAccessKey: objectStore.secretKey },
    requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED', requestHandler: { httpsAgent: new HttpsProxyAgent(base) },
  });
  await far.send(new PutObjectCommand({ Bucket, Key: 'clients/far.txt', Body: '远' }));
  equal(await (await far.send(new GetObjectCommand({ Bucket, Key: 'clients/far.txt' }))).Body.transformToString(), '远');
});
await attempt('S3: chunk trailers are refused, as Aliyun refuses them', async () => {
  const chunking = new S3Client({ endpoint: `${base}/__s3`, region: objectStore.region, forcePathStyle: true, credentials: { accessKeyId: objectStore.accessKey, secretAccessKey: objectStore.secretKey } });
  const { Readable } = await import('node:stream');
  await chunking.send(new PutObjectCommand({ Bucket, Key: 'clients/c.txt', Body: Readable.from([Buffer.from('abc')]), ContentLength: 3 }))
    .then(() => { throw new Error('it was taken'); }, error => equal(error.name, 'InvalidArgument'));
});
done();
