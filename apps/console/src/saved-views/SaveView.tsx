import { Button, Checkbox, Modal, TextInput } from '@mantine/core'
import '@mantine/core/styles/Checkbox.layer.css'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { queries } from '../queries.ts'
import { savedViews, type ViewScreen } from './queries.ts'
import css from './saved-views.module.css'

type SaveViewProps = { screen: ViewScreen; address: string; onClose: () => void }

/** Gives the list as it is set up now a name. */
export function SaveView({ screen, address, onClose }: SaveViewProps) {
  const { t } = useTranslation()
  // Made before the first attempt and kept for its repeats; another name is another view.
  const [key, setKey] = useState(() => crypto.randomUUID())
  const save = api.useMutation('post', '/api/console/saved-views', {
    onSuccess: async () => {
      await queries.invalidateQueries(savedViews(screen))
      onClose()
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const name = String(fields.get('name') ?? '').trim()
    const shared = fields.get('shared') === 'on'
    save.mutate({
      params: { header: { 'idempotency-key': key } },
      body: { screen, address, name, shared },
    })
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('savedViews.save')}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <form className={css.form} onSubmit={submit} onChange={() => setKey(crypto.randomUUID())}>
        <TextInput
          name="name"
          label={t('savedViews.name')}
          description={t('savedViews.nameHelp')}
          maxLength={60}
          required
          withAsterisk={false}
          data-autofocus
        />
        <Checkbox name="shared" label={t('savedViews.share')} />
        {save.error && <Failure problem={save.error} compact />}
        <div className={css.acts}>
          <Button type="submit" loading={save.isPending}>
            {t('savedViews.saveIt')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('savedViews.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
