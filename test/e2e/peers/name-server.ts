import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/** A name server that knows a few names, all on this machine: phones look up our trunk's name there. */
export async function openNameServer(
  names: readonly string[],
): Promise<AsyncDisposable & { readonly address: string }> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  socket.on('message', (question, from) => {
    socket.send(answer(question, names), from.port, from.address, () => undefined)
  })
  return {
    address: `127.0.0.1:${socket.address().port}`,
    async [Symbol.asyncDispose]() {
      socket.close()
      await once(socket, 'close')
    },
  }
}

const addressRecord = 1

/** RFC 1035 §4: the question again, and one address where the name is known and an address is asked for. */
function answer(question: Buffer, names: readonly string[]): Buffer {
  const labels: string[] = []
  let at = 12
  for (let length = question.readUInt8(at); length > 0; length = question.readUInt8(at)) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  const end = at + 5
  const known = names.includes(labels.join('.').toLowerCase())
  const answers = known && question.readUInt16BE(at + 1) === addressRecord
  const head = Buffer.from(question.subarray(0, 12))
  head.writeUInt16BE(known ? 0x8580 : 0x8583, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(answers ? 1 : 0, 6)
  head.writeUInt32BE(0, 8)
  const record = Buffer.from([0xc0, 12, 0, addressRecord, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1])
  return Buffer.concat([head, question.subarray(12, end), ...(answers ? [record] : [])])
}
