import { ChevronDownRegular } from '@fluentui/react-icons'
import { type ReactElement, useEffect, useMemo, useState } from 'react'
import { Link } from 'wouter'
import { createAdmin } from '../model/admin.ts'
import { useModel, useSource } from '../parts/app-context.ts'
import { Loading } from '../parts/screen-gate.tsx'
import { adminEn } from '../words/admin-en.ts'
import { type AdminWords, loadAdminWords } from '../words/admin-words.ts'
import { AdminProvider, useAdmin } from './admin-context.ts'
import styles from './admin.module.css'
import { AuditSection } from './audit-section.tsx'
import { FlowsSection } from './flows-section.tsx'
import { FormsSection } from './forms-section.tsx'
import { HoursSection } from './hours-section.tsx'
import { ListSection, TenantSection } from './list-section.tsx'
import { OverviewSection } from './overview-section.tsx'
import { PromptsSection } from './prompts-section.tsx'
import { ReviewBar } from './review.tsx'

const sections = [
  'overview',
  'numbers',
  'queues',
  'people',
  'skills',
  'hours',
  'flows',
  'prompts',
  'dispositions',
  'forms',
  'experts',
  'webCalls',
  'tenant',
  'audit',
] as const

type Section = (typeof sections)[number]

function Part(props: { readonly section: Section }): ReactElement {
  const { section } = props
  switch (section) {
    case 'overview':
      return <OverviewSection />
    case 'hours':
      return <HoursSection />
    case 'flows':
      return <FlowsSection />
    case 'prompts':
      return <PromptsSection />
    case 'audit':
      return <AuditSection />
    case 'forms':
      return <FormsSection />
    case 'tenant':
      return <TenantSection />
    case 'numbers':
    case 'queues':
    case 'people':
    case 'skills':
    case 'dispositions':
    case 'experts':
    case 'webCalls':
      return <ListSection key={section} section={section} />
  }
}

function Inside(props: { readonly section: Section }): ReactElement {
  const { admin, words } = useAdmin()
  const { config, trouble } = useSource(admin)
  // On a phone the sections are folded under the name of the one that is open.
  const [isOpen, setOpen] = useState(false)
  return (
    <div className={styles.page}>
      <h1>{words.title}</h1>
      <nav className={styles.menu} aria-label={words.menu} data-open={isOpen}>
        <button
          type="button"
          className={styles.fold}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {words.sections[props.section]}
          <ChevronDownRegular aria-hidden="true" />
        </button>
        <ul>
          {sections.map(name => (
            <li key={name}>
              <Link
                href={name === 'overview' ? '/admin' : `/admin/${name}`}
                aria-current={name === props.section ? 'page' : undefined}
                onClick={() => setOpen(false)}
              >
                {words.sections[name]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className={styles.content}>
        <ReviewBar />
        {config === undefined && trouble === undefined && <Loading slow={false} />}
        {config !== undefined && <Part section={props.section} />}
      </div>
    </div>
  )
}

/** The words of administration in the language of the page. */
function useAdminWords(): AdminWords {
  const { language } = useSource(useModel().settings)
  const [words, setWords] = useState<AdminWords>(adminEn)
  useEffect(() => {
    let isWanted = true
    async function load(): Promise<void> {
      const loaded = await loadAdminWords(language)
      if (isWanted) setWords(loaded)
    }
    // A catalog that cannot be fetched leaves the last one.
    load().catch(() => undefined)
    return () => {
      isWanted = false
    }
  }, [language])
  return words
}

/** What administrators set: sections, review, and the log of who set what. */
export function AdminPage(props: { readonly section: string | undefined }): ReactElement {
  const { admin: ports } = useModel()
  const admin = useMemo(() => createAdmin(ports), [ports])
  const words = useAdminWords()
  useEffect(() => void admin.load(), [admin])
  const shown = useMemo(() => ({ admin, words }), [admin, words])
  const section = sections.find(name => name === props.section) ?? 'overview'
  return (
    <AdminProvider value={shown}>
      <Inside section={section} />
    </AdminProvider>
  )
}
