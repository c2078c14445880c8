export { makePartitions, partitionTask } from './partitions.ts'
export { type Jobs, type JobsOptions, runJobs } from './run-jobs.ts'
export type { Task, When } from './task.ts'
