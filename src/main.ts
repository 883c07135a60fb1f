import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Administration, ApiServer } from '#api'
import { openApi } from '#api'
import type { Speech } from '#assist'
import { checkSpeech, openSpeech } from '#assist'
import type { KeptTrunks, SignalTrace, VoiceChannel } from '#channels'
import { Phones, WebCalls, keepTrunks, openTrace, openVoice } from '#channels'
import type { DoctorCheck, Installation, Running, VoicePlan, openLog } from '#cli'
import {
  askTerminal,
  backupCommand,
  beginAll,
  beginDay,
  checkCommand,
  closeLanes,
  configCommands,
  configureLane,
  doctorCommand,
  emulatedApp,
  emulatedPages,
  emulatedWorld,
  engineLog,
  entraPlan,
  exportCommand,
  flowCheckCommand,
  flowTestCommand,
  iceServersAt,
  isProxyOf,
  keepCertificates,
  lanesNow,
  logSip,
  machineChecks,
  nodeCheck,
  openAdministration,
  openOperatorDoor,
  openPresence,
  pairedNames,
  placeOf,
  presenceChecks,
  presenceTroubles,
  recordingsOf,
  registrationsNow,
  replayCommand,
  restoreCommand,
  runCommand,
  spareLog,
  tellDevice,
  tellLane,
  startCommand,
  storeCheck,
  terminalOutput,
  trunkChecks,
  versionOf,
  voiceCheck,
  voicePlan,
  webDoorOf,
  whoIs,
  withLiveNumbers,
} from '#cli'
import type { TenantId } from '#core'
import type { Emulator } from '#emulator'
import { openEmulator } from '#emulator'
import type { Lane, Log } from '#engine'
import { openLane, systemClock } from '#engine'
import type { MediaEngine } from '#media'
import { openMedia } from '#media'
import { openEntraSignIn, openGraphPresence } from '#microsoft'
import type { SipEndpoint } from '#sip'
import { openSipEndpoint } from '#sip'
import type { Store } from '#store'
import { openStore, readSlice, restoreBackup, slicesIn } from '#store'

/*
 * The composition root: the only file that opens things. Read `open` from top to bottom and you
 * know what Parley consists of. Whatever was opened is closed in reverse order.
 */

/** The root of the package: the built web app and the examples lie under it. */
const packageFolder = fileURLToPath(new URL('..', import.meta.url))
const version = versionOf(packageFolder)

type Logger = ReturnType<typeof openLog>

/** SIP's time never steps back; its tokens hold 96 bits of chance. */
const sipClock = { now: () => performance.now(), setTimer: systemClock().setTimer }
const token = (): string => randomBytes(12).toString('hex')
/** A web call’s, which nobody may guess: 256 bits. */
const newToken = (): string => randomBytes(32).toString('base64url')

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
  const log = spareLog(engineLog(logger), systemClock())
  const ground: Ground = { installation, logger, log, lanes: new Map() }
  const clock = systemClock()
  const below: Below = {}
  const iceServers = () => iceServersAt(installation.webrtc, Date.now())
  const parts = new AsyncDisposableStack()
  try {
    const speech = parts.use(await openVoices(ground))
    const emulator = await openWorld(ground, speech)
    if (emulator !== undefined) parts.use(emulator)
    const plan = await planVoice(ground, emulator)
    const store = parts.use(await openStore(placeOf(installation), { log }))
    const trace = openSignalTrace(ground, store, below)
    parts.defer(() => trace.settle())
    const phones = new Phones({ clock, iceServers, onReach: tellDevice(ground.lanes, log) })
    const voice = joinVoice(ground, { plan, speech, below, trace, phones })
    const webCalls = new WebCalls({
      clock,
      newToken,
      iceServers,
      door: webDoorOf(ground.lanes),
      arrive: call => voice.onWebCall(call),
    })
    below.media = parts.use(await openSound(ground, voice))
    parts.defer(() => closeLanes(ground.lanes))
    const alarms = slicesIn(join(installation.dataFolder, 'alarms'))
    const admin = { installation, log, now: Date.now, settings: store.settings }
    for (const [tenant, config] of await beginAll(admin)) {
      const lane = await openLane(tenant, { ...store, channel: voice, clock, log, alarms })
      ground.lanes.set(tenant, lane)
      await configureLane(lane, config)
    }
    below.sip = parts.use(await openSignalling(ground, { plan, voice, trace }))
    const { identities } = installation.sip
    parts.use(keepCertificates({ identities, sip: below.sip, clock, log, now: Date.now }))
    below.trunks = keepTrunks({ trunks: plan.trunks, sip: below.sip, clock, log, version })
    parts.adopt(below.trunks, trunks => trunks.stop())
    const presence = parts.use(openPresence(ground, emulator))
    const { key } = parts.use(await openOperatorDoor(installation.dataFolder))
    const administration = openAdministration({
      ...admin,
      audit: store.audit,
      speech,
      lane: tenant => ground.lanes.get(tenant),
      health: { trunks: () => opened(below.trunks), presence: presence.health },
    })
    const seen = { emulator, store, voice, presence, sip: below.sip, trunks: below.trunks }
    const served = { administration, operatorKey: key, phones, webCalls }
    const api = parts.use(await openWeb(ground, { ...seen, ...served }))
    if (emulator !== undefined) parts.defer(beginDay(ground, emulator, systemClock()))
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
  given: {
    readonly plan: VoicePlan
    readonly speech: Speech
    readonly below: Below
    readonly trace: SignalTrace
    readonly phones: Phones
  },
): VoiceChannel {
  const { plan, speech, below, trace, phones } = given
  return openVoice({
    tenants: withLiveNumbers(plan.tenants, lanes),
    trunks: plan.trunks,
    targets: trunk => opened(below.trunks).targets(trunk),
    sip: () => opened(below.sip),
    media: () => opened(below.media),
    speech,
    tell: tellLane(lanes),
    clock: systemClock(),
    log,
    recordingsFolder: recordingsOf(installation),
    newLegName: () => `c-${randomUUID()}`,
    version,
    phones,
    trace,
  })
}

