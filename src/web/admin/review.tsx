import type { CheckedView, DifferenceView } from '#contract'
import { Button, Field, Input } from '@fluentui/react-components'
import { type ReactElement, type ReactNode, useRef, useState } from 'react'
import type { Clash } from '../model/merge.ts'
import { useSource } from '../parts/app-context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { TroubleNote } from '../parts/trouble-note.tsx'
import type { AdminWords } from '../words/admin-words.ts'
import { useAdmin } from './admin-context.ts'
import styles from './admin.module.css'

/** The way to a thing in the document; its section as the menu calls it. */
function placeWords(words: AdminWords, [section = '', ...rest]: readonly string[]): string {
  const called = new Map<string, string>(Object.entries(words.sections)).get(section) ?? section
  return [called, ...rest].filter(part => part !== '').join(' › ')
}

function Difference(props: { readonly difference: DifferenceView }): ReactElement {
  const { section, item, key, kind, before, after, lines } = props.difference
  const { words } = useAdmin()
  return (
    <li data-kind={kind}>
      <strong>{placeWords(words, [section, item, key])}</strong> <span>{words.review[kind]}</span>
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

/** A value of the document in a line or a few. */
function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Where somebody else has changed the same meanwhile: both values, one of which has to be chosen. */
function Clashes(props: { readonly onDecided: () => void }): ReactElement | undefined {
  const { admin, words } = useAdmin()
  const { clashes, busy } = useSource(admin)
  if (clashes.length === 0) return undefined
  const sides = { mine: words.review.mine, theirs: words.review.theirs }
  const picks = { mine: words.review.keepMine, theirs: words.review.takeTheirs }
  const decide = async (clash: Clash, side: 'mine' | 'theirs'): Promise<void> => {
    await admin.decide({ clash, side })
    props.onDecided()
  }
  return (
    <section>
      <h3>{words.review.clashes}</h3>
      <ul className={styles.clashes}>
        {clashes.map(clash => {
          const place = placeWords(words, clash.at)
          return (
            <li key={place}>
              <strong>{place}</strong>
              <dl className={styles.sides}>
                {(['mine', 'theirs'] as const).map(side => (
                  <div key={side}>
                    <dt>{sides[side]}</dt>
                    <dd>
                      {clash[side] === undefined ? words.review.removed : written(clash[side])}
                    </dd>
                    <Button
                      size="small"
                      aria-label={`${picks[side]}: ${place}`}
                      disabledFocusable={busy !== undefined}
                      onClick={() => void decide(clash, side)}
                    >
                      {picks[side]}
                    </Button>
                  </div>
                ))}
              </dl>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Told(props: { readonly checked: CheckedView }): ReactElement {
  const { checked } = props
  const { words } = useAdmin()
  return (
    <>
      <Complaints checked={checked} />
      <Effects checked={checked} />
      <h3>{words.review.differences}</h3>
      {checked.differences.length === 0 && <p className={styles.quiet}>{words.review.same}</p>}
      <ul className={styles.differences}>
        {checked.differences.map(difference => (
          <Difference
            key={`${difference.section} ${difference.item} ${difference.key}`}
            difference={difference}
          />
        ))}
      </ul>
    </>
  )
}

/** What a change makes different, what it does to calls, and what is wrong with it; and why, before it holds. */
export function ReviewDialog(props: {
  readonly title: string
  /** Nothing while it is asked for. */
  readonly checked: CheckedView | undefined
  readonly confirm: string
  readonly back: string
  /** Something has to be decided or answered before. */
  readonly isHeld: boolean
  /** Says whether it was taken. */
  readonly onConfirm: (why: string) => Promise<boolean>
  readonly onClose: () => void
  readonly children?: ReactNode
}): ReactElement {
  const { checked, onClose } = props
  const { admin, words } = useAdmin()
  const { busy, trouble } = useSource(admin)
  const [why, setWhy] = useState('')
  async function confirm(): Promise<void> {
    if (await props.onConfirm(why)) onClose()
  }
  return (
    <Dialog
      title={props.title}
      size="large"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{props.back}</Button>
          <Button
            appearance="primary"
            disabledFocusable={checked?.ok !== true || busy !== undefined || props.isHeld}
            onClick={() => void confirm()}
          >
            {props.confirm}
          </Button>
        </>
      }
    >
      {trouble !== undefined && <TroubleNote trouble={trouble} />}
      {props.children}
      {checked !== undefined && <Told checked={checked} />}
      <Field label={words.review.why}>
        <Input value={why} maxLength={200} onChange={(_, { value }) => setWhy(value)} />
      </Field>
    </Dialog>
  )
}

/** The drafts before they are saved. Overtaken, they stand on what somebody else has saved meanwhile. */
function DraftsDialog(props: {
  readonly checked: CheckedView
  readonly onClose: () => void
}): ReactElement {
  const { admin, words } = useAdmin()
  const { trouble, clashes } = useSource(admin)
  const top = useRef<HTMLDivElement>(null)
  const isOvertaken = trouble?.kind === 'refused' && trouble.problem.code === 'changed-meanwhile'
  return (
    <ReviewDialog
      title={words.review.title}
      checked={props.checked}
      confirm={words.review.save}
      back={words.review.back}
      isHeld={clashes.length > 0}
      onConfirm={why => admin.save(why)}
      onClose={props.onClose}
    >
      {/* The button that decided is gone: the focus stays where the next one is. */}
      <div ref={top} tabIndex={-1} className={styles.onTop}>
        {isOvertaken && <p>{words.review.onTop}</p>}
        <Clashes onDecided={() => top.current?.focus()} />
      </div>
    </ReviewDialog>
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
        <DraftsDialog checked={checked} onClose={() => setOpen(false)} />
      )}
    </>
  )
}
