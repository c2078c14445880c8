import { type DemoPerson, people, platformOperator, vendors } from './cast.ts'
import { issueGuidesCode } from './enrolment.ts'
import { amina } from './households.ts'
import { demoIsPresent } from './step.ts'

/** What the terminal says to whoever started the demo: who may sign in, and how to sell the first token. */
export async function demoGuide(origin: string): Promise<readonly string[]> {
  if (!(await demoIsPresent())) return []
  const code = await issueGuidesCode()
  const shop = vendors[0]!
  return [
    'This is a demo. Its people, meters and sales are made up, and these sign-ins open nothing else.',
    ...[...Object.values(people), platformOperator].map(consoleSignIn),
    ...shop.operators.map(
      ({ name, role, pin }) => `  Till      ${name}, ${role} of ${shop.name}   PIN ${pin}`,
    ),
    '',
    `To sell your first token: open ${origin}/pos/ and press "Use a demo terminal" (or type ${code}),`,
    `choose ${shop.operators[0]!.name}, PIN ${shop.operators[0]!.pin}, type meter ${amina} and 500, and sell. Then open`,
    `${origin}/demo/meter/ and type the 20 digits.`,
    '',
  ]
}

function consoleSignIn({
  email,
  password,
  role,
  utility,
}: Pick<DemoPerson, 'email' | 'password' | 'utility'> & { readonly role: string }): string {
  const reach = utility ? `${role} of ${utility.name}` : role
  return `  Console   ${email}   password "${password}"   ${reach}`
}
