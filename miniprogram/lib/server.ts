/** Set by the build from Public__Base, the address that phones reach; it must stand in the account's list of request and upload domains. */
declare const __SERVER__: string

export const SERVER: string = __SERVER__
