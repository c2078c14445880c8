import { useTranslation } from 'react-i18next'
import { type Problem, ProblemError } from './problem.ts'

export interface ProblemWords {
  /** What happened. */
  title: string
  /** What to do next. */
  next: string
  /** What support asks for; absent when no answer came. */
  reference?: string
  code?: string
}

/** Words for anything that was thrown: by its code where it is a refusal, else as a lost network. */
export function useProblem(): (error: unknown) => ProblemWords {
  const { t, i18n } = useTranslation('ui')
  return (error) => {
    if (!(error instanceof ProblemError)) {
      return { title: t('problem.network.title'), next: t('problem.network.next') }
    }
    const { problem } = error
    const key = i18n.exists(`problem.${problem.code}.title`, { ns: 'ui' })
      ? problem.code
      : 'unknownCode'
    return {
      title: key === 'unknownCode' ? fallbackTitle(problem, t) : t(`problem.${key}.title`),
      next: t(`problem.${key}.next`),
      code: problem.code,
      ...(problem.traceId === '' ? {} : { reference: problem.traceId }),
    }
  }
}

/** A server newer than this app may refuse with a code we have no words for: then its own title. */
function fallbackTitle(problem: Problem, t: (key: string) => string): string {
  return problem.title || t('problem.unknownCode.title')
}
