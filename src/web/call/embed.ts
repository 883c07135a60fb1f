/*
 * What other sites load by <script src="…/web-call.js" data-tenant data-entry>: it puts the page of
 * the call into a frame in its own place. The frame is Parley's: the site's page sees and hears nothing
 * of the call, and the call nothing of the page.
 */
{
  const script = document.currentScript
  const { tenant = '', entry = '', name, language, title } = script?.dataset ?? {}
  if (script instanceof HTMLScriptElement && tenant !== '' && entry !== '') {
    const page = new URL(`/call/${tenant}/${entry}`, script.src)
    if (name !== undefined) page.searchParams.set('name', name)
    if (language !== undefined) page.searchParams.set('language', language)
    const frame = document.createElement('iframe')
    frame.src = page.href
    frame.title = title ?? 'Call'
    frame.allow = 'microphone; autoplay; speaker-selection'
    frame.style.cssText = 'border:0;inline-size:100%;max-inline-size:392px;block-size:300px'
    script.after(frame)
    addEventListener('message', ({ source, origin, data }: MessageEvent<unknown>) => {
      if (source !== frame.contentWindow || origin !== page.origin) return
      if (typeof data !== 'object' || data === null || !('parleyHeight' in data)) return
      const height = Number(data.parleyHeight)
      if (height > 0 && height < 2_000) frame.style.blockSize = `${Math.ceil(height)}px`
    })
  }
}
