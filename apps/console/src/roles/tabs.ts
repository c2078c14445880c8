export const tabs = ['rights', 'history'] as const
export type Tab = (typeof tabs)[number]
