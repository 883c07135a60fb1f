import type { PromptsView, PromptView } from '#contract'
import { Button, Field, Input, Select, Textarea } from '@fluentui/react-components'
import { type ReactElement, useCallback, useEffect, useRef, useState } from 'react'
import type { Outcome, Trouble } from '../connection/http.ts'
import { useModel } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import { Elapsed } from '../parts/clocks.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Loading } from '../parts/screen-gate.tsx'
import { Cell, Table } from '../parts/table.tsx'
import { TroubleNote } from '../parts/trouble-note.tsx'
import { clockTime } from '../words/times.ts'
import { useAdmin } from './admin-context.ts'
import styles from './admin.module.css'
import { type Recording, startRecording } from './recorder.ts'

interface Library {
  readonly view: PromptsView | undefined
  readonly trouble: Trouble | undefined
  /** Says whether it was done. */
  readonly run: (ask: Promise<Outcome<PromptsView>>) => Promise<boolean>
  readonly load: () => Promise<boolean>
}

function useLibrary(): Library {
  const { http } = useModel().admin
  const [view, setView] = useState<PromptsView>()
  const [trouble, setTrouble] = useState<Trouble>()
  const run = useCallback(
    async (ask: Promise<Outcome<PromptsView>>): Promise<boolean> => {
      const outcome = await ask
      if (outcome.ok) setView(outcome.value)
      setTrouble(outcome.ok ? undefined : outcome.trouble)
      if (outcome.ok || outcome.trouble.kind !== 'refused') return outcome.ok
      // Refused as the library is another than what is shown: what it is now belongs beside the reason.
      const now = await http.get<PromptsView>(placeOfAll)
      if (now.ok) setView(now.value)
      return false
    },
    [http],
  )
  const load = useCallback(() => run(http.get(placeOfAll)), [http, run])
  useEffect(() => {
    async function begin(): Promise<void> {
      await load()
    }
    void begin()
  }, [load])
  return { view, trouble, run, load }
}

const placeOfAll = '/api/admin/prompts'
const placeOf = (name: string): string => `/api/admin/prompts/${encodeURIComponent(name)}`

/** A prompt as it lies in the library now. */
function Present(props: { readonly prompt: PromptView; readonly label: string }): ReactElement {
  const { name, at } = props.prompt
  return (
    // oxlint-disable-next-line jsx-a11y/media-has-caption -- What a prompt says is not known in writing.
    <audio controls preload="none" aria-label={props.label} src={`${placeOf(name)}?at=${at}`} />
  )
}

function Row(props: { readonly prompt: PromptView; readonly library: Library }): ReactElement {
  const { prompt, library } = props
  const { words } = useAdmin()
  const { http } = useModel().admin
  return (
    <tr>
      <th scope="row">{prompt.name}</th>
      <Cell name={words.prompts.length} numeric>
        {clockTime(prompt.durationMs)}
      </Cell>
      <Cell name={words.prompts.usedIn}>
        {prompt.usedIn.length === 0 ? words.prompts.nowhere : prompt.usedIn.join(', ')}
      </Cell>
      <Cell name={words.prompts.listen}>
        <Present prompt={prompt} label={`${words.prompts.listen}: ${prompt.name}`} />
      </Cell>
      <Cell name={words.list.remove}>
        <Button
          size="small"
          aria-label={words.list.removeOne(prompt.name)}
          onClick={() => void library.run(http.remove(placeOf(prompt.name)))}
        >
          {words.list.remove}
        </Button>
      </Cell>
    </tr>
  )
}

