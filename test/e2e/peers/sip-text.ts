/** Cuts a stream into messages by their Content-Length (RFC 3261 §18.3); empty lines between them are skipped. */
export function messagesIn(take: (message: Buffer) => void): (data: Buffer) => void {
  let rest = Buffer.alloc(0)
  return data => {
    rest = Buffer.concat([rest, data])
    for (;;) {
      while (rest.length >= 2 && rest.toString('latin1', 0, 2) === '\r\n') rest = rest.subarray(2)
      const headEnd = rest.indexOf('\r\n\r\n')
      if (headEnd < 0) return
      const length = Number(fieldOf(rest.toString('latin1', 0, headEnd), 'Content-Length'))
      const end = headEnd + 4 + length
      if (rest.length < end) return
      take(rest.subarray(0, end))
      rest = rest.subarray(end)
    }
  }
}

/** A header field of a message as text. */
export function fieldOf(text: string, name: string): string {
  return new RegExp(`^${name}\\s*:\\s*(.*)$`, 'im').exec(text)?.[1]?.trim() ?? ''
}

/** The 200 to an OPTIONS, for whoever stands in Teams’ place. */
export function okTo(text: string): string {
  const kept = text.split('\r\n').filter(line => /^(?:via|from|call-id|cseq)\s*:/i.test(line))
  const to = `To: ${fieldOf(text, 'To')};tag=front`
  return ['SIP/2.0 200 OK', ...kept, to, 'Content-Length: 0', '', ''].join('\r\n')
}
