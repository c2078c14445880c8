/** The tabs of a sale, as the address names them. */
export const tabs = ['sale', 'history'] as const
export type Tab = (typeof tabs)[number]
