import { Button } from '@mantine/core'
import { IconCopy, IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import css from './account.module.css'

/** Recovery codes, which are shown this once: to copy, to keep as a file, to write down. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const text = codes.join('\n')
  return (
    <div className={css.stack}>
      <p>{t('account.codes.once')}</p>
      <ol className={css.codes} aria-label={t('account.codes.title')}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className={css.buttons}>
        <Button
          variant="default"
          leftSection={<IconCopy size={18} stroke={1.75} aria-hidden />}
          onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
        >
          {t(copied ? 'account.codes.copied' : 'account.codes.copy')}
        </Button>
        <Button
          variant="default"
          className={css.file}
          component="a"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
          download="saldo-recovery-codes.txt"
          leftSection={<IconDownload size={18} stroke={1.75} aria-hidden />}
        >
          {t('account.codes.save')}
        </Button>
        <Button onClick={onDone}>{t('account.codes.done')}</Button>
      </div>
    </div>
  )
}
