import type { CheckedView, DifferenceView } from '#contract'
import { Button, Field, Input } from '@fluentui/react-components'
import { type ReactElement, useState } from 'react'
import { useSource } from '../parts/app-context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { TroubleNote } from '../parts/trouble-note.tsx'
import { useAdmin } from './admin-context.ts'
import styles from './admin.module.css'

function Difference(props: { readonly difference: DifferenceView }): ReactElement {
  const { section, item, key, kind, before, after, lines } = props.difference
  const { words } = useAdmin()
  const sectionWords =
    section === 'holidays' || section === 'forms' ? section : words.sections[section]
  return (
    <li data-kind={kind}>
      <strong>{[sectionWords, item, key].filter(part => part !== '').join(' › ')}</strong>{' '}
      <span>{words.review[kind]}</span>
      {lines !== undefined && (
        <pre className={styles.lines}>
          {lines.map(({ sign, text }, nth) => (
            <span key={nth} data-sign={sign}>{`${sign} ${text}\n`}</span>
          ))}
        </pre>
      )}
      {lines === undefined && (
        <dl className={styles.sides}>
          {before !== undefined && (
            <div>
              <dt>{words.review.before}</dt>
              <dd>
                <del>{before}</del>
              </dd>
            </div>
          )}
          {after !== undefined && (
            <div>
              <dt>{words.review.after}</dt>
              <dd>
                <ins>{after}</ins>
              </dd>
            </div>
          )}
        </dl>
      )}
    </li>
  )
}

function Complaints(props: { readonly checked: CheckedView }): ReactElement | undefined {
  const { words } = useAdmin()
  const { complaints } = props.checked
  if (complaints.length === 0) return undefined
  return (
    <section>
      <h3>{words.review.wrong}</h3>
      <ul className={styles.complaints}>
        {complaints.map(({ file, line, words: said, remedy, severity, code }) => (
          <li key={`${file} ${line} ${code} ${said}`} data-severity={severity}>
            <strong>{words.review.place(file, line)}:</strong> {said}. {remedy}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Effects(props: { readonly checked: CheckedView }): ReactElement | undefined {
  const { words } = useAdmin()
  const { effects } = props.checked
  if (effects.length === 0) return undefined
  return (
    <section>
      <h3>{words.review.effects}</h3>
      <ul className={styles.effects}>
        {effects.map(effect => (
          <li key={effect.words} data-danger={effect.danger}>
            {effect.words}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Everything that is about to change, what it does, and what is wrong with it, before it is saved. */
function ReviewDialog(props: {
  readonly checked: CheckedView
  readonly onClose: () => void
}): ReactElement {
  const { checked, onClose } = props
  const { admin, words } = useAdmin()
  const { busy, trouble } = useSource(admin)
  const [why, setWhy] = useState('')
  async function save(): Promise<void> {
    if (await admin.save(why)) onClose()
  }
  return (
    <Dialog
      title={words.review.title}
      size="large"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words.review.back}</Button>
          <Button
            appearance="primary"
            disabledFocusable={!checked.ok || busy !== undefined}
            onClick={() => void save()}
          >
            {words.review.save}
          </Button>
        </>
      }
    >
      {trouble !== undefined && <TroubleNote trouble={trouble} />}
      <Complaints checked={checked} />
      <Effects checked={checked} />
      <h3>{words.review.differences}</h3>
      <ul className={styles.differences}>
        {checked.differences.map(difference => (
          <Difference
            key={`${difference.section} ${difference.item} ${difference.key}`}
            difference={difference}
          />
        ))}
      </ul>
      <Field label={words.review.why}>
        <Input value={why} maxLength={200} onChange={(_, { value }) => setWhy(value)} />
      </Field>
    </Dialog>
  )
}

/** The bar that says that something is not saved yet, and leads to the review. */
export function ReviewBar(): ReactElement {
  const { admin, words } = useAdmin()
  const { drafts, checked, busy, saved, trouble } = useSource(admin)
  const [isOpen, setOpen] = useState(false)
  const isChanged = Object.keys(drafts).length > 0
  const verdict =
    checked === undefined || busy === 'checking'
      ? words.review.checking
      : checked.ok
        ? words.review.fit
        : words.review.unfit
  return (
    <>
      {trouble !== undefined && !isOpen && (
        <TroubleNote trouble={trouble} onRetry={() => void admin.load()} />
      )}
      <output className={styles.review} data-changed={isChanged}>
        {isChanged && (
          <>
            <span>
              <strong>{words.review.pending}</strong> {verdict}
            </span>
            <Button onClick={() => admin.discard()}>{words.review.discard}</Button>
            <Button
              appearance="primary"
              disabledFocusable={checked === undefined}
              onClick={() => setOpen(true)}
            >
              {words.review.open}
            </Button>
          </>
        )}
        {!isChanged && saved !== undefined && <span>{words.review.saved(saved)}</span>}
      </output>
      {isOpen && checked !== undefined && (
        <ReviewDialog checked={checked} onClose={() => setOpen(false)} />
      )}
    </>
  )
}
