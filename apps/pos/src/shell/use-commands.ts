import { useEffect, useRef } from 'react'
import { type Command, commandOf } from './keys.ts'

type Handlers = Partial<Record<Command['name'], (place: number) => void>>

/** Does the commands of the open screen. A command it does not have is left to the browser. */
export function useCommands(handlers: Handlers): void {
  const latest = useRef(handlers)
  useEffect(() => {
    latest.current = handlers
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      // A dialog is open: its own keys come first.
      if (document.querySelector('[role="dialog"]')) return
      const command = commandOf(event)
      const handler = command && latest.current[command.name]
      if (!command || !handler || event.defaultPrevented) return
      event.preventDefault()
      handler(command.name === 'quick' ? command.place : 0)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