function RecordButton(props: { readonly onSound: (sound: Blob) => void }): ReactElement {
  const { words } = useAdmin()
  const { now } = useModel()
  const [recording, setRecording] = useState<Recording & { readonly since: number }>()
  const [isDenied, setDenied] = useState(false)
  async function toggle(): Promise<void> {
    try {
      if (recording === undefined) {
        const started = await startRecording()
        setRecording({ ...started, since: now.get() })
        setDenied(false)
        return
      }
      setRecording(undefined)
      props.onSound(await recording.stop())
    } catch (error) {
      if (!(error instanceof Error)) throw error
      setDenied(true)
    }
  }
  return (
    <>
      <Button aria-pressed={recording !== undefined} onClick={() => void toggle()}>
        {recording === undefined ? words.prompts.record : words.prompts.stop}
      </Button>
      {recording !== undefined && <Elapsed since={recording.since} />}
      {isDenied && <p role="alert">{words.prompts.noMicrophone}</p>}
    </>
  )
}

/** A recording that nobody else hears yet. */
function Draft(props: { readonly sound: Blob }): ReactElement {
  const { words } = useAdmin()
  const player = useRef<HTMLAudioElement>(null)
  useEffect(() => {
    const url = URL.createObjectURL(props.sound)
    if (player.current !== null) player.current.src = url
    return () => URL.revokeObjectURL(url)
  }, [props.sound])
  return (
    <figure className={styles.heard}>
      <figcaption>{words.prompts.draft}</figcaption>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- What a prompt says is not known in writing. */}
      <audio ref={player} controls aria-label={words.prompts.draft} />
    </figure>
  )
}

/** A sound is gone for good when another takes its name: both are heard before. */
function ReplaceDialog(props: {
  readonly prompt: PromptView
  readonly sound: Blob | undefined
  readonly onReplace: () => void
  readonly onClose: () => void
}): ReactElement {
  const { prompt, sound, onClose } = props
  const { words } = useAdmin()
  return (
    <Dialog
      title={words.prompts.replaceOne(prompt.name)}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words.prompts.keepPresent}</Button>
          <Button
            appearance="primary"
            onClick={() => {
              props.onReplace()
              onClose()
            }}
          >
            {words.prompts.replace}
          </Button>
        </>
      }
    >
      <p>{words.prompts.replaceSays}</p>
      {prompt.usedIn.length > 0 && (
        <p>
          {words.prompts.usedIn}: {prompt.usedIn.join(', ')}
        </p>
      )}
      <figure className={styles.heard}>
        <figcaption>{words.prompts.present}</figcaption>
        <Present prompt={prompt} label={words.prompts.present} />
      </figure>
      {sound !== undefined && <Draft sound={sound} />}
    </Dialog>
  )
}

/** A sound, or a text that becomes one. */
type NewSound = Blob | Spoken

interface Spoken {
  readonly text: string
  /** Empty is the usual one. */
  readonly voice: string
}

interface Publishing {
  /** Publishes a sound under a name that is free, and asks where it is not. */
  readonly publish: (name: string, sound: NewSound) => void
  readonly dialog: ReactElement | undefined
}

function usePublishing(library: Library, onPublished: (sound: NewSound) => void): Publishing {
  const { http } = useModel().admin
  const [asked, setAsked] = useState<{ readonly prompt: PromptView; readonly sound: NewSound }>()
  async function send(name: string, sound: NewSound, query: string): Promise<void> {
    const isPublished = await library.run(
      sound instanceof Blob
        ? http.put(`${placeOf(name)}${query}`, sound)
        : http.post(`${placeOf(name)}/speak${query}`, {
            text: sound.text,
            ...(sound.voice !== '' && { voice: sound.voice }),
          }),
    )
    if (isPublished) onPublished(sound)
  }
  return {
    publish: (name, sound) => {
      const prompt = library.view?.rows.find(row => row.name === name)
      if (prompt === undefined) void send(name, sound, '')
      else setAsked({ prompt, sound })
    },
    dialog: asked && (
      <ReplaceDialog
        prompt={asked.prompt}
        sound={asked.sound instanceof Blob ? asked.sound : undefined}
        onReplace={() => void send(asked.prompt.name, asked.sound, '?replace=true')}
        onClose={() => setAsked(undefined)}
      />
    ),
  }
}

