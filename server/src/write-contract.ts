import { mkdirSync, writeFileSync } from 'node:fs'
import { contractText } from './contract.ts'

/** `npm run contract`: writes contract/openapi.json from the routes. */
const folder = new URL('../../contract/', import.meta.url)
mkdirSync(folder, { recursive: true })
writeFileSync(new URL('openapi.json', folder), await contractText())
