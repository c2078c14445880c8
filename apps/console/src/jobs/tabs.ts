/** The parts of a job's page, by their names in its address. */
export const tabs = ['job', 'history'] as const
