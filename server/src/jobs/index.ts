export { forgetJobs } from './long/forget.ts'
export { type Job, type JobState, JobUnknown, readJob } from './long/job.ts'
export {
  type AnyJobKind,
  type JobData,
  type JobKind,
  type JobWorld,
  type OutputPart,
  type RowFailure,
  type Step,
  type Turn,
  useLongJobs,
  type Worked,
} from './long/kind.ts'
export { type JobRoutesOptions, jobRoutes } from './long/routes.ts'
export { type StartOptions, startJob } from './long/start.ts'
export { type LongJobs, runLongJobs, type WorkerOptions } from './long/worker.ts'
export { makePartitions, partitionTask } from './partitions.ts'
export { type Jobs, type JobsOptions, runJobs } from './run-jobs.ts'
export type { Task, When } from './task.ts'
