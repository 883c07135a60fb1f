import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * Whether a request carries the operator's key. Only who may read the installation's data folder has
 * it: the command line on the same machine. Digests are compared, so that time tells nothing.
 */
export function isOperator(authorization: string, key: string | undefined): boolean {
  const [scheme = '', given = ''] = authorization.split(' ')
  if (key === undefined || key === '' || scheme.toLowerCase() !== 'bearer') return false
  return timingSafeEqual(digest(given), digest(key))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
