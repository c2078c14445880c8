import { Button } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { type LogoTheme, logoAddress, type UtilityDetail, utilityChanged } from './queries.ts'
import css from './utilities.module.css'

/** Bytes that the server takes; a larger file is not even read. */
const MOST_BYTES = 256 * 1024

/** The logo of one theme: shown, replaced, taken away. */
export function LogoField({ utility, theme }: { utility: UtilityDetail; theme: LogoTheme }) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const [tooLarge, setTooLarge] = useState(false)
  const params = { path: { id: utility.id, theme } }
  const onDone = () => utilityChanged(utility.id)
  const set = useDeed({
    send: (image: string) =>
      api.client.PUT('/api/console/utilities/{id}/logos/{theme}', { params, body: { image } }),
    onDone,
  })
  const remove = useDeed({
    send: (_: null) => api.client.DELETE('/api/console/utilities/{id}/logos/{theme}', { params }),
    onDone,
  })
  const logo = utility.logos.find((one) => one.theme === theme)
  const name = t(`utilities.logo.${theme}`)
  const choose = async (file: File | undefined) => {
    if (!file) return
    setTooLarge(file.size > MOST_BYTES)
    if (file.size <= MOST_BYTES) set.mutate(await base64Of(file))
    if (input.current) input.current.value = ''
  }
  const problem = set.error ?? remove.error
  return (
    <div>
      <p>{name}</p>
      <div className={css.logo}>
        <span data-theme={theme}>
          {logo ? <img src={logoAddress(utility.id, logo)} alt={name} /> : t('utilities.logo.none')}
        </span>
        <input
          ref={input}
          type="file"
          className="saldo-hidden"
          tabIndex={-1}
          aria-label={name}
          accept="image/png,image/svg+xml"
          onChange={(event) => void choose(event.currentTarget.files?.[0])}
        />
        <Button
          variant="default"
          loading={set.isPending}
          aria-label={t('utilities.logo.choose', { logo: name })}
          onClick={() => input.current?.click()}
        >
          {t('utilities.logo.chooseShort')}
        </Button>
        {logo && (
          <Button
            variant="default"
            loading={remove.isPending}
            aria-label={t('utilities.logo.remove', { logo: name })}
            onClick={() => remove.mutate(null)}
          >
            {t('utilities.remove')}
          </Button>
        )}
      </div>
      <p className={css.hint}>{t('utilities.logo.help')}</p>
      {tooLarge && <p role="alert">{t('utilities.logo.tooLarge')}</p>}
      {problem && <Failure problem={problem} compact />}
    </div>
  )
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  // In pieces: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8_192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  }
  return btoa(text)
}
