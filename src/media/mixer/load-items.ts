/** From what was asked to be played to what can be: files read, lengths in samples, limits kept. */
import { mixRateHz } from '../codecs/voice-codec.ts'
import type { PlayItem, Refused } from '../media-engine.ts'
import type { LoadedItem } from './player.ts'
import type { PromptCache } from './prompt-cache.ts'

/** A longer list is a playlist, and belongs into several plays. */
export const playItemsMax = 256
/** One tone or silence; a loop is the way to a longer one. */
export const playItemMsMax = 600_000
/** Frequencies in one tone; telephone signals have two. */
export const toneFrequenciesMax = 4

/** Loads every item, or says which one cannot be. */
export async function loadItems(
  items: readonly PlayItem[],
  prompts: PromptCache,
): Promise<readonly LoadedItem[] | Refused> {
  if (items.length === 0 || items.length > playItemsMax) {
    return refuseItem(`1 to ${playItemsMax} items, not ${items.length}`)
  }
  const loaded: LoadedItem[] = []
  for (const item of items) {
    const one = await loadItem(item, prompts)
    if ('ok' in one) return one
    loaded.push(one)
  }
  return loaded
}

async function loadItem(item: PlayItem, prompts: PromptCache): Promise<LoadedItem | Refused> {
  switch (item.kind) {
    case 'file': {
      const samples = await prompts.load(item.file)
      return samples instanceof Int16Array ? { kind: 'pcm', samples } : samples
    }
    case 'tone':
      if (!areFrequencies(item.hz)) return refuseItem(`tone of ${item.hz.join(' and ')} Hz`)
      return withLength({ kind: 'tone', hz: item.hz }, item.ms)
    case 'silence':
      return withLength({ kind: 'silence' }, item.ms)
  }
}

function withLength<Item extends { readonly kind: 'tone' | 'silence' }>(
  item: Item,
  ms: number,
): (Item & { readonly samples: number }) | Refused {
  if (!(ms > 0 && ms <= playItemMsMax)) return refuseItem(`${item.kind} of ${ms} ms`)
  return { ...item, samples: Math.round((ms * mixRateHz) / 1000) }
}

function areFrequencies(hz: readonly number[]): boolean {
  const inBand = hz.every(value => value > 0 && value < mixRateHz / 2)
  return inBand && hz.length > 0 && hz.length <= toneFrequenciesMax
}

function refuseItem(detail: string): Refused {
  return { ok: false, reason: 'bad-request', detail }
}
