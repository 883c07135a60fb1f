import { z } from '@hono/zod-openapi'
import {
  addressBlock,
  duration,
  fqdn,
  guid,
  host,
  httpsOrigin,
  iceUrl,
  id,
  ipAddress,
  origin,
  path,
  port,
} from './config-values.ts'

/**
 * parley.yaml: what the operator of an installation decides. Secrets are not in it; they come from
 * the environment, so that the file can be read by everybody who looks after it.
 */

/** How many tenants, listeners, trunks and peers one installation may have. */
export const tenantsMax = 1_000
export const listenersMax = 32
export const trunksMax = 1_000
export const peersMax = 100
export const proxiesMax = 8
export const iceServersMax = 8
export const iceUrlsMax = 4

/** The shortest time between two questions for presences, far from what Graph allows. */
export const presenceEveryMsMin = 2_000

/** Microsoft's SIP proxies in the order in which they are tried (Direct Routing, planning page). */
export const microsoftProxies = [
  'sip.pstnhub.microsoft.com',
  'sip2.pstnhub.microsoft.com',
  'sip3.pstnhub.microsoft.com',
].map(name => ({ host: name, port: 5061 }))

const transport = z.enum(['udp', 'tcp', 'tls'])

const tls = z
  .strictObject({
    key: path.describe('The private key, PEM'),
    certificate: path.describe('The certificate with its chain, PEM'),
    authority: path.optional().describe('Authorities to trust, PEM; the system’s where left out'),
  })
  .describe('Who we are and whom we trust on TLS connections')

const listener = z.strictObject({
  transport,
  host: host.default('0.0.0.0'),
  port,
  advertise: z
    .strictObject({ host, port: port.optional() })
    .optional()
    .describe('The name or address written into SIP messages, behind an address of its own'),
  clientCertificate: z
    .enum(['not-asked', 'required'])
    .default('not-asked')
    .describe('TLS alone: whether whoever calls here must show a certificate of `authority`'),
})

const callerId = z
  .strictObject({
    show: z
      .union([z.enum(['caller', 'nobody']), z.string().regex(/^\+?[0-9]{3,15}$/)])
      .default('caller')
      .describe('Who is shown to those we call: the caller, nobody, or this number'),
    assert: z
      .boolean()
      .default(false)
      .describe('Names the number in P-Asserted-Identity, for a carrier that checks it'),
    trust: z
      .boolean()
      .default(false)
      .describe('Takes a caller’s number from P-Asserted-Identity, which this trunk vouches for'),
  })
  .optional()
  .describe('Who is shown as caller, and who is believed')

const trunkId = id('a trunk', 'carrier')

