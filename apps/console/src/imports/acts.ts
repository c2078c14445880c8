import { api } from '../api.ts'
import { useDeed } from '../parts/form/use-deed.ts'
import { type ImportDetail, refreshImport } from './queries.ts'

type Fix = { column: string; code: string; value: string }

/** What can be done with an import. After each the import is read again. */
export function useActs({ id }: Pick<ImportDetail, 'id'>) {
  const path = { id }
  const header = (key: string) => ({ 'idempotency-key': key })
  const onDone = () => refreshImport(id)

  const check = useDeed({
    send: (matching: ImportDetail['matching'], key) =>
      api.client.PUT('/api/console/imports/{id}/matching', {
        params: { path, header: header(key) },
        body: { matching },
      }),
    onDone,
  })
  const fix = useDeed({
    send: ({ number, cells }: { number: number; cells: Record<string, string> }, _key) =>
      api.client.PATCH('/api/console/imports/{id}/rows/{number}', {
        params: { path: { id, number: `${number}` } },
        body: { cells },
      }),
    onDone,
  })
  const fixAll = useDeed({
    send: (body: Fix, key) =>
      api.client.POST('/api/console/imports/{id}/fix', {
        params: { path, header: header(key) },
        body,
      }),
    onDone,
  })
  const start = useDeed({
    send: (_: null, key) =>
      api.client.POST('/api/console/imports/{id}/import', {
        params: { path, header: header(key) },
      }),
    onDone,
  })
  const undo = useDeed({
    send: (reason: string, key) =>
      api.client.POST('/api/console/imports/{id}/undo', {
        params: { path, header: header(key) },
        body: { reason },
      }),
    onDone,
  })
  const cancel = useDeed({
    send: (_: null, _key) =>
      api.client.POST('/api/console/imports/{id}/cancel', { params: { path } }),
    onDone,
  })
  return { check, fix, fixAll, start, undo, cancel }
}
