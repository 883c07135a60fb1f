import assert from 'node:assert/strict'
import type { TenantId } from '#core'
import { toId } from '#core'
import type { SettingsPort, SettingsVersion } from './settings.ts'
import { settingsVersionsMax } from './settings.ts'

/** One promise of the settings port, and the way to see whether an implementation keeps it. */
export interface SettingsPromise {
  readonly words: string
  /** Wants a place that is empty for its tenants; `tag` makes the tenants' names its own. */
  readonly keep: (settings: SettingsPort, tag: string) => Promise<void>
}

/** Everything that keeps settings is held to these, by whatever test runner. */
export const settingsPromises: readonly SettingsPromise[] = [
  {
    words: 'a version comes back letter for letter, its texts in their order',
    keep: async (settings, tag) => {
      const tenant: TenantId = toId(`settings-${tag}`)
      assert.equal(await settings.latest(tenant), undefined)
      const kept = versionOf(1, '“quoted” 😀\n\tand a tab')
      assert.equal(await settings.keep(tenant, kept), 'kept')
      assert.deepEqual(await settings.latest(tenant), kept)
      assert.deepEqual([...(kept.texts.keys() ?? [])], ['tenant.yaml', 'flows/b.yaml', 'a.yaml'])
    },
  },
  {
    words: 'of two versions of one number the first one stands',
    keep: async (settings, tag) => {
      const tenant: TenantId = toId(`settings-${tag}`)
      const both = await Promise.all([
        settings.keep(tenant, versionOf(1, 'one')),
        settings.keep(tenant, versionOf(1, 'other')),
      ])
      assert.deepEqual(both.toSorted(), ['kept', 'taken'])
      assert.equal((await settings.list(tenant, 10)).length, 1)
    },
  },
  {
    words: 'versions are listed the newest first, and one taken back is gone',
    keep: async (settings, tag) => {
      const tenant: TenantId = toId(`settings-${tag}`)
      for (const nth of [1, 2, 3]) await settings.keep(tenant, versionOf(nth, `n${nth}`))
      await settings.drop(tenant, 3)
      const rows = await settings.list(tenant, 1)
      assert.deepEqual(
        rows.map(row => [row.version, row.by, row.origin, row.why]),
        [[2, 'Ada', 'page', 'n2']],
      )
      assert.equal((await settings.version(tenant, 1))?.why, 'n1')
      assert.equal(await settings.version(tenant, 3), undefined)
    },
  },
  {
    words: 'the oldest versions go when there are more than are kept',
    keep: async (settings, tag) => {
      const tenant: TenantId = toId(`settings-${tag}`)
      for (let nth = 1; nth <= settingsVersionsMax + 2; nth += 1) {
        await settings.keep(tenant, versionOf(nth, 'x'))
      }
      const rows = await settings.list(tenant, settingsVersionsMax * 2)
      assert.deepEqual([rows.length, rows.at(-1)?.version], [settingsVersionsMax, 3])
    },
  },
  {
    words: 'tenants have versions of their own',
    keep: async (settings, tag) => {
      await settings.keep(toId(`settings-${tag}-one`), versionOf(1, 'one'))
      assert.equal(await settings.latest(toId(`settings-${tag}-other`)), undefined)
    },
  },
]

function versionOf(version: number, why: string): SettingsVersion {
  const texts = new Map([
    ['tenant.yaml', why],
    ['flows/b.yaml', ''],
    ['a.yaml', 'a: 1\n'],
  ])
  return { version, at: 1_800_000_000_000 + version, by: 'Ada', origin: 'page', why, texts }
}
