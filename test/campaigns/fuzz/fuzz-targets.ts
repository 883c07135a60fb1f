import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { mediaReaders } from '#media'
import { sipReaders } from '#sip'

const torture = join(import.meta.dirname, '..', '..', 'vectors', 'sip', 'rfc4475')
const messages = readdirSync(torture).map(file => readFileSync(join(torture, file)))

/** Every reader of bytes from outside, in turn. */
export const targets = [...sipReaders(messages), ...mediaReaders]
