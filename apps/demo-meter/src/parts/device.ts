import { useEffect, useState, useSyncExternalStore } from 'react'

function onNetworkChange(tell: () => void) {
  window.addEventListener('online', tell)
  window.addEventListener('offline', tell)
  return () => {
    window.removeEventListener('online', tell)
    window.removeEventListener('offline', tell)
  }
}

export function useOnline(): boolean {
  return useSyncExternalStore(onNetworkChange, () => navigator.onLine)
}

const URL_CHANGED = 'saldo:url'

function onUrlChange(tell: () => void) {
  window.addEventListener('popstate', tell)
  window.addEventListener(URL_CHANGED, tell)
  return () => {
    window.removeEventListener('popstate', tell)
    window.removeEventListener(URL_CHANGED, tell)
  }
}

/** The meter named in the address, so that a link can lead to one. A token never stands there. */
export function useMeterInUrl(): [string | null, (serialNumber: string) => void] {
  const search = useSyncExternalStore(onUrlChange, () => window.location.search)
  return [new URLSearchParams(search).get('meter'), goToMeter]
}

function goToMeter(serialNumber: string): void {
  const url = new URL(window.location.href)
  url.search = new URLSearchParams({ meter: serialNumber }).toString()
  window.history.pushState(null, '', url)
  window.dispatchEvent(new Event(URL_CHANGED))
}

/** True once the wait has lasted, so that a quick answer shows no skeleton at all. */
export function useLasting(waiting: boolean, afterMs = 300): boolean {
  const [lasting, setLasting] = useState(false)
  useEffect(() => {
    if (!waiting) return setLasting(false)
    const timer = setTimeout(() => setLasting(true), afterMs)
    return () => clearTimeout(timer)
  }, [waiting, afterMs])
  return lasting
}

/** True while `until` lies ahead; becomes false by itself when the moment has come. */
export function useBefore(until: string | null): boolean {
  const [now, setNow] = useState(Date.now)
  const ahead = until !== null && Date.parse(until) > now
  useEffect(() => {
    if (until === null) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [until])
  return ahead
}

const time = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})
const dayAndTime = new Intl.DateTimeFormat('en-GB', {
  day: '2-digit',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

export const timeText = (instant: string | number) => time.format(new Date(instant))
export const dayAndTimeText = (instant: string) => dayAndTime.format(new Date(instant))

/** The device's own time zone, as "GMT+3": the demo meters of several utilities stand side by side. */
export const zoneText =
  new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' })
    .formatToParts()
    .find((part) => part.type === 'timeZoneName')?.value ?? 'UTC'

/** Units as people write them: m³, not m3. */
export const unitText = (unit: 'kWh' | 'm3') => (unit === 'm3' ? 'm³' : unit)
