// Prints the Host's settings for the sandbox's demonstration accounts as NAME='value' lines.
// node demo-env.mjs <config/demo/accounts.json> <sandbox base URL>
import { readFileSync } from 'node:fs';
const [file, sandbox] = process.argv.slice(2);
const accounts = JSON.parse(readFileSync(file, 'utf8'));
const settings = {
  WeChat__ApiBase: sandbox, WeChat__OpenBase: sandbox, WeChat__MpBase: sandbox,
  TencentCloud__IaiBase: sandbox, TencentCloud__SmsBase: sandbox,
  TencentCloud__SecretId: accounts.tencentCloud.secretId,
  TencentCloud__SecretKey: accounts.tencentCloud.secretKey,
  TencentCloud__Region: accounts.tencentCloud.region,
  TencentCloud__Sms__SdkAppId: accounts.tencentCloud.sms.sdkAppId,
  TencentCloud__Sms__SignName: accounts.tencentCloud.sms.signName,
  TencentCloud__Sms__Templates__OwnCode: accounts.tencentCloud.sms.templates.ownCode.id,
  TencentCloud__Sms__Templates__WitnessCode: accounts.tencentCloud.sms.templates.witnessCode.id,
  Mail__Host: '127.0.0.1', Mail__Port: Number(new URL(sandbox).port) + 1, Mail__Tls: 'off',
  Mail__User: accounts.mail.user, Mail__Password: accounts.mail.password, Mail__From: accounts.mail.from, Mail__FromName: '岚安消防',
  ObjectStore__Endpoint: `${sandbox}/__s3`,
  ObjectStore__Bucket: accounts.objectStore.bucket,
  ObjectStore__Region: accounts.objectStore.region,
  ObjectStore__AccessKey: accounts.objectStore.accessKey,
  ObjectStore__SecretKey: accounts.objectStore.secretKey,
};
for (const [account, section] of [['agency', 'Agency'], ['owner', 'Owner'], ['miniProgram', 'MiniProgram']])
  for (const key of ['appId', 'secret', 'token', 'aesKey', 'originalId'])
    settings[`WeChat__${section}__${key[0].toUpperCase()}${key.slice(1)}`] = accounts[account][key];
for (const [name, value] of Object.entries(settings)) console.log(`${name}='${String(value).replaceAll("'", "'\\''")}'`);
