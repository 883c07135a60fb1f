/**
 * A play under way on one leg: items one after another without a gap, since a frame that one item
 * ends in is filled up from the next.
 */
import { beginTone, fillTone } from '../codecs/tones.ts'
import type { ToneState } from '../codecs/tones.ts'
import { mixRateHz } from '../codecs/voice-codec.ts'

/** An item with its sound at hand: `pcm` is at the mixer's rate. */
export type LoadedItem =
  | { readonly kind: 'pcm'; readonly samples: Int16Array }
  | { readonly kind: 'tone'; readonly hz: readonly number[]; readonly samples: number }
  | { readonly kind: 'silence'; readonly samples: number }

/** Where a play stands. */
export interface Player {
  readonly playId: string
  readonly items: readonly LoadedItem[]
  readonly loop: boolean
  readonly mix: boolean
  item: number
  offset: number
  tone: ToneState | undefined
  playedSamples: number
}

/** Begins at the first item. */
export function openPlayer(
  playId: string,
  items: readonly LoadedItem[],
  how: { readonly loop: boolean; readonly mix: boolean },
): Player {
  return { playId, items, ...how, item: 0, offset: 0, tone: undefined, playedSamples: 0 }
}

/** Fills one frame, with silence behind the end; false when there was nothing left to play. */
export function fillFromPlayer(player: Player, into: Int16Array): boolean {
  let filled = 0
  let emptyItems = 0
  while (filled < into.length) {
    const item = currentItem(player)
    if (item === undefined || emptyItems > player.items.length) break
    const count = Math.min(into.length - filled, itemSamples(item) - player.offset)
    fillFromItem(player, item, into.subarray(filled, filled + count))
    emptyItems = count === 0 ? emptyItems + 1 : 0
    filled += count
    player.offset += count
    if (player.offset >= itemSamples(item)) nextItem(player)
  }
  into.fill(0, filled)
  player.playedSamples += filled
  return filled > 0
}

/** How much was heard. */
export function playedMs(player: Player): number {
  return Math.round((player.playedSamples * 1000) / mixRateHz)
}

function currentItem(player: Player): LoadedItem | undefined {
  if (player.item >= player.items.length && player.loop) player.item = 0
  return player.items[player.item]
}

function nextItem(player: Player): void {
  player.item += 1
  player.offset = 0
  player.tone = undefined
}

function itemSamples(item: LoadedItem): number {
  return item.kind === 'pcm' ? item.samples.length : item.samples
}

function fillFromItem(player: Player, item: LoadedItem, into: Int16Array): void {
  switch (item.kind) {
    case 'pcm':
      into.set(item.samples.subarray(player.offset, player.offset + into.length))
      return
    case 'tone':
      player.tone ??= beginTone(item.hz, mixRateHz)
      fillTone(player.tone, into, 0, into.length)
      return
    case 'silence':
      into.fill(0)
  }
}
