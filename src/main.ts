import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ApiServer } from '#api'
import { openApi } from '#api'
import type { Speech } from '#assist'
import { checkSpeech, openSpeech } from '#assist'
import type { KeptTrunks, VoiceChannel } from '#channels'
import { keepTrunks, openVoice, silentLegMsMax } from '#channels'
import type { DoctorCheck, Installation, Running, VoicePlan, openLog } from '#cli'
import {
  askedTrunks,
  carrierEntrance,
  doctorCommand,
  emulatedWorld,
  flowCheckCommand,
  flowTestCommand,
  machineChecks,
  nodeCheck,
  pairedNames,
  placeOf,
  replayCommand,
  runCommand,
  startCommand,
  storeCheck,
  terminalOutput,
  trunkCheck,
  voiceCheck,
  voicePlan,
  whoIs,
  workShift,
} from '#cli'
import type { TenantConfig, TenantId } from '#core'
import { currentFlags } from '#core'
import type { Emulator, Traffic } from '#emulator'
import { openEmulator } from '#emulator'
import type { Lane, Log } from '#engine'
import { LaneError, openLane, systemClock } from '#engine'
import type { MediaEngine } from '#media'
import { openMedia } from '#media'
import type { EntraOptions } from '#microsoft'
import { openEntraSignIn } from '#microsoft'
import type { SipEndpoint } from '#sip'
import { openSipEndpoint } from '#sip'
import type { Store } from '#store'
import { openStore, readSlice, slicesIn } from '#store'

/*
 * The composition root: the only file that opens things. Read `open` from top to bottom and you
 * know what Parley consists of. Whatever was opened is closed in reverse order.
 */

/** The root of the package: the built web app and the examples lie under it. */
const packageFolder = fileURLToPath(new URL('..', import.meta.url))

type Logger = ReturnType<typeof openLog>

/** SIP's time never steps back; its tokens hold 96 bits of chance. */
const sipClock = { now: () => performance.now(), setTimer: systemClock().setTimer }
const token = (): string => randomBytes(12).toString('hex')

/** What is opened later than what needs it. */
interface Below {
  sip?: SipEndpoint
  media?: MediaEngine
  trunks?: KeptTrunks
}

/** The parts everything else is made with. */
interface Ground {
  readonly installation: Installation
  readonly logger: Logger
  readonly log: Log
  readonly lanes: Map<TenantId, Lane>
}

async function open(installation: Installation, logger: Logger): Promise<Running> {
  const log = engineLog(logger)
  const ground: Ground = { installation, logger, log, lanes: new Map() }
  const clock = systemClock()
  const below: Below = {}
  const parts = new AsyncDisposableStack()
  try {
    const speech = parts.use(await openVoices(ground))
    const emulator = await openWorld(ground, speech)
    if (emulator !== undefined) parts.use(emulator)
    const plan = await planVoice(ground, emulator)
    const store = parts.use(await openStore(placeOf(installation), { log }))
    const voice = joinVoice(ground, { plan, speech, below })
    below.media = parts.use(await openSound(ground, voice))
    parts.defer(() => closeLanes(ground.lanes))
    const alarms = slicesIn(join(installation.dataFolder, 'alarms'))
    for (const { config } of installation.tenants) {
      const lane = await openLane(config.tenant, { ...store, channel: voice, clock, log, alarms })
      ground.lanes.set(config.tenant, lane)
      await configure(lane, config)
    }
    below.sip = parts.use(await openSignalling(ground, plan, voice))
    below.trunks = keepTrunks({ trunks: plan.trunks, sip: below.sip, clock, log })
    parts.adopt(below.trunks, trunks => trunks.stop())
    const api = parts.use(await openWeb(ground, { emulator, store, voice }))
    if (emulator !== undefined) parts.defer(beginDay(ground, emulator))
    const running = parts.move()
    return { url: api.url, [Symbol.asyncDispose]: () => running.disposeAsync() }
  } catch (error) {
    await parts.disposeAsync()
    throw error
  }
}

function openVoices({ installation, logger }: Ground): Promise<Speech> {
  return openSpeech({
    cacheDirectory: join(installation.dataFolder, 'prompts'),
    log: logger.child({ part: 'speech' }),
    limits: { cacheBytesMax: installation.speech.cacheBytesMax },
  })
}

