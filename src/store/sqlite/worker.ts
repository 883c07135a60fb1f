import { parentPort } from 'node:worker_threads'
import { commitGroup } from './commit-group.ts'
import { SqliteConnection } from './connection.ts'
import { faultOf } from './fault.ts'
import type { NumberedReply, NumberedRequest, Reply, Request } from './messages.ts'

/**
 * The other end of a SqliteThread: one connection, one request after the other. SQLite works in
 * the calling thread, so it gets one of its own, and no phone call waits for a disk.
 */
const port = parentPort
if (port === null) throw new Error('this module runs as a worker thread')

let connection: SqliteConnection | undefined

port.on('message', ({ number, request }: NumberedRequest) => {
  const reply: NumberedReply = { number, reply: answered(request) }
  port.postMessage(reply)
  if (request.kind === 'close') port.close()
})

function answered(request: Request): Reply {
  try {
    return answer(request)
  } catch (error) {
    return { kind: 'failed', fault: faultOf(error) }
  }
}

function answer(request: Request): Reply {
  switch (request.kind) {
    case 'open':
      connection = new SqliteConnection(request.what)
      return { kind: 'done' }
    case 'query':
      return {
        kind: 'rows',
        rows: opened().all(request.statement.sql, request.statement.parameters),
      }
    case 'commit':
      return { kind: 'answers', answers: commitGroup(opened(), request.jobs) }
    case 'close':
      connection?.close()
      connection = undefined
      return { kind: 'done' }
  }
}

function opened(): SqliteConnection {
  if (connection === undefined) throw new Error('the connection is not open')
  return connection
}
