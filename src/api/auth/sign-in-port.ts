/**
 * Who proves who somebody is. Microsoft Entra ID is one implementation; this folder knows only
 * the two halves of a sign-in: away to the provider's page, and back with what it says.
 */
export interface SignInPort {
  /**
   * Begins a sign-in. `pending` is kept here, never in the browser, until the person is back. With
   * a hint, somebody the provider already knows by that user name is not asked who they are.
   */
  readonly begin: (loginHint?: string) => Promise<BegunSignIn>
  /** Takes the provider's answer, proves it against `pending`, and says who it is. */
  readonly complete: (
    answer: Readonly<Record<string, string>>,
    pending: string,
  ) => Promise<SignInOutcome>
}

/** Where to send the browser, and what to remember until it comes back. */
export interface BegunSignIn {
  readonly redirectTo: string
  readonly pending: string
}

/** Who signed in, or why nobody did. */
export type SignInOutcome =
  | { readonly ok: true; readonly identity: Identity }
  | { readonly ok: false; readonly refused: SignInRefusal }

/**
 * A person as the directory knows them. The two ids together are the key (a name and a mail
 * address change hands); name and user name are for display alone.
 */
export interface Identity {
  readonly tenantDirectoryId: string
  readonly personDirectoryId: string
  readonly name: string
  readonly userName: string
}

/** Why a sign-in came to nothing, for programs and for the person before the page. */
export interface SignInRefusal {
  readonly code: SignInRefusalCode
  readonly words: string
  readonly remedy: string
}

/** The kinds of sign-ins that came to nothing. */
export type SignInRefusalCode =
  | 'sign-in-cancelled'
  | 'sign-in-stale'
  | 'sign-in-forged'
  | 'sign-in-refused'
  | 'consent-missing'
  | 'sign-in-unreachable'
