/** A key as it is printed on the keyboard. It is a hint: the control beside it says what it does. */
export function Kbd({ children }: { children: string }) {
  return <kbd className="saldo-kbd">{children}</kbd>
}
