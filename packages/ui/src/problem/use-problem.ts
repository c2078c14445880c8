import { useTranslation } from 'react-i18next'
import { ProblemError } from './problem.ts'

export interface ProblemWords {
  /** What happened. */
  title: string
  /** What to do next. */
  next: string
  /** What support asks for; absent when no answer came. */
  reference?: string
  code?: string
}

/**
 * Words for anything that was thrown: by its code where it is a refusal, else as a lost network. An app's own
 * words come before those that all apps share.
 */
export function useProblem(): (error: unknown) => ProblemWords {
  const { t, i18n } = useTranslation('ui')
  const own = String(i18n.options.defaultNS)
  return (error) => {
    if (!(error instanceof ProblemError)) {
      return { title: t('problem.network.title'), next: t('problem.network.next') }
    }
    const { problem } = error
    const key = `problem.${problem.code}`
    const ns = [own, 'ui'].find((space) => i18n.exists(`${key}.title`, { ns: space }))
    return {
      title: ns ? t(`${key}.title`, { ns }) : problem.title || t('problem.unknownCode.title'),
      next: ns ? t(`${key}.next`, { ns }) : t('problem.unknownCode.next'),
      code: problem.code,
      ...(problem.traceId === '' ? {} : { reference: problem.traceId }),
    }
  }
}
