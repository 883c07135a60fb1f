import { z } from '@hono/zod-openapi'
import { flowShape } from './flow-shape.ts'

/**
 * What administrators see and change. A tenant's configuration is one document of sections, each as
 * it is written in the tenant's file; flows are texts, so that comments and lines stay what they are.
 */

/** The sections of a tenant's document. */
export const configSections = [
  'tenant',
  'numbers',
  'queues',
  'skills',
  'people',
  'hours',
  'holidays',
  'flows',
  'dispositions',
  'forms',
  'experts',
  'webCalls',
] as const

/** How many letters all texts of one change may have. */
export const configTextMax = 4_000_000

/** How long a reason for a change may be. */
export const whyLengthMax = 200

const section = z.enum(configSections)

/** A flow as its file says it. */
export const flowText = z
  .strictObject({
    path: z
      .string()
      .min(1)
      .max(200)
      .regex(/^(?!\/)(?!.*(?:^|\/)\.\.?(?:\/|$)).+\.ya?ml$/, 'is no path of a YAML file')
      .optional()
      .describe('The file from the tenant’s folder; made of the flow’s id where it is left out'),
    text: z.string().max(configTextMax).describe('YAML'),
  })
  .openapi('FlowText')

const sectionValue = z.unknown().describe('As it is written in the tenant’s file')

/** New values of sections; each is taken whole. */
export const configChanges = z
  .partialRecord(section, sectionValue)
  .refine(changes => Object.keys(changes).length > 0, { message: 'names no section' })
  .refine(changes => !('flows' in changes) || z.array(flowText).safeParse(changes.flows).success, {
    message: 'wants flows as a list of `{ path, text }`',
    path: ['flows'],
  })

const why = z.string().max(whyLengthMax).default('').describe('For the audit log')
const version = z.int().min(0).describe('The version the change was made on')

/** A dry run. */
export const checkConfig = z.strictObject({ changes: configChanges }).openapi('CheckConfig')

/** Several sections at once, taken wholly or not at all. */
export const changeConfig = z
  .strictObject({ version, why, changes: configChanges })
  .openapi('ChangeConfig')

/** One section. */
export const changeSection = z
  .strictObject({ version, why, value: sectionValue })
  .openapi('ChangeSection')

/** Going back to an earlier version: the version in force now, so that nobody's change is lost. */
export const restoreConfig = z.strictObject({ version, why }).openapi('RestoreConfig')

/** All files of a tenant at once; for the installation's operator alone. */
export const applyFiles = z
  .strictObject({
    version: version.optional().describe('None takes whatever is in force'),
    why,
    dryRun: z.boolean().default(false),
    files: z
      .array(z.strictObject({ path: z.string().min(1).max(1024), text: z.string() }))
      .min(1)
      .max(501)
      .describe('The tenant’s own file first'),
  })
  .openapi('ApplyFiles')

/** Something a prompt is to say. */
export const speakPrompt = z
  .strictObject({
    text: z.string().min(1).max(1_000),
    language: z.string().min(2).max(35).optional(),
    voice: z.string().min(1).max(64).optional(),
  })
  .openapi('SpeakPrompt')

/** What is wrong with a document, where, and what to do about it. */
export const complaintView = z
  .object({
    severity: z.enum(['error', 'warning']),
    section: section.optional(),
    file: z.string(),
    line: z.number().int(),
    column: z.number().int(),
    path: z.array(z.union([z.string(), z.number()])),
    code: z.string(),
    words: z.string(),
    remedy: z.string(),
  })
  .openapi('Complaint')

/** One thing that is another than before. Texts are told line by line. */
export const differenceView = z
  .object({
    section,
    /** As `sales`, or the file of a flow. */
    item: z.string(),
    /** As `wrapUp`; empty where the whole thing is new or gone. */
    key: z.string(),
    kind: z.enum(['added', 'removed', 'changed']),
    before: z.string().optional(),
    after: z.string().optional(),
    lines: z.array(z.object({ sign: z.enum([' ', '+', '-', '…']), text: z.string() })).optional(),
  })
  .openapi('Difference')

/** What a change does to what is under way. */
export const effectView = z
  .object({ code: z.string(), words: z.string(), danger: z.boolean() })
  .openapi('Effect')

/** A flow as something to look at. */
export const flowGraphView = flowShape.openapi('FlowGraph')

