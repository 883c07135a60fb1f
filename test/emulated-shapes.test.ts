import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, expectTypeOf, test } from 'vitest'
import { emulatedWorldView, type EmulatedWorldView } from '#contract'
import { openEmulator, type WorldView } from '#emulator'

test('what pages expect of the emulated world is what the emulator says of it', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'parley-shapes-'))
  await using stack = new AsyncDisposableStack()
  stack.defer(() => rm(dataFolder, { recursive: true, force: true }))
  const number = '+441632960201'
  const person = { id: 'p1', name: 'Ada Marsh', userName: 'ada@parley.example', number }
  const tenant = { directoryId: 't1', name: 'Test House', domains: ['parley.example'], apps: [] }
  const emulator = stack.use(
    await openEmulator(
      { tenants: [{ ...tenant, people: [person] }], sbcs: {} },
      { dataFolder, log: () => undefined },
    ),
  )
  const trunk = { transport: 'tcp', host: '127.0.0.1', port: 9 } as const
  const traffic = {
    seed: 1,
    trunk,
    callsPerHour: 1,
    concurrentMax: 1,
    numbers: [{ number }],
    callers: [{ name: 'Rosa', number }],
    stories: [{ name: 'wants to buy', script: [{ kind: 'hang-up' } as const] }],
  }
  const pages = emulator.pages({ trunk, numbers: [{ number, name: 'Main line' }], traffic })
  const order = { method: 'POST', body: JSON.stringify({ count: 1 }) }
  expect((await pages.fetch(new Request('http://e/callers', order))).status).toBe(201)
  const world: unknown = await (await pages.fetch(new Request('http://e/world'))).json()
  expect(emulatedWorldView.parse(world)).toEqual(world)
  expect(world).toMatchObject({ people: [{ name: 'Ada Marsh' }], callers: [{ name: 'Rosa' }] })
})

test('every state the emulator can be in has its shape', () => {
  expectTypeOf<WorldView['people'][number]['state']>().toExtend<
    EmulatedWorldView['people'][number]['state']
  >()
  expectTypeOf<WorldView['troubles'][number]>().toEqualTypeOf<
    EmulatedWorldView['troubles'][number]
  >()
  expectTypeOf<NonNullable<WorldView['callers'][number]['last']>['what']>().toEqualTypeOf<
    NonNullable<EmulatedWorldView['callers'][number]['last']>['what']
  >()
  expectTypeOf<WorldView['people'][number]['presence']>().toEqualTypeOf<
    EmulatedWorldView['people'][number]['presence']
  >()
})
