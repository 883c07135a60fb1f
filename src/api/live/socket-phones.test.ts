import { once } from 'node:events'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { liveMessage, type LiveMessage } from '#contract'
import type { TenantConfig } from '#core'
import type { PhonePage, PhonesPort } from '#engine'
import { fakeTenant } from '../fake-floor.ts'
import { rehearseApi, type ApiRehearsal } from '../rehearsal.ts'

/** Phones that only keep what happens to them. */
function openPhones(): PhonesPort & { readonly done: string[] } {
  const done: string[] = []
  return {
    done,
    open: (page: PhonePage) => {
      done.push(page.beside ? 'opened beside Teams' : 'opened alone')
      page.show({ calls: [], iceServers: [] })
      return { ask: () => undefined, lost: () => done.push('lost'), leave: () => done.push('left') }
    },
  }
}

function allow(api: ApiRehearsal, agentPhones: NonNullable<TenantConfig['agentPhones']>): void {
  api.acme.put({ kind: 'tenant-configured', config: { ...fakeTenant('acme'), agentPhones } })
}

/** Anna's page, which wants to be a phone beside her Teams phone. */
async function greet(api: ApiRehearsal): Promise<{
  readonly hears: (topic: LiveMessage['topic']) => Promise<LiveMessage>
  readonly ws: WebSocket
}> {
  const { url } = api.server
  const cookie = await api.signIn('acme-anna')
  const ws = new WebSocket(`${url}/api/live`.replace('http', 'ws'), {
    headers: { cookie, origin: url },
  })
  const heard: LiveMessage[] = []
  const waiting = new Set<() => void>()
  ws.on('message', data => {
    heard.push(liveMessage.parse(JSON.parse(Buffer.isBuffer(data) ? data.toString() : '')))
    for (const look of waiting) look()
  })
  await once(ws, 'open')
  ws.send(JSON.stringify({ watch: ['desk'], phone: { id: 'tab-of-a-test', beside: true } }))
  return {
    ws,
    hears: topic =>
      new Promise(resolve => {
        const look = (): void => {
          const nth = heard.findIndex(message => message.topic === topic)
          const [found] = nth < 0 ? [] : heard.splice(nth, 1)
          if (found === undefined) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
  }
}

async function close(ws: WebSocket): Promise<void> {
  const closed = once(ws, 'close')
  ws.close()
  await closed
}

test('where agents may take calls at both, a page is a phone beside Teams', async () => {
  const phones = openPhones()
  await using api = await rehearseApi({}, { phones })
  const page = await greet(api)
  await page.hears('phone')
  expect(phones.done).toEqual(['opened beside Teams'])
  await close(page.ws)
})

test('where browsers are no phones, a page is told so; once they are, it is one without asking again', async () => {
  const phones = openPhones()
  await using api = await rehearseApi({}, { phones })
  allow(api, 'teams')
  const page = await greet(api)
  expect(await page.hears('refused')).toMatchObject({ code: 'no-browser-phones' })
  expect(phones.done).toEqual([])
  allow(api, 'browser')
  await page.hears('phone')
  expect(phones.done).toEqual(['opened alone'])
  allow(api, 'teams')
  await page.hears('refused')
  // A talk in the page would go on: it is put away by the page itself.
  expect(phones.done).toEqual(['opened alone'])
  await close(page.ws)
})

test('everybody is told at what agents may take calls', async () => {
  await using api = await rehearseApi()
  const cookie = await api.signIn('acme-anna')
  const phones = async (): Promise<unknown> =>
    (await (await api.get('/api/me', cookie)).json()).phones
  expect(await phones()).toBe('both')
  allow(api, 'browser')
  expect(await phones()).toBe('browser')
})
