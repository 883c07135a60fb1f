/** A `sip:` or `sips:` URI in its parts. */
export interface SipUri {
  readonly scheme: string
  readonly user: string | undefined
  readonly host: string
  readonly port: number | undefined
  readonly params: ReadonlyMap<string, string>
}

/** A From, To, Contact or Route value in its parts. */
export interface NamedUri {
  readonly displayName: string
  readonly uri: SipUri
  readonly uriText: string
  readonly tag: string | undefined
}

const shape =
  /^(sips?):(?:([^@;?>]*)@)?(\[[0-9a-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?((?:;[^;?]*)*)(?:\?.*)?$/i

/** Reads a URI; undefined when it is none of SIP's. */
export function parseSipUri(text: string): SipUri | undefined {
  const match = shape.exec(text.trim())
  if (match === null) return undefined
  const [, scheme = '', user, host = '', port, params = ''] = match
  return {
    scheme: scheme.toLowerCase(),
    user: user === undefined ? undefined : user.split(';')[0],
    host: host.toLowerCase(),
    port: port === undefined ? undefined : Number(port),
    params: paramsOf(params),
  }
}

/** Reads `"Name" <uri>;params`, with or without the name and the brackets. */
export function parseNamedUri(text: string): NamedUri | undefined {
  const bracketed = /^\s*(.*?)<([^<>]*)>(.*)$/.exec(text)
  const [, name = '', inner, rest = ''] = bracketed ?? []
  const [bare = '', ...bareParams] = text.split(';')
  const uriText = inner ?? bare.trim()
  const uri = parseSipUri(uriText)
  if (uri === undefined) return undefined
  const params = paramsOf(bracketed === null ? `;${bareParams.join(';')}` : rest)
  const displayName = name.trim().replace(/^"(.*)"$/, '$1')
  return { displayName, uri, uriText, tag: params.get('tag') }
}

function paramsOf(text: string): ReadonlyMap<string, string> {
  const pairs = text.split(';').flatMap(part => {
    const [name = '', ...value] = part.split('=')
    return name.trim() === '' ? [] : [[name.trim().toLowerCase(), value.join('=').trim()] as const]
  })
  return new Map(pairs)
}
