/** How often to listen again: real sound takes real time, in frames of 20 ms. */
const listenAgainMs = 20

/** Looks again and again until it is so; whoever waits sets the limit. */
export async function eventually(is: () => boolean): Promise<void> {
  while (!is()) {
    await new Promise(resolve => {
      setTimeout(resolve, listenAgainMs)
    })
  }
}
