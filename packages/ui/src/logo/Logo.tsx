/** The mark: five strokes for the five groups of a token, the fifth is a spark. */
export function Logo({ size = 26, label = 'Saldo' }: { size?: number; label?: string }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} role="img" aria-label={label}>
      <rect width="32" height="32" rx="8" fill="var(--brand-600)" />
      <g fill="var(--on-brand)">
        <rect x="5" y="17" width="3" height="9" rx="1.5" />
        <rect x="9.75" y="13" width="3" height="13" rx="1.5" />
        <rect x="14.5" y="15" width="3" height="11" rx="1.5" />
        <rect x="19.25" y="10" width="3" height="16" rx="1.5" />
      </g>
      <path d="M27.6 4.5 23.4 14h2.5l-1.5 8 4.6-10.5h-2.6z" fill="var(--accent)" />
    </svg>
  )
}