/** The emulated Microsoft cloud and phone network, where the installation asks for one. */
async function openWorld(
  { installation, logger }: Ground,
  speech: Speech,
): Promise<Emulator | undefined> {
  if (installation.emulator === undefined) return undefined
  const child = logger.child({ part: 'emulator' })
  return openEmulator(emulatedWorld(installation, installation.emulator.config, emulatedApp), {
    dataFolder: join(installation.dataFolder, 'emulator'),
    log: (level, words, fields) => child[level](fields ?? {}, words),
    speak: async (text, voice) => {
      const said = await speech.speak({ text, language: 'en', ...(voice && { voice }) })
      if (!said.ok) throw new Error(`${said.words} ${said.remedy}`)
      return said.file
    },
  })
}

/** What the emulated directory knows us by. It is no secret: nothing outside this machine knows it. */
const emulatedApp = {
  clientId: '0e9a7c1e-5b1f-4c55-9c64-5f2a9a1b7e01',
  secret: 'known-to-the-emulator-alone',
}

async function planVoice(
  { installation }: Ground,
  emulator: Emulator | undefined,
): Promise<VoicePlan> {
  if (emulator === undefined) return voicePlan(installation)
  const identity = await emulator.issue(pairedNames(installation))
  const { host, port, servername } = emulator.directRouting
  return voicePlan(installation, { identity, proxy: { host, port, servername } })
}

function joinVoice(
  { installation, lanes, log }: Ground,
  given: { readonly plan: VoicePlan; readonly speech: Speech; readonly below: Below },
): VoiceChannel {
  const { plan, speech, below } = given
  return openVoice({
    tenants: plan.tenants,
    trunks: plan.trunks,
    targets: trunk => opened(below.trunks).targets(trunk),
    sip: () => opened(below.sip),
    media: () => opened(below.media),
    speech,
    tell: async (tenant, input) => {
      const lane = lanes.get(tenant)
      if (lane === undefined) throw new LaneError('lane-stopped', `no lane runs for ${tenant}`)
      return lane.submit(input)
    },
    clock: systemClock(),
    log,
    recordingsFolder: recordingsOf(installation),
    newLegName: () => `c-${randomUUID()}`,
  })
}

function opened<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('asked for before it was opened')
  return part
}

function recordingsOf(installation: Installation): string {
  return join(installation.dataFolder, 'recordings')
}

function openSound({ installation, logger }: Ground, voice: VoiceChannel): Promise<MediaEngine> {
  const child = logger.child({ part: 'media' })
  return openMedia({
    ...installation.media,
    limits: { rtpSilentMsMax: silentLegMsMax },
    log: (level, words, fields) => child[level](fields ?? {}, words),
    onEvent: voice.onMediaEvent,
  })
}

/** A tenant's configuration goes into the journal when it, or the core's mind, is another than what holds. */
async function configure(lane: Lane, config: TenantConfig): Promise<void> {
  const wanted = JSON.stringify([config, currentFlags])
  const same = lane.read(state => JSON.stringify([state.config, state.flags]) === wanted)
  if (!same) await lane.submit({ kind: 'tenant-configured', config, flags: currentFlags })
}

/** How long a stop waits for calls to be hung up and recordings to be finished. */
const settleMsMax = 5000

async function closeLanes(lanes: ReadonlyMap<TenantId, Lane>): Promise<void> {
  const closing = [...lanes.values()].map(async lane => {
    await lane.settle(settleMsMax)
    await lane.close()
  })
  await Promise.all(closing)
}

function openSignalling(
  { log }: Ground,
  plan: VoicePlan,
  voice: VoiceChannel,
): Promise<SipEndpoint> {
  return openSipEndpoint({
    listen: plan.listen,
    ...(plan.tlsClient === undefined ? {} : { tlsClient: plan.tlsClient }),
    clock: sipClock,
    token,
    userAgent: 'Parley',
    onInvite: voice.onInvite,
    log: event => {
      if (event.type === 'transport')
        log('info', 'sip-transport', { what: event.what, words: event.detail })
      if (event.type === 'unreadable')
        log('warn', 'sip-unreadable', { words: event.reason, from: event.address })
    },
  })
}

/** What the web server shows. */
interface WebParts {
  readonly emulator: Emulator | undefined
  readonly store: Store
  readonly voice: VoiceChannel
}

