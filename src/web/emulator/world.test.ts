import { expect, test } from 'vitest'
import { createFakeSound } from '../softphone/fake-sound.ts'
import { createVoice } from './voice.ts'
import { createWorld, type World } from './world.ts'

function openWorld(answer: 'answers' | 'refuses' = 'answers') {
  const asked: unknown[] = []
  const world: Pick<World, 'wish'> = {
    wish: async (path, body) => {
      asked.push([path, body])
      return answer === 'refuses' ? undefined : { answer: 'sdp of the world' }
    },
  }
  return { asked, world }
}

test('a voice joins a call with the browser’s own description, and leaves it with everything closed', async () => {
  const sound = createFakeSound()
  const { asked, world } = openWorld()
  const voice = createVoice(sound.port, world)
  await voice.join('/calls/c1')
  expect(voice.get()).toMatchObject({ at: 'joined', where: '/calls/c1' })
  expect(asked).toEqual([['/calls/c1/sound', { offer: 'sdp' }]])
  voice.mute(true)
  voice.leave()
  expect(voice.get()).toMatchObject({ at: 'none', isMuted: false })
  expect(sound.done).toEqual(['open', 'describe', 'accept sdp of the world', 'mute', 'close'])
})

test('who has no microphone is told why, and nothing is asked of the world', async () => {
  const sound = createFakeSound()
  sound.microphone = 'denied'
  const { asked, world } = openWorld()
  const voice = createVoice(sound.port, world)
  await voice.join('/calls/c1')
  expect(voice.get()).toMatchObject({ at: 'none', where: '/calls/c1', trouble: 'denied' })
  expect(asked).toEqual([])
})

test('a microphone is let go when the world has no place for its voice', async () => {
  const sound = createFakeSound()
  const voice = createVoice(sound.port, openWorld('refuses').world)
  await voice.join('/calls/c1')
  expect(sound.done.at(-1)).toBe('close')
  expect(voice.get().at).toBe('none')
})

test('a wish that is refused says why until it is dismissed', async () => {
  const trouble = { kind: 'unreachable' } as const
  const world = createWorld({ post: async () => ({ ok: false, trouble }) }, () => () => undefined)
  expect(await world.wish('/callers', { count: 10 })).toBeUndefined()
  expect(world.get().trouble).toEqual(trouble)
  world.dismiss()
  expect(world.get().trouble).toBeUndefined()
})
