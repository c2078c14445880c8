export const customerTabs = ['summary', 'history'] as const
export type CustomerTab = (typeof customerTabs)[number]
