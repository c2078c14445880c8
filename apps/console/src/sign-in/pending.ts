/**
 * The csrf token of a sign-in that is not finished. It lives in this page alone: who loads the page again begins
 * again with the password.
 */
let token: string | undefined

export const pendingToken = () => token

export function setPendingToken(next: string | undefined): void {
  token = next
}
