/** How the console is asked to confirm who is there: one dialog answers all calls that wait for it. */
type Ask = (answer: (confirmed: boolean) => void) => void

let ask: Ask | undefined
let waiting: Promise<boolean> | undefined

/** Tells which dialog asks. Returns how it stops doing so. */
export function onStepUp(dialog: Ask): () => void {
  ask = dialog
  return () => {
    if (ask === dialog) ask = undefined
  }
}

/**
 * Sends a request, and where the server asks first who is there, asks the person and sends the same request again:
 * with the same Idempotency-Key, since it is the same one.
 */
export async function sendConfirmed(request: Request): Promise<Response> {
  if (request.method === 'GET') return fetch(request)
  const again = request.clone()
  const answer = await fetch(request)
  if (answer.status !== 403 || !(await wantsStepUp(answer.clone()))) return answer
  return (await confirmed()) ? fetch(again) : answer
}

async function wantsStepUp(answer: Response): Promise<boolean> {
  const problem: unknown = await answer.json().catch(() => undefined)
  return (problem as { code?: unknown } | undefined)?.code === 'session.step_up_required'
}

function confirmed(): Promise<boolean> {
  if (!ask) return Promise.resolve(false)
  const dialog = ask
  waiting ??= new Promise<boolean>((resolve) => dialog(resolve)).finally(() => {
    waiting = undefined
  })
  return waiting
}
