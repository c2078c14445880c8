export const meterTabs = ['summary', 'history'] as const
export type MeterTab = (typeof meterTabs)[number]
