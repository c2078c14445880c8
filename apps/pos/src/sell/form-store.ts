import { createStore, useStore } from '../store.ts'
import { emptyForm, type SellForm } from './form.ts'

/** What is typed outlives the screen: looking something up under More must not lose it. */
const form = createStore<SellForm>(emptyForm)

export function useSellForm(): [SellForm, (change: (form: SellForm) => SellForm) => void] {
  return [useStore(form), form.set]
}

export function resetSellForm(): void {
  form.set(emptyForm)
}

export function resetTo(earlier: SellForm): void {
  form.set(earlier)
}