function SpokenFields(props: {
  readonly spoken: Spoken
  readonly voices: PromptsView['voices']
  readonly onChange: (spoken: Spoken) => void
}): ReactElement {
  const { spoken, voices, onChange } = props
  const { words } = useAdmin()
  return (
    <>
      <Field label={words.prompts.text}>
        <Textarea
          value={spoken.text}
          onChange={(_, { value }) => onChange({ ...spoken, text: value })}
        />
      </Field>
      <Field label={words.prompts.voice}>
        <Select
          value={spoken.voice}
          onChange={(_, { value }) => onChange({ ...spoken, voice: value })}
        >
          <option value="">{words.list.usual}</option>
          {voices.map(one => (
            <option key={one.id} value={one.id}>
              {one.name} ({one.language})
            </option>
          ))}
        </Select>
      </Field>
    </>
  )
}

function UploadButton(props: {
  readonly isNamed: boolean
  readonly onSound: (sound: Blob) => void
}): ReactElement {
  const { words } = useAdmin()
  const file = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button disabledFocusable={!props.isNamed} onClick={() => file.current?.click()}>
        {words.prompts.upload}
      </Button>
      <input
        ref={file}
        type="file"
        accept="audio/wav,.wav"
        hidden
        aria-label={words.prompts.upload}
        onChange={event => {
          const [sound] = event.target.files ?? []
          if (sound !== undefined) props.onSound(new Blob([sound], { type: 'audio/wav' }))
          event.target.value = ''
        }}
      />
    </>
  )
}

function NewPrompt(props: { readonly library: Library }): ReactElement {
  const { library } = props
  const { words } = useAdmin()
  const [name, setName] = useState('')
  const [spoken, setSpoken] = useState<Spoken>({ text: '', voice: '' })
  const [recorded, setRecorded] = useState<Blob>()
  const { publish, dialog } = usePublishing(library, sound =>
    setRecorded(now => (now === sound ? undefined : now)),
  )
  const isNamed = name !== ''
  return (
    <div className={styles.form}>
      <Field label={words.prompts.name} hint={words.prompts.nameHint} required>
        <Input value={name} onChange={(_, { value }) => setName(value)} />
      </Field>
      <SpokenFields spoken={spoken} voices={library.view?.voices ?? []} onChange={setSpoken} />
      <div className={styles.buttons}>
        <Button
          appearance="primary"
          disabledFocusable={!isNamed || spoken.text === ''}
          onClick={() => publish(name, spoken)}
        >
          {words.prompts.speak}
        </Button>
        <UploadButton isNamed={isNamed} onSound={sound => publish(name, sound)} />
        {isNamed && <RecordButton onSound={setRecorded} />}
      </div>
      {recorded !== undefined && (
        <div className={styles.buttons}>
          <Draft sound={recorded} />
          <Button disabledFocusable={!isNamed} onClick={() => publish(name, recorded)}>
            {words.prompts.publish}
          </Button>
          <Button onClick={() => setRecorded(undefined)}>{words.prompts.discard}</Button>
        </div>
      )}
      {dialog}
    </div>
  )
}

/** The library of prompts: upload, record, speak, listen, remove. */
export function PromptsSection(): ReactElement {
  const { words } = useAdmin()
  const library = useLibrary()
  const { view, trouble } = library
  return (
    <>
      {trouble !== undefined && (
        <TroubleNote
          trouble={trouble}
          {...(view === undefined && { onRetry: () => void library.load() })}
        />
      )}
      <Card title={words.prompts.fresh}>
        <NewPrompt library={library} />
      </Card>
      <Card title={words.sections.prompts}>
        {view === undefined && trouble === undefined && <Loading slow={false} />}
        {view !== undefined && (
          <Table
            caption={words.sections.prompts}
            empty={words.prompts.none}
            columns={[
              { name: words.prompts.name },
              { name: words.prompts.length, numeric: true },
              { name: words.prompts.usedIn },
              { name: words.prompts.listen },
              { name: words.list.remove },
            ]}
          >
            {view.rows.map(prompt => (
              <Row key={prompt.name} prompt={prompt} library={library} />
            ))}
          </Table>
        )}
      </Card>
    </>
  )
}
