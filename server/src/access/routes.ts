import type { Http } from '../http/index.ts'
import type { Submit } from './act.ts'
import { providerRoutes } from './directory/provider-routes.ts'
import { guardConsole } from './guard-console.ts'
import { type NameReaches, peopleRoutes } from './people/people-routes.ts'
import { personAccessRoutes } from './people/person-access-routes.ts'
import { type CurrenciesOf, roleRoutes } from './people/role-routes.ts'
import { accountRoutes } from './sign-in/account-routes.ts'
import { linkRoutes } from './sign-in/link-routes.ts'
import type { Describe } from './sign-in/sign-in-answer.ts'
import { signInRoutes } from './sign-in/sign-in-routes.ts'
import { webOf } from './web.ts'

export interface ConsoleOptions {
  /** Whether the console is reached by https: then the cookie is kept to it. */
  readonly secure: boolean
  /** Where people reach the console, without a slash at the end; undefined where nobody has said. */
  readonly publicUrl: string | undefined
  /** What the console shows of a session; it knows tenants, which this module does not. */
  readonly describe: Describe
  /** What the utilities and vendors are called that roles reach; this module knows neither. */
  readonly nameReaches: NameReaches
  /** Does acts that a tenant may put under a second person. */
  readonly submit: Submit
  /** The currencies that limits of roles may be in; this module knows no utility. */
  readonly currenciesOf: CurrenciesOf
}

/** Sign-in to the console and the own access, its people and their roles. */
export function accessRoutes({
  secure,
  publicUrl,
  describe,
  nameReaches,
  submit,
  currenciesOf,
}: ConsoleOptions) {
  const web = webOf({ secure, publicUrl })
  return async (app: Http): Promise<void> => {
    app.addHook('preValidation', guardConsole)
    peopleRoutes(app, nameReaches, submit, web)
    roleRoutes(app, submit, currenciesOf)
    personAccessRoutes(app, web)
    signInRoutes(app, web, describe)
    providerRoutes(app, web, describe)
    linkRoutes(app, web)
    accountRoutes(app, web)
  }
}
