export * from './problem.ts'
export * from './client.ts'
export * from './photos.ts'
export type * from './shapes.ts'
