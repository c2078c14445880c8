export const tabs = ['roles', 'access', 'history'] as const
export type Tab = (typeof tabs)[number]
