/** The tabs of a utility, as the address names them. */
export const tabs = ['details', 'branding', 'holidays', 'history'] as const
export type Tab = (typeof tabs)[number]
