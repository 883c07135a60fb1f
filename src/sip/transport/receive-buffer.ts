/** What a UDP socket is to hold while the event loop is busy: a second of messages at 1,500 of them a second. */
export const receiveBufferBytes = 1_048_576

/** What to tell an operator whose system gave less, if it did. Linux tells twice what it gave (socket(7)). */
export function tooSmall(bytesGiven: number): string | undefined {
  if (bytesGiven >= receiveBufferBytes) return undefined
  const words = `the system gives a UDP socket ${bytesGiven} bytes for what is not read yet`
  return `${words}: in a rush messages are lost; raise net.core.rmem_max to ${receiveBufferBytes}`
}
