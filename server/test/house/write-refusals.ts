import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { declaredRefusals, pageOf, refusalsPage } from './refusals.ts'
import { root } from './repository.ts'

writeFileSync(join(root, refusalsPage), pageOf(declaredRefusals()))
