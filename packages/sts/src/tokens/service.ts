/** What a meter sells, in the order in which the standard numbers it. */
export type Service = 'electricity' | 'water' | 'gas' | 'time'

export const SERVICES: readonly Service[] = ['electricity', 'water', 'gas', 'time']

export const SERVICE_FIELD = {
  name: 'service',
  label: 'Service',
  kind: 'choice',
  minimum: 0n,
  maximum: 0n,
  choices: [
    { value: 'electricity', label: 'Electricity, in 0.1 kWh' },
    { value: 'water', label: 'Water, in 0.1 m³' },
    { value: 'gas', label: 'Gas, in 0.1 m³' },
    { value: 'time', label: 'Time, in 0.1 minutes' },
  ],
  source: 'person',
} as const
