import { Button, Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { queries } from '../queries.ts'
import { type SavedView, savedViews, type ViewScreen } from './queries.ts'
import css from './saved-views.module.css'

type RemoveViewProps = { screen: ViewScreen; view: SavedView; onClose: () => void }

export function RemoveView({ screen, view, onClose }: RemoveViewProps) {
  const { t } = useTranslation()
  const remove = api.useMutation('delete', '/api/console/saved-views/{id}', {
    onSuccess: async () => {
      await queries.invalidateQueries(savedViews(screen))
      onClose()
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('savedViews.remove', { name: view.name })}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <div className={css.form}>
        <p>{t(view.shared ? 'savedViews.removeShared' : 'savedViews.removeOwn')}</p>
        {remove.error && <Failure problem={remove.error} compact />}
        <div className={css.acts}>
          <Button
            loading={remove.isPending}
            onClick={() => remove.mutate({ params: { path: { id: view.id } } })}
          >
            {t('savedViews.removeIt')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('savedViews.cancel')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
