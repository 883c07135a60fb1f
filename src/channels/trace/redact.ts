/**
 * Takes secrets out of a SIP message. Each is written over with stars of the same length, so that
 * Content-Length stays true and a capture made of the message can be read by other tools.
 *
 * What is secret: the keys of SRTP (RFC 4568 §9.1 `inline:`, RFC 4566 §5.12 `k=`), the answers of
 * digest authentication (RFC 3261 §22.4), and digits pressed, which carriers send in INFO: a PIN
 * looks like any other key.
 */
export function redact(text: string): string {
  return secrets.reduce(
    (clean, { looksLike, secret }) =>
      looksLike.test(clean) ? clean.replace(secret, starred) : clean,
    text,
  )
}

/** The part that stays, then the part that is written over. */
const secrets: readonly { readonly looksLike: RegExp; readonly secret: RegExp }[] = [
  { looksLike: /inline:/i, secret: /(inline:)([^\s|;]+)/gi },
  { looksLike: /^k=/m, secret: /^(k=\w+:)(\S+)/gm },
  { looksLike: /authorization/i, secret: /(\b(?:response|cnonce)\s*=\s*")([^"]*)(?=")/gi },
  {
    looksLike: /authorization/i,
    secret: /^((?:Proxy-)?Authorization\s*:\s*(?:Basic|Bearer)\s+)(\S+)/gim,
  },
  { looksLike: /dtmf/i, secret: /^(\s*Signal\s*=\s*)([^\r\n]+)/gim },
  { looksLike: /application\/dtmf\b/i, secret: /(\r\n\r\n)([0-9A-D*#]+)(?=\s*$)/gi },
]

function starred(_whole: string, kept: string, secret: string): string {
  return kept + '*'.repeat(secret.length)
}
