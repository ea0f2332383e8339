export const BUILT_IN: string[]
