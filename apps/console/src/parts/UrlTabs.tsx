import { Tabs } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'

type UrlTabsProps<Name extends string> = {
  tabs: readonly Name[]
  /** The one that the address names, or the first. */
  value: Name
  label: (tab: Name) => string
  children: ReactNode
}

/** Tabs whose choice stands in the address as `tab`; the panels are the children. */
export function UrlTabs<Name extends string>({ tabs, value, label, children }: UrlTabsProps<Name>) {
  const navigate = useNavigate()
  const choose = (next: string | null) =>
    void navigate({
      to: '.',
      search: (search) => ({ ...search, tab: next }) as never,
      replace: true,
    })
  return (
    <Tabs value={value} keepMounted={false} onChange={choose}>
      <Tabs.List>
        {tabs.map((tab) => (
          <Tabs.Tab key={tab} value={tab}>
            {label(tab)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {children}
    </Tabs>
  )
}