function openSignalTrace({ installation, log }: Ground, store: Store, below: Below): SignalTrace {
  return openTrace({
    mode: installation.trace,
    keep: store.traces.keep,
    clock: systemClock(),
    log,
    bound: () => below.sip?.bound ?? [],
  })
}

function opened<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('asked for before it was opened')
  return part
}

function openSound({ installation, logger }: Ground, voice: VoiceChannel): Promise<MediaEngine> {
  const child = logger.child({ part: 'media' })
  const { deadAfterMs, ...media } = installation.media
  return openMedia({
    ...media,
    limits: { rtpSilentMsMax: deadAfterMs },
    log: (level, words, fields) => child[level](fields ?? {}, words),
    onEvent: voice.onMediaEvent,
  })
}

function openSignalling(
  { log }: Ground,
  given: { readonly plan: VoicePlan; readonly voice: VoiceChannel; readonly trace: SignalTrace },
): Promise<SipEndpoint> {
  const { plan, voice, trace } = given
  return openSipEndpoint({
    listen: plan.listen,
    ...(plan.tlsClient === undefined ? {} : { tlsClient: plan.tlsClient }),
    clock: sipClock,
    token,
    userAgent: 'Parley',
    isPeer: voice.isPeer,
    onInvite: voice.onInvite,
    log: event => {
      trace.hear(event)
      logSip(log, event)
    },
  })
}

/** What the web server shows. */
interface WebParts {
  readonly administration: Administration
  readonly operatorKey: string
  readonly emulator: Emulator | undefined
  readonly store: Store
  readonly voice: VoiceChannel
  readonly phones: Phones
  readonly webCalls: WebCalls
  readonly sip: SipEndpoint
  readonly trunks: KeptTrunks
  readonly presence: ReturnType<typeof openPresence>
}

function openWeb(
  ground: Ground,
  { emulator, store, voice, presence, sip, trunks, ...served }: WebParts,
): Promise<ApiServer> {
  const { installation, lanes, logger } = ground
  const { host, port, publicUrl } = installation.http
  return openApi({
    ...served,
    host,
    port,
    publicUrl,
    webFolder: join(packageFolder, 'dist', 'web'),
    recordingsFolder: recordingsOf(installation),
    floor: { lane: tenant => lanes.get(tenant) },
    records: store,
    past: store,
    isProxy: isProxyOf(installation.http.proxies),
    channelLegs: tenant => voice.liveLegs(tenant).size,
    lanes: () => lanesNow(lanes.values()),
    overload: () => sip.overload(),
    presenceTroubles: () => presenceTroubles(presence),
    registrations: () => registrationsNow(trunks),
    signIn: openEntraSignIn(entraPlan(installation, emulator)),
    signIns: store.signIns,
    wallboards: store.wallboards,
    whoIs: whoIs(installation.tenants, (tenant, look) => lanes.get(tenant)?.read(look)),
    log: logger.child({ part: 'api' }),
    emulated: emulator !== undefined,
    emulatorPages: emulator && emulatedPages(installation, emulator),
  })
}

/** What the doctor can look at only by opening parts: the store, the voice, the trunks. */
function partChecks(installation: Installation): DoctorCheck[] {
  const checks = [
    storeCheck(async () => {
      await using store = await openStore(placeOf(installation), { log() {} })
      return await store.check()
    }),
    voiceCheck(() => checkSpeech({ log: { info() {}, warn() {} } })),
  ]
  // The emulated world is there only while Parley runs: there is nobody to ask.
  if (installation.emulator !== undefined) return checks
  return [
    ...checks,
    ...farEndChecks(installation),
    ...presenceChecks(installation, openGraphPresence),
  ]
}

function farEndChecks(installation: Installation): readonly DoctorCheck[] {
  const plan = voicePlan(installation)
  const asking = () =>
    openSipEndpoint({
      // UDP is sent from where its answers are heard, so a carrier can be asked only by who listens.
      listen: [{ transport: 'udp', host: '0.0.0.0', port: 0 }],
      ...(plan.tlsClient === undefined ? {} : { tlsClient: plan.tlsClient }),
      clock: sipClock,
      token,
      userAgent: 'Parley',
      onInvite: call => call.reject({ status: 503 }),
    })
  return trunkChecks(plan, asking)
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

const keeping = { files, openStore, program: version, now: Date.now }

process.exitCode = await runCommand(
  {
    version,
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
      ...configCommands({ files, openStore, now: Date.now, ask: askTerminal }),
      flowCheckCommand(files),
      flowTestCommand(files),
      replayCommand(files, { openStore, readSlice }),
      backupCommand(keeping),
      restoreCommand({ ...keeping, restoreBackup }),
      checkCommand(keeping),
      exportCommand(files, { openStore, now: Date.now }),
    ],
  },
  process.argv.slice(2),
  output,
)
