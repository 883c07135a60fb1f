import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { EmulatedPerson, EmulatedTenant } from '../config.ts'
import type { RefusalBody } from './refusal.ts'
import type { ReplyTo } from './sign-in-request.ts'

type Html = HtmlEscapedString | Promise<HtmlEscapedString>

const style = raw(`
  :root { color-scheme: light dark; font-family: "Segoe UI", system-ui, sans-serif; line-height: 1.5 }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f2f4f8, #16181d) }
  main { width: min(26rem, calc(100vw - 2rem)); margin: 1rem 0; padding: 2rem; box-sizing: border-box; border-radius: .5rem;
    background: light-dark(#fff, #22252c); box-shadow: 0 2px 16px #0003 }
  h1 { font-size: 1.4rem; line-height: 1.25; margin: 0 0 .25rem }
  h2 { font-size: 1rem; margin: 1.5rem 0 .5rem }
  p { margin: 0 0 .75rem; color: light-dark(#484d58, #b9bfcb) }
  .note { font-size: .8rem; letter-spacing: .03em; text-transform: uppercase; margin: 0 0 .5rem }
  button, .button { font: inherit; color: inherit; display: block; width: 100%; box-sizing: border-box; text-align: start; cursor: pointer;
    padding: .6rem .8rem; margin: 0 0 .4rem; border: 1px solid light-dark(#c5cad6, #4a505c); border-radius: .4rem; background: transparent }
  button:hover { background: light-dark(#eef2fb, #2c313b) }
  button:focus-visible { outline: 3px solid #4f6bed; outline-offset: 1px }
  strong { display: block }
  small { color: light-dark(#5a606d, #a3aab8) }
  code { overflow-wrap: anywhere; font-size: .85rem }
  .quiet { border-color: transparent; text-align: center }
`)

function frame(title: string, body: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html>`
}

/** The page that stands for Microsoft's: no password, since nobody here is real. */
export function choicePage(choice: {
  readonly appName: string
  readonly action: string
  readonly tenants: readonly EmulatedTenant[]
  readonly loginHint: string | undefined
}): Html {
  const several = choice.tenants.length > 1
  return frame(
    'Emulated Microsoft sign-in',
    html`<p class="note">Emulated Microsoft sign-in</p>
      <h1>Choose who you are</h1>
      <p>to continue to ${choice.appName}. This is not Microsoft, and it asks no password.</p>
      <form method="post" action="${choice.action}">
        ${choice.tenants.map(
          tenant =>
            html`${several ? html`<h2>${tenant.name}</h2>` : ''}
            ${hintedFirst(tenant.people, choice.loginHint).map((person, index) =>
              personButton(tenant, person, index === 0 && person.userName === choice.loginHint),
            )}`,
        )}
        <button class="quiet" name="person" value="">Cancel</button>
      </form>`,
  )
}

function personButton(tenant: EmulatedTenant, person: EmulatedPerson, focused: boolean): Html {
  const roles = person.roles ?? []
  return html`<button
    name="person"
    value="${tenant.directoryId}/${person.id}"
    ${focused ? raw('autofocus') : ''}
  >
    <strong>${person.name}</strong>
    <small>${person.userName}${roles.length > 0 ? ` · ${roles.join(', ')}` : ''}</small>
  </button>`
}

function hintedFirst(
  people: readonly EmulatedPerson[],
  hint: string | undefined,
): readonly EmulatedPerson[] {
  const hinted = people.filter(person => person.userName === hint)
  return [...hinted, ...people.filter(person => person.userName !== hint)]
}

/** A fault that must not travel back, because nobody proved where back is. */
export function faultPage(fault: RefusalBody): Html {
  return frame(
    'Sign-in failed',
    html`<p class="note">Emulated Microsoft sign-in</p>
      <h1>Sorry, but we are having trouble signing you in</h1>
      <p><code>${fault.error_description}</code></p>`,
  )
}

/** The answer carried by a form that sends itself (response_mode=form_post). */
export function formPostPage(reply: ReplyTo, fields: ReadonlyMap<string, string>): Html {
  return frame(
    'Working…',
    html`<h1>Signing you in</h1>
      <form method="post" action="${reply.redirectUri}">
        ${[...fields].map(
          ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
        )}
        <button>Continue</button>
      </form>
      <script>
        document.forms[0].submit()
      </script>`,
  )
}

/** The end of a session. */
export function signedOutPage(): Html {
  return frame(
    'Signed out',
    html`<p class="note">Emulated Microsoft sign-in</p>
      <h1>You signed out of your account</h1>
      <p>It is a good idea to close all browser windows.</p>`,
  )
}
