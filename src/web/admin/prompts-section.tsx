import type { PromptsView, PromptView } from '#contract'
import { Button, Field, Input, Select, Textarea } from '@fluentui/react-components'
import { type ReactElement, useCallback, useEffect, useRef, useState } from 'react'
import type { Outcome, Trouble } from '../connection/http.ts'
import { useModel } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import { Elapsed } from '../parts/clocks.tsx'
import { Cell, Table } from '../parts/table.tsx'
import { TroubleNote } from '../parts/trouble-note.tsx'
import { clockTime } from '../words/times.ts'
import { useAdmin } from './admin-context.ts'
import styles from './admin.module.css'
import { type Recording, startRecording } from './recorder.ts'

interface Library {
  readonly view: PromptsView | undefined
  readonly trouble: Trouble | undefined
  readonly run: (ask: Promise<Outcome<PromptsView>>) => Promise<void>
}

function useLibrary(): Library {
  const { http } = useModel().admin
  const [view, setView] = useState<PromptsView>()
  const [trouble, setTrouble] = useState<Trouble>()
  const run = useCallback(async (ask: Promise<Outcome<PromptsView>>): Promise<void> => {
    const outcome = await ask
    if (outcome.ok) setView(outcome.value)
    setTrouble(outcome.ok ? undefined : outcome.trouble)
  }, [])
  useEffect(() => {
    async function load(): Promise<void> {
      await run(http.get('/api/admin/prompts'))
    }
    void load()
  }, [http, run])
  return { view, trouble, run }
}

const placeOf = (name: string): string => `/api/admin/prompts/${encodeURIComponent(name)}`

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
        {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- What a prompt says is not known in writing. */}
        <audio
          controls
          preload="none"
          aria-label={`${words.prompts.listen}: ${prompt.name}`}
          src={`${placeOf(prompt.name)}?at=${prompt.at}`}
        />
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

function NewPrompt(props: { readonly library: Library }): ReactElement {
  const { library } = props
  const { words } = useAdmin()
  const { http } = useModel().admin
  const [name, setName] = useState('')
  const [text, setText] = useState('')
  const [voice, setVoice] = useState('')
  const file = useRef<HTMLInputElement>(null)
  const voices = library.view?.voices ?? []
  const put = (sound: Blob): void => void library.run(http.put(placeOf(name), sound))
  return (
    <div className={styles.form}>
      <Field label={words.prompts.name} hint={words.prompts.nameHint} required>
        <Input value={name} onChange={(_, { value }) => setName(value)} />
      </Field>
      <Field label={words.prompts.text}>
        <Textarea value={text} onChange={(_, { value }) => setText(value)} />
      </Field>
      <Field label={words.prompts.voice}>
        <Select value={voice} onChange={(_, { value }) => setVoice(value)}>
          <option value="">{words.list.usual}</option>
          {voices.map(one => (
            <option key={one.id} value={one.id}>
              {one.name} ({one.language})
            </option>
          ))}
        </Select>
      </Field>
      <div className={styles.buttons}>
        <Button
          appearance="primary"
          disabledFocusable={name === '' || text === ''}
          onClick={() =>
            void library.run(
              http.post(`${placeOf(name)}/speak`, { text, ...(voice !== '' && { voice }) }),
            )
          }
        >
          {words.prompts.speak}
        </Button>
        <Button disabledFocusable={name === ''} onClick={() => file.current?.click()}>
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
            if (sound !== undefined) put(new Blob([sound], { type: 'audio/wav' }))
            event.target.value = ''
          }}
        />
        {name !== '' && <RecordButton onSound={put} />}
      </div>
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
      {trouble !== undefined && <TroubleNote trouble={trouble} />}
      <Card title={words.prompts.fresh}>
        <NewPrompt library={library} />
      </Card>
      <Card title={words.sections.prompts}>
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
          {view?.rows.map(prompt => (
            <Row key={prompt.name} prompt={prompt} library={library} />
          ))}
        </Table>
      </Card>
    </>
  )
}
