import { createCell, type Source } from '../model/cell.ts'
import type {
  CallSound,
  ChosenDevices,
  IceServers,
  MicrophoneTrouble,
  SelfTest,
  SoundPort,
  SoundState,
} from './sound.ts'

/** How often the level is looked at while somebody watches it. */
const levelMs = 100

/** A connection that says it is disconnected may mend itself within this time. */
const mendMs = 1_500

/** How long a key is down, and the least time between two (RFC 4733 is content with less). */
const keyMs = 160
const keyGapMs = 80

/** The sound of a real browser. */
export const browserSound: SoundPort = {
  open: async (devices, iceServers) => {
    const microphone = await openMicrophone(devices)
    return typeof microphone === 'string'
      ? microphone
      : openCallSound(microphone, devices, iceServers)
  },
  hearYourself: async devices => {
    const microphone = await openMicrophone(devices)
    return typeof microphone === 'string' ? microphone : openSelfTest(microphone, devices)
  },
  devices: async () => {
    const found = await navigator.mediaDevices.enumerateDevices()
    const ofKind = (kind: MediaDeviceKind): { readonly id: string; readonly label: string }[] =>
      found
        .filter(device => device.kind === kind && device.deviceId !== '')
        .map(({ deviceId, label }) => ({ id: deviceId, label }))
    return { microphones: ofKind('audioinput'), speakers: ofKind('audiooutput') }
  },
}

async function openMicrophone(devices: ChosenDevices): Promise<MediaStream | MicrophoneTrouble> {
  const { microphone } = devices
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: {
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
        ...(microphone === undefined ? {} : { deviceId: microphone }),
      },
    })
  } catch (error) {
    return troubleOf(error)
  }
}

/** The names of getUserMedia's refusals (Media Capture and Streams §10.2). */
function troubleOf(error: unknown): MicrophoneTrouble {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'busy'
}

function openCallSound(
  microphone: MediaStream,
  devices: ChosenDevices,
  iceServers: IceServers,
): CallSound {
  const connection = new RTCPeerConnection({ iceServers: iceServers.map(serverOf) })
  const state = createCell<SoundState>('new')
  const speaker = openSpeaker(devices)
  connection.addEventListener('track', ({ track }) => {
    speaker.srcObject = new MediaStream([track])
    void speaker.play().catch(() => undefined)
  })
  for (const track of microphone.getTracks()) connection.addTrack(track, microphone)
  let mending: ReturnType<typeof setTimeout> | undefined
  connection.addEventListener('connectionstatechange', () => {
    clearTimeout(mending)
    const { connectionState } = connection
    if (connectionState === 'connected') state.set('connected')
    if (connectionState === 'failed') state.set('lost')
    if (connectionState === 'disconnected') mending = setTimeout(() => state.set('lost'), mendMs)
  })
  const level = watchLevel(microphone)
  return {
    state,
    level: level.source,
    describe: async restart => {
      if (restart && connection.signalingState === 'have-local-offer') {
        await connection.setLocalDescription({ type: 'rollback' })
      }
      const offer = await connection.createOffer({ iceRestart: restart })
      await connection.setLocalDescription(offer)
      return offer.sdp ?? ''
    },
    accept: async sdp => {
      if (connection.signalingState !== 'have-local-offer') return
      await connection.setRemoteDescription({ type: 'answer', sdp })
    },
    mute: isMuted => {
      for (const track of microphone.getTracks()) track.enabled = !isMuted
    },
    press: key => {
      const [sender] = connection.getSenders()
      sender?.dtmf?.insertDTMF(key, keyMs, keyGapMs)
    },
    close: () => {
      clearTimeout(mending)
      level.close()
      connection.close()
      speaker.srcObject = null
      speaker.remove()
      for (const track of microphone.getTracks()) track.stop()
    },
  }
}

function serverOf({ urls, username, credential }: IceServers[number]): RTCIceServer {
  return {
    urls,
    ...(username === undefined ? {} : { username }),
    ...(credential === undefined ? {} : { credential }),
  }
}

/** The person hears the own microphone; with headphones, that is the whole test. */
function openSelfTest(microphone: MediaStream, devices: ChosenDevices): SelfTest {
  const speaker = openSpeaker(devices)
  speaker.srcObject = microphone
  void speaker.play().catch(() => undefined)
  const level = watchLevel(microphone)
  return {
    level: level.source,
    close: () => {
      level.close()
      speaker.srcObject = null
      speaker.remove()
      for (const track of microphone.getTracks()) track.stop()
    },
  }
}

/** Lives in the page, where accessibility tools and tests find it; there is nothing to see. */
function openSpeaker({ speaker }: ChosenDevices): HTMLAudioElement {
  const element = document.createElement('audio')
  element.autoplay = true
  element.dataset.phone = 'speaker'
  document.body.append(element)
  if (speaker !== undefined && 'setSinkId' in element) void element.setSinkId(speaker)
  return element
}

function watchLevel(microphone: MediaStream): {
  readonly source: Source<number>
  readonly close: () => void
} {
  const cell = createCell(0)
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = 512
  context.createMediaStreamSource(microphone).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const looking = setInterval(() => {
    analyser.getFloatTimeDomainData(samples)
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
    // Speech is around −30 dBFS; the meter is full at −10 and empty at −60.
    const decibels = 10 * Math.log10(Math.max(1e-9, power))
    cell.set(Math.round(Math.min(1, Math.max(0, (decibels + 60) / 50)) * 20) / 20)
  }, levelMs)
  return {
    source: cell,
    close: () => {
      clearInterval(looking)
      void context.close()
    },
  }
}
