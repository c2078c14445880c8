import { Button, FileButton, Progress, Radio, Stack } from '@mantine/core'
import '@mantine/core/styles/Progress.layer.css'
import '@mantine/core/styles/Radio.layer.css'
import { EmptyState, Skeleton, SkeletonBar } from '@saldo/ui'
import { IconBuildingOff, IconUpload } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem, Utility } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { useUtility } from '../shell/session.ts'
import { useFigures } from './figures.ts'
import { Failed } from './ImportsScreen.tsx'
import css from './imports.module.css'
import { type ImportKind, importKinds } from './queries.ts'
import { Steps } from './Steps.tsx'
import { sendFile } from './send-file.ts'

const route = getRouteApi('/signed-in/imports/new')

/** The first step: which file, and what it holds. */
export function NewImportScreen() {
  const { t } = useTranslation()
  const kinds = useQuery(importKinds)
  const utility = useUtility()
  useEffect(() => {
    document.title = t('app.titleOf', { screen: t('imports.new') })
  }, [t])
  return (
    <>
      <p className={css.trail}>
        <Link to="/imports">{t('menu.imports')}</Link>
      </p>
      <h1 className={css.title}>{t('imports.upload.title')}</h1>
      <Steps at="upload" />
      {!utility ? (
        <EmptyState icon={IconBuildingOff} title={t('imports.noUtility')} />
      ) : kinds.data ? (
        <Upload kinds={kinds.data.data} utility={utility} />
      ) : kinds.isError ? (
        <Failed problem={kinds.error} onRetry={() => void kinds.refetch()} />
      ) : (
        <Skeleton>
          <SkeletonBar height={260} />
        </Skeleton>
      )}
    </>
  )
}

function Upload({ kinds, utility }: { kinds: readonly ImportKind[]; utility: Utility }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = route.useSearch()
  const kind = kinds.find(({ name }) => name === search.kind)?.name ?? kinds[0]?.name ?? ''
  const [file, setFile] = useState<File | null>(null)
  const [arrived, setArrived] = useState(0)
  const stop = useRef<AbortController>(null)
  const upload = useMutation<string, Problem, File>({
    mutationFn: (chosen) => {
      stop.current = new AbortController()
      setArrived(0)
      const { signal } = stop.current
      return sendFile({ kind, utilityId: utility.id, file: chosen, signal, onProgress: setArrived })
    },
    onSuccess: (importId) =>
      navigate({ to: '/imports/$importId', params: { importId }, search: { utility: utility.id } }),
  })
  // Whoever leaves the page has given the upload up.
  useEffect(() => () => stop.current?.abort(), [])
  const stopped = upload.isError && stop.current?.signal.aborted
  return (
    <section className={`saldo-panel ${css.body}`}>
      <Stack gap="lg">
        <Radio.Group
          label={t('imports.upload.what')}
          description={t('imports.upload.utility', { utility: utility.name })}
          value={kind}
          onChange={(name) =>
            void navigate({ to: '/imports/new', search: { utility: utility.id, kind: name } })
          }
        >
          <Stack gap="xs" mt="xs">
            {kinds.map(({ name }) => (
              <Radio
                key={name}
                value={name}
                label={t(`imports.kinds.${name}`)}
                description={t(`imports.kindHelp.${name}`)}
                disabled={upload.isPending}
              />
            ))}
          </Stack>
        </Radio.Group>
        <FileField file={file} onFile={setFile} disabled={upload.isPending} />
        {upload.isPending && file ? (
          <Sending file={file} arrived={arrived} onStop={() => stop.current?.abort()} />
        ) : (
          <>
            {stopped ? (
              <p role="status">{t('imports.upload.stopped')}</p>
            ) : (
              upload.error && <Failure problem={upload.error} compact />
            )}
            <div>
              <Button disabled={!file} onClick={() => file && upload.mutate(file)}>
                {t('imports.upload.send')}
              </Button>
            </div>
          </>
        )}
      </Stack>
    </section>
  )
}

interface FileFieldProps {
  file: File | null
  onFile: (file: File | null) => void
  disabled: boolean
}

function FileField({ file, onFile, disabled }: FileFieldProps) {
  const { t } = useTranslation()
  const { size } = useFigures()
  const [over, setOver] = useState(false)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button inside is the first
    <div
      className={css.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        const dropped = event.dataTransfer.files[0]
        if (dropped && !disabled) onFile(dropped)
      }}
    >
      <IconUpload size={24} stroke={1.5} aria-hidden />
      {file && (
        <p aria-live="polite">
          <strong>
            <bdi>{file.name}</bdi>
          </strong>{' '}
          <span className={css.hint}>{size(file.size)}</span>
        </p>
      )}
      <p className={css.choose}>
        <FileButton
          onChange={onFile}
          accept=".csv,.txt,.tsv,.xlsx"
          disabled={disabled}
          inputProps={{ 'aria-label': t('imports.upload.file') }}
        >
          {(props) => (
            <Button variant="default" {...props}>
              {t(file ? 'imports.upload.another' : 'imports.upload.choose')}
            </Button>
          )}
        </FileButton>{' '}
        {t('imports.upload.drop')}
      </p>
      <p className={css.hint}>{t('imports.upload.fileHelp')}</p>
    </div>
  )
}

function Sending({ file, arrived, onStop }: { file: File; arrived: number; onStop: () => void }) {
  const { t } = useTranslation()
  const { percent, size } = useFigures()
  const share = arrived / Math.max(file.size, 1)
  const text =
    share === 1
      ? t('imports.upload.reading')
      : t('imports.upload.sending', { percent: percent(share), size: size(file.size) })
  return (
    <div>
      <Progress value={share * 100} aria-label={text} />
      <p role="status" className={css.hint}>
        {text}
      </p>
      <Button variant="default" onClick={onStop}>
        {t('imports.upload.stop')}
      </Button>
    </div>
  )
}
