import { Button, Checkbox, Modal, TextInput } from '@mantine/core'
import '@mantine/core/styles/Checkbox.layer.css'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { queries } from '../queries.ts'
import { savedViews, type ViewScreen } from './queries.ts'
import css from './saved-views.module.css'

type SaveViewProps = { screen: ViewScreen; address: string; onClose: () => void }

/** Gives the list as it is set up now a name. */
export function SaveView({ screen, address, onClose }: SaveViewProps) {
  const { t } = useTranslation()
  const save = useDeed({
    send: (given: { name: string; shared: boolean }, key) =>
      api.client.POST('/api/console/saved-views', {
        params: { header: { 'idempotency-key': key } },
        body: { screen, address, ...given },
      }),
    onDone: async () => {
      await queries.invalidateQueries(savedViews(screen))
      onClose()
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    save.mutate({
      name: String(fields.get('name') ?? '').trim(),
      shared: fields.get('shared') === 'on',
    })
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('savedViews.save')}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <form className={css.form} onSubmit={submit}>
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
