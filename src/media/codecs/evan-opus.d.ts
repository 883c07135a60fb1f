/**
 * The WebAssembly half of `@evan/opus`, which its own types do not name. It is taken in place of the
 * native half: octets from strangers are decoded here, and what breaks in a sandbox breaks alone.
 */
declare module '@evan/opus/wasm/index.mjs' {
  /** One direction in. `decode` throws for what is no Opus. */
  export class Decoder {
    constructor(options: { readonly channels: 1 | 2; readonly sample_rate: number })
    decode(packet: Uint8Array): Uint8Array
    drop(): void
  }
  /** One direction out. `ctl` sets what opus_defines.h numbers. */
  export class Encoder {
    constructor(options: {
      readonly channels: 1 | 2
      readonly sample_rate: number
      readonly application: 'voip'
    })
    encode(samples: Int16Array): Uint8Array
    ctl(request: number, value: number): number
    drop(): void
  }
}