const carrier = z.strictObject({
  id: trunkId,
  kind: z.literal('carrier'),
  peers: z.array(addressBlock).min(1).max(peersMax).describe('Addresses allowed to call in'),
  target: z
    .strictObject({ transport: transport.default('udp'), host, port: port.optional() })
    .optional()
    .describe('Where calls out on this trunk go'),
  callerId,
  credentials: z
    .strictObject({
      user: z.string().regex(/^[^\s"\\:@]{1,100}$/),
      realm: z.string().min(1).max(200).optional().describe('Any realm where it is left out'),
    })
    .optional()
    .describe('As whom we answer its challenges; the password is in the environment'),
  registrar: z
    .strictObject({
      transport: transport.default('udp'),
      host,
      port: port.optional(),
      domain: host.optional().describe('The carrier’s domain; `host` where it is left out'),
      expires: duration(60_000, 86_400_000).default(3_600_000).describe('For how long; 1h'),
    })
    .optional()
    .describe('Where the carrier wants to be told of our address'),
  inbandDigits: z
    .boolean()
    .default(false)
    .describe('Hears keys as tones in the voice too, for carriers without RFC 4733'),
})

const directRouting = z.strictObject({
  id: trunkId,
  kind: z.literal('direct-routing'),
  fqdn: fqdn.describe('The name of this SBC as it is paired in the tenant'),
  proxies: z
    .array(z.strictObject({ host, port: port.default(5061), servername: host.optional() }))
    .min(1)
    .max(proxiesMax)
    .default(microsoftProxies)
    .describe('Microsoft’s SIP proxies in order; those of the commercial cloud where left out'),
  tls: tls.optional().describe('That of `sip.tls` where it is left out'),
  transfers: z
    .enum(['by-microsoft', 'by-parley'])
    .default('by-microsoft')
    .describe(
      'Who carries out a transfer by a Teams user: Microsoft, unseen by us, or Parley, asked by REFER',
    ),
  callerId,
})

const iceServer = z
  .strictObject({
    urls: z.array(iceUrl).min(1).max(iceUrlsMax),
    username: z.string().min(1).max(200).optional(),
    credential: z.string().min(1).max(200).optional().describe('Told to every browser that calls'),
  })
  .refine(one => (one.username === undefined) === (one.credential === undefined), {
    message: '`username` and `credential` go together',
  })

const webrtc = z
  .strictObject({
    iceServers: z
      .array(iceServer)
      .max(iceServersMax)
      .default([])
      .describe('STUN and TURN servers told to browsers; none, since ours is reached directly'),
    publicAddress: ipAddress
      .optional()
      .describe('The address browsers send voices to; that of `media` where it is left out'),
  })
  .default({ iceServers: [] })
  .describe('Calls in browsers: agents’ and customers’')

const rtpPort = z.int().min(0).max(65_535)

/** parley.yaml as it is written. */
export const installationFile = z
  .strictObject({
    data: path.default('./data').describe('The folder of everything that is kept'),
    http: z
      .strictObject({
        host: host.default('127.0.0.1'),
        port: port.default(8080),
        publicUrl: origin.describe('The address people type; sign-in returns to it'),
        proxies: z
          .array(addressBlock)
          .max(peersMax)
          .default([])
          .describe(
            'Proxies before us, believed when they say for whom they ask (X-Forwarded-For)',
          ),
      })
      .describe('Where the web app and the API are'),
    sip: z.strictObject({
      listen: z.array(listener).min(1).max(listenersMax),
      tls: tls.optional(),
    }),
    media: z
      .strictObject({
        address: host.describe('The address voices are sent from and received at'),
        publicAddress: host.optional().describe('The address callers know, where it differs'),
        ports: z
          .strictObject({ from: rtpPort, to: rtpPort })
          .default({ from: 20_000, to: 29_999 })
          .describe('UDP ports of voices; two for each party of a call'),
        workers: z.int().min(1).max(64).default(1).describe('Threads that carry voices; 1'),
        // Long by default, for phones that send nothing while muted.
        deadAfter: duration(5_000, 3_600_000)
          .default(5 * 60_000)
          .describe('A leg that ought to send and has not for so long is dead and is ended; 5m'),
      })
      .describe('Where voices flow'),
    webrtc,
    trunks: z.array(z.discriminatedUnion('kind', [carrier, directRouting])).max(trunksMax),
    entra: z
      .strictObject({
        authority: origin.default('https://login.microsoftonline.com'),
        knownAuthority: z
          .string()
          .min(1)
          .max(255)
          .optional()
          .describe('host:port of an authority Microsoft’s library does not know'),
        clientId: guid.describe('The application registration; its secret is in the environment'),
      })
      .optional()
      .describe('Sign-in by Microsoft Entra ID'),
    presence: z
      .strictObject({
        source: z
          .enum(['off', 'teams'])
          .default('teams')
          .describe('`teams` asks Microsoft Graph; the app needs Presence.Read.All for it'),
        every: duration(presenceEveryMsMin, 300_000)
          .default(10_000)
          .describe('How often presences are asked for; 10s'),
        unknownAfter: duration(10_000, 3_600_000)
          .default(120_000)
          .describe('What nobody has repeated for so long is not known any more; 2m'),
        graph: httpsOrigin
          .default('https://graph.microsoft.com')
          .describe('Microsoft Graph; a national cloud has one of its own'),
      })
      .refine(({ every, unknownAfter }) => unknownAfter >= 2 * every, {
        path: ['unknownAfter'],
        error: 'shorter than two rounds of asking',
        params: {
          remedy: 'Write at least twice `every`, or the presence goes between two answers.',
        },
      })
      .default({
        source: 'off',
        every: 10_000,
        unknownAfter: 120_000,
        graph: 'https://graph.microsoft.com',
      })
      .describe('What Teams says of agents; nobody is asked where this is left out'),
    speech: z
      .strictObject({ cacheMegabytes: z.int().min(10).max(100_000).default(500) })
      .default({ cacheMegabytes: 500 })
      .describe('Spoken prompts, kept on disk after they were spoken once'),
    trace: z
      .enum(['off', 'errors', 'all'])
      .default('errors')
      .describe('Whose SIP messages are kept: nobody’s, those of calls that failed, everybody’s'),
    log: z
      .strictObject({
        level: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
        format: z.enum(['json', 'lines']).default('json'),
      })
      .default({ level: 'info', format: 'json' }),
    tenants: z.array(path).min(1).max(tenantsMax),
    emulator: path.optional().describe('A file that describes an emulated world to run beside us'),
  })
  .meta({ title: 'An installation of Parley' })

/** parley.yaml after reading. */
export type InstallationFile = z.infer<typeof installationFile>
