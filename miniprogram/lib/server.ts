/** Set by the build from Public__Base, the address that phones reach; it must stand in the account's list of request and upload domains. */
declare const __SERVER__: string

export const SERVER: string = __SERVER__

/** Where a picture of the server's is fetched: to WeChat an address without a host lies in the app's own package. */
export const pictureAt = (link: string): string => link.startsWith('/') ? SERVER + link : link
