// 机构注册 in four parts (ORG-34…37), each kept by the server: who comes back later goes on where he was.
import { get, newKey, post, put, upload } from '../../lib/http'
import { keepSession } from '../../lib/session'

export interface Registration { state: 'Named' | 'Licensed' | 'LegalPersonKnown' | 'PasswordSet' | 'Complete'; name: string; creditCode: string; userName: string; passwordRule: string; districts: string[]; brigade: string | null }
export interface Office { name: string; district: string; address: string; isDefault: boolean }

/** Which page stands for the state; 1 and 2 are both of the first part. */
export const stepOf: Record<Registration['state'], number> = { Named: 2, Licensed: 3, LegalPersonKnown: 4, PasswordSet: 5, Complete: 6 }

/** What is photographed of the legal person, one after the other. */
export const pictures: { key: 'idFront' | 'idBack' | 'portrait'; paper?: 'IdFront' | 'IdBack'; says: string; hint: string; front: boolean }[] = [
  { key: 'idFront', paper: 'IdFront', says: '身份证人像面', hint: '有照片的一面，放在平处，四个角都拍进来，字要看得清。', front: false },
  { key: 'idBack', paper: 'IdBack', says: '身份证国徽面', hint: '有国徽的一面，四个角都拍进来。', front: false },
  { key: 'portrait', says: '法定代表人证件照', hint: '本人正对镜头，白墙前，不戴帽子和口罩。', front: true },
]

export async function begin(region: string, name: string, creditCode: string, privacyVersion: string): Promise<void> {
  const answer = await post<{ token: string; name: string; roles: string[] }>('/agency-registration', { region, name, creditCode, privacyVersion }, '')
  keepSession({ token: answer.token, name: answer.name, roles: answer.roles })
}

export function registration(): Promise<Registration> { return get<Registration>('/agency-registration') }
export async function sendLicence(file: string): Promise<Registration> { return put<Registration>('/agency-registration/licence', { photoId: await picture(file) }, '') }
export async function picture(file: string, kind = 'Other'): Promise<string> { return (await upload('/photos', file, { kind }, newKey())).id }
/** ORG-37: judged while the card still lies there; thrown is what to do better. */
export async function paper(file: string, kind: 'IdFront' | 'IdBack'): Promise<string> {
  const photoId = await picture(file)
  await post('/agency-registration/papers', { photoId, kind }, '')
  return photoId
}
export function sendLegalPerson(who: { name: string; identityNumber: string; idFrontPhotoId: string; idBackPhotoId: string; portraitPhotoId: string }): Promise<Registration> { return put<Registration>('/agency-registration/legal-person', who, '') }
export function sendPassword(password: string): Promise<Registration> { return put<Registration>('/agency-registration/password', { password }, '') }
export function sendBasics(serviceTypes: string[], offices: Office[]): Promise<Registration> { return put<Registration>('/agency-registration/basics', { serviceTypes, offices }, '') }