/** What a change would do. */
export const checkedView = z
  .object({
    version: z.number().int(),
    /** Whether it would be taken: warnings stand in nobody's way. */
    ok: z.boolean(),
    complaints: z.array(complaintView),
    differences: z.array(differenceView),
    effects: z.array(effectView),
    /** The flows as they would be, by file; one that cannot be read is not among them. */
    graphs: z.record(z.string(), flowGraphView),
  })
  .openapi('CheckedConfig')

const versionRow = z.object({
  version: z.number().int(),
  at: z.number(),
  by: z.string(),
  origin: z.enum(['files', 'page']),
  why: z.string(),
})

/** The versions there are, the newest first. */
export const versionsView = z.object({ rows: z.array(versionRow) }).openapi('ConfigVersions')

/** A tenant's document as it is in force. */
export const configView = versionRow
  .extend({
    tenant: z.object({
      id: z.string(),
      directory: z.string(),
      trunks: z.object({ in: z.array(z.string()), agents: z.string() }),
    }),
    sections: z.record(z.string(), z.unknown()),
    flows: z.array(
      z.object({ path: z.string(), id: z.string(), name: z.string(), text: z.string() }),
    ),
    graphs: z.record(z.string(), flowGraphView),
    complaints: z.array(complaintView),
    /** Whether the files of the installation say something else than what is in force. */
    filesDiffer: z.boolean(),
    /** All files, for whoever brings them out: asked for by the operator alone. */
    files: z.array(z.object({ path: z.string(), text: z.string() })).optional(),
  })
  .openapi('Config')

/** How the outside answers now: trunks, and Microsoft Graph where it is asked for presence. */
export const trunksView = z
  .object({
    at: z.number(),
    rows: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(['carrier', 'direct-routing']),
        use: z.array(z.enum(['in', 'agents'])),
        name: z.string(),
        targets: z.array(
          z.object({
            target: z.string(),
            state: z.string(),
            reason: z.string().optional(),
            roundTripMs: z.number().optional(),
          }),
        ),
        /** Of a carrier that wants to be told of our address. */
        registration: z
          .object({
            registrar: z.string(),
            state: z.enum(['asking', 'registered', 'failed']),
            /** What is in the way, and what to do. */
            words: z.string().optional(),
            remedy: z.string().optional(),
          })
          .optional(),
      }),
    ),
    /** Absent where Teams is not asked. */
    presence: z
      .object({
        state: z.enum(['asking', 'fine', 'troubled']),
        /** What is in the way, and what to do. */
        words: z.string().optional(),
        remedy: z.string().optional(),
      })
      .optional(),
  })
  .openapi('Trunks')

/** One prompt of the library. */
export const promptView = z
  .object({
    name: z.string(),
    durationMs: z.number(),
    bytes: z.number(),
    at: z.number(),
    /** Where it is named, as `flows/main.yaml` or `queue sales`. */
    usedIn: z.array(z.string()),
  })
  .openapi('Prompt')

/** The library of prompts, and the voices that can speak new ones. */
export const promptsView = z
  .object({
    rows: z.array(promptView),
    voices: z.array(z.object({ id: z.string(), name: z.string(), language: z.string() })),
  })
  .openapi('Prompts')

/** The audit log, the newest first. */
export const auditView = z
  .object({
    rows: z.array(
      z.object({
        seq: z.number().int(),
        at: z.number(),
        who: z.string(),
        what: z.string(),
        about: z.string(),
        before: z.unknown().optional(),
        after: z.unknown().optional(),
        hash: z.string(),
      }),
    ),
    next: z.number().int().optional(),
  })
  .openapi('Audit')

/** A section's name. */
export type ConfigSection = (typeof configSections)[number]
/** New values of sections. */
export type ConfigChanges = z.infer<typeof configChanges>
/** A flow as its file says it. */
export type FlowText = z.infer<typeof flowText>
/** A complaint as pages see it. */
export type ComplaintView = z.infer<typeof complaintView>
/** One difference. */
export type DifferenceView = z.infer<typeof differenceView>
/** One effect. */
export type EffectView = z.infer<typeof effectView>
/** A dry run's answer. */
export type CheckedView = z.infer<typeof checkedView>
/** A document. */
export type ConfigView = z.infer<typeof configView>
/** Versions. */
export type VersionsView = z.infer<typeof versionsView>
/** Trunks. */
export type TrunksView = z.infer<typeof trunksView>
/** A prompt. */
export type PromptView = z.infer<typeof promptView>
/** The library. */
export type PromptsView = z.infer<typeof promptsView>
/** The audit log. */
export type AuditView = z.infer<typeof auditView>
