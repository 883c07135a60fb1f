/** The numbers in Microsoft's origin line: a small session id, a loopback address, any version. */
export interface MicrosoftOrigin {
  readonly sessionId: number
  readonly version: number
}

/**
 * Gives a description of the media engine the shape of Microsoft's own: its line order, loopback
 * origin, label and key lifetime (direct-routing §3.4). What was agreed on stays as it was.
 */
export function microsoftShape(sdp: string, origin: MicrosoftOrigin): string {
  const lines = sdp.split(/\r?\n/).filter(line => line !== '')
  const starting = (prefix: string): readonly string[] =>
    lines.filter(line => line.startsWith(prefix))
  const [media = 'm=audio 0 RTP/SAVP 0'] = starting('m=audio ')
  const [connection = 'c=IN IP4 127.0.0.1'] = starting('c=')
  const directions = ['a=sendrecv', 'a=sendonly', 'a=recvonly', 'a=inactive']
  return [
    'v=0',
    `o=- ${origin.sessionId} ${origin.version} IN IP4 127.0.0.1`,
    's=session',
    connection,
    'b=CT:10000000',
    't=0 0',
    media,
    connection,
    ...starting('a=rtcp:'),
    ...starting('a=rtcp-mux'),
    'a=label:main-audio',
    ...starting('a=crypto:').map(withLifetime),
    lines.find(line => directions.includes(line)) ?? 'a=sendrecv',
    ...starting('a=rtpmap:'),
    ...starting('a=fmtp:'),
    'a=ptime:20',
    '',
  ].join('\r\n')
}

/** Microsoft's keys always say how long they last: 2^31 packets. */
function withLifetime(line: string): string {
  return line.includes('|') ? line : `${line}|2^31`
}