function openWeb(
  { installation, lanes, logger }: Ground,
  { emulator, store, voice }: WebParts,
): Promise<ApiServer> {
  const { host, port, publicUrl } = installation.http
  return openApi({
    host,
    port,
    publicUrl,
    webFolder: join(packageFolder, 'dist', 'web'),
    recordingsFolder: recordingsOf(installation),
    floor: { lane: tenant => lanes.get(tenant) },
    records: store,
    channelLegs: tenant => voice.liveLegs(tenant).size,
    isReady: () => [...lanes.values()].every(lane => lane.standing() === 'runs'),
    signIn: openEntraSignIn(entraOf(installation, emulator)),
    whoIs: whoIs(installation.tenants, (tenant, look) => lanes.get(tenant)?.read(look)),
    log: logger.child({ part: 'api' }),
    emulated: emulator !== undefined,
  })
}

/** Lets the emulated world come to life: agents work their shifts, and customers call. The answer ends it. */
function beginDay({ installation, lanes }: Ground, emulator: Emulator): () => Promise<void> {
  const clock = systemClock()
  const shifts: (() => void)[] = []
  const calls: Traffic[] = []
  for (const [tenant, { atWork, traffic }] of installation.emulator?.tenants ?? []) {
    const lane = lanes.get(tenant)
    if (lane === undefined) continue
    shifts.push(workShift({ lane, agents: atWork, clock, chance: Math.random }))
    const trunk = carrierEntrance(installation)
    if (traffic !== undefined) calls.push(emulator.startTraffic({ ...traffic, trunk }))
  }
  return async () => {
    for (const end of shifts) end()
    await Promise.all(calls.map(one => one.stop('now')))
  }
}

/** People of any organisation sign in at Microsoft Entra ID, or at the emulated one. */
function entraOf(installation: Installation, emulator: Emulator | undefined): EntraOptions {
  const redirectUri = (): string => `${installation.http.publicUrl}/auth/callback`
  if (emulator !== undefined) {
    return {
      authority: `${emulator.entra.origin}/organizations`,
      clientId: emulatedApp.clientId,
      credential: { kind: 'secret', secret: emulatedApp.secret },
      redirectUri,
      trustedCertificate: emulator.authority,
    }
  }
  const { entra } = installation
  if (entra === undefined) throw new Error('no way to sign in is configured')
  return {
    authority: `${entra.authority}/organizations`,
    clientId: entra.clientId,
    credential: { kind: 'secret', secret: entra.clientSecret },
    redirectUri,
  }
}

/** What the doctor can look at only by opening parts: the store, the voice, the trunks. */
function partChecks(installation: Installation): DoctorCheck[] {
  const quiet = { info() {}, warn() {} }
  const checks = [
    storeCheck(async () => {
      await using store = await openStore(placeOf(installation), { log() {} })
      return await store.check()
    }),
    voiceCheck(() => checkSpeech({ log: quiet })),
  ]
  // The emulated world is there only while Parley runs: there is nobody to ask.
  if (installation.emulator !== undefined) return checks
  return [...checks, ...trunkChecks(installation)]
}

function trunkChecks(installation: Installation): DoctorCheck[] {
  const plan = voicePlan(installation)
  return askedTrunks(plan).map(asked =>
    trunkCheck(asked, async (target, options) => {
      await using sip = await openSipEndpoint({
        listen: [],
        ...(plan.tlsClient === undefined ? {} : { tlsClient: plan.tlsClient }),
        clock: sipClock,
        token,
        userAgent: 'Parley',
        onInvite: call => call.reject({ status: 503 }),
      })
      return await sip.ping(target, options)
    }),
  )
}

/** The engine's log on the program's: an alarm is an error that says so. */
function engineLog(logger: Logger): Log {
  return (level, event, details) => {
    if (level === 'alarm') logger.error({ alarm: true, ...details }, event)
    else logger[level](details, event)
  }
}

const output = terminalOutput({
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
})

const files = {
  environment: process.env,
  folder: process.cwd(),
  now: Date.now(),
  packageFolder,
}

process.exitCode = await runCommand(
  {
    version: '0.1.0',
    commands: [
      startCommand(files, open),
      doctorCommand({
        ...files,
        clock: systemClock(),
        ground: [nodeCheck(process.version)],
        checks: installation => [
          ...machineChecks(installation, Date.now),
          ...partChecks(installation),
        ],
      }),
      flowCheckCommand(files),
      flowTestCommand(files),
      replayCommand(files, { openStore, readSlice }),
    ],
  },
  process.argv.slice(2),
  output,
)
