import { Button } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Copies 20 digits without spaces, as messages and meters take them. */
export function CopyToken({ digits }: { digits: string }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(digits)
    setCopied(true)
  }
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconCopy size={18} stroke={1.75} aria-hidden />}
        onClick={() => void copy()}
      >
        {copied ? t('result.copied') : t('result.copyToken')}
      </Button>
      <span className="saldo-hidden" role="status">
        {copied ? t('result.copied') : ''}
      </span>
    </>
  )
}
